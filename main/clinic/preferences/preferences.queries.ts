/** Reads what one person chose. */
import type { Reader } from '../../db/kysely.ts'

export async function listPreferences(db: Reader, practitionerId: string) {
  return db
    .selectFrom('preference')
    .select(['id', 'name', 'value'])
    .where('practitionerId', '=', practitionerId)
    .execute()
}
