/** One line of time a patient: every kind, the latest first, page by page, and of what one may read alone. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { issueCertificate } from '../../../../main/clinic/certificates/certificates.service.ts'
import { issueInvoice } from '../../../../main/clinic/billing/billing.service.ts'
import { issuePrescription } from '../../../../main/clinic/prescriptions/prescriptions.service.ts'
import { issueReferral } from '../../../../main/clinic/referrals/referrals.service.ts'
import { pageSize } from '../../../../main/clinic/timeline/timeline.rules.ts'
import { readTimeline } from '../../../../main/clinic/timeline/timeline.service.ts'
import { listenToQueries } from '../../../helpers/query-plans.ts'
import { elsewhere, openVisitDay, signedVisit, type VisitDay } from '../../../helpers/visit-day.ts'

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

const ask = (kind: null | 'visit' | 'result' = null) => ({
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

test('one kind can be asked for, and what is still to come is not past', async () => {
  await fullVisit()
  const { entries } = await readTimeline(day.doctor, ask('result'))
  expect(entries.map(({ kind }) => kind)).toEqual(['result'])
  day.setNow('2026-11-15T06:00:00.000Z')
  expect((await readTimeline(day.doctor, ask('visit'))).entries).toEqual([])
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
