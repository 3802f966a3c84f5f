/** Reads about what the laboratory can measure. */
import type { Reader } from '../../db/kysely.ts'

export async function listDefinitions(db: Reader) {
  return db.selectFrom('observationDefinition').selectAll().orderBy('name').orderBy('id').execute()
}

export async function listRanges(db: Reader) {
  return db
    .selectFrom('referenceRange')
    .selectAll()
    .where('archivedAt', 'is', null)
    .orderBy('definitionId')
    .orderBy('fromDays')
    .orderBy('sex')
    .execute()
}

export async function listRangesOf(db: Reader, definitionIds: readonly string[]) {
  if (definitionIds.length === 0) return []
  return db
    .selectFrom('referenceRange')
    .selectAll()
    .where('definitionId', 'in', definitionIds)
    .where('archivedAt', 'is', null)
    .execute()
}

export async function findDefinitions(db: Reader, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db.selectFrom('observationDefinition').selectAll().where('id', 'in', ids).execute()
}

export async function findDefinitionByCode(db: Reader, code: string) {
  return db
    .selectFrom('observationDefinition')
    .select('id')
    .where('code', '=', code)
    .executeTakeFirst()
}

export async function listPanels(db: Reader) {
  return db.selectFrom('observationPanel').selectAll().orderBy('name').orderBy('id').execute()
}

export async function findPanelByCode(db: Reader, code: string) {
  return db.selectFrom('observationPanel').select('id').where('code', '=', code).executeTakeFirst()
}

export async function findPanels(db: Reader, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db.selectFrom('observationPanel').selectAll().where('id', 'in', ids).execute()
}

/** What belongs to the panels, each panel's in its order. */
export async function listMembers(db: Reader) {
  return db
    .selectFrom('observationPanelMember')
    .select(['id', 'panelId', 'definitionId'])
    .where('archivedAt', 'is', null)
    .orderBy('panelId')
    .orderBy('position')
    .execute()
}

/** What belongs to one panel, and what once did. */
export async function listAllMembersOf(db: Reader, panelId: string) {
  return db
    .selectFrom('observationPanelMember')
    .select(['id', 'definitionId', 'archivedAt'])
    .where('panelId', '=', panelId)
    .execute()
}
