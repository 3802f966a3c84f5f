/** Reads about medical cards. */
import type { Reader } from '../../db/kysely.ts'
import type { MedicalCardRow } from '../../db/tables.ts'

export async function findCard(db: Reader, id: string): Promise<MedicalCardRow | undefined> {
  return db.selectFrom('medicalCard').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function findCardOf(
  db: Reader,
  patientId: string,
): Promise<MedicalCardRow | undefined> {
  return db
    .selectFrom('medicalCard')
    .selectAll()
    .where('patientId', '=', patientId)
    .executeTakeFirst()
}

/** Cards that wait for a decision, the longest waiting first. */
export async function listSubmitted(db: Reader) {
  return db
    .selectFrom('medicalCard')
    .innerJoin('patient', 'patient.id', 'medicalCard.patientId')
    .leftJoin('practitioner', 'practitioner.id', 'medicalCard.submittedBy')
    .select([
      'medicalCard.id',
      'medicalCard.number',
      'medicalCard.version',
      'medicalCard.submittedAt',
      'patient.id as patientId',
      'patient.family',
      'patient.given',
      'patient.patronymic',
      'patient.bornOn',
      'practitioner.family as submittedFamily',
      'practitioner.given as submittedGiven',
      'practitioner.patronymic as submittedPatronymic',
    ])
    .where('medicalCard.status', '=', 'submitted')
    .orderBy('medicalCard.submittedAt')
    .execute()
}
