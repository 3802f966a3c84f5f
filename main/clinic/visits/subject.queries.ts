/** Whom an order is for, and the visit that it comes out of. */
import type { Reader } from '../../db/kysely.ts'

export async function findOrderedFor(db: Reader, patientId: string) {
  return db
    .selectFrom('patient')
    .select(['id', 'language', 'archivedAt'])
    .where('id', '=', patientId)
    .executeTakeFirst()
}

export async function findOrderingVisit(db: Reader, encounterId: string) {
  return db
    .selectFrom('encounter')
    .select('patientId')
    .where('id', '=', encounterId)
    .executeTakeFirst()
}
