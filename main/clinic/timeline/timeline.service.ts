/** The past of a patient as one line of time, a page at a time, of what the one who asks may read. */
import type { Desk } from '../../db/desk.ts'
import { documentKinds, readPermission } from '../documents/documents.rules.ts'
import { readableDocuments } from '../documents/register.service.ts'
import { pageOfCompositions } from '../documents/compositions.queries.ts'
import { maySeeFile } from '../files/attachments.service.ts'
import { may } from '../shared/permissions.ts'
import type { AskTimeline } from './timeline.input.ts'
import {
  listMedicineNames,
  listReportNames,
  pageOfBookings,
  pageOfCertificates,
  pageOfDocuments,
  pageOfFiles,
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

/** Above every id, and after every instant: who was seen before the time stands there with the booked one. */
const afterAll = { at: '\uffff', id: '\uffff' }

/**
 * A page of what was until now, the latest first, and the place where the next one begins; null when
 * there is no more. What was written in a visit is told to those alone who read visits.
 */
export async function readTimeline(desk: Desk, { patientId, kind, cursor }: AskTimeline) {
  const page: Page = {
    patientId,
    before: cursor ?? afterAll,
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
      return (
        await Promise.all([readPapers(desk, page), readWritten(desk, page), readFiles(desk, page)])
      ).flat()
  }
}

/** What has an entry of its own, and so is not told as a paper once more. */
const toldElsewhere: ReadonlySet<string> = new Set([
  'visit-summary',
  'prescription',
  'referral',
  'sick-note',
  'certificate',
  'lab-report',
])

async function readPapers(desk: Desk, page: Page) {
  const kinds = documentKinds.filter(
    (kind) => !toldElsewhere.has(kind) && may(desk.actor.roles, readPermission(kind)),
  )
  const rows = await pageOfDocuments(desk.read, page, kinds)
  return rows.map((row) => ({ ...row, kind: 'document' as const }))
}

/** Goes on until a page is full of what may be told, or nothing is left. */
async function fill<Row extends TimelinePlace, Told>(
  page: Page,
  pageOf: (page: Page) => Promise<Row[]>,
  tell: (rows: readonly Row[]) => Promise<Told[]>,
): Promise<Told[]> {
  const told: Told[] = []
  for (let { before } = page; ;) {
    const rows = await pageOf({ ...page, before })
    told.push(...(await tell(rows)))
    const last = rows.at(-1)
    if (last === undefined || rows.length < page.limit || told.length >= page.limit) return told
    before = last
  }
}

/** Documents of the clinic's own types, but for those that were given up. */
async function readWritten(desk: Desk, page: Page) {
  return fill(
    page,
    async (from) =>
      (await pageOfCompositions(desk.read, from)).map((row) => ({ ...row, at: row.createdAt })),
    async (rows) =>
      (await readableDocuments(desk, rows)).map(({ id, createdAt, number, name, state }) => ({
        kind: 'composition' as const,
        at: createdAt,
        id,
        number,
        name,
        state,
      })),
  )
}

async function readFiles(desk: Desk, page: Page) {
  if (!may(desk.actor.roles, 'files.read')) return []
  return fill(
    page,
    (from) => pageOfFiles(desk.read, from),
    async (rows) =>
      rows
        .filter((row) => maySeeFile(desk, row))
        .map(({ at, id, name, note }) => ({ kind: 'file' as const, at, id, name, note })),
  )
}

async function readBookings(desk: Desk, page: Page) {
  const readsVisits = may(desk.actor.roles, 'visits.read')
  const rows = await pageOfBookings(desk.read, page, desk.now())
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
