/** Reads about the queue: tickets, who waits, and what the waiting-room screen shows. */
import { sql } from 'kysely'
import type { Reader } from '../../db/kysely.ts'

/** A booking's ticket, if it has one. */
export async function findTicket(db: Reader, appointmentId: string) {
  return db
    .selectFrom('queueTicket')
    .select('label')
    .where('appointmentId', '=', appointmentId)
    .executeTakeFirst()
}

/**
 * Since when a booking stands in the queue: the last step that led there. A call that was taken back
 * never happened, so the step back does not count.
 */
export const queuedAt = sql<string>`coalesce((
  SELECT max(at) FROM appointment_step
  WHERE appointment_id = appointment.id AND to_status = 'arrived'
    AND coalesce(reason, '') <> 'undo'
), appointment.status_at)`.as('queuedAt')

/** Everyone who waits on a day for a doctor or in front of a room. */
export async function listWaiting(
  db: Reader,
  question: { day: string; of: 'practitioner' | 'location'; id: string },
) {
  return db
    .selectFrom('appointment')
    .select(['appointment.id', 'appointment.startsAt', queuedAt])
    .where('appointment.day', '=', question.day)
    .where('appointment.status', '=', 'arrived')
    .where(
      question.of === 'practitioner' ? 'appointment.practitionerId' : 'appointment.locationId',
      '=',
      question.id,
    )
    .execute()
}

/** How many wait for each doctor on a day; who has nobody is not there. */
export async function countWaitingByDoctor(db: Reader, day: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('appointment')
    .select(['practitionerId', ({ fn }) => fn.countAll<number>().as('waiting')])
    .where('day', '=', day)
    .where('status', '=', 'arrived')
    .groupBy('practitionerId')
    .execute()
  return new Map(rows.map(({ practitionerId, waiting }) => [practitionerId, waiting]))
}

/** Tickets of a day that are called or wait, with the room: nothing of the patient is read. */
export async function listTicketsOn(db: Reader, day: string) {
  return db
    .selectFrom('appointment')
    .innerJoin('queueTicket', 'queueTicket.appointmentId', 'appointment.id')
    .leftJoin('location', 'location.id', 'appointment.locationId')
    .select([
      'queueTicket.id',
      'queueTicket.label',
      'location.name as room',
      'appointment.status',
      'appointment.statusAt',
      'appointment.startsAt',
      queuedAt,
    ])
    .where('appointment.day', '=', day)
    .where('appointment.status', 'in', ['arrived', 'called'])
    .execute()
}
