/** The local store of what someone is writing, and the text that all who are in a visit share. */
import type { Transaction } from 'kysely'
import type { Reader } from '../../db/kysely.ts'
import type { ClinicTables } from '../../db/tables.ts'

/** What the draft table calls a visit that is being written. */
const draftKind = 'encounter'

export async function findSharedDraft(db: Reader, encounterId: string) {
  return db
    .selectFrom('encounterDraft')
    .innerJoin('practitioner', 'practitioner.id', 'encounterDraft.savedBy')
    .select([
      'encounterDraft.id',
      'encounterDraft.body',
      'encounterDraft.lineage',
      'encounterDraft.savedAt',
      'encounterDraft.savedBy',
      'encounterDraft.version',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
    ])
    .where('encounterDraft.encounterId', '=', encounterId)
    .executeTakeFirst()
}

export async function findDraft(db: Reader, encounterId: string, authorId: string) {
  return db
    .selectFrom('draft')
    .select(['body', 'savedAt'])
    .where('kind', '=', draftKind)
    .where('subjectId', '=', encounterId)
    .where('authorId', '=', authorId)
    .executeTakeFirst()
}

/** Keeps what was typed so far, over what was kept before. */
export async function keepDraft(
  db: Transaction<ClinicTables>,
  draft: {
    subjectId: string
    authorId: string
    body: string
    baseVersion: number
    savedAt: string
  },
): Promise<void> {
  const { body, baseVersion, savedAt } = draft
  await db
    .insertInto('draft')
    .values({ kind: draftKind, ...draft })
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'subjectId', 'authorId'])
        .doUpdateSet({ body, baseVersion, savedAt }),
    )
    .execute()
}

export async function removeDrafts(
  db: Transaction<ClinicTables>,
  encounterId: string,
): Promise<void> {
  await db
    .deleteFrom('draft')
    .where('kind', '=', draftKind)
    .where('subjectId', '=', encounterId)
    .execute()
}
