/** Reads of who is to be called: tomorrow's bookings, those in a doctor's absence, and what was said so far. */
import { sql } from 'kysely'
import type { Reader } from '../../db/kysely.ts'

/** What a call list shows of a booking. */
function selectCallable(db: Reader) {
  return db
    .selectFrom('appointment')
    .innerJoin('patient', 'patient.id', 'appointment.patientId')
    .innerJoin('practitioner', 'practitioner.id', 'appointment.practitionerId')
    .innerJoin('healthcareService as service', 'service.id', 'appointment.serviceId')
    .select([
      'appointment.id',
      'appointment.version',
      'appointment.day',
      'appointment.startsAt',
      'appointment.endsAt',
      'appointment.status',
      'appointment.priceMinor',
      'appointment.currency',
      'appointment.note',
      'appointment.patientId',
      'patient.family',
      'patient.given',
      'patient.patronymic',
      'patient.phones',
      'appointment.practitionerId',
      'practitioner.family as practitionerFamily',
      'practitioner.given as practitionerGiven',
      'practitioner.patronymic as practitionerPatronymic',
      'practitioner.specialty',
      'appointment.serviceId',
      'service.name as serviceName',
      sql<number>`(
        SELECT count(*) FROM appointment AS missed
        WHERE missed.patient_id = appointment.patient_id AND missed.status = 'no-show'
      )`.as('noShows'),
    ])
}

export type CallableRow = Awaited<ReturnType<typeof listUpcomingOn>>[number]

/** A day's bookings whose patients have not come yet, by time. */
export async function listUpcomingOn(db: Reader, day: string) {
  return selectCallable(db)
    .where('appointment.day', '=', day)
    .where('appointment.status', 'in', ['requested', 'confirmed'])
    .orderBy('appointment.startsAt')
    .orderBy('appointment.id')
    .execute()
}

export async function listCallableById(db: Reader, ids: readonly string[]) {
  if (ids.length === 0) return []
  return selectCallable(db)
    .where('appointment.id', 'in', [...ids])
    .where('appointment.status', 'in', ['requested', 'confirmed'])
    .orderBy('appointment.startsAt')
    .orderBy('appointment.id')
    .execute()
}

/** The calls about some bookings, oldest first, with who made them. */
export async function listCallsOf(db: Reader, appointmentIds: readonly string[]) {
  if (appointmentIds.length === 0) return []
  return db
    .selectFrom('appointmentCall as call')
    .leftJoin('practitioner', 'practitioner.id', 'call.actorId')
    .select([
      'call.id',
      'call.appointmentId',
      'call.purpose',
      'call.result',
      'call.startsAt',
      'call.note',
      'call.at',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
    ])
    .where('call.appointmentId', 'in', [...appointmentIds])
    .orderBy('call.at')
    .orderBy('call.id')
    .execute()
}

export type CallRow = Awaited<ReturnType<typeof listCallsOf>>[number]

/** Bookings to come that lie in blocked time of their doctor or their room, with the block's reason. */
export async function listInBlocks(db: Reader, now: string) {
  const held = (whose: 'practitionerId' | 'locationId') =>
    db
      .selectFrom('scheduleBlock as block')
      .innerJoin('appointment', (join) =>
        join
          .onRef(`appointment.${whose}`, '=', `block.${whose}`)
          .onRef('appointment.startsAt', '<', 'block.endsAt')
          .onRef('appointment.endsAt', '>', 'block.startsAt')
          .on('appointment.day', '>=', now.slice(0, 'YYYY-MM-DD'.length)),
      )
      .select(['appointment.id', 'block.reason'])
      .where('block.archivedAt', 'is', null)
      .where('block.endsAt', '>', now)
      .where('appointment.startsAt', '>', now)
      .where('appointment.status', 'in', ['requested', 'confirmed'])
      .execute()
  const [ofDoctors, ofRooms] = await Promise.all([held('practitionerId'), held('locationId')])
  return [...ofDoctors, ...ofRooms]
}

/** Bookings to come about which someone was called, or is to be, because of an absence. */
export async function listCalledForAbsence(db: Reader, now: string) {
  const rows = await db
    .selectFrom('appointmentCall as call')
    .innerJoin('appointment', 'appointment.id', 'call.appointmentId')
    .select('call.appointmentId as id')
    .distinct()
    .where('call.purpose', '=', sql.lit('absence'))
    .where('appointment.startsAt', '>', now)
    .execute()
  return rows.map(({ id }) => id)
}
