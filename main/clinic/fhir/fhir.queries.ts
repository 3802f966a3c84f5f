/** Reads of everything that a patient's record goes out with. */
import type { Reader } from '../../db/kysely.ts'

/** The number on the patient's medical card, or null. */
export async function findCardNumber(db: Reader, patientId: string): Promise<string | null> {
  const row = await db
    .selectFrom('medicalCard')
    .select('number')
    .where('patientId', '=', patientId)
    .executeTakeFirst()
  return row?.number ?? null
}

/** Relatives and payers with the names of those who are patients themselves. */
export async function listContacts(db: Reader, patientId: string) {
  return db
    .selectFrom('relatedPerson')
    .leftJoin('patient as relative', 'relative.id', 'relatedPerson.relativeId')
    .selectAll('relatedPerson')
    .select(['relative.family', 'relative.given', 'relative.patronymic'])
    .where('relatedPerson.patientId', '=', patientId)
    .where('relatedPerson.archivedAt', 'is', null)
    .orderBy('relatedPerson.id')
    .execute()
}

/** Visits that their doctors have signed, the oldest first. */
export async function listFinishedVisits(db: Reader, patientId: string) {
  return db
    .selectFrom('encounter')
    .innerJoin('appointment', 'appointment.id', 'encounter.appointmentId')
    .innerJoin('healthcareService', 'healthcareService.id', 'appointment.serviceId')
    .selectAll('encounter')
    .select('healthcareService.name as serviceName')
    .where('encounter.patientId', '=', patientId)
    .where('encounter.signedAt', 'is not', null)
    .orderBy('encounter.startedAt')
    .orderBy('encounter.id')
    .execute()
}

export type FinishedVisit = Awaited<ReturnType<typeof listFinishedVisits>>[number]

/** Diagnoses of signed visits, the main one of each first, with when and why one was ended. */
export async function listConditionsOfPatient(db: Reader, patientId: string) {
  return db
    .selectFrom('condition')
    .innerJoin('encounter', 'encounter.id', 'condition.encounterId')
    .leftJoin('conditionEnd', 'conditionEnd.conditionId', 'condition.id')
    .selectAll('condition')
    .select(['conditionEnd.endedAt', 'conditionEnd.reason as endReason'])
    .where('condition.patientId', '=', patientId)
    .where('encounter.signedAt', 'is not', null)
    .orderBy('condition.encounterId')
    .orderBy('condition.position')
    .execute()
}

/** What was measured in signed visits, the oldest first. */
export async function listVitalSignsOfPatient(db: Reader, patientId: string) {
  return db
    .selectFrom('vitalSign')
    .innerJoin('encounter', 'encounter.id', 'vitalSign.encounterId')
    .selectAll('vitalSign')
    .where('vitalSign.patientId', '=', patientId)
    .where('encounter.signedAt', 'is not', null)
    .orderBy('vitalSign.effectiveAt')
    .orderBy('vitalSign.id')
    .execute()
}

export async function listAddendaOf(db: Reader, patientId: string) {
  return db
    .selectFrom('encounterAddendum')
    .innerJoin('encounter', 'encounter.id', 'encounterAddendum.encounterId')
    .selectAll('encounterAddendum')
    .where('encounter.patientId', '=', patientId)
    .orderBy('encounterAddendum.writtenAt')
    .orderBy('encounterAddendum.id')
    .execute()
}

/** Allergies with whoever noted each; null where that was the program. */
export async function listAllergiesOf(db: Reader, patientId: string) {
  return db
    .selectFrom('allergyIntolerance')
    .leftJoin('practitioner', 'practitioner.id', 'allergyIntolerance.notedBy')
    .selectAll('allergyIntolerance')
    .select('practitioner.id as recorderId')
    .where('patientId', '=', patientId)
    .orderBy('allergyIntolerance.id')
    .execute()
}

export async function listPrescriptionsOf(db: Reader, patientId: string) {
  return db
    .selectFrom('prescription')
    .selectAll()
    .where('patientId', '=', patientId)
    .orderBy('issuedAt')
    .orderBy('id')
    .execute()
}

export async function listMedicinesOf(db: Reader, patientId: string) {
  return db
    .selectFrom('medicationRequest')
    .innerJoin('prescription', 'prescription.id', 'medicationRequest.prescriptionId')
    .selectAll('medicationRequest')
    .where('prescription.patientId', '=', patientId)
    .orderBy('prescription.issuedAt')
    .orderBy('medicationRequest.position')
    .execute()
}

export async function listMedicineStopsOf(db: Reader, patientId: string) {
  return db
    .selectFrom('medicationStop')
    .innerJoin('medicationRequest', 'medicationRequest.id', 'medicationStop.medicationRequestId')
    .innerJoin('prescription', 'prescription.id', 'medicationRequest.prescriptionId')
    .selectAll('medicationStop')
    .where('prescription.patientId', '=', patientId)
    .execute()
}

/** Reports that count: a match that was taken back takes its reports with it. */
export async function listReportsOf(db: Reader, patientId: string) {
  return db
    .selectFrom('diagnosticReport')
    .leftJoin('labMatchUndo', 'labMatchUndo.matchId', 'diagnosticReport.matchId')
    .selectAll('diagnosticReport')
    .where('diagnosticReport.patientId', '=', patientId)
    .where('labMatchUndo.id', 'is', null)
    .orderBy('diagnosticReport.issuedAt')
    .orderBy('diagnosticReport.id')
    .execute()
}

/** The results of all reports of a patient, with what LOINC calls each. */
export async function listObservationsOfPatient(db: Reader, patientId: string) {
  return db
    .selectFrom('observation')
    .leftJoin('observationDefinition', 'observationDefinition.id', 'observation.definitionId')
    .selectAll('observation')
    .select('observationDefinition.loinc')
    .where('observation.patientId', '=', patientId)
    .orderBy('observation.reportId')
    .orderBy('observation.position')
    .execute()
}

export async function listReviewsOf(db: Reader, patientId: string) {
  return db
    .selectFrom('reportReview')
    .innerJoin('diagnosticReport', 'diagnosticReport.id', 'reportReview.reportId')
    .select(['reportReview.reportId', 'reportReview.reviewedBy'])
    .where('diagnosticReport.patientId', '=', patientId)
    .execute()
}

/** Papers that were made, the oldest first. */
export async function listPapersOf(db: Reader, patientId: string) {
  return db
    .selectFrom('documentReference')
    .selectAll()
    .where('patientId', '=', patientId)
    .where('state', '=', 'ready')
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
}

export async function listConsentsOf(db: Reader, patientId: string) {
  return db
    .selectFrom('consent')
    .leftJoin('consentWithdrawal', 'consentWithdrawal.consentId', 'consent.id')
    .leftJoin('consentText', (join) =>
      join
        .onRef('consentText.purpose', '=', 'consent.purpose')
        .onRef('consentText.textVersion', '=', 'consent.textVersion'),
    )
    .selectAll('consent')
    .select([
      'consentText.text',
      'consentWithdrawal.withdrawnOn',
      'consentWithdrawal.reason as withdrawalReason',
    ])
    .where('consent.patientId', '=', patientId)
    .orderBy('consent.givenOn')
    .orderBy('consent.id')
    .execute()
}

/** Those of the ids that are somebody of the clinic. */
export async function listPractitionersOf(db: Reader, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db.selectFrom('practitioner').selectAll().where('id', 'in', ids).orderBy('id').execute()
}
