/** Reads of who works when: weekly hours, leave, and what already holds a doctor's time. */
import { sql } from 'kysely'
import { keptQuestion, type Places, type Reader } from '../../db/kysely.ts'
import type { AppointmentRow } from '../../db/tables.ts'
import type { Span } from '../shared/days.ts'

/** A practitioner's hours that were not archived, in the order of the week. */
export async function listHoursRows(db: Reader, practitionerId: string) {
  return db
    .selectFrom('weeklyHours')
    .leftJoin('location', 'location.id', 'weeklyHours.locationId')
    .select([
      'weeklyHours.id',
      'weeklyHours.version',
      'weeklyHours.practitionerId',
      'weeklyHours.weekday',
      'weeklyHours.startsLocal',
      'weeklyHours.endsLocal',
      'weeklyHours.validFrom',
      'weeklyHours.validTo',
      'weeklyHours.locationId',
      'location.name as locationName',
    ])
    .where('weeklyHours.practitionerId', '=', practitionerId)
    .where('weeklyHours.archivedAt', 'is', null)
    .orderBy('weekday')
    .orderBy('startsLocal')
    .orderBy('validFrom')
    .execute()
}

export async function findHours(db: Reader, id: string) {
  return db
    .selectFrom('weeklyHours')
    .selectAll()
    .where('id', '=', id)
    .where('archivedAt', 'is', null)
    .executeTakeFirst()
}

/** Hours of several practitioners that hold on some day of the stretch, under the rules' names. */
export async function listHoursBetween(
  db: Reader,
  practitionerIds: readonly string[],
  fromDay: string,
  toDay: string,
) {
  return db
    .selectFrom('weeklyHours')
    .select([
      'practitionerId',
      'weekday',
      'startsLocal as startsAt',
      'endsLocal as endsAt',
      'locationId',
      'validFrom',
      'validTo',
    ])
    .where('practitionerId', 'in', [...practitionerIds])
    .where('archivedAt', 'is', null)
    .where('validFrom', '<=', toDay)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>=', fromDay)]))
    .execute()
}

/** Leave of several practitioners that may touch the stretch of days: rules are laid out by plan.rules. */
export async function listLeavesBetween(
  db: Reader,
  practitionerIds: readonly string[],
  fromDay: string,
  toDay: string,
) {
  return db
    .selectFrom('leave')
    .select([
      'practitionerId',
      'fromDay',
      'toDay',
      'startsLocal',
      'endsLocal',
      'recurrence',
      'reason',
    ])
    .where('practitionerId', 'in', [...practitionerIds])
    .where('archivedAt', 'is', null)
    .where('fromDay', '<=', toDay)
    .where((eb) => eb.or([eb('toDay', '>=', fromDay), eb('recurrence', 'is not', null)]))
    .execute()
}

/** Extra hours of several practitioners that may fall into the stretch of days. */
export async function listExtraHoursBetween(
  db: Reader,
  practitionerIds: readonly string[],
  fromDay: string,
  toDay: string,
) {
  return db
    .selectFrom('extraHours')
    .select(['practitionerId', 'day', 'startsLocal', 'endsLocal', 'recurrence', 'locationId'])
    .where('practitionerId', 'in', [...practitionerIds])
    .where('archivedAt', 'is', null)
    .where('day', '<=', toDay)
    .where((eb) => eb.or([eb('day', '>=', fromDay), eb('recurrence', 'is not', null)]))
    .execute()
}

/** The clinic's country, whether it keeps public holidays (a JSON setting), and its own days of the stretch. */
export async function findCalendarFacts(db: Reader) {
  return db
    .selectFrom('organization')
    .leftJoin('setting', (join) => join.on('setting.id', '=', 'calendar'))
    .select(['organization.country', 'organization.timeZone', 'setting.value as calendar'])
    .executeTakeFirst()
}

export async function listClinicDaysBetween(db: Reader, fromDay: string, toDay: string) {
  return db
    .selectFrom('clinicDay')
    .select(['id', 'version', 'day', 'kind', 'name'])
    .where('day', '>=', fromDay)
    .where('day', '<=', toDay)
    .where('archivedAt', 'is', null)
    .orderBy('day')
    .execute()
}

/** The row of a day, archived or not: there is one at most. */
export async function findClinicDay(db: Reader, day: string) {
  return db
    .selectFrom('clinicDay')
    .select(['id', 'version', 'archivedAt'])
    .where('day', '=', day)
    .executeTakeFirst()
}

/** A practitioner's extra hours that were not archived, latest first. */
export async function listExtraHoursRows(db: Reader, practitionerId: string) {
  return db
    .selectFrom('extraHours')
    .leftJoin('location', 'location.id', 'extraHours.locationId')
    .select([
      'extraHours.id',
      'extraHours.version',
      'extraHours.practitionerId',
      'extraHours.day',
      'extraHours.startsLocal',
      'extraHours.endsLocal',
      'extraHours.recurrence',
      'extraHours.note',
      'extraHours.locationId',
      'location.name as locationName',
    ])
    .where('extraHours.practitionerId', '=', practitionerId)
    .where('extraHours.archivedAt', 'is', null)
    .orderBy('extraHours.day', 'desc')
    .execute()
}

/** All that says whether a practitioner works on a day, each part as a JSON list, in one question. */
export async function findDayFacts(
  db: Reader,
  question: { practitionerId: string; day: string; weekday: number },
) {
  return (await askDayFacts(db, question))[0]
}

const askDayFacts = keptQuestion(
  (db, place: Places<{ practitionerId: string; day: string; weekday: number }>) =>
    db.selectFrom('organization').select([
      'country',
      sql<string | null>`(SELECT value FROM setting WHERE id = 'calendar')`.as('calendar'),
      sql<string>`(SELECT json_group_array(json_object('weekday', weekday, 'startsAt', starts_local,
        'endsAt', ends_local, 'locationId', location_id, 'validFrom', valid_from, 'validTo', valid_to))
        FROM weekly_hours WHERE practitioner_id = ${place('practitionerId')}
          AND weekday = ${place('weekday')} AND archived_at IS NULL AND valid_from <= ${place('day')}
          AND (valid_to IS NULL OR valid_to >= ${place('day')}))`.as('hours'),
      sql<string>`(SELECT json_group_array(json_object('fromDay', from_day, 'toDay', to_day,
        'startsLocal', starts_local, 'endsLocal', ends_local, 'recurrence', recurrence, 'reason', reason))
        FROM leave WHERE practitioner_id = ${place('practitionerId')} AND archived_at IS NULL
          AND from_day <= ${place('day')}
          AND (to_day >= ${place('day')} OR recurrence IS NOT NULL))`.as('leaves'),
      sql<string>`(SELECT json_group_array(json_object('day', day, 'startsLocal', starts_local,
        'endsLocal', ends_local, 'recurrence', recurrence, 'locationId', location_id))
        FROM extra_hours WHERE practitioner_id = ${place('practitionerId')} AND archived_at IS NULL
          AND day <= ${place('day')}
          AND (day = ${place('day')} OR recurrence IS NOT NULL))`.as('extra'),
      sql<string>`(SELECT json_group_array(json_object('day', day, 'kind', kind, 'name', name))
        FROM clinic_day WHERE day = ${place('day')} AND archived_at IS NULL)`.as('days'),
    ]),
)

/** A booking that is still to come, with the names for a list. */
export async function listComingBookings(
  db: Reader,
  question: { practitionerId: string | null; fromDay: string; now: string },
) {
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
      'appointment.patientId',
      'patient.family as patientFamily',
      'patient.given as patientGiven',
      'patient.patronymic as patientPatronymic',
      sql<string | null>`json_extract(patient.phones, '$[0].value')`.as('phone'),
      'appointment.practitionerId',
      'practitioner.family as practitionerFamily',
      'practitioner.given as practitionerGiven',
      'practitioner.patronymic as practitionerPatronymic',
      'service.name as serviceName',
    ])
    .where('appointment.day', '>=', question.fromDay)
    .where('appointment.startsAt', '>=', question.now)
    .where('appointment.status', 'in', ['requested', 'confirmed'])
    .$if(question.practitionerId !== null, (query) =>
      query.where('appointment.practitionerId', '=', question.practitionerId ?? ''),
    )
    .orderBy('appointment.startsAt')
    .execute()
}

/** A practitioner's leave that was not archived, latest first. */
export async function listLeaveRows(db: Reader, practitionerId: string) {
  return db
    .selectFrom('leave')
    .select([
      'id',
      'version',
      'practitionerId',
      'fromDay',
      'toDay',
      'startsLocal',
      'endsLocal',
      'recurrence',
      'reason',
    ])
    .where('practitionerId', '=', practitionerId)
    .where('archivedAt', 'is', null)
    .orderBy('fromDay', 'desc')
    .execute()
}

/** Bookings of some days, whose time and in which room, without whom they are for. */
export async function listBookedBetween(
  db: Reader,
  question: { fromDay: string; toDay: string; statuses: readonly AppointmentRow['status'][] },
) {
  return db
    .selectFrom('appointment')
    .select(['id as appointmentId', 'day', 'practitionerId', 'locationId', 'startsAt', 'endsAt'])
    .where('day', '>=', question.fromDay)
    .where('day', '<=', question.toDay)
    .where('status', 'in', [...question.statuses])
    .orderBy('startsAt')
    .execute()
}

/** How long an instant is, as every row holds it. */
const instantLength = '2026-11-21T09:30:00.000Z'.length

/**
 * What holds the time of several practitioners, by practitioner: bookings that start in the span,
 * in no order. One row comes back for each practitioner, because a row for each of the thousands of
 * bookings of a fortnight would cost more than everything else about free times.
 */
export async function listBusySpans(
  db: Reader,
  question: {
    practitionerIds: readonly string[]
    startsAt: string
    endsAt: string
    /** The statuses that hold time. */
    statuses: readonly AppointmentRow['status'][]
  },
): Promise<Map<string, Span[]>> {
  const rows = await db
    .selectFrom('appointment')
    .select(['practitionerId', sql<string>`group_concat(starts_at || ends_at, '')`.as('spans')])
    .where('practitionerId', 'in', [...question.practitionerIds])
    .where('startsAt', '>=', question.startsAt)
    .where('startsAt', '<', question.endsAt)
    .where('status', 'in', [...question.statuses])
    .groupBy('practitionerId')
    .execute()
  return new Map(rows.map((row) => [row.practitionerId, spansIn(row.spans)]))
}

function spansIn(text: string): Span[] {
  return Array.from({ length: text.length / (2 * instantLength) }, (_, index) => {
    const at = index * 2 * instantLength
    const middle = at + instantLength
    return { startsAt: text.slice(at, middle), endsAt: text.slice(middle, middle + instantLength) }
  })
}

export async function findLocation(db: Reader, id: string) {
  return db
    .selectFrom('location')
    .select(['id', 'archivedAt'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function findPractitionerState(db: Reader, id: string) {
  return db
    .selectFrom('practitioner')
    .select(['id', 'archivedAt'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The service whose free times are asked for, with the clinic's zone and currency. */
export async function findServiceInClinic(db: Reader, serviceId: string) {
  return db
    .selectFrom('healthcareService')
    .innerJoin('organization', (join) => join.onTrue())
    .select([
      'healthcareService.id',
      'healthcareService.durationMinutes',
      'healthcareService.priceMinor',
      'organization.currency',
      'organization.timeZone',
    ])
    .where('healthcareService.id', '=', serviceId)
    .where('healthcareService.archivedAt', 'is', null)
    .executeTakeFirst()
}

/** Doctors who work here, by name; the columns of a board. */
export async function listDoctors(db: Reader) {
  return (
    db
      .selectFrom('practitioner')
      .select(['id', 'family', 'given', 'patronymic', 'specialty'])
      .where('archivedAt', 'is', null)
      // The roles are a JSON array of words, none of which is a part of another.
      .where('roles', 'like', '%"doctor"%')
      .orderBy('family')
      .orderBy('given')
      .execute()
  )
}

/** Those practitioners, whether they still work here or not, by name. */
export async function listPractitionersById(db: Reader, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db
    .selectFrom('practitioner')
    .select(['id', 'family', 'given', 'patronymic', 'specialty'])
    .where('id', 'in', [...ids])
    .orderBy('family')
    .orderBy('given')
    .execute()
}
