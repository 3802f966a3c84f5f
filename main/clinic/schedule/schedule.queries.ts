/** Reads of who works when: weekly hours, leave, and what already holds a doctor's time. */
import { sql } from 'kysely'
import type { Reader } from '../../db/kysely.ts'
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

/** Leave of several practitioners that touches the stretch of days. */
export async function listLeavesBetween(
  db: Reader,
  practitionerIds: readonly string[],
  fromDay: string,
  toDay: string,
) {
  return db
    .selectFrom('leave')
    .select(['practitionerId', 'fromDay', 'toDay', 'reason'])
    .where('practitionerId', 'in', [...practitionerIds])
    .where('archivedAt', 'is', null)
    .where('fromDay', '<=', toDay)
    .where('toDay', '>=', fromDay)
    .execute()
}

/** A practitioner's leave that was not archived, latest first. */
export async function listLeaveRows(db: Reader, practitionerId: string) {
  return db
    .selectFrom('leave')
    .select(['id', 'version', 'practitionerId', 'fromDay', 'toDay', 'reason'])
    .where('practitionerId', '=', practitionerId)
    .where('archivedAt', 'is', null)
    .orderBy('fromDay', 'desc')
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

/** The bookings of a practitioner that hold time on the days of a leave. */
export async function listBookingsWithin(
  db: Reader,
  question: {
    practitionerId: string
    fromDay: string
    toDay: string
    statuses: readonly AppointmentRow['status'][]
  },
) {
  return db
    .selectFrom('appointment')
    .select(['id', 'day', 'startsAt'])
    .where('practitionerId', '=', question.practitionerId)
    .where('day', '>=', question.fromDay)
    .where('day', '<=', question.toDay)
    .where('status', 'in', [...question.statuses])
    .orderBy('startsAt')
    .execute()
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
