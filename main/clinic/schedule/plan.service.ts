/** The plan of practitioners for a stretch of days, read from its rows and laid out in days. */
import * as z from 'zod'
import type { Reader } from '../../db/kysely.ts'
import { isoWeekday } from '../shared/days.ts'
import {
  type ClosedDay,
  closedDaysBetween,
  closuresOf,
  extraHoursBetween,
  leavesBetween,
} from './plan.rules.ts'
import {
  findCalendarFacts,
  findDayFacts,
  listClinicDaysBetween,
  listExtraHoursBetween,
  listHoursBetween,
  listLeavesBetween,
} from './schedule.queries.ts'
import type { Leave, WeeklyHours } from './schedule.rules.ts'

/** What schedule.rules answers from: of one practitioner, for the days that were asked for. */
export interface PractitionerPlan {
  hours: WeeklyHours[]
  leaves: Leave[]
}

export interface Plan {
  of(practitionerId: string): PractitionerPlan
  closed: ReadonlyMap<string, ClosedDay>
}

/** The plan of several practitioners in five questions, however many they are. */
export async function readPlan(
  db: Reader,
  practitionerIds: readonly string[],
  fromDay: string,
  toDay: string,
): Promise<Plan> {
  const [hours, leaves, extra, closed] = await Promise.all([
    listHoursBetween(db, practitionerIds, fromDay, toDay),
    listLeavesBetween(db, practitionerIds, fromDay, toDay),
    listExtraHoursBetween(db, practitionerIds, fromDay, toDay),
    readClosedDays(db, fromDay, toDay),
  ])
  const closures = closuresOf(closed)
  const hoursOf = Map.groupBy(hours, ({ practitionerId }) => practitionerId)
  const leavesOf = Map.groupBy(leaves, ({ practitionerId }) => practitionerId)
  const extraOf = Map.groupBy(extra, ({ practitionerId }) => practitionerId)
  const plans = new Map(
    practitionerIds.map((id) => [
      id,
      {
        hours: [
          ...(hoursOf.get(id) ?? []),
          ...extraHoursBetween(extraOf.get(id) ?? [], fromDay, toDay),
        ],
        leaves: [...leavesBetween(leavesOf.get(id) ?? [], fromDay, toDay), ...closures],
      },
    ]),
  )
  return {
    of: (id) => plans.get(id) ?? { hours: [], leaves: closures },
    closed: new Map(closed.map((one) => [one.day, one])),
  }
}

/** The days of the stretch on which the clinic is closed. */
export async function readClosedDays(
  db: Reader,
  fromDay: string,
  toDay: string,
): Promise<ClosedDay[]> {
  const [facts, days] = await Promise.all([
    findCalendarFacts(db),
    listClinicDaysBetween(db, fromDay, toDay),
  ])
  if (facts === undefined) return []
  const keepsHolidays = keepsHolidaysIn(facts.calendar)
  return closedDaysBetween({ country: facts.country, keepsHolidays, days }, fromDay, toDay)
}

/** One practitioner's plan for one day: what a booking is checked against, in one question. */
export async function readDayPlan(
  db: Reader,
  practitionerId: string,
  day: string,
): Promise<PractitionerPlan> {
  const facts = await findDayFacts(db, { practitionerId, day, weekday: isoWeekday(day) })
  if (facts === undefined) return { hours: [], leaves: [] }
  const { hours, leaves, extra, days } = dayFacts.parse({
    hours: JSON.parse(facts.hours),
    leaves: JSON.parse(facts.leaves),
    extra: JSON.parse(facts.extra),
    days: JSON.parse(facts.days),
  })
  const keepsHolidays = keepsHolidaysIn(facts.calendar)
  const closed = closedDaysBetween({ country: facts.country, keepsHolidays, days }, day, day)
  return {
    hours: [...hours, ...extraHoursBetween(extra, day, day)],
    leaves: [...leavesBetween(leaves, day, day), ...closuresOf(closed)],
  }
}

const hoursShape = { startsLocal: z.string(), endsLocal: z.string() }

const dayFacts = z.object({
  hours: z.array(
    z.object({
      weekday: z.number(),
      startsAt: z.string(),
      endsAt: z.string(),
      locationId: z.string().nullable(),
      validFrom: z.string(),
      validTo: z.string().nullable(),
    }),
  ),
  leaves: z.array(
    z.object({
      fromDay: z.string(),
      toDay: z.string(),
      startsLocal: z.string().nullable(),
      endsLocal: z.string().nullable(),
      recurrence: z.string().nullable(),
      reason: z.string(),
    }),
  ),
  extra: z.array(
    z.object({
      ...hoursShape,
      day: z.string(),
      recurrence: z.string().nullable(),
      locationId: z.string().nullable(),
    }),
  ),
  days: z.array(
    z.object({ day: z.string(), kind: z.enum(['closed', 'open']), name: z.string().nullable() }),
  ),
})

const calendarShape = z.object({ keepsHolidays: z.boolean() })

/** Holidays are kept until a clinic says that it works on them. */
export function keepsHolidaysIn(setting: string | null): boolean {
  return setting === null || calendarShape.parse(JSON.parse(setting)).keepsHolidays
}
