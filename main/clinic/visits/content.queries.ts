/** Reads of what is in a visit beside its texts: diagnoses, vital signs, what was ordered. */
import type { Reader } from '../../db/kysely.ts'

/** The diagnoses of some visits, in their order. */
export async function listConditionsOf(db: Reader, encounterIds: readonly string[]) {
  return db
    .selectFrom('condition')
    .select(['id', 'encounterId', 'rank', 'code', 'text', 'verification', 'isChronic'])
    .where('encounterId', 'in', encounterIds)
    .orderBy('encounterId')
    .orderBy('position')
    .execute()
}

/** A patient's chronic diagnoses that nobody ended, the latest first. */
export async function listChronic(db: Reader, patientId: string) {
  return db
    .selectFrom('condition')
    .leftJoin('conditionEnd', 'conditionEnd.conditionId', 'condition.id')
    .select([
      'condition.id',
      'condition.encounterId',
      'condition.code',
      'condition.text',
      'condition.verification',
      'condition.recordedAt',
    ])
    .where('condition.patientId', '=', patientId)
    .where('condition.isChronic', '=', 1)
    .where('condition.verification', '<>', 'refuted')
    .where('conditionEnd.id', 'is', null)
    .orderBy('condition.recordedAt', 'desc')
    .orderBy('condition.position')
    .execute()
}

export async function findCondition(db: Reader, id: string) {
  return db
    .selectFrom('condition')
    .select(['id', 'patientId', 'code', 'text'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The vital signs of some visits. */
export async function listVitalsOf(db: Reader, encounterIds: readonly string[]) {
  return db
    .selectFrom('vitalSign')
    .select(['encounterId', 'code', 'value', 'unit', 'effectiveAt'])
    .where('encounterId', 'in', encounterIds)
    .orderBy('encounterId')
    .orderBy('code')
    .execute()
}

/** So many values of a sign make a trend. */
const shownValues = 200

/** All vital signs of a patient, the latest first. */
export async function listVitalsOfPatient(db: Reader, patientId: string) {
  return db
    .selectFrom('vitalSign')
    .select(['code', 'value', 'unit', 'effectiveAt'])
    .where('patientId', '=', patientId)
    .orderBy('effectiveAt', 'desc')
    .limit(shownValues * 9)
    .execute()
}

/** What was ordered in a visit: its prescriptions with their medicines, in a fixed order. */
export async function listCoveredMedicines(db: Reader, encounterId: string) {
  return db
    .selectFrom('prescription')
    .innerJoin('medicationRequest', 'medicationRequest.prescriptionId', 'prescription.id')
    .select([
      'prescription.id',
      'prescription.validTo',
      'prescription.overrideReason',
      'medicationRequest.medicine',
      'medicationRequest.dosage',
      'medicationRequest.quantity',
      'medicationRequest.takenUntil',
    ])
    .where('prescription.encounterId', '=', encounterId)
    .orderBy('prescription.id')
    .orderBy('medicationRequest.position')
    .execute()
}

export async function listCoveredReferrals(db: Reader, encounterId: string) {
  return db
    .selectFrom('serviceRequest')
    .select(['id', 'specialty', 'reason', 'diagnosis', 'note', 'priority'])
    .where('encounterId', '=', encounterId)
    .orderBy('id')
    .execute()
}

export async function listCoveredLabItems(db: Reader, encounterId: string) {
  return db
    .selectFrom('labOrder')
    .innerJoin('labOrderItem', 'labOrderItem.orderId', 'labOrder.id')
    .select(['labOrder.id', 'labOrder.note', 'labOrderItem.definitionId'])
    .where('labOrder.encounterId', '=', encounterId)
    .orderBy('labOrder.id')
    .orderBy('labOrderItem.definitionId')
    .execute()
}
