/** One line of time a patient: every kind, the latest first, page by page, and of what one may read alone. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { issueCertificate } from '../../../../main/clinic/certificates/certificates.service.ts'
import { patientAppointments } from '../../../../main/clinic/appointments/board.service.ts'
import { beginDocument } from '../../../../main/clinic/documents/compositions.service.ts'
import {
  addSampleTypes,
  listDocumentTypes,
} from '../../../../main/clinic/documents/document-types.service.ts'
import { textIn } from '../../../../main/clinic/documents/document-types.rules.ts'
import { attachFile } from '../../../../main/clinic/files/attachments.service.ts'
import { appendPiece, beginCopy } from '../../../../main/clinic/files/copies.service.ts'
import { issueInvoice } from '../../../../main/clinic/billing/billing.service.ts'
import { issuePrescription } from '../../../../main/clinic/prescriptions/prescriptions.service.ts'
import { issueReferral } from '../../../../main/clinic/referrals/referrals.service.ts'
import { pageSize } from '../../../../main/clinic/timeline/timeline.rules.ts'
import { readTimeline } from '../../../../main/clinic/timeline/timeline.service.ts'
import type { Desk } from '../../../../main/db/desk.ts'
import { listenToQueries } from '../../../helpers/query-plans.ts'
import {
  elsewhere,
  openVisit,
  openVisitDay,
  signedVisit,
  type VisitDay,
} from '../../../helpers/visit-day.ts'

let day: VisitDay
beforeEach(async () => {
  day = await openVisitDay()
})
afterEach(() => day.close())

async function addReport(at: string): Promise<void> {
  await day.desk.with({}).write('test.report', async (unit) => {
    const reportId = unit.insert('diagnosticReport', {
      patientId: day.patientId,
      orderId: null,
      matchId: null,
      status: 'final',
      effectiveAt: at,
      issuedAt: at,
      performer: 'LAB',
      enteredBy: null,
    })
    unit.insert('observation', {
      reportId,
      patientId: day.patientId,
      definitionId: null,
      position: 1,
      code: 'K',
      name: 'Калий',
      valueKind: 'quantity',
      comparator: null,
      value: '6.5',
      unit: 'ммоль/л',
      low: '3.5',
      high: '5.1',
      criticalLow: null,
      criticalHigh: null,
      normalText: null,
      interpretation: 'H',
      status: 'final',
      effectiveAt: at,
      replacesId: null,
      note: null,
    })
  })
}

async function fullVisit() {
  const visit = await signedVisit(day)
  const of = { patientId: day.patientId, encounterId: visit.encounterId }
  await issuePrescription(day.doctor.with({}), {
    ...of,
    medicines: [{ medicine: 'Бисопролол', dosage: 'Утром', quantity: null, takenUntil: null }],
    validDays: 60,
    overrideReason: null,
  })
  await issueReferral(day.doctor.with({}), {
    ...of,
    performerOrganization: null,
    performerName: null,
    ...elsewhere,
    specialty: 'Неврология',
    reason: 'Головная боль',
    diagnosis: null,
    note: null,
    priority: 'routine',
  })
  await issueCertificate(day.doctor.with({}), {
    ...of,
    kind: 'sick-note',
    fromDay: '2026-11-16',
    toDay: '2026-11-20',
    diagnosis: null,
    presentedTo: null,
    text: null,
  })
  await issueInvoice(day.reception.with({}), visit)
  await addReport('2026-11-16T05:00:00.000Z')
  return visit
}

const ask = (kind: null | 'visit' | 'result' | 'document' = null) => ({
  patientId: day.patientId,
  kind,
  cursor: null,
})

test('visits, results, prescriptions, referrals, certificates and documents stand in one line', async () => {
  await fullVisit()
  day.setNow('2026-12-31T06:00:00.000Z')
  const { entries, next } = await readTimeline(day.doctor, ask())
  expect(entries.map(({ kind }) => kind).toSorted()).toEqual([
    'certificate',
    'document',
    'prescription',
    'referral',
    'result',
    'visit',
  ])
  expect(next).toBeNull()
  expect(entries.map(({ at }) => at)).toEqual(
    entries
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  )
  expect(entries.find(({ kind }) => kind === 'result')).toMatchObject({
    names: ['Калий'],
    isAbnormal: true,
  })
  expect(entries.find(({ kind }) => kind === 'visit')).toMatchObject({
    visit: { diagnosis: 'Стенокардия?', diagnosisCode: 'I20.9' },
  })
})

test('what is for clinicians alone is not told at the front desk', async () => {
  await fullVisit()
  day.setNow('2026-12-31T06:00:00.000Z')
  const { entries } = await readTimeline(day.reception, ask())
  expect(entries.map(({ kind }) => kind).toSorted()).toEqual(['document', 'referral', 'visit'])
  expect(entries.find(({ kind }) => kind === 'visit')).toMatchObject({ visit: null })
})

test('one kind can be asked for', async () => {
  await fullVisit()
  const { entries } = await readTimeline(day.doctor, ask('result'))
  expect(entries.map(({ kind }) => kind)).toEqual(['result'])
})

test('every booking is either to come or past: who was seen early or called off is past, who is awaited is not', async () => {
  const seenEarly = (await signedVisit(day)).appointmentId
  const at = (hour: string) => ({
    startsAt: `2026-11-21T${hour}:00:00.000Z`,
    endsAt: `2026-11-21T${hour}:30:00.000Z`,
  })
  const cancelled = await day.addAppointment({ status: 'cancelled', ...at('09') })
  const confirmed = await day.addAppointment({ status: 'confirmed', ...at('10') })
  const called = await day.addAppointment({ status: 'called', ...at('11') })
  const read = async () => ({
    past: (await readTimeline(day.doctor, ask('visit'))).entries.map(({ id }) => id),
    toCome: (await patientAppointments(day.doctor, day.patientId)).upcoming.map(({ id }) => id),
  })
  expect(await read()).toEqual({ past: [cancelled, seenEarly], toCome: [confirmed, called] })
  // While the time runs they are still awaited; when it is over they did not come, as far as is known.
  day.setNow('2026-11-21T10:15:00.000Z')
  expect(await read()).toEqual({ past: [cancelled, seenEarly], toCome: [confirmed, called] })
  day.setNow('2026-11-21T10:30:00.000Z')
  expect(await read()).toEqual({ past: [confirmed, cancelled, seenEarly], toCome: [called] })
})

async function beginOf(name: string): Promise<string> {
  const type = (await listDocumentTypes(day.doctor)).find(
    ({ definition }) => textIn(definition.name, 'en') === name,
  )
  const wish = { typeId: type?.id ?? '', patientId: day.patientId, language: 'ru' as const }
  return (await beginDocument(day.doctor.with({}), { ...wish, replacesId: null })).id
}

test('documents of the clinic’s own types and files stand in it, for whom they are there alone', async () => {
  await addSampleTypes(day.desk.with({}))
  const contract = await beginOf('Contract for services')
  const consent = await beginOf('Informed consent to a procedure')
  const { encounterId } = await openVisit(day)
  const attach = async (name: string, of: { encounterId: string | null }) => {
    const bytes = new TextEncoder().encode(name)
    const { copyId } = await beginCopy(day.doctor.with({}), bytes.length)
    await appendPiece(day.doctor.with({}), { copyId, position: 0, bytes })
    const subject = {
      patientId: day.patientId,
      compositionId: null,
      note: 'Из другой клиники',
      ...of,
    }
    return (await attachFile(day.doctor.with({}), { ...subject, copyId, name })).id
  }
  const letter = await attach('letter.txt', { encounterId: null })
  const picture = await attach('wound.txt', { encounterId })
  const read = async (desk: Desk) =>
    (await readTimeline(desk, ask('document'))).entries.map(({ kind, id }) => [kind, id])
  expect((await read(day.doctor)).toSorted()).toEqual(
    [
      ['composition', contract],
      ['composition', consent],
      ['file', letter],
      ['file', picture],
    ].toSorted(),
  )
  // What is of the record and of a visit is not for the front desk.
  expect((await read(day.reception)).toSorted()).toEqual(
    [
      ['composition', contract],
      ['file', letter],
    ].toSorted(),
  )
})

test('what one may not read takes no place on a page: what is older is reached all the same', async () => {
  await addSampleTypes(day.desk.with({}))
  const contract = await beginOf('Contract for services')
  day.setNow('2026-11-17T06:00:00.000Z')
  for (let made = 0; made < pageSize + 5; made += 1) {
    await beginOf('Informed consent to a procedure')
  }
  const { entries } = await readTimeline(day.reception, ask('document'))
  expect(entries.map(({ id }) => id)).toEqual([contract])
})

test('pages follow each other without a gap and without an entry twice, also within one instant', async () => {
  const count = pageSize * 2 + 5
  for (let index = 0; index < count; index += 1) await addReport('2026-11-16T05:00:00.000Z')
  const ids: string[] = []
  let before: { at: string; id: string } | null = null
  do {
    const page: Awaited<ReturnType<typeof readTimeline>> = await readTimeline(day.doctor, {
      ...ask(),
      cursor: before,
    })
    ids.push(...page.entries.map(({ id }) => id))
    before = page.next
  } while (before !== null)
  expect(ids).toHaveLength(count)
  expect(new Set(ids).size).toBe(count)
})

test('each kind is read by its index', async () => {
  await fullVisit()
  const asked = listenToQueries(day)
  await readTimeline(day.doctor, ask())
  asked.expectNoScans()
})
