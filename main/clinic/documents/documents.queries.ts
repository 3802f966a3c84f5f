/** Reads about papers, and the local store of their bytes. */
import { sql, type Transaction } from 'kysely'
import type { Reader } from '../../db/kysely.ts'
import type { ClinicTables, DocumentReferenceRow } from '../../db/tables.ts'

export async function findDocument(db: Reader, id: string) {
  return db.selectFrom('documentReference').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function findDocumentOf(
  db: Reader,
  kind: DocumentReferenceRow['kind'],
  subjectId: string,
) {
  return db
    .selectFrom('documentReference')
    .selectAll()
    .where('kind', '=', kind)
    .where('subjectId', '=', subjectId)
    .executeTakeFirst()
}

/** A patient's papers, newest first, and whether their bytes are on this workstation. */
export async function listDocumentsOfPatient(db: Reader, patientId: string) {
  return db
    .selectFrom('documentReference')
    .select(['id', 'kind', 'subjectId', 'number', 'language', 'state', 'createdAt'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('storedFile')
          .select('storedFile.sha256')
          .whereRef('storedFile.sha256', '=', 'documentReference.sha256'),
      ).as('isHere'),
    )
    .where('patientId', '=', patientId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

/** The newest papers that are due, because someone stands at the desk and waits for the last one. */
export async function listDueDocuments(db: Reader, limit: number) {
  return (
    db
      .selectFrom('documentReference')
      .selectAll()
      // Written out, because SQLite takes a partial index only for its own words.
      .where('state', '=', sql.lit('due'))
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
  )
}

/** A file with all its bytes in memory: for papers, pictures and lists, which are small. */
export async function findFile(db: Reader, sha256: string) {
  const file = await db
    .selectFrom('storedFile')
    .selectAll()
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  if (file === undefined || file.chunksId === null) return file
  const chunks = await db
    .selectFrom('storedChunk')
    .select('bytes')
    .where('fileId', '=', file.chunksId)
    .orderBy('position')
    .execute()
  return { ...file, bytes: new Uint8Array(Buffer.concat(chunks.map(({ bytes }) => bytes))) }
}

/** Stores bytes under their hash; what is there under it already is replaced, so damage is healed. */
export async function keepFile(
  db: Transaction<ClinicTables>,
  file: { sha256: string; mediaType: string; bytes: Uint8Array; storedAt: string },
): Promise<void> {
  const { bytes, storedAt } = file
  await db
    .insertInto('storedFile')
    .values({ ...file, bytes, sizeBytes: bytes.byteLength, chunksId: null })
    .onConflict((conflict) =>
      conflict
        .column('sha256')
        .doUpdateSet({ bytes, sizeBytes: bytes.byteLength, storedAt, chunksId: null }),
    )
    .execute()
}
