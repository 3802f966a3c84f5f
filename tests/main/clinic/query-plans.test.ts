/** Registry, visits, papers, till and mails: each question finds its rows by an index. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  listInvoices,
  listInvoicesOfDay,
  listOpenInvoices,
  readCashDay,
  readInvoice,
  readInvoiceOfAppointment,
  refund,
  takePayment,
} from '../../../main/clinic/billing/billing.service.ts'
import {
  listDocuments,
  readDocumentFile,
  renderAgain,
  renderDueDocuments,
} from '../../../main/clinic/documents/documents.service.ts'
import {
  countNotifications,
  listNotifications,
  previewNotification,
  resendNotification,
} from '../../../main/clinic/notifications/notification-log.service.ts'
import { queueAppointmentMails } from '../../../main/clinic/notifications/queue-mail.service.ts'
import { sendDueMail } from '../../../main/clinic/notifications/send-mail.service.ts'
import {
  approveCard,
  createCard,
  listWaitingCards,
  readCardOf,
  saveCard,
  submitCard,
} from '../../../main/clinic/patients/medical-card.service.ts'
import {
  archivePatient,
  findDuplicates,
  getPatient,
  recordConsent,
  registerPatient,
  updatePatient,
} from '../../../main/clinic/patients/patients.service.ts'
import {
  issueReferral,
  readReferralsOfPatient,
  readReferralsOfVisit,
} from '../../../main/clinic/referrals/referrals.service.ts'
import { saveMailSettings } from '../../../main/clinic/settings/settings.service.ts'
import { endCondition, readVitals } from '../../../main/clinic/visits/content.service.ts'
import { saveDraft } from '../../../main/clinic/visits/draft.service.ts'
import { emptyContent } from '../../../main/clinic/visits/visits.rules.ts'
import {
  addAddendum,
  listVisits,
  readVisit,
  signVisit,
  startVisit,
} from '../../../main/clinic/visits/visits.service.ts'
import { personOf, registrationOf } from '../../helpers/patients.ts'
import { type AskedQueries, listenToQueries } from '../../helpers/query-plans.ts'
import {
  elsewhere,
  billedVisit,
  openVisitDay,
  type VisitDay,
  written,
} from '../../helpers/visit-day.ts'

let day: VisitDay
let queries: AskedQueries

beforeEach(async () => {
  day = await openVisitDay()
  queries = listenToQueries(day)
})
afterEach(() => day.close())

test('the registry and the medical card', async () => {
  const desk = day.desk
  const { id } = await registerPatient(desk, registrationOf())
  const { family, given, patronymic, bornOn, phones } = personOf()
  const typed = { family, given, patronymic, bornOn, phones, document: null, exceptId: null }
  await findDuplicates(desk, typed)
  await updatePatient(desk.with({}), { id, version: 1, ...personOf({ family: 'Орлова' }) })
  const consent = { textVersion: '2', givenOn: '2026-11-16', method: 'oral' } as const

  const purpose = 'data-processing'
  await recordConsent(desk.with({}), { patientId: id, purpose, ...consent })
  const { id: cardId } = await createCard(desk.with({}), id)
  await readCardOf(desk, id)
  const fields = { allergies: null, chronicConditions: null, medicines: null, note: null }
  const card = { id: cardId, bloodType: null, emergencyContact: null, ...fields }
  const { version } = await saveCard(desk.with({}), { ...card, version: 1 })
  await submitCard(desk.with({}), { id: cardId, version })
  await listWaitingCards(desk)
  await approveCard(day.doctor.with({}), { id: cardId, version: version + 1 })
  await getPatient(desk, id)
  await archivePatient(desk.with({}), { id, version: 2, archived: true })
  queries.expectNoScans()
})

test('the visit, its referral and its papers', async () => {
  const appointmentId = await day.addAppointment({ status: 'called' })
  const { encounterId } = await startVisit(day.doctor, appointmentId)
  await readVisit(day.doctor, { appointmentId })
  await saveDraft(day.doctor.with({}), {
    encounterId,
    content: written,
    base: { mark: '', content: emptyContent },
    isShared: false,
  })
  const referral = {
    patientId: day.patientId,
    encounterId,
    ...elsewhere,
    performerOrganization: null,
    performerName: null,
    specialty: 'Кардиология',
    reason: 'Одышка',
    diagnosis: null,
    note: null,
    priority: 'routine' as const,
  }
  const { documentId } = await issueReferral(day.doctor.with({}), referral)
  await signVisit(day.doctor.with({}), { encounterId, content: written, base: '' })
  await addAddendum(day.doctor.with({}), { encounterId, text: 'Ещё' })
  const { chronic } = await readVisit(day.doctor, { encounterId })
  await readVitals(day.doctor, day.patientId)
  for (const { id } of chronic) {
    await endCondition(day.doctor.with({}), { conditionId: id, reason: 'Выздоровление' })
  }
  await listVisits(day.doctor, day.patientId)
  await readReferralsOfPatient(day.doctor, day.patientId)
  await readReferralsOfVisit(day.doctor, encounterId)
  await renderDueDocuments(day.desk.with({}), async () => new Uint8Array([1]))
  await readDocumentFile(day.doctor, documentId)
  await renderAgain(day.doctor.with({}), documentId)
  await listDocuments(day.doctor, day.patientId)
  queries.expectNoScans()
})

test('the till', async () => {
  const { invoiceId, appointmentId } = await billedVisit(day, 1000)
  const payments = [{ method: 'terminal' as const, amountMinor: 1000 }]
  await takePayment(day.cashier.with({}), { invoiceId, payments })
  const paymentId = (await readInvoice(day.cashier, invoiceId)).payments[0]?.id ?? ''
  const back = { amountMinor: 10, method: 'cash' as const, reason: 'x' }
  await refund(day.cashier.with({}), { paymentId, ...back })
  await renderDueDocuments(day.desk.with({}), async () => new Uint8Array([1]))
  await readInvoiceOfAppointment(day.cashier, appointmentId)
  await listOpenInvoices(day.cashier)
  await listInvoices(day.cashier, day.patientId)
  await listInvoicesOfDay(day.cashier, '2026-11-16')
  await readCashDay(day.cashier, '2026-11-16')
  queries.expectNoScans()
})

test('mails: queued, sent, sent again', async () => {
  const appointmentId = await day.addAppointment()
  await saveMailSettings(day.desk.with({}), {
    host: '127.0.0.1',
    port: 25,
    security: 'none',
    user: null,
    password: null,
    fromAddress: 'desk@clinic.example',
    fromName: 'Клиника',
  })
  await day.desk
    .with({})
    .write('test.tell', (unit) =>
      queueAppointmentMails(day.desk, unit, 'confirmed', appointmentId, {}),
    )
  await sendDueMail(day.desk.with({}), () => ({
    send: async () => ({ kind: 'accepted', response: '250' }),
  }))
  const filter = { text: null, cursor: null, limit: 1 }
  const state = 'sent' as const
  const { messages } = await listNotifications(day.desk, { ...filter, state, patientId: null })
  const id = messages[0]?.id ?? ''
  await listNotifications(day.desk, { ...filter, state: null, patientId: day.patientId })
  await previewNotification(day.desk, id)
  await resendNotification(day.desk.with({}), id)
  queries.expectNoScans()
})

test('the log walks along its index, and its figures never leave one', async () => {
  const page = { state: null, text: null, patientId: null, cursor: null, limit: 50 }
  await listNotifications(day.desk, page)
  await listNotifications(day.desk, {
    ...page,
    cursor: `2026-11-16T06:00:00.000Z ${day.patientId}`,
  })
  expect(queries.scans()).toEqual(['SCAN message USING INDEX message_by_time'])
  queries.forget()
  await countNotifications(day.desk)
  expect(queries.scans()).toEqual(['SCAN message USING COVERING INDEX message_by_state'])
})
