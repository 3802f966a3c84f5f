/** Reads of the types of documents. */
import type { Reader } from '../../db/kysely.ts'

export async function listDocumentTypeRows(db: Reader) {
  return db.selectFrom('documentType').selectAll().orderBy('createdAt').orderBy('id').execute()
}

export async function findDocumentTypeRow(db: Reader, id: string) {
  return db.selectFrom('documentType').selectAll().where('id', '=', id).executeTakeFirst()
}
