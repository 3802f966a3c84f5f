/** Reads about patients: one, the likely same, and what the search asks the indexes for. */
import { sql } from 'kysely'
import type { Reader } from '../../db/kysely.ts'
import type { PatientRow } from '../../db/tables.ts'

export async function findPatient(db: Reader, id: string): Promise<PatientRow | undefined> {
  return db.selectFrom('patient').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Appointments that are still to come. */
export async function countUpcoming(db: Reader, patientId: string, now: string): Promise<number> {
  const row = await db
    .selectFrom('appointment')
    .select((eb) => eb.fn.countAll<number>().as('upcoming'))
    .where('patientId', '=', patientId)
    .where('startsAt', '>', now)
    .where('status', 'in', ['requested', 'confirmed'])
    .executeTakeFirstOrThrow()
  return row.upcoming
}

/** By what a patient is told from another in a list. */
const shownColumns = [
  'patient.id',
  'patient.family',
  'patient.given',
  'patient.patronymic',
  'patient.bornOn',
  'patient.phones',
  'medicalCard.number as cardNumber',
] as const

/** What of a patient is compared with another. */
function comparables(db: Reader) {
  return db
    .selectFrom('patient')
    .innerJoin('patientIndex', 'patientIndex.patientId', 'patient.id')
    .leftJoin('medicalCard', 'medicalCard.patientId', 'patient.id')
    .select([
      ...shownColumns,
      'patient.email',
      'patient.address',
      'patient.documentKind',
      'patient.documentNumber',
      'patientIndex.sortName',
    ])
    .where('patient.archivedAt', 'is', null)
}

/** Patients who share a duplicate key with someone; `limit` bounds a key that many share. */
export async function listSharingKey(db: Reader, keys: string[], limit: number) {
  return comparables(db)
    .where('patient.id', 'in', (eb) =>
      eb.selectFrom('patientKey').select('patientId').where('key', 'in', keys),
    )
    .limit(limit)
    .execute()
}

/** These patients as they are compared. */
export async function listComparable(db: Reader, ids: string[]) {
  return ids.length === 0 ? [] : comparables(db).where('patient.id', 'in', ids).execute()
}

/** Patients of these whole names. */
export async function listNamesakes(db: Reader, sortNames: string[]) {
  return comparables(db).where('patientIndex.sortName', 'in', sortNames).execute()
}

export type ComparableRow = Awaited<ReturnType<typeof listNamesakes>>[number]

/** What the ranking of a search looks at. */
const candidateColumns = ['patientId', 'sortName', 'terms'] as const

/** Patients whose name begins with these words in this order, by name. */
export async function findByNameStart(db: Reader, start: string, limit: number) {
  return (
    db
      .selectFrom('patientIndex')
      .select(candidateColumns)
      .where('sortName', '>=', start)
      // After every text that begins so: no character comes after this one.
      .where('sortName', '<', `${start}\u{10ffff}`)
      .orderBy('sortName')
      .limit(limit)
      .execute()
  )
}

/** Patients that an FTS5 query over the words finds, in no special order. */
export async function findByWords(db: Reader, match: string, limit: number) {
  return db
    .selectFrom('patientIndex')
    .select(candidateColumns)
    .where(
      'rowid',
      'in',
      sql<number>`(SELECT rowid FROM patient_words WHERE patient_words MATCH ${match} LIMIT ${limit})`,
    )
    .execute()
}

/**
 * Patients in whose terms each part of three characters or more occurs anywhere, and whom the FTS5
 * query finds as well when there is one. Parts hold letters and digits alone.
 */
export async function findByParts(
  db: Reader,
  parts: string[],
  match: string | null,
  limit: number,
) {
  const likes = parts.map((part) => sql`terms LIKE ${`%${part}%`}`)
  if (match !== null) {
    // First, because it spares the reading of a row. The plus keeps the words out of the plan of the
    // parts: else each word's row asks them anew.
    likes.unshift(
      sql`+rowid IN (SELECT rowid FROM patient_words WHERE patient_words MATCH ${match})`,
    )
  }
  return db
    .selectFrom('patientIndex')
    .select(candidateColumns)
    .where(
      'rowid',
      'in',
      sql<number>`(SELECT rowid FROM patient_parts WHERE ${sql.join(likes, sql` AND `)} LIMIT ${limit})`,
    )
    .execute()
}

export async function findByBirthDay(db: Reader, bornOn: string, limit: number) {
  return db
    .selectFrom('patientIndex')
    .select(candidateColumns)
    .where('patientId', 'in', (eb) =>
      eb.selectFrom('patient').select('id').where('bornOn', '=', bornOn).limit(limit),
    )
    .execute()
}

/** Patients by the beginning of their card's number, or by one whole number. */
export async function findByCard(
  db: Reader,
  wish: { start: string; whole: string },
  limit: number,
) {
  return db
    .selectFrom('patientIndex')
    .select(candidateColumns)
    .where('patientId', 'in', (eb) =>
      eb
        .selectFrom('medicalCard')
        .select('patientId')
        .where((card) =>
          card.or([
            card('number', '=', wish.whole),
            card.and([
              card('number', '>=', wish.start),
              card('number', '<', `${wish.start}\u{10ffff}`),
            ]),
          ]),
        )
        .limit(limit),
    )
    .execute()
}

export async function findNewest(db: Reader, limit: number) {
  return db
    .selectFrom('patientIndex')
    .select(candidateColumns)
    .orderBy('rowid', 'desc')
    .limit(limit)
    .execute()
}

export async function findDevicePrefix(db: Reader): Promise<string> {
  const device = await db.selectFrom('device').select('prefix').executeTakeFirstOrThrow()
  return device.prefix
}

/** What a list of found patients shows. */
export async function listFound(db: Reader, ids: string[]) {
  return db
    .selectFrom('patient')
    .leftJoin('medicalCard', 'medicalCard.patientId', 'patient.id')
    .select(shownColumns)
    .select(['patient.archivedAt', 'patient.photoSha256'])
    .where('patient.id', 'in', ids)
    .execute()
}

/** Where those of these patients went who turned out to be someone else: from id to id, one step. */
export async function listMergedAway(db: Reader, ids: string[]) {
  return db
    .selectFrom('patient')
    .select(['id', 'mergedIntoId'])
    .where('id', 'in', ids)
    .where('mergedIntoId', 'is not', null)
    .execute()
}

/** What of these patients the ranking of a search looks at. */
export async function findByIds(db: Reader, ids: string[]) {
  return db
    .selectFrom('patientIndex')
    .select(candidateColumns)
    .where('patientId', 'in', ids)
    .execute()
}
