/** The one store of bytes: small files whole in their row, large ones in pieces, all in the encrypted database. */
import type { Transaction } from 'kysely'
import type { Reader } from '../../db/kysely.ts'
import type { ClinicTables } from '../../db/tables.ts'

/** What is known of a stored file without reading it. */
export async function findStored(db: Reader, sha256: string) {
  return db
    .selectFrom('storedFile')
    .select(['sha256', 'mediaType', 'sizeBytes', 'chunksId'])
    .where('sha256', '=', sha256)
    .executeTakeFirst()
}

export async function keepPiece(
  db: Transaction<ClinicTables>,
  piece: { fileId: string; position: number; sha256: string; bytes: Uint8Array },
): Promise<void> {
  await db.insertInto('storedChunk').values(piece).execute()
}

/** Makes a file of pieces that are all there; false when the same file is there already. */
export async function finishPieces(
  db: Transaction<ClinicTables>,
  file: { sha256: string; mediaType: string; sizeBytes: number; storedAt: string; fileId: string },
): Promise<boolean> {
  const { fileId, ...told } = file
  const made = await db
    .insertInto('storedFile')
    .values({ ...told, bytes: new Uint8Array(), chunksId: fileId })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .executeTakeFirst()
  return (made.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function dropPieces(db: Transaction<ClinicTables>, fileId: string): Promise<void> {
  await db.deleteFrom('storedChunk').where('fileId', '=', fileId).execute()
}

/** One piece of a file that lies in pieces. */
export async function findPiece(db: Reader, fileId: string, position: number) {
  return db
    .selectFrom('storedChunk')
    .select(['sha256', 'bytes'])
    .where('fileId', '=', fileId)
    .where('position', '=', position)
    .executeTakeFirst()
}

/** The bytes of a file that stands whole in its row. */
export async function findWhole(db: Reader, sha256: string): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('storedFile')
    .select('bytes')
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return row?.bytes
}

/** Whether anything of the clinic still names a file. */
export async function isFileNamed(db: Reader, sha256: string): Promise<boolean> {
  const named = await Promise.all([
    db
      .selectFrom('composition')
      .select('id')
      .where('sha256', '=', sha256)
      .where('state', '<>', 'disposed')
      .limit(1)
      .executeTakeFirst(),
    ...(['attachment', 'documentReference', 'codeSystem'] as const).map((table) =>
      db.selectFrom(table).select('id').where('sha256', '=', sha256).limit(1).executeTakeFirst(),
    ),
    db
      .selectFrom('patient')
      .select('id')
      .where('photoSha256', '=', sha256)
      .limit(1)
      .executeTakeFirst(),
  ])
  return named.some((row) => row !== undefined)
}

/** Forgets a file's bytes here. */
export async function forgetFile(db: Transaction<ClinicTables>, sha256: string): Promise<void> {
  const file = await findStored(db, sha256)
  if (file === undefined) return
  if (file.chunksId !== null) await dropPieces(db, file.chunksId)
  await db.deleteFrom('storedFile').where('sha256', '=', sha256).execute()
}
