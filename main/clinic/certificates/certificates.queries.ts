/** Reads about sick notes and certificates. */
import type { Reader } from '../../db/kysely.ts'

/** A patient's, newest first. */
export async function listCertificates(db: Reader, patientId: string) {
  return db
    .selectFrom('medicalCertificate')
    .innerJoin('practitioner', 'practitioner.id', 'medicalCertificate.requesterId')
    .select([
      'medicalCertificate.id',
      'medicalCertificate.number',
      'medicalCertificate.kind',
      'medicalCertificate.encounterId',
      'medicalCertificate.requesterId',
      'medicalCertificate.issuedAt',
      'medicalCertificate.fromDay',
      'medicalCertificate.toDay',
      'medicalCertificate.diagnosis',
      'medicalCertificate.presentedTo',
      'medicalCertificate.text',
      'medicalCertificate.cancelledAt',
      'medicalCertificate.cancelReason',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
    ])
    .where('medicalCertificate.patientId', '=', patientId)
    .orderBy('medicalCertificate.issuedAt', 'desc')
    .orderBy('medicalCertificate.id', 'desc')
    .execute()
}

export async function findCertificate(db: Reader, id: string) {
  return db.selectFrom('medicalCertificate').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The day of the visit that a certificate comes out of. */
export async function findVisitDay(db: Reader, encounterId: string) {
  return db
    .selectFrom('encounter')
    .innerJoin('appointment', 'appointment.id', 'encounter.appointmentId')
    .select('appointment.day')
    .where('encounter.id', '=', encounterId)
    .executeTakeFirst()
}
