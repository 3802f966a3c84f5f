/** The half-made booking of each person at this workstation. */
import type { Transaction } from 'kysely'
import type { Reader } from '../../db/kysely.ts'
import type { ClinicTables } from '../../db/tables.ts'

/** A person has one at a time, so the subject has no id. */
const which = { kind: 'booking', subjectId: 'new' }

export async function findBookingDraft(db: Reader, authorId: string) {
  return db
    .selectFrom('draft')
    .select(['body', 'savedAt'])
    .where('kind', '=', which.kind)
    .where('subjectId', '=', which.subjectId)
    .where('authorId', '=', authorId)
    .executeTakeFirst()
}

export async function keepBookingDraft(
  db: Transaction<ClinicTables>,
  draft: { authorId: string; body: string; savedAt: string },
): Promise<void> {
  const { body, savedAt } = draft
  await db
    .insertInto('draft')
    .values({ ...which, ...draft, baseVersion: 0 })
    .onConflict((conflict) =>
      conflict.columns(['kind', 'subjectId', 'authorId']).doUpdateSet({ body, savedAt }),
    )
    .execute()
}

export async function removeBookingDraft(
  db: Transaction<ClinicTables>,
  authorId: string,
): Promise<void> {
  await db
    .deleteFrom('draft')
    .where('kind', '=', which.kind)
    .where('subjectId', '=', which.subjectId)
    .where('authorId', '=', authorId)
    .execute()
}
