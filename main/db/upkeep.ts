/** Housekeeping of what only this workstation keeps. */
import type { Kysely } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { RawDatabase } from './open.ts'
import type { ClinicTables } from './tables.ts'

/** Nobody repeats a call after thirty days. */
const keyHours = 30 * 24

/** So few at a time that nobody waits for it. */
const keysATime = 500

/**
 * Forgets the idempotency keys of calls that are older than thirty days, some hundreds in a
 * transaction of their own; answers whether there are more. No shared row is touched, so there is
 * nothing to audit.
 */
export async function forgetOldKeys(root: Kysely<ClinicTables>, now: string): Promise<boolean> {
  const before = Temporal.Instant.from(now)
    .subtract({ hours: keyHours })
    .toString({ fractionalSecondDigits: 3 })
  // In a transaction, which waits for the worker's: a statement alone would be refused after some milliseconds.
  return root.transaction().execute(async (transaction) => {
    const old = transaction
      .selectFrom('idempotencyKey')
      .select('key')
      .where('createdAt', '<', before)
      .orderBy('createdAt')
      .limit(keysATime)
    const result = await transaction
      .deleteFrom('idempotencyKey')
      .where('key', 'in', old)
      .executeTakeFirst()
    return Number(result.numDeletedRows) === keysATime
  })
}

/**
 * The copies of files that came to no end and that no file names: cut off by a crash, a kill, a full disk.
 * To be asked before any copying begins.
 */
export function unfinishedCopies(raw: RawDatabase): string[] {
  return raw
    .prepare<[], string>(
      `SELECT DISTINCT file_id FROM stored_chunk WHERE file_id NOT IN
         (SELECT chunks_id FROM stored_file WHERE chunks_id IS NOT NULL)`,
    )
    .pluck()
    .all()
}

/** So many pieces (of 1 MiB) at a time that nobody waits for it. */
const piecesATime = 16

/** Forgets some pieces of a copy that came to no end; answers whether there are more. */
export async function forgetPieces(root: Kysely<ClinicTables>, fileId: string): Promise<boolean> {
  return root.transaction().execute(async (transaction) => {
    const some = transaction
      .selectFrom('storedChunk')
      .select('position')
      .where('fileId', '=', fileId)
      .limit(piecesATime)
    const result = await transaction
      .deleteFrom('storedChunk')
      .where('fileId', '=', fileId)
      .where('position', 'in', some)
      .executeTakeFirst()
    return Number(result.numDeletedRows) === piecesATime
  })
}
