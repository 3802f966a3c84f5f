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

/** The codes of standing lists that begin so; `key` is in capitals without dots. */
export async function findByCode(db: Reader, key: string, limit: number): Promise<FoundCode[]> {
  // Codes are kept as they are written: one dot stands after the third sign, or none.
  const dotted = key.length > 3 ? `${key.slice(0, 3)}.${key.slice(3)}` : key
  return db
    .selectFrom('codeConcept')
    .innerJoin('codeSystem', 'codeSystem.id', 'codeConcept.codeSystemId')
    .select(['codeConcept.code', 'codeConcept.display'])
    .where('codeSystem.archivedAt', 'is', null)
    .where((eb) =>
      eb.or(
        [...new Set([key, dotted])].map((start) =>
          eb.and([
            eb('codeConcept.code', '>=', start),
            eb('codeConcept.code', '<', `${start}\u{10ffff}`),
          ]),
        ),
      ),
    )
    .orderBy('codeConcept.code')
    .limit(limit)
    .execute()
}

/** The codes of standing lists whose names fit an FTS5 query, the shortest names first. */
export async function findByWords(db: Reader, match: string, limit: number): Promise<FoundCode[]> {
  return db
    .selectFrom(
      sql<{
        rowid: number
      }>`(SELECT rowid FROM code_words WHERE code_words MATCH ${match} LIMIT 2000)`.as('fitting'),
    )
    .innerJoin('codeConcept', 'codeConcept.rowid', 'fitting.rowid')
    .innerJoin('codeSystem', 'codeSystem.id', 'codeConcept.codeSystemId')
    .select(['codeConcept.code', 'codeConcept.display'])
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
