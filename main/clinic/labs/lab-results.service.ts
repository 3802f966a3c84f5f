/** Results: entered by hand, seen by a doctor, and followed over time. */
import type { Desk } from '../../db/desk.ts'
import type { Unit } from '../../db/write.ts'
import { findDocumentOf } from '../documents/documents.queries.ts'
import { orderDocument } from '../documents/documents.service.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { nameOrNull } from '../shared/names.ts'
import { requireSubject } from '../visits/subject.service.ts'
import { appendReport, type NewResult } from './append-report.service.ts'
import { listRangesOf } from './labs-catalog.queries.ts'
import { findLabOrder, listItemsOf, listSpecimensOf } from './lab-orders.queries.ts'
import type { EnterResults, ReviewReport } from './lab-results.input.ts'
import {
  findMeasuredPatient,
  findReport,
  findReview,
  listCurrentOfOrders,
  listObservationsOf,
  listResultsOfPatient,
  listTrend,
  listUnreviewed,
} from './lab-results.queries.ts'
import { isReviewOverdue, labPriorities, usableSpecimen } from './labs.rules.ts'
import { isCritical, parseQuantity, rangeFor } from './reference-ranges.rules.ts'

/** What was ordered, with whose limits hold and what is known so far: the sheet that results are typed into. */
export async function readResultSheet(desk: Desk, orderId: string) {
  const { timeZone } = await readClinic(desk)
  const order = await findLabOrder(desk.read, orderId)
  if (order === undefined) throw new ClinicError('not-found', { entity: 'labOrder', id: orderId })
  const patient = await findMeasuredPatient(desk.read, order.patientId)
  const items = await listItemsOf(desk.read, [orderId])
  const specimens = await listSpecimensOf(desk.read, [orderId])
  const ranges = await listRangesOf(
    desk.read,
    items.map(({ definitionId }) => definitionId),
  )
  const known = await listCurrentOfOrders(desk.read, [orderId])
  return {
    id: order.id,
    number: order.number,
    patientId: order.patientId,
    sex: patient?.sex ?? 'unknown',
    bornOn: patient?.bornOn ?? null,
    revokedAt: order.revokedAt,
    items: items.map((item) => {
      const specimen = usableSpecimen(specimens, item.specimenId)
      const onDay = dayOf(specimen?.collectedAt ?? desk.now(), timeZone)
      const own = ranges.filter(({ definitionId }) => definitionId === item.definitionId)
      const whose = { sex: patient?.sex ?? 'unknown', bornOn: patient?.bornOn ?? null, onDay }
      return {
        ...item,
        range: rangeFor(own, whose),
        result: known.find(({ definitionId }) => definitionId === item.definitionId) ?? null,
      }
    }),
  }
}

/**
 * Enters results of an order by hand: what was not there, and corrections of what was. The report is
 * final once everything that was ordered has a result. Refused with `not-found`, `lab-order-revoked`,
 * `not-a-number`, and `nothing-new` when every result is known as it is.
 */
export async function enterResults(
  desk: Desk,
  { orderId, results }: EnterResults,
): Promise<{ reportId: string }> {
  const { timeZone } = await readClinic(desk)
  return desk.write('labs.enterResults', async (unit) => {
    const order = await findLabOrder(unit.db, orderId)
    if (order === undefined) throw new ClinicError('not-found', { entity: 'labOrder', id: orderId })
    if (order.revokedAt !== null)
      throw new ClinicError('lab-order-revoked', { number: order.number })
    const patient = await findMeasuredPatient(unit.db, order.patientId)
    if (patient === undefined) {
      throw new ClinicError('not-found', { entity: 'patient', id: order.patientId })
    }
    const items = await listItemsOf(unit.db, [orderId])
    const typed = await typedResults(unit, items, results)
    const known = await listCurrentOfOrders(unit.db, [orderId])
    const resulted = new Set([...known, ...typed].map(({ definitionId }) => definitionId))
    const isWhole = items.every(({ definitionId }) => resulted.has(definitionId))
    const reportId = await appendReport(unit, {
      patient,
      orderId,
      matchId: null,
      status: isWhole ? 'final' : 'partial',
      effectiveAt: typed.map(({ effectiveAt }) => effectiveAt).toSorted()[0] ?? unit.now,
      performer: null,
      enteredBy: desk.actor.id,
      results: typed,
      timeZone,
      saysMore: false,
    })
    if (reportId === null) throw new ClinicError('nothing-new', {})
    return { reportId }
  })
}

type Items = Awaited<ReturnType<typeof listItemsOf>>

/** What was typed, as results of what was ordered, each taken when its specimen was. */
async function typedResults(
  unit: Unit,
  items: Items,
  results: EnterResults['results'],
): Promise<NewResult[]> {
  const specimens = await listSpecimensOf(unit.db, [
    ...new Set(items.map(({ orderId }) => orderId)),
  ])
  return results.map(({ definitionId, value, note }) => {
    const item = items.find((one) => one.definitionId === definitionId)
    if (item === undefined) {
      throw new ClinicError('not-found', { entity: 'observationDefinition', id: definitionId })
    }
    const specimen = usableSpecimen(specimens, item.specimenId)
    const measured = item.valueKind === 'text' ? { comparator: null, value } : parseQuantity(value)
    if (measured === null) throw new ClinicError('not-a-number', { name: item.name })
    return {
      ...measured,
      definitionId,
      valueKind: item.valueKind,
      code: item.code,
      name: item.name,
      unit: item.unit,
      labLimits: null,
      labFlag: null,
      status: 'final' as const,
      effectiveAt: specimen?.collectedAt ?? unit.now,
      note,
    }
  })
}

/**
 * Reports that no doctor has seen, with their results: critical ones first, then those that have waited
 * longer than they may, then urgent orders, then the one that waits longest. `mine` are those of the caller's orders and of nobody's.
 */
export async function readLabInbox(desk: Desk, whose: 'mine' | 'all') {
  const reports = await listUnreviewed(desk.read, whose === 'mine' ? desk.actor.id : null)
  const observations = await listObservationsOf(
    desk.read,
    reports.map(({ id }) => id),
  )
  const shown = reports.map((report) =>
    asReport(
      report,
      observations.filter(({ reportId }) => reportId === report.id),
      desk.now(),
    ),
  )
  return shown.toSorted(
    (one, other) =>
      Number(other.isCritical) - Number(one.isCritical) ||
      Number(other.isOverdue) - Number(one.isOverdue) ||
      urgency(other.priority) - urgency(one.priority) ||
      one.issuedAt.localeCompare(other.issuedAt) ||
      one.id.localeCompare(other.id),
  )
}

function urgency(priority: (typeof labPriorities)[number] | null): number {
  return labPriorities.indexOf(priority ?? 'routine')
}

type FoundReport = Awaited<ReturnType<typeof listUnreviewed>>[number]
type Observations = Awaited<ReturnType<typeof listObservationsOf>>

function asReport(
  { family, given, patronymic, ...report }: FoundReport,
  observations: Observations,
  now: string,
) {
  const hasCritical = observations.some(({ interpretation }) => isCritical(interpretation))
  const { issuedAt, unreviewedId } = report
  return {
    ...report,
    patient: { family, given, patronymic },
    isCritical: hasCritical,
    /** Waits longer for a doctor than it may. */
    isOverdue: unreviewedId !== null && isReviewOverdue({ isCritical: hasCritical, issuedAt }, now),
    isAbnormal: observations.some(
      ({ interpretation }) => interpretation !== null && interpretation !== 'N',
    ),
    observations,
  }
}

/** How much waits for the caller, for the place's badge. */
export async function countLabInbox(desk: Desk): Promise<{ waiting: number; critical: number }> {
  const reports = await readLabInbox(desk, 'mine')
  return {
    waiting: reports.length,
    critical: reports.filter((report) => report.isCritical).length,
  }
}

/** How many of these reports bear a critical result and wait for the caller. */
export async function countCriticalAmong(
  desk: Desk,
  reportIds: readonly string[],
): Promise<number> {
  const observations = await listObservationsOf(desk.read, reportIds)
  const criticalIds = new Set(
    observations.flatMap(({ reportId, interpretation }) =>
      isCritical(interpretation) ? [reportId] : [],
    ),
  )
  let count = 0
  for (const id of criticalIds) {
    const report = await findReport(desk.read, id)
    const isTheirs = report?.requesterId === null || report?.requesterId === desk.actor.id
    if (isTheirs && report.unreviewedId !== null) count += 1
  }
  return count
}

/** One report with its results and who has seen it. Refused with `not-found`, also once its match was taken back. */
export async function readReport(desk: Desk, reportId: string) {
  const report = await findReport(desk.read, reportId)
  if (report === undefined) {
    throw new ClinicError('not-found', { entity: 'diagnosticReport', id: reportId })
  }
  const observations = await listObservationsOf(desk.read, [reportId])
  const review = await findReview(desk.read, reportId)
  return {
    ...asReport(report, observations, desk.now()),
    review: review === undefined ? null : asReview(review),
  }
}

function asReview({
  family,
  given,
  patronymic,
  ...review
}: NonNullable<Awaited<ReturnType<typeof findReview>>>) {
  return { ...review, reviewer: nameOrNull({ family, given, patronymic }) }
}

/** Notes that the caller has seen a report; one that was seen already stays as it was. Refused with `not-found`. */
export async function reviewReport(desk: Desk, { reportId, note }: ReviewReport): Promise<void> {
  await desk.write('labs.review', async (unit) => {
    if ((await findReport(unit.db, reportId)) === undefined) {
      throw new ClinicError('not-found', { entity: 'diagnosticReport', id: reportId })
    }
    if ((await findReview(unit.db, reportId)) !== undefined) return
    unit.insert('reportReview', {
      reportId,
      note,
      reviewedAt: unit.now,
      reviewedBy: desk.actor.id,
    })
  })
}

/**
 * Orders a report on paper, in the patient's language; one that was printed before is not made again.
 * Refused with `not-found`, also once its match was taken back.
 */
export async function printReport(desk: Desk, reportId: string): Promise<{ documentId: string }> {
  return desk.write('labs.printReport', async (unit) => {
    const report = await findReport(unit.db, reportId)
    if (report === undefined) {
      throw new ClinicError('not-found', { entity: 'diagnosticReport', id: reportId })
    }
    const before = await findDocumentOf(unit.db, 'lab-report', reportId)
    if (before !== undefined) return { documentId: before.id }
    const { patientId, orderNumber } = report
    const { language } = await requireSubject(unit.db, { patientId, encounterId: null })
    const paper = { kind: 'lab-report' as const, subjectId: reportId, patientId, language }
    return { documentId: orderDocument(desk, unit, { ...paper, number: orderNumber ?? '' }) }
  })
}

/** More results than a record shows at once. */
const shownResults = 2000

/** A patient's results that count, the latest first. */
export async function readResultsOfPatient(desk: Desk, patientId: string) {
  return listResultsOfPatient(desk.read, patientId, shownResults)
}

/** How an analyte of a patient went: the numbers that count, the oldest first, each with its limits then. */
export async function readTrend(desk: Desk, question: { patientId: string; definitionId: string }) {
  const rows = await listTrend(desk.read, question.patientId, question.definitionId)
  return rows.map(({ id, comparator, value, unit, low, high, interpretation, effectiveAt }) => ({
    id,
    comparator,
    value: Number(value),
    unit,
    low: low === null ? null : Number(low),
    high: high === null ? null : Number(high),
    interpretation,
    effectiveAt,
  }))
}
