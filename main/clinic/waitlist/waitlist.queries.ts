/** Reads of the waitlist: who waits for what, and what they said. */
import { sql } from 'kysely'
import type { Reader } from '../../db/kysely.ts'

/** Everyone who waits, who waits longest first, with all that a list shows. */
export async function listWaiting(db: Reader) {
  return (
    db
      .selectFrom('waitlistEntry as entry')
      .innerJoin('patient', 'patient.id', 'entry.patientId')
      .innerJoin('healthcareService as service', 'service.id', 'entry.serviceId')
      .leftJoin('practitioner', 'practitioner.id', 'entry.practitionerId')
      .select([
        'entry.id',
        'entry.version',
        'entry.patientId',
        'entry.serviceId',
        'entry.practitionerId',
        'entry.weekdays',
        'entry.partOfDay',
        'entry.fromDay',
        'entry.toDay',
        'entry.urgency',
        'entry.note',
        'entry.createdAt',
        'patient.family',
        'patient.given',
        'patient.patronymic',
        'patient.phones',
        'service.name as serviceName',
        'service.durationMinutes',
        'practitioner.family as practitionerFamily',
        'practitioner.given as practitionerGiven',
        'practitioner.patronymic as practitionerPatronymic',
      ])
      // The word stands in the question itself, or the index of those who wait would not be used.
      .where('entry.state', '=', sql.lit('waiting'))
      .where('patient.archivedAt', 'is', null)
      .orderBy('entry.createdAt')
      .execute()
  )
}

export type WaitingRow = Awaited<ReturnType<typeof listWaiting>>[number]

/** What was said so far, oldest first. */
export async function listAnswers(db: Reader, entryIds: readonly string[]) {
  if (entryIds.length === 0) return []
  return db
    .selectFrom('waitlistCall as call')
    .leftJoin('practitioner', 'practitioner.id', 'call.actorId')
    .select([
      'call.id',
      'call.entryId',
      'call.practitionerId',
      'call.startsAt',
      'call.answer',
      'call.note',
      'call.at',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
    ])
    .where('call.entryId', 'in', [...entryIds])
    .orderBy('call.at')
    .orderBy('call.id')
    .execute()
}

export async function findEntry(db: Reader, id: string) {
  return db.selectFrom('waitlistEntry').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Which services a practitioner offers. */
export async function listOfferedIds(db: Reader, practitionerId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('practitionerService')
    .select('serviceId')
    .where('practitionerId', '=', practitionerId)
    .where('archivedAt', 'is', null)
    .execute()
  return new Set(rows.map(({ serviceId }) => serviceId))
}
