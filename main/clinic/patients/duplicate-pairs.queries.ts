/** The queue of those to be compared, and the pairs that were found; both stay on this workstation. */
import { sql, type SqlBool, type Transaction } from 'kysely'
import type { Reader } from '../../db/kysely.ts'
import type { ClinicTables, DuplicateCheckRow, DuplicatePairRow } from '../../db/tables.ts'

export async function countToCompare(db: Reader): Promise<number> {
  const row = await db
    .selectFrom('duplicateCheck')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .executeTakeFirstOrThrow()
  return row.waiting
}

/** Whoever waits to be compared, `limit` of them at most or all. */
export async function listToCompare(
  db: Reader,
  limit: number | null,
): Promise<DuplicateCheckRow[]> {
  const waiting = db.selectFrom('duplicateCheck').selectAll()
  return (limit === null ? waiting : waiting.limit(limit)).execute()
}

/** Takes them off the queue, but for those who changed since they were read from it. */
export async function takeOffQueue(
  db: Transaction<ClinicTables>,
  compared: readonly DuplicateCheckRow[],
): Promise<void> {
  const pairs = JSON.stringify(
    compared.map(({ patientId, patientVersion }) => [patientId, patientVersion]),
  )
  await db
    .deleteFrom('duplicateCheck')
    .where(
      sql<SqlBool>`(patient_id, patient_version) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${pairs}))`,
    )
    .execute()
}

const comparedColumns = [
  'id',
  'family',
  'given',
  'patronymic',
  'bornOn',
  'phones',
  'documentKind',
  'documentNumber',
] as const

/** What is compared of all who are not put away. */
export async function listAllCompared(db: Reader) {
  return db.selectFrom('patient').select(comparedColumns).where('archivedAt', 'is', null).execute()
}

/** What is compared of these patients; who was put away has nothing. */
export async function listCompared(db: Reader, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db
    .selectFrom('patient')
    .select(comparedColumns)
    .where('id', 'in', [...ids])
    .where('archivedAt', 'is', null)
    .execute()
}

/** Patients in whose terms these digits stand somewhere; see phoneHalves. */
export async function listWithDigits(db: Reader, digits: string, limit: number) {
  return db
    .selectFrom('patientIndex')
    .select('patientId')
    .where(
      'rowid',
      'in',
      sql<number>`(SELECT rowid FROM patient_parts WHERE terms LIKE ${`%${digits}%`} LIMIT ${limit})`,
    )
    .execute()
}

export async function removeAllPairs(db: Transaction<ClinicTables>): Promise<void> {
  await db.deleteFrom('duplicatePair').execute()
}

export async function removePairsOf(
  db: Transaction<ClinicTables>,
  patientId: string,
): Promise<void> {
  await db.deleteFrom('duplicatePair').where('oneId', '=', patientId).execute()
  await db.deleteFrom('duplicatePair').where('otherId', '=', patientId).execute()
}

const rowsPerInsert = 200

export async function addPairs(
  db: Transaction<ClinicTables>,
  pairs: readonly DuplicatePairRow[],
): Promise<void> {
  for (let from = 0; from < pairs.length; from += rowsPerInsert) {
    await db
      .insertInto('duplicatePair')
      .values(pairs.slice(from, from + rowsPerInsert))
      .onConflict((conflict) =>
        conflict.columns(['oneId', 'otherId']).doUpdateSet((eb) => ({
          score: eb.ref('excluded.score'),
          reasons: eb.ref('excluded.reasons'),
        })),
      )
      .execute()
  }
}

/** Pairs about whom nobody has decided, both of whom are there. */
function openPairs(db: Reader) {
  return db
    .selectFrom('duplicatePair')
    .innerJoin('patient as one', 'one.id', 'duplicatePair.oneId')
    .innerJoin('patient as other', 'other.id', 'duplicatePair.otherId')
    .where('one.archivedAt', 'is', null)
    .where('other.archivedAt', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('patientDistinct')
            .select('patientDistinct.id')
            .whereRef('patientDistinct.oneId', '=', 'duplicatePair.oneId')
            .whereRef('patientDistinct.otherId', '=', 'duplicatePair.otherId'),
        ),
      ),
    )
}

export async function countOpenPairs(db: Reader): Promise<number> {
  const row = await openPairs(db)
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .executeTakeFirstOrThrow()
  return row.open
}

/** The likeliest first. */
export async function listOpenPairs(db: Reader, limit: number) {
  return openPairs(db)
    .select([
      'duplicatePair.oneId',
      'duplicatePair.otherId',
      'duplicatePair.score',
      'duplicatePair.reasons',
    ])
    .orderBy('duplicatePair.score', 'desc')
    .orderBy('duplicatePair.oneId')
    .orderBy('duplicatePair.otherId')
    .limit(limit)
    .execute()
}
