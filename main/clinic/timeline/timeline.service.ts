/** The past of a patient as one line of time, a page at a time, of what the one who asks may read. */
import type { Desk } from '../../db/desk.ts'
import { readPermission } from '../documents/documents.rules.ts'
import { may } from '../shared/permissions.ts'
import type { AskTimeline } from './timeline.input.ts'
import {
  listMedicineNames,
  listReportNames,
  pageOfBookings,
  pageOfCertificates,
  pageOfDocuments,
  pageOfPrescriptions,
  pageOfReferrals,
  pageOfReports,
} from './timeline.queries.ts'
import {
  laterFirst,
  pageSize,
  type TimelineKind,
  timelineKinds,
  timelinePermissions,
  type TimelinePlace,
} from './timeline.rules.ts'

interface Page {
  patientId: string
  before: TimelinePlace
  limit: number
}

/** Above every id. */
const afterAll = '\uffff'

/**
 * A page of what was until now, the latest first, and the place where the next one begins; null when
 * there is no more. What was written in a visit is told to those alone who read visits.
 */
export async function readTimeline(desk: Desk, { patientId, kind, cursor }: AskTimeline) {
  const page: Page = {
    patientId,
    before: cursor ?? { at: desk.now(), id: afterAll },
    limit: pageSize + 1,
  }
  const kinds = timelineKinds.filter(
    (one) => (kind === null || one === kind) && may(desk.actor.roles, timelinePermissions[one]),
  )
  const found = await Promise.all(kinds.map((one) => readKind(desk, one, page)))
  const sorted = found.flat().toSorted(laterFirst)
  const entries = sorted.slice(0, pageSize)
  const last = entries.at(-1)
  const hasMore = sorted.length > pageSize && last !== undefined
  return { entries, next: hasMore ? { at: last.at, id: last.id } : null }
}

async function readKind(desk: Desk, kind: TimelineKind, page: Page) {
  switch (kind) {
    case 'visit':
      return readBookings(desk, page)
    case 'result':
      return readReports(desk, page)
    case 'prescription':
      return readPrescriptions(desk, page)
    case 'referral':
      return (await pageOfReferrals(desk.read, page)).map((row) => ({
        ...row,
        kind: 'referral' as const,
      }))
    case 'certificate':
      return (await pageOfCertificates(desk.read, page)).map((row) => ({
        ...row,
        kind: 'certificate' as const,
      }))
    case 'document':
      return (await pageOfDocuments(desk.read, page))
        .filter(({ documentKind }) => may(desk.actor.roles, readPermission(documentKind)))
        .map((row) => ({ ...row, kind: 'document' as const }))
  }
}

async function readBookings(desk: Desk, page: Page) {
  const readsVisits = may(desk.actor.roles, 'visits.read')
  const rows = await pageOfBookings(desk.read, page)
  return rows.map((row) => {
    const { family, given, patronymic, encounterId, signedAt, diagnosis, diagnosisCode, ...rest } =
      row
    return {
      ...rest,
      kind: 'visit' as const,
      practitioner: { family, given, patronymic },
      visit:
        encounterId === null || !readsVisits
          ? null
          : { encounterId, signedAt, diagnosis: diagnosis ?? '', diagnosisCode },
    }
  })
}

async function readReports(desk: Desk, page: Page) {
  const rows = await pageOfReports(desk.read, page)
  const ids = rows.map(({ id }) => id)
  const results = Map.groupBy(await listReportNames(desk.read, ids), (one) => one.reportId)
  return rows.map((row) => {
    const own = results.get(row.id) ?? []
    return {
      ...row,
      kind: 'result' as const,
      names: own.map(({ name }) => name),
      isAbnormal: own.some(
        ({ interpretation }) => interpretation !== null && interpretation !== 'N',
      ),
    }
  })
}

async function readPrescriptions(desk: Desk, page: Page) {
  const rows = await pageOfPrescriptions(desk.read, page)
  const ids = rows.map(({ id }) => id)
  const lines = Map.groupBy(await listMedicineNames(desk.read, ids), (one) => one.prescriptionId)
  return rows.map((row) => ({
    ...row,
    kind: 'prescription' as const,
    medicines: (lines.get(row.id) ?? []).map(({ medicine, dosage }) => ({ medicine, dosage })),
  }))
}
