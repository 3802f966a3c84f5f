/** The demo clinic's documents at each point of their life, and what colleagues asked of each other. */
import {
  approveDocument,
  beginDocument,
  returnDocument,
  saveContent,
  signDocument,
  submitDocument,
} from '../clinic/documents/compositions.service.ts'
import { addSampleTypes, listDocumentTypes } from '../clinic/documents/document-types.service.ts'
import type { Answers } from '../clinic/documents/document-types.rules.ts'
import { addDays } from '../clinic/shared/days.ts'
import type { Language } from '../clinic/shared/languages.ts'
import { requestTask } from '../clinic/tasks/tasks.service.ts'
import type { Desk } from '../db/desk.ts'
import { renderForm } from '../pdf/forms.ts'
import type { DemoPlan } from './plan.ts'
import { required } from './required.ts'

interface Stage {
  administrator: Desk
  doctor: Desk
  nurse: Desk
  receptionist: Desk
  /** A patient of the doctor's own day. */
  patientId: string
}

interface Words {
  reason: string
  remark: string
  procedure: string
  risks: string
  callBack: string
  callBackMore: string
  orderGloves: string
}

const words: Record<Language, Words> = {
  en: {
    reason: 'A family event in another town.',
    remark: 'Please say who stands in for you.',
    procedure: 'Joint injection under ultrasound',
    risks: 'Pain at the place of the injection, infection, bleeding.',
    callBack: 'Call the patient about the result',
    callBackMore: 'After six in the evening; they asked about the next visit as well.',
    orderGloves: 'Order gloves, size M',
  },
  ru: {
    reason: 'Семейное событие в другом городе.',
    remark: 'Укажите, кто вас замещает.',
    procedure: 'Внутрисуставная инъекция под контролем УЗИ',
    risks: 'Боль в месте укола, инфекция, кровотечение.',
    callBack: 'Позвонить пациенту о результате',
    callBackMore: 'После шести вечера; спрашивал и о следующем приёме.',
    orderGloves: 'Заказать перчатки, размер M',
  },
  'pt-BR': {
    reason: 'Um evento de família em outra cidade.',
    remark: 'Diga quem substitui você.',
    procedure: 'Infiltração articular guiada por ultrassom',
    risks: 'Dor no local da injeção, infecção, sangramento.',
    callBack: 'Ligar para o paciente sobre o resultado',
    callBackMore: 'Depois das seis da tarde; perguntou também sobre a próxima consulta.',
    orderGloves: 'Comprar luvas, tamanho M',
  },
  fr: {
    reason: 'Un événement familial dans une autre ville.',
    remark: 'Indiquez qui vous remplace.',
    procedure: 'Infiltration articulaire échoguidée',
    risks: 'Douleur au point d’injection, infection, saignement.',
    callBack: 'Appeler le patient au sujet du résultat',
    callBackMore: 'Après dix-huit heures ; il a aussi parlé de la prochaine consultation.',
    orderGloves: 'Commander des gants, taille M',
  },
}

/** One document of each state that somebody has to do with, and tasks that are due, late and far off. */
export async function makeDocuments(stage: Stage, plan: DemoPlan): Promise<void> {
  const { administrator, doctor, nurse, receptionist, patientId } = stage
  const { language, today } = plan
  const said = words[language]
  await addSampleTypes(administrator)
  const types = await listDocumentTypes(administrator)
  const typeIds = types.map(({ id }) => id)
  const [consent, leave, certificate] = typeIds
  const begin = async (
    desk: Desk,
    typeId: string | undefined,
    about: string | null,
    content: Answers,
  ) => {
    const wish = { typeId: required(typeId), patientId: about, language, replacesId: null }
    const { id } = await beginDocument(desk, wish)
    await saveContent(desk, { id, version: 1, content })
    return id
  }
  const free = {
    kind: '0',
    'first-day': addDays(today, 20),
    'last-day': addDays(today, 27),
    reason: said.reason,
  }
  const asked = await begin(nurse, leave, null, free)
  await submitDocument(nurse, { id: asked, version: 2 })
  const returned = await begin(receptionist, leave, null, free)
  await submitDocument(receptionist, { id: returned, version: 2 })
  await returnDocument(administrator, { id: returned, version: 3, remark: said.remark })
  const approved = await begin(doctor, leave, null, { ...free, kind: '2' })
  await submitDocument(doctor, { id: approved, version: 2 })
  await approveDocument(administrator, { id: approved, version: 3 })
  await begin(doctor, consent, patientId, { procedure: said.procedure, risks: said.risks })
  const attended = { 'attended-on': today, from: '09:00', until: '09:30' }
  const signed = await begin(receptionist, certificate, patientId, attended)
  await submitDocument(receptionist, { id: signed, version: 2 })
  await signDocument(receptionist, { id: signed, version: 3 }, renderForm)
  const callBack = { focus: null, title: said.callBack, description: said.callBackMore }
  const late = {
    ...callBack,
    patientId,
    owner: { role: 'nurse' as const },
    dueOn: addDays(today, -1),
  }
  await requestTask(doctor, late)
  const supply = { patientId: null, focus: null, description: null, title: said.orderGloves }
  await requestTask(nurse, {
    ...supply,
    owner: { role: 'administrator' },
    dueOn: addDays(today, 3),
  })
  await requestTask(administrator, {
    ...callBack,
    patientId,
    owner: { practitionerId: doctor.actor.id },
    dueOn: today,
  })
}
