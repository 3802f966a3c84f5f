/** Reads about allergies. */
import { sql } from 'kysely'
import type { Reader } from '../../db/kysely.ts'

/** Those that stand first, the most severe on top; then those taken off the list. */
export async function listAllergies(db: Reader, patientId: string) {
  return db
    .selectFrom('allergyIntolerance')
    .leftJoin('practitioner', 'practitioner.id', 'allergyIntolerance.notedBy')
    .select([
      'allergyIntolerance.id',
      'allergyIntolerance.version',
      'allergyIntolerance.substance',
      'allergyIntolerance.reaction',
      'allergyIntolerance.severity',
      'allergyIntolerance.verification',
      'allergyIntolerance.notedAt',
      'allergyIntolerance.archivedAt',
      'allergyIntolerance.archiveReason',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
    ])
    .where('allergyIntolerance.patientId', '=', patientId)
    .orderBy('allergyIntolerance.archivedAt', (order) => order.desc().nullsFirst())
    .orderBy(
      sql`CASE allergy_intolerance.severity WHEN 'severe' THEN 0 WHEN 'moderate' THEN 1 WHEN 'mild' THEN 2 ELSE 3 END`,
    )
    .orderBy('allergyIntolerance.id')
    .execute()
}

/** Those that stand, for the check of a medicine. */
export async function listStandingAllergies(db: Reader, patientId: string) {
  return db
    .selectFrom('allergyIntolerance')
    .select(['id', 'substance', 'verification'])
    .where('patientId', '=', patientId)
    .where('archivedAt', 'is', null)
    .orderBy('id')
    .execute()
}

export async function findAllergy(db: Reader, id: string) {
  return db.selectFrom('allergyIntolerance').select('id').where('id', '=', id).executeTakeFirst()
}
