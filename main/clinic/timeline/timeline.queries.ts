/** One page of each kind of a patient's past, read by the index of that kind. */
import { type Expression, type SqlBool, sql } from 'kysely'
import type { Reader } from '../../db/kysely.ts'
import { awaitedStatuses } from '../appointments/appointments.rules.ts'
import type { DocumentKind } from '../documents/documents.rules.ts'
import type { TimelinePlace } from './timeline.rules.ts'

interface Page {
  patientId: string
  /** Nothing at or after it. */
  before: TimelinePlace
  limit: number
}

/** Row values, so that the index is walked from the place where the page before ended. */
function isBefore(at: string, id: string, before: TimelinePlace): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(at)}, ${sql.ref(id)}) < (${before.at}, ${before.id})`
}

/** Whoever was seen before the time, called off or did not come is past; whoever is still awaited is not. */
export async function pageOfBookings(db: Reader, { patientId, before, limit }: Page, now: string) {
  return db
    .selectFrom('appointment')
    .innerJoin('practitioner', 'practitioner.id', 'appointment.practitionerId')
    .innerJoin('healthcareService', 'healthcareService.id', 'appointment.serviceId')
    .leftJoin('encounter', 'encounter.appointmentId', 'appointment.id')
    .select([
      'appointment.id',
      'appointment.startsAt as at',
      'appointment.day',
      'appointment.status',
      'appointment.cancelReason',
      'healthcareService.name as serviceName',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
      'practitioner.specialty',
      'encounter.id as encounterId',
      'encounter.signedAt',
      'encounter.diagnosis',
      'encounter.diagnosisCode',
    ])
    .where('appointment.patientId', '=', patientId)
    .where(isBefore('appointment.startsAt', 'appointment.id', before))
    .where((eb) =>
      eb.or([
        eb('appointment.endsAt', '<=', now),
        eb('appointment.status', 'not in', awaitedStatuses),
      ]),
    )
    .orderBy('appointment.startsAt', 'desc')
    .orderBy('appointment.id', 'desc')
    .limit(limit)
    .execute()
}

export async function pageOfReports(db: Reader, { patientId, before, limit }: Page) {
  return db
    .selectFrom('diagnosticReport')
    .leftJoin('labMatchUndo', 'labMatchUndo.matchId', 'diagnosticReport.matchId')
    .leftJoin('labOrder', 'labOrder.id', 'diagnosticReport.orderId')
    .select([
      'diagnosticReport.id',
      'diagnosticReport.issuedAt as at',
      'diagnosticReport.status',
      'diagnosticReport.performer',
      'labOrder.number',
    ])
    .where('labMatchUndo.id', 'is', null)
    .where('diagnosticReport.patientId', '=', patientId)
    .where(isBefore('diagnosticReport.issuedAt', 'diagnosticReport.id', before))
    .orderBy('diagnosticReport.issuedAt', 'desc')
    .orderBy('diagnosticReport.id', 'desc')
    .limit(limit)
    .execute()
}

/** The names of what was measured in some reports, and how each result stands. */
export async function listReportNames(db: Reader, reportIds: readonly string[]) {
  if (reportIds.length === 0) return []
  return db
    .selectFrom('observation')
    .select(['reportId', 'name', 'interpretation'])
    .where('reportId', 'in', reportIds)
    .orderBy('reportId')
    .orderBy('position')
    .execute()
}

export async function pageOfPrescriptions(db: Reader, { patientId, before, limit }: Page) {
  return db
    .selectFrom('prescription')
    .select(['id', 'issuedAt as at', 'number', 'validTo', 'cancelledAt'])
    .where('patientId', '=', patientId)
    .where(isBefore('issuedAt', 'id', before))
    .orderBy('issuedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

export async function listMedicineNames(db: Reader, prescriptionIds: readonly string[]) {
  if (prescriptionIds.length === 0) return []
  return db
    .selectFrom('medicationRequest')
    .select(['prescriptionId', 'medicine', 'dosage'])
    .where('prescriptionId', 'in', prescriptionIds)
    .orderBy('prescriptionId')
    .orderBy('position')
    .execute()
}

export async function pageOfReferrals(db: Reader, { patientId, before, limit }: Page) {
  return db
    .selectFrom('serviceRequest')
    .select(['id', 'issuedAt as at', 'number', 'specialty', 'reason', 'performerOrganization'])
    .where('patientId', '=', patientId)
    .where(isBefore('issuedAt', 'id', before))
    .orderBy('issuedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

export async function pageOfCertificates(db: Reader, { patientId, before, limit }: Page) {
  return db
    .selectFrom('medicalCertificate')
    .select([
      'id',
      'issuedAt as at',
      'number',
      'kind as certificateKind',
      'fromDay',
      'toDay',
      'text',
      'cancelledAt',
    ])
    .where('patientId', '=', patientId)
    .where(isBefore('issuedAt', 'id', before))
    .orderBy('issuedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Papers of some kinds. */
export async function pageOfDocuments(
  db: Reader,
  { patientId, before, limit }: Page,
  kinds: readonly DocumentKind[],
) {
  return db
    .selectFrom('documentReference')
    .select(['id', 'createdAt as at', 'kind as documentKind', 'subjectId', 'number'])
    .where('patientId', '=', patientId)
    .where('kind', 'in', kinds)
    .where(isBefore('createdAt', 'id', before))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Files that were laid beside the record, a visit or the answer to a referral, without those taken off. */
export async function pageOfFiles(db: Reader, { patientId, before, limit }: Page) {
  return db
    .selectFrom('attachment')
    .select(['id', 'addedAt as at', 'name', 'note', 'encounterId', 'referralStepId'])
    .where('patientId', '=', patientId)
    .where('archivedAt', 'is', null)
    .where(isBefore('addedAt', 'id', before))
    .orderBy('addedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
