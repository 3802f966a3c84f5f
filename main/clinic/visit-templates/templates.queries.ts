/** Reads about templates and phrases. */
import type { Reader } from '../../db/kysely.ts'

export async function listTemplates(db: Reader) {
  return db
    .selectFrom('visitTemplate')
    .select(['id', 'title', 'specialty', 'fields', 'archivedAt', 'version'])
    .orderBy('title')
    .execute()
}

export async function findTemplate(db: Reader, id: string) {
  return db.selectFrom('visitTemplate').selectAll().where('id', '=', id).executeTakeFirst()
}

/** One's own phrases and the clinic's that are in use. */
export async function listPhrases(db: Reader, ownerId: string) {
  return db
    .selectFrom('visitPhrase')
    .select(['id', 'ownerId', 'name', 'text', 'version'])
    .where('archivedAt', 'is', null)
    .where((eb) => eb.or([eb('ownerId', 'is', null), eb('ownerId', '=', ownerId)]))
    .orderBy('name')
    .execute()
}

export async function findPhrase(db: Reader, id: string) {
  return db.selectFrom('visitPhrase').selectAll().where('id', '=', id).executeTakeFirst()
}
