/** Reads for the schedule as a calendar file. */
import type { Reader } from '../../db/kysely.ts'
import type { AppointmentRow } from '../../db/tables.ts'

/** Bookings of some days that hold time, with what a calendar may tell of them. */
export async function listFeedBookings(
  db: Reader,
  question: {
    practitionerIds: readonly string[]
    fromDay: string
    toDay: string
    statuses: readonly AppointmentRow['status'][]
  },
) {
  return db
    .selectFrom('appointment')
    .innerJoin('healthcareService as service', 'service.id', 'appointment.serviceId')
    .innerJoin('patient', 'patient.id', 'appointment.patientId')
    .leftJoin('location', 'location.id', 'appointment.locationId')
    .select([
      'appointment.id',
      'appointment.practitionerId',
      'appointment.startsAt',
      'appointment.endsAt',
      'service.name as serviceName',
      'location.name as locationName',
      'patient.family',
      'patient.given',
      'patient.patronymic',
    ])
    .where('appointment.day', '>=', question.fromDay)
    .where('appointment.day', '<=', question.toDay)
    .where('appointment.practitionerId', 'in', [...question.practitionerIds])
    .where('appointment.status', 'in', [...question.statuses])
    .orderBy('appointment.startsAt')
    .execute()
}
