/** Reads about code lists, and the index that each desk makes of them. */
import { sql, type Transaction } from 'kysely'
import type { Reader } from '../../db/kysely.ts'
import type { ClinicTables } from '../../db/tables.ts'
import type { Concept } from './code-list-file.rules.ts'
import type { FoundCode } from './codes.rules.ts'

/** Every list, with when this desk has read it in; null until then. */
export async function listCodeSystems(db: Reader) {
  return db
    .selectFrom('codeSystem')
    .leftJoin('codeIndex', 'codeIndex.codeSystemId', 'codeSystem.id')
    .select([
      'codeSystem.id',
      'codeSystem.version',
      'codeSystem.title',
      'codeSystem.url',
      'codeSystem.release',
      'codeSystem.language',
      'codeSystem.conceptCount',
      'codeSystem.sha256',
      'codeSystem.archivedAt',
      'codeSystem.createdAt',
      'codeIndex.indexedAt',
    ])
    .orderBy('codeSystem.archivedAt', (order) => order.desc().nullsFirst())
    .orderBy('codeSystem.createdAt', 'desc')
    .orderBy('codeSystem.id')
    .execute()
}

export async function findCodeSystem(db: Reader, id: string) {
  return db.selectFrom('codeSystem').selectAll().where('id', '=', id).executeTakeFirst()
}

/** What stands in the index of lists that are retired or gone. */
export async function listIndexed(db: Reader): Promise<string[]> {
  const rows = await db.selectFrom('codeConcept').select('codeSystemId').distinct().execute()
  return rows.map(({ codeSystemId }) => codeSystemId)
}

/** The codes of standing lists that begin with this text. */
export async function findByCode(db: Reader, start: string, limit: number): Promise<FoundCode[]> {
  return (
    db
      .selectFrom('codeConcept')
      .select(['code', 'display'])
      // The index begins with the list: joined the other way round, all codes of all lists would be read.
      .where('codeSystemId', 'in', (eb) =>
        eb.selectFrom('codeSystem').select('id').where('archivedAt', 'is', null),
      )
      .where('code', '>=', start)
      .where('code', '<', `${start}\u{10ffff}`)
      .orderBy('code')
      .limit(limit)
      .execute()
  )
}

/** The codes of standing lists whose names fit an FTS5 query, the shortest names first. */
export async function findByWords(db: Reader, match: string, limit: number): Promise<FoundCode[]> {
  return db
    .selectFrom('codeConcept')
    .innerJoin('codeSystem', 'codeSystem.id', 'codeConcept.codeSystemId')
    .select(['codeConcept.code', 'codeConcept.display'])
    .where(
      sql<boolean>`code_concept.rowid IN (SELECT rowid FROM code_words WHERE code_words MATCH ${match} LIMIT 2000)`,
    )
    .where('codeSystem.archivedAt', 'is', null)
    .orderBy(sql`length(code_concept.display)`)
    .orderBy('codeConcept.code')
    .limit(limit)
    .execute()
}

export async function addConcepts(
  db: Transaction<ClinicTables>,
  codeSystemId: string,
  concepts: readonly (Concept & { terms: string })[],
): Promise<void> {
  await db
    .insertInto('codeConcept')
    .values(concepts.map((concept) => ({ codeSystemId, ...concept })))
    .execute()
}

/** Takes some of a list out of the index; answers how many. */
export async function removeConcepts(
  db: Transaction<ClinicTables>,
  codeSystemId: string,
  most: number,
): Promise<number> {
  const rows = await db
    .selectFrom('codeConcept')
    .select('rowid')
    .where('codeSystemId', '=', codeSystemId)
    .limit(most)
    .execute()
  if (rows.length === 0) return 0
  await db
    .deleteFrom('codeConcept')
    .where(
      'rowid',
      'in',
      rows.map(({ rowid }) => rowid),
    )
    .execute()
  return rows.length
}

export async function markIndexed(
  db: Transaction<ClinicTables>,
  codeSystemId: string,
  indexedAt: string,
): Promise<void> {
  await db.insertInto('codeIndex').values({ codeSystemId, indexedAt }).execute()
}

export async function unmarkIndexed(
  db: Transaction<ClinicTables>,
  codeSystemId: string,
): Promise<void> {
  await db.deleteFrom('codeIndex').where('codeSystemId', '=', codeSystemId).execute()
}
