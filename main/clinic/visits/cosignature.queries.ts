/** Reads about second signatures. */
import type { Reader } from '../../db/kysely.ts'

/** Who has to sign a doctor's visits as well, as long as they work here. */
export async function findSupervisor(db: Reader, practitionerId: string) {
  return db
    .selectFrom('practitioner')
    .innerJoin('practitioner as supervisor', 'supervisor.id', 'practitioner.supervisorId')
    .select(['supervisor.id', 'supervisor.archivedAt'])
    .where('practitioner.id', '=', practitionerId)
    .executeTakeFirst()
}

/** The decisions on a visit, the first one first. */
export async function listCosignatures(db: Reader, encounterId: string) {
  return db
    .selectFrom('encounterCosignature')
    .innerJoin('practitioner', 'practitioner.id', 'encounterCosignature.decidedBy')
    .select([
      'encounterCosignature.decision',
      'encounterCosignature.remark',
      'encounterCosignature.decidedAt',
      'encounterCosignature.decidedBy',
      'encounterCosignature.turn',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
    ])
    .where('encounterCosignature.encounterId', '=', encounterId)
    .orderBy('encounterCosignature.turn')
    .execute()
}

export async function findLastAddendumAt(db: Reader, encounterId: string): Promise<string | null> {
  const row = await db
    .selectFrom('encounterAddendum')
    .select('writtenAt')
    .where('encounterId', '=', encounterId)
    .orderBy('writtenAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.writtenAt ?? null
}

function selectCosigned(db: Reader) {
  return db
    .selectFrom('encounter')
    .innerJoin('patient', 'patient.id', 'encounter.patientId')
    .innerJoin('practitioner', 'practitioner.id', 'encounter.practitionerId')
    .select([
      'encounter.id',
      'encounter.appointmentId',
      'encounter.patientId',
      'encounter.practitionerId',
      'encounter.cosignerId',
      'encounter.signedAt',
      'patient.family as patientFamily',
      'patient.given as patientGiven',
      'patient.patronymic as patientPatronymic',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
    ])
    .where('encounter.signedAt', 'is not', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('encounterCosignature')
            .select('encounterCosignature.id')
            .whereRef('encounterCosignature.encounterId', '=', 'encounter.id')
            .where('encounterCosignature.decision', '=', 'cosigned'),
        ),
      ),
    )
    .orderBy('encounter.signedAt')
    .limit(200)
}

/** Visits that this person has to sign as well and has not, the oldest first. */
export async function listToCosign(db: Reader, cosignerId: string) {
  return selectCosigned(db).where('encounter.cosignerId', '=', cosignerId).execute()
}

/** A doctor's own visits that wait for the second signature, or came back. */
export async function listOwnUncosigned(db: Reader, practitionerId: string) {
  return selectCosigned(db)
    .where('encounter.practitionerId', '=', practitionerId)
    .where('encounter.cosignerId', 'is not', null)
    .execute()
}
