/** How a patient came: registered with consent, the card filled in, submitted and decided on. */
import {
  approveCard,
  returnCard,
  saveCard,
  submitCard,
} from '../clinic/patients/medical-card.service.ts'
import { registerPatient } from '../clinic/patients/patients.service.ts'
import { addMinutes, dayOf } from '../clinic/shared/days.ts'
import type { Desk } from '../db/desk.ts'
import type { DemoPlan, PlannedPatient } from './plan.ts'
import type { DemoEvent } from './play-booking.ts'
import { texts } from './texts.ts'

/** Whose desks a new patient passes. */
export interface RegistrationGround {
  plan: DemoPlan
  receptionist: Desk
  /** Who decides on the card. */
  doctor: Desk
  keepId: (id: string) => void
}

/** The consent that the demo clinic has its patients sign. */
const consentText = '2024-1'

const returnReason = texts(
  'Please ask again about medicines and allergies.',
  'Уточните принимаемые препараты и аллергии.',
  'Confirme os medicamentos em uso e as alergias.',
  'Merci de préciser les traitements en cours et les allergies.',
)

/** The events of a patient's registration, by their instants, none after the plan's now. */
export function patientEvents(ground: RegistrationGround, patient: PlannedPatient): DemoEvent[] {
  const { registeredAt, card } = patient
  const row: CardRow = { id: '', version: 1 }
  const register = async () => {
    row.id = await registerWithConsent(ground, patient)
  }
  const events = [{ at: registeredAt, run: register }]
  if (card !== null) events.push(...cardEvents(ground, card, registeredAt, row))
  return events.filter((event) => event.at <= ground.plan.now)
}

/** The row that a card has become; each step of it makes a version. */
interface CardRow {
  id: string
  version: number
}

function cardEvents(
  { plan, receptionist, doctor }: RegistrationGround,
  { status, ...content }: NonNullable<PlannedPatient['card']>,
  registeredAt: string,
  row: CardRow,
): DemoEvent[] {
  const fillIn = async () => {
    row.version = (await saveCard(receptionist, { ...row, ...content, note: null })).version
  }
  const submit = async () => {
    await submitCard(receptionist, row)
    row.version += 1
  }
  const decide = () =>
    status === 'returned'
      ? returnCard(doctor, { ...row, reason: returnReason[plan.language] })
      : approveCard(doctor, row)
  const events = [
    { at: addMinutes(registeredAt, 1), run: fillIn },
    { at: addMinutes(registeredAt, 2), run: submit },
    { at: addMinutes(registeredAt, 35), run: decide },
  ]
  return events.slice(0, status === 'draft' ? 1 : status === 'submitted' ? 2 : 3)
}

/** Answers the id of the card, empty when none was opened. */
async function registerWithConsent(
  ground: RegistrationGround,
  patient: PlannedPatient,
): Promise<string> {
  const { name, sex, bornOn, phones, email, address, identityDocument, language } = patient
  const { registeredAt, consentMethod, card } = patient
  const { id, cardId } = await registerPatient(ground.receptionist, {
    ...name,
    sex,
    bornOn,
    phones,
    email,
    address,
    document: identityDocument,
    language,
    note: null,
    contactChannel: email === null ? 'phone' : 'email',
    doNotDisturb: false,
    consent: {
      textVersion: consentText,
      givenOn: dayOf(registeredAt, ground.plan.timeZone),
      method: consentMethod,
    },
    withCard: card !== null,
  })
  ground.keepId(id)
  return cardId ?? ''
}
