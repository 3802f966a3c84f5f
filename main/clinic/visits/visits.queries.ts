/** Reads about visits. */
import type { Reader } from '../../db/kysely.ts'

export async function findVisitAppointment(db: Reader, id: string) {
  return db
    .selectFrom('appointment')
    .innerJoin('practitioner', 'practitioner.id', 'appointment.practitionerId')
    .innerJoin('healthcareService', 'healthcareService.id', 'appointment.serviceId')
    .select([
      'appointment.id',
      'appointment.patientId',
      'appointment.practitionerId',
      'appointment.status',
      'appointment.day',
      'appointment.startsAt',
      'appointment.endsAt',
      'appointment.priceMinor',
      'appointment.note',
      'healthcareService.name as serviceName',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
      'practitioner.specialty',
    ])
    .where('appointment.id', '=', id)
    .executeTakeFirst()
}

export async function findEncounter(db: Reader, id: string) {
  return db.selectFrom('encounter').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function findEncounterOf(db: Reader, appointmentId: string) {
  return db
    .selectFrom('encounter')
    .selectAll()
    .where('appointmentId', '=', appointmentId)
    .executeTakeFirst()
}

/** The patient with what a doctor must know of the medical card. */
export async function findVisitPatient(db: Reader, id: string) {
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
      'medicalCard.number as cardNumber',
      'medicalCard.status as cardStatus',
      'medicalCard.bloodType',
      'medicalCard.allergies',
      'medicalCard.chronicConditions',
      'medicalCard.medicines',
    ])
    .where('patient.id', '=', id)
    .executeTakeFirstOrThrow()
}

export async function findPatientLanguage(db: Reader, id: string): Promise<string> {
  const row = await db
    .selectFrom('patient')
    .select('language')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return row.language
}

export async function listAddenda(db: Reader, encounterId: string) {
  return db
    .selectFrom('encounterAddendum')
    .innerJoin('practitioner', 'practitioner.id', 'encounterAddendum.authorId')
    .select([
      'encounterAddendum.id',
      'encounterAddendum.text',
      'encounterAddendum.writtenAt',
      'encounterAddendum.authorId',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
    ])
    .where('encounterAddendum.encounterId', '=', encounterId)
    .orderBy('encounterAddendum.writtenAt')
    .orderBy('encounterAddendum.id')
    .execute()
}

function selectVisits(db: Reader, patientId: string) {
  return db
    .selectFrom('encounter')
    .innerJoin('appointment', 'appointment.id', 'encounter.appointmentId')
    .innerJoin('healthcareService', 'healthcareService.id', 'appointment.serviceId')
    .innerJoin('practitioner', 'practitioner.id', 'encounter.practitionerId')
    .select([
      'encounter.id as encounterId',
      'encounter.appointmentId',
      'encounter.practitionerId',
      'encounter.startedAt',
      'encounter.signedAt',
      'encounter.reason',
      'encounter.complaint',
      'encounter.history',
      'encounter.findings',
      'encounter.sections',
      'encounter.templateId',
      'encounter.diagnosis',
      'encounter.diagnosisCode',
      'encounter.plan',
      'healthcareService.name as serviceName',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
      'practitioner.specialty',
    ])
    .where('encounter.patientId', '=', patientId)
    .orderBy('encounter.startedAt', 'desc')
    .orderBy('encounter.id', 'desc')
}

/** A patient's visits, newest first. */
export async function listVisitsOfPatient(db: Reader, patientId: string) {
  return selectVisits(db, patientId).execute()
}

/** A patient's signed visits but the one given, newest first. */
export async function listSignedVisits(
  db: Reader,
  patientId: string,
  exceptId: string | null,
  limit: number,
) {
  return selectVisits(db, patientId)
    .where('encounter.signedAt', 'is not', null)
    .where('encounter.id', 'is not', exceptId)
    .limit(limit)
    .execute()
}
