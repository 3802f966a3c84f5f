/** Reads about prescriptions and their medicines. */
import type { Reader } from '../../db/kysely.ts'

/** A patient's prescriptions, newest first. */
export async function listPrescriptions(db: Reader, patientId: string) {
  return db
    .selectFrom('prescription')
    .innerJoin('practitioner', 'practitioner.id', 'prescription.requesterId')
    .select([
      'prescription.id',
      'prescription.number',
      'prescription.encounterId',
      'prescription.requesterId',
      'prescription.issuedAt',
      'prescription.validTo',
      'prescription.overrideReason',
      'prescription.cancelledAt',
      'prescription.cancelReason',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
    ])
    .where('prescription.patientId', '=', patientId)
    .orderBy('prescription.issuedAt', 'desc')
    .orderBy('prescription.id', 'desc')
    .execute()
}

/** The medicines of a patient's prescriptions, in the order of each paper. */
export async function listMedicines(db: Reader, patientId: string) {
  return db
    .selectFrom('medicationRequest')
    .innerJoin('prescription', 'prescription.id', 'medicationRequest.prescriptionId')
    .leftJoin('medicationStop', 'medicationStop.medicationRequestId', 'medicationRequest.id')
    .select([
      'medicationRequest.id',
      'medicationRequest.prescriptionId',
      'medicationRequest.medicine',
      'medicationRequest.dosage',
      'medicationRequest.quantity',
      'medicationRequest.takenUntil',
      'medicationStop.stoppedAt',
      'medicationStop.reason as stopReason',
    ])
    .where('prescription.patientId', '=', patientId)
    .orderBy('medicationRequest.position')
    .execute()
}

export async function findPrescription(db: Reader, id: string) {
  return db.selectFrom('prescription').selectAll().where('id', '=', id).executeTakeFirst()
}

/** A medicine with what decides whether it is still taken. */
export async function findMedicine(db: Reader, id: string) {
  return db
    .selectFrom('medicationRequest')
    .innerJoin('prescription', 'prescription.id', 'medicationRequest.prescriptionId')
    .leftJoin('medicationStop', 'medicationStop.medicationRequestId', 'medicationRequest.id')
    .select([
      'medicationRequest.id',
      'medicationRequest.takenUntil',
      'medicationStop.stoppedAt',
      'prescription.cancelledAt',
    ])
    .where('medicationRequest.id', '=', id)
    .executeTakeFirst()
}
