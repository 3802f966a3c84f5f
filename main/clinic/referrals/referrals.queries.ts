/** Reads about referrals. */
import type { Reader } from '../../db/kysely.ts'

function selectReferrals(db: Reader) {
  return db
    .selectFrom('serviceRequest')
    .innerJoin('practitioner', 'practitioner.id', 'serviceRequest.requesterId')
    .innerJoin('patient', 'patient.id', 'serviceRequest.patientId')
    .leftJoin('healthcareService', 'healthcareService.id', 'serviceRequest.serviceId')
    .leftJoin('practitioner as performer', 'performer.id', 'serviceRequest.performerId')
    .leftJoin('documentReference', (join) =>
      join
        .onRef('documentReference.subjectId', '=', 'serviceRequest.id')
        .on('documentReference.kind', '=', 'referral'),
    )
    .select([
      'serviceRequest.id',
      'serviceRequest.number',
      'serviceRequest.patientId',
      'serviceRequest.encounterId',
      'serviceRequest.requesterId',
      'serviceRequest.performerOrganization',
      'serviceRequest.performerName',
      'serviceRequest.performerEmail',
      'serviceRequest.serviceId',
      'serviceRequest.performerId',
      'serviceRequest.specialty',
      'serviceRequest.reason',
      'serviceRequest.diagnosis',
      'serviceRequest.note',
      'serviceRequest.priority',
      'serviceRequest.issuedAt',
      'serviceRequest.dueOn',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
      'patient.family as patientFamily',
      'patient.given as patientGiven',
      'patient.patronymic as patientPatronymic',
      'patient.phones',
      'healthcareService.name as serviceName',
      'performer.family as performerFamily',
      'performer.given as performerGiven',
      'performer.patronymic as performerPatronymic',
      'documentReference.id as documentId',
      'documentReference.state as documentState',
    ])
    .orderBy('serviceRequest.issuedAt', 'desc')
    .orderBy('serviceRequest.id', 'desc')
}

export type ReferralRow = Awaited<ReturnType<typeof listReferralsOfPatient>>[number]

export async function listReferralsOfPatient(db: Reader, patientId: string) {
  return selectReferrals(db).where('serviceRequest.patientId', '=', patientId).execute()
}

export async function listReferralsOfVisit(db: Reader, encounterId: string) {
  return selectReferrals(db).where('serviceRequest.encounterId', '=', encounterId).execute()
}

export async function findReferral(db: Reader, id: string) {
  return selectReferrals(db).where('serviceRequest.id', '=', id).executeTakeFirst()
}

/** Referrals that nobody has closed or revoked: of one requester, or all. */
export async function listOpenReferrals(db: Reader, requesterId: string | null) {
  // Begins with what is open, which is little, and not with all there ever was.
  const open = selectReferrals(db).where('serviceRequest.id', 'in', (eb) =>
    eb.selectFrom('openReferral').select('referralId'),
  )
  return (
    requesterId === null ? open : open.where('serviceRequest.requesterId', '=', requesterId)
  ).execute()
}

/** What happened to referrals, the oldest first, and whether the visit booked by each was signed. */
export async function listReferralSteps(db: Reader, referralIds: readonly string[]) {
  if (referralIds.length === 0) return []
  return db
    .selectFrom('referralStep')
    .leftJoin('practitioner', 'practitioner.id', 'referralStep.actorId')
    .leftJoin('appointment', 'appointment.id', 'referralStep.bookingId')
    .leftJoin('encounter', 'encounter.appointmentId', 'referralStep.bookingId')
    .select([
      'referralStep.id',
      'referralStep.referralId',
      'referralStep.status',
      'referralStep.note',
      'referralStep.at',
      'referralStep.bookingId',
      'appointment.startsAt',
      'encounter.id as seenEncounterId',
      'encounter.signedAt',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
    ])
    .where('referralStep.referralId', 'in', referralIds)
    .orderBy('referralStep.at')
    .orderBy('referralStep.id')
    .execute()
}

/** The files that came with steps of referrals, in the order in which they were given; without those taken off. */
export async function listReferralFiles(db: Reader, stepIds: readonly string[]) {
  if (stepIds.length === 0) return []
  return db
    .selectFrom('attachment')
    .select(['id', 'name', 'sizeBytes', 'referralStepId as stepId'])
    .where('referralStepId', 'in', stepIds)
    .where('archivedAt', 'is', null)
    .orderBy('id')
    .execute()
}

/** A service of the clinic that is offered, with its name. */
export async function findReferredService(db: Reader, id: string) {
  return db
    .selectFrom('healthcareService')
    .select(['id', 'name'])
    .where('id', '=', id)
    .where('archivedAt', 'is', null)
    .executeTakeFirst()
}

/** The wish of a referral on the waitlist that still waits. */
export async function findWaitingWish(db: Reader, referralId: string) {
  return db
    .selectFrom('waitlistEntry')
    .select(['id', 'version'])
    .where('referralId', '=', referralId)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
}

/** Papers of a patient among those asked for, and whether each is made. */
export async function listPapersToSend(db: Reader, patientId: string, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db
    .selectFrom('documentReference')
    .select(['id', 'kind', 'state'])
    .where('patientId', '=', patientId)
    .where('id', 'in', ids)
    .execute()
}
