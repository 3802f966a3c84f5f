/** Whom a referral, a prescription or a laboratory order is for. */
import type { Reader } from '../../db/kysely.ts'
import { ClinicError } from '../shared/errors.ts'
import { findOrderedFor, findOrderingVisit } from './subject.queries.ts'

/**
 * The patient of an order, who must be there; a visit that it comes out of must be that patient's.
 * Throws `not-found` for either.
 */
export async function requireSubject(
  db: Reader,
  { patientId, encounterId }: { patientId: string; encounterId: string | null },
) {
  const patient = await findOrderedFor(db, patientId)
  if (patient === undefined) {
    throw new ClinicError('not-found', { entity: 'patient', id: patientId })
  }
  if (encounterId === null) return patient
  const visit = await findOrderingVisit(db, encounterId)
  if (visit?.patientId === patientId) return patient
  throw new ClinicError('not-found', { entity: 'encounter', id: encounterId })
}
