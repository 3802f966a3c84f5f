/** Reads for the export of patients. */
import { sql } from 'kysely'
import type { Reader } from '../../db/kysely.ts'

function exported(db: Reader) {
  return db
    .selectFrom('patient')
    .leftJoin('medicalCard', 'medicalCard.patientId', 'patient.id')
    .select([
      'patient.id',
      'patient.family',
      'patient.given',
      'patient.patronymic',
      'patient.sex',
      'patient.bornOn',
      'patient.phones',
      'patient.email',
      'patient.address',
      'patient.documentKind',
      'patient.documentNumber',
      'patient.language',
      'medicalCard.number as cardNumber',
      sql<string | null>`(SELECT max(given_on) FROM consent
        WHERE consent.patient_id = patient.id AND consent.purpose = 'data-processing'
          AND NOT EXISTS (SELECT 1 FROM consent_withdrawal WHERE consent_id = consent.id))`.as(
        'consentOn',
      ),
    ])
}

/** The next patients in the order of their registration who are not put away. */
export async function listAfter(db: Reader, afterId: string, limit: number) {
  return exported(db)
    .where('patient.id', '>', afterId)
    .where('patient.archivedAt', 'is', null)
    .orderBy('patient.id')
    .limit(limit)
    .execute()
}

/** These patients, in no special order. */
export async function listExported(db: Reader, ids: readonly string[]) {
  return exported(db)
    .where('patient.id', 'in', [...ids])
    .execute()
}

export type ExportedRow = Awaited<ReturnType<typeof listExported>>[number]
