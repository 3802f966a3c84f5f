/** Reads about referrals. */
import type { Reader } from '../../db/kysely.ts'

function selectReferrals(db: Reader) {
  return db
    .selectFrom('serviceRequest')
    .innerJoin('practitioner', 'practitioner.id', 'serviceRequest.requesterId')
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
      'serviceRequest.specialty',
      'serviceRequest.reason',
      'serviceRequest.diagnosis',
      'serviceRequest.note',
      'serviceRequest.priority',
      'serviceRequest.issuedAt',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
      'documentReference.id as documentId',
      'documentReference.state as documentState',
    ])
    .orderBy('serviceRequest.issuedAt', 'desc')
    .orderBy('serviceRequest.id', 'desc')
}

export async function listReferralsOfPatient(db: Reader, patientId: string) {
  return selectReferrals(db).where('serviceRequest.patientId', '=', patientId).execute()
}

export async function listReferralsOfVisit(db: Reader, encounterId: string) {
  return selectReferrals(db).where('serviceRequest.encounterId', '=', encounterId).execute()
}
