/** Who works when: weekly hours, leave, the spans of a day, and the times that are still free. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { Unit } from '../../db/write.ts'
import { occupyingStatuses } from '../appointments/appointments.rules.ts'
import { listOfferingPractitioners } from '../catalog/catalog.queries.ts'
import { longestServiceMinutes } from '../catalog/catalog.rules.ts'
import { listClaims, listNeeds, listResources } from '../catalog/resources.queries.ts'
import { candidatesFor, chooseResources } from '../catalog/resources.rules.ts'
import { readClinic } from '../settings/settings.service.ts'
import { addDays, addMinutes, dayBounds, type Span } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import {
  clashingHours,
  hoursMistakes,
  type PlannedHours,
  stepMinutesFor,
} from './planning.rules.ts'
import type {
  AddHours,
  AddLeave,
  FreeTimesOfQuestion,
  FreeTimesQuestion,
  UpdateHours,
} from './schedule.input.ts'
import {
  findHours,
  findLocation,
  findPractitionerState,
  findServiceInClinic,
  listBookingsWithin,
  listBusySpans,
  listDoctors,
  listHoursBetween,
  listHoursRows,
  listLeaveRows,
  listLeavesBetween,
} from './schedule.queries.ts'
import {
  breaksBetween,
  freeTimes as findFreeTimes,
  leaveOn,
  minutesIn,
  type WorkingSpan,
  workingSpans,
} from './schedule.rules.ts'

/** A practitioner's weekly hours, in the order of the week, with the room's name. */
export async function listHours(desk: Desk, practitionerId: string) {
  return listHoursRows(desk.read, practitionerId)
}

/**
 * Adds hours of a weekday. Refused with `hours-overlap` (which names the others), `not-found`,
 * `archived` (the room), and `invalid-input` when they end before they start.
 */
export async function addHours(desk: Desk, wish: AddHours): Promise<{ id: string }> {
  return desk.write('schedule.addHours', async (unit) => {
    await requirePractitioner(unit, wish.practitionerId)
    await requireRoom(unit, wish.locationId)
    await requirePlan(unit, wish.practitionerId, wish, null)
    return { id: unit.insert('weeklyHours', { ...wish, archivedAt: null }) }
  })
}

/** Changes hours; refused as {@link addHours}. Bookings that exist stay where they are. */
export async function updateHours(desk: Desk, wish: UpdateHours): Promise<void> {
  const { id, version, ...changes } = wish
  await desk.write('schedule.updateHours', async (unit) => {
    const before = await findHours(unit.db, id)
    if (before === undefined) throw new ClinicError('not-found', { entity: 'weeklyHours', id })
    if (wish.locationId !== before.locationId) await requireRoom(unit, wish.locationId)
    await requirePlan(unit, before.practitionerId, wish, id)
    unit.patch('weeklyHours', id, changes, version)
  })
}

/** Takes hours out of the plan. */
export async function archiveHours(
  desk: Desk,
  wish: { id: string; version: number },
): Promise<void> {
  await desk.write('schedule.archiveHours', async (unit) => {
    unit.patch('weeklyHours', wish.id, { archivedAt: unit.now }, wish.version)
  })
}

/** A practitioner's leave, latest first. */
export async function listLeaves(desk: Desk, practitionerId: string) {
  return listLeaveRows(desk.read, practitionerId)
}

/**
 * Adds leave: whole days, both ends included. Bookings on these days stay; they are answered, so
 * that someone moves them.
 */
export async function addLeave(
  desk: Desk,
  wish: AddLeave,
): Promise<{ id: string; bookings: { id: string; day: string; startsAt: string }[] }> {
  return desk.write('schedule.addLeave', async (unit) => {
    if (wish.toDay < wish.fromDay) throw invalid([{ path: 'toDay', code: 'ends-before-start' }])
    await requirePractitioner(unit, wish.practitionerId)
    const bookings = await listBookingsWithin(unit.db, { ...wish, statuses: occupyingStatuses })
    return { id: unit.insert('leave', { ...wish, archivedAt: null }), bookings }
  })
}

/** Takes leave back. */
export async function archiveLeave(
  desk: Desk,
  wish: { id: string; version: number },
): Promise<void> {
  await desk.write('schedule.archiveLeave', async (unit) => {
    unit.patch('leave', wish.id, { archivedAt: unit.now }, wish.version)
  })
}

/** One practitioner's day: when they work, the gaps between, and why they are away. */
export interface DaySchedule {
  spans: WorkingSpan[]
  breaks: Span[]
  /** The reason of the leave that covers the day, or null. */
  leave: string | null
  capacityMinutes: number
}

/** The day of several practitioners in two questions; every id asked for is in the answer. */
export async function readDaySchedules(
  db: Reader,
  question: { practitionerIds: readonly string[]; day: string; timeZone: string },
): Promise<Map<string, DaySchedule>> {
  const { practitionerIds, day, timeZone } = question
  const plan = await readPlan(db, practitionerIds, day, day)
  return new Map(
    practitionerIds.map((id) => {
      const { hours, leaves } = planOf(plan, id)
      const spans = workingSpans(day, hours, leaves, timeZone)
      const leave = leaveOn(day, leaves)?.reason ?? null
      const capacityMinutes = minutesIn(spans)
      return [id, { spans, breaks: breaksBetween(spans), leave, capacityMinutes }]
    }),
  )
}

/** The day of every doctor who works here, by name. */
export async function readDay(desk: Desk, day: string) {
  const [{ timeZone }, doctors] = await Promise.all([readClinic(desk), listDoctors(desk.read)])
  const practitionerIds = doctors.map((doctor) => doctor.id)
  const schedules = await readDaySchedules(desk.read, { practitionerIds, day, timeZone })
  return {
    day,
    timeZone,
    practitioners: doctors.flatMap((doctor) => {
      const schedule = schedules.get(doctor.id)
      return schedule === undefined ? [] : [{ ...doctor, ...schedule }]
    }),
  }
}

/**
 * The times of one day at which a practitioner's service can be booked from now on. Refused with
 * `not-found` (the service) and `service-not-offered`.
 */
export async function freeTimes(desk: Desk, question: FreeTimesQuestion) {
  const { practitionerId, serviceId, day } = question
  const asked = { serviceId, practitionerIds: [practitionerId], fromDay: day, days: 1 }
  const { practitioners, ...service } = await freeTimesOf(desk, asked)
  const found = practitioners[0]?.days[0]
  if (found === undefined) {
    throw new ClinicError('service-not-offered', { serviceId, practitionerId })
  }
  return { ...service, ...found }
}

/**
 * The free times of a stretch of days, for all who offer the service or those asked for who do, and at
 * which the rooms and equipment that it needs are free too; a handful of questions however many they are. `leave` is the reason of an absence. Refused with
 * `not-found` when the service is not in the catalog.
 */
export async function freeTimesOf(desk: Desk, question: FreeTimesOfQuestion) {
  const { serviceId, fromDay, practitionerIds: wished } = question
  const service = await findServiceInClinic(desk.read, serviceId)
  if (service === undefined) {
    throw new ClinicError('not-found', { entity: 'healthcareService', id: serviceId })
  }
  const { timeZone, durationMinutes, priceMinor, currency } = service
  const offering = await listOfferingPractitioners(desk.read, serviceId)
  const practitioners = offering.filter(({ id }) => wished?.includes(id) ?? true)
  const practitionerIds = practitioners.map(({ id }) => id)
  const days = Array.from({ length: question.days }, (_, index) => addDays(fromDay, index))
  const toDay = days.at(-1) ?? fromDay
  const plan = await readPlan(desk.read, practitionerIds, fromDay, toDay)
  const busyOn = await readBusy(desk.read, { practitionerIds, days, timeZone })
  const canClaim = await readFreeResources(desk.read, { serviceId, fromDay, toDay, timeZone })
  const stepMinutes = stepMinutesFor(durationMinutes)
  const wish = { durationMinutes, stepMinutes, timeZone, notBefore: desk.now() }
  return {
    timeZone,
    durationMinutes,
    priceMinor,
    currency,
    practitioners: practitioners.map((practitioner) => {
      const { hours, leaves } = planOf(plan, practitioner.id)
      return {
        ...practitioner,
        days: days.map((day) => {
          const leave = leaveOn(day, leaves)?.reason ?? null
          const busy = busyOn(practitioner.id, day)
          const times = findFreeTimes({ ...wish, day, hours, leaves, busy })
          return { day, leave, times: canClaim === null ? times : times.filter(canClaim) }
        }),
      }
    }),
  }
}

/**
 * Whether all that a service needs is free at a time of these days: the same choice that a booking
 * makes. Null for a service that needs nothing.
 */
export async function readFreeResources(
  db: Reader,
  question: { serviceId: string; fromDay: string; toDay: string; timeZone: string },
): Promise<((time: WorkingSpan) => boolean) | null> {
  const { serviceId, fromDay, toDay, timeZone } = question
  const needs = await listNeeds(db, serviceId)
  if (needs.length === 0) return null
  const resources = await listResources(db)
  const able = needs.flatMap((need) => candidatesFor(need, resources).map(({ id }) => id))
  const { startsAt } = dayBounds(fromDay, timeZone)
  const span = { startsAt, endsAt: dayBounds(toDay, timeZone).endsAt }
  const claims = await listClaims(db, { resourceIds: [...new Set(able)], span, exceptId: '' })
  const held = Map.groupBy(claims, ({ resourceId }) => resourceId)
  return (time) => {
    const isFree = (id: string) =>
      held.get(id)?.every((one) => one.endsAt <= time.startsAt || time.endsAt <= one.startsAt) ??
      true
    return chooseResources(needs, resources, isFree).met
  }
}

/** What holds time on each of the days, or reaches into it: by practitioner and day. */
async function readBusy(
  db: Reader,
  question: { practitionerIds: readonly string[]; days: readonly string[]; timeZone: string },
): Promise<(practitionerId: string, day: string) => Span[]> {
  const { practitionerIds, days, timeZone } = question
  const [fromDay, toDay] = [days[0], days.at(-1)]
  if (fromDay === undefined || toDay === undefined) return () => []
  const spans = await listBusySpans(db, {
    practitionerIds,
    startsAt: addMinutes(dayBounds(fromDay, timeZone).startsAt, -longestServiceMinutes),
    endsAt: dayBounds(toDay, timeZone).endsAt,
    statuses: occupyingStatuses,
  })
  const byDay = new Map([...spans].map(([id, found]) => [id, Map.groupBy(found, utcDay)]))
  // A day of any zone, and what reaches into it, begins on three days of UTC.
  const near = new Map(days.map((day) => [day, [addDays(day, -1), day, addDays(day, 1)]]))
  return (id, day) => near.get(day)?.flatMap((utc) => byDay.get(id)?.get(utc) ?? []) ?? []
}

function utcDay({ startsAt }: Span): string {
  return startsAt.slice(0, 'YYYY-MM-DD'.length)
}

type HoursRow = Awaited<ReturnType<typeof listHoursBetween>>[number]
type LeaveRow = Awaited<ReturnType<typeof listLeavesBetween>>[number]

interface Plan {
  hours: Map<string, HoursRow[]>
  leaves: Map<string, LeaveRow[]>
}

async function readPlan(
  db: Reader,
  practitionerIds: readonly string[],
  fromDay: string,
  toDay: string,
): Promise<Plan> {
  const [hours, leaves] = await Promise.all([
    listHoursBetween(db, practitionerIds, fromDay, toDay),
    listLeavesBetween(db, practitionerIds, fromDay, toDay),
  ])
  return { hours: byPractitioner(hours), leaves: byPractitioner(leaves) }
}

function planOf(plan: Plan, practitionerId: string): { hours: HoursRow[]; leaves: LeaveRow[] } {
  return {
    hours: plan.hours.get(practitionerId) ?? [],
    leaves: plan.leaves.get(practitionerId) ?? [],
  }
}

function byPractitioner<Row extends { practitionerId: string }>(
  rows: readonly Row[],
): Map<string, Row[]> {
  return Map.groupBy(rows, (row) => row.practitionerId)
}

async function requirePractitioner(unit: Unit, id: string): Promise<void> {
  const practitioner = await findPractitionerState(unit.db, id)
  if (practitioner === undefined) throw new ClinicError('not-found', { entity: 'practitioner', id })
  if (practitioner.archivedAt !== null) {
    throw new ClinicError('archived', { entity: 'practitioner', id })
  }
}

async function requireRoom(unit: Unit, id: string | null): Promise<void> {
  if (id === null) return
  const location = await findLocation(unit.db, id)
  if (location === undefined) throw new ClinicError('not-found', { entity: 'location', id })
  if (location.archivedAt !== null) throw new ClinicError('archived', { entity: 'location', id })
}

async function requirePlan(
  unit: Unit,
  practitionerId: string,
  wish: PlannedHours,
  exceptId: string | null,
): Promise<void> {
  const mistakes = hoursMistakes(wish)
  if (mistakes.length > 0) throw invalid(mistakes)
  const clash = clashingHours(wish, await listHoursRows(unit.db, practitionerId), exceptId)
  if (clash === null) return
  const { weekday, startsLocal, endsLocal, validFrom, validTo } = clash
  throw new ClinicError('hours-overlap', { weekday, startsLocal, endsLocal, validFrom, validTo })
}

function invalid(fields: { path: string; code: string }[]): ClinicError {
  return new ClinicError('invalid-input', { fields })
}
