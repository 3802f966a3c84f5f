/** Reads of the files that belong to patients, visits and documents. */
import type { Reader } from '../../db/kysely.ts'

export async function findAttachment(db: Reader, id: string) {
  return db.selectFrom('attachment').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Files of a patient, of one visit, or of a document, newest first; without those taken off. */
export async function listAttachments(
  db: Reader,
  {
    patientId,
    encounterId,
    compositionId,
  }: { patientId: string | null; encounterId: string | null; compositionId: string | null },
) {
  let asked = db
    .selectFrom('attachment')
    .leftJoin('practitioner', 'practitioner.id', 'attachment.addedBy')
    .leftJoin('referralStep', 'referralStep.id', 'attachment.referralStepId')
    .leftJoin('serviceRequest', 'serviceRequest.id', 'referralStep.referralId')
    .select([
      'attachment.id',
      'attachment.version',
      'attachment.patientId',
      'attachment.encounterId',
      'attachment.compositionId',
      'attachment.referralStepId',
      'serviceRequest.number as referralNumber',
      'attachment.name',
      'attachment.mediaType',
      'attachment.sizeBytes',
      'attachment.sha256',
      'attachment.note',
      'attachment.addedAt',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
    ])
    .where('attachment.archivedAt', 'is', null)
  if (compositionId !== null) asked = asked.where('attachment.compositionId', '=', compositionId)
  if (encounterId !== null) asked = asked.where('attachment.encounterId', '=', encounterId)
  if (patientId !== null) asked = asked.where('attachment.patientId', '=', patientId)
  return asked.orderBy('attachment.addedAt', 'desc').orderBy('attachment.id', 'desc').execute()
}

export async function findEncounterPatient(db: Reader, encounterId: string) {
  return db
    .selectFrom('encounter')
    .select('patientId')
    .where('id', '=', encounterId)
    .executeTakeFirst()
}
