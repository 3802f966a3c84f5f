/** Who works when: the spans of a day, several days at a glance, and the times that are still free. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import { findServedBranches } from '../appointments/appointments.queries.ts'
import { occupyingStatuses } from '../appointments/appointments.rules.ts'
import { listOfferingPractitioners } from '../catalog/catalog.queries.ts'
import { longestServiceMinutes } from '../catalog/catalog.rules.ts'
import { listClaims, listNeeds, listResources } from '../catalog/resources.queries.ts'
import {
  candidatesFor,
  chooseResources,
  resourcesWithin,
  roomOf,
} from '../catalog/resources.rules.ts'
import { readClinic } from '../settings/settings.service.ts'
import { addDays, addMinutes, dayBounds, type Span } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { listBlocksBetween } from './blocks.queries.ts'
import type { ClosedDay } from './plan.rules.ts'
import { type Plan, readPlan } from './plan.service.ts'
import { stepMinutesFor } from './planning.rules.ts'
import type { FreeTimesOfQuestion, FreeTimesQuestion } from './schedule.input.ts'
import {
  findServiceInClinic,
  listBookedBetween,
  listBusySpans,
  listDoctors,
} from './schedule.queries.ts'
import {
  type Absence,
  absencesOn,
  breaksBetween,
  freeTimes as findFreeTimes,
  leaveOn,
  minutesIn,
  type WorkingSpan,
  workingSpans,
} from './schedule.rules.ts'

/** One practitioner's day: when they work, the gaps between, and why they are away. */
export interface DaySchedule {
  spans: WorkingSpan[]
  breaks: Span[]
  /** Hours of the day away, with why. */
  absences: Absence[]
  /** The reason of the leave that covers the whole day, or null. */
  leave: string | null
  /** Why the clinic is closed that day, or null. */
  closed: ClosedDay | null
  capacityMinutes: number
}

/** The day of several practitioners in a handful of questions; every id asked for is in the answer. */
export async function readDaySchedules(
  db: Reader,
  question: { practitionerIds: readonly string[]; day: string; timeZone: string },
): Promise<Map<string, DaySchedule>> {
  const { practitionerIds, day, timeZone } = question
  const plan = await readPlan(db, practitionerIds, day, day)
  return new Map(practitionerIds.map((id) => [id, dayScheduleOf(plan, id, day, timeZone)]))
}

function dayScheduleOf(plan: Plan, id: string, day: string, timeZone: string): DaySchedule {
  const { hours, leaves } = plan.of(id)
  const spans = workingSpans(day, hours, leaves, timeZone)
  // An absence is no break: it is shown with its reason.
  const planned = leaves.filter(({ startsAt }) => startsAt === undefined)
  return {
    spans,
    breaks: breaksBetween(workingSpans(day, hours, planned, timeZone)),
    absences: absencesOn(day, leaves, timeZone),
    leave: leaveOn(day, leaves)?.reason ?? null,
    closed: plan.closed.get(day) ?? null,
    capacityMinutes: minutesIn(spans),
  }
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
 * A stretch of days: when every doctor works and in which room, why not, what of it is booked, and when
 * each room and machine is held by bookings; nothing of whom they are for.
 */
export async function readSchedule(desk: Desk, question: { fromDay: string; days: number }) {
  const { fromDay } = question
  const [{ timeZone }, doctors, resources] = await Promise.all([
    readClinic(desk),
    listDoctors(desk.read),
    listResources(desk.read),
  ])
  const days = Array.from({ length: question.days }, (_, index) => addDays(fromDay, index))
  const toDay = days.at(-1) ?? fromDay
  const ids = doctors.map(({ id }) => id)
  const plan = await readPlan(desk.read, ids, fromDay, toDay)
  const { startsAt } = dayBounds(fromDay, timeZone)
  const span = { startsAt, endsAt: dayBounds(toDay, timeZone).endsAt }
  const resourceIds = resources.map(({ id }) => id)
  const claims = await listClaims(desk.read, { resourceIds, span, exceptId: '' })
  const booked = await listBookedBetween(desk.read, {
    fromDay,
    toDay,
    statuses: occupyingStatuses,
  })
  const bookedOf = Map.groupBy(booked, ({ practitionerId }) => practitionerId)
  return {
    timeZone,
    days: days.map((day) => ({ day, closed: plan.closed.get(day) ?? null })),
    practitioners: doctors.map((doctor) => ({
      ...doctor,
      days: days.map((day) => ({
        day,
        ...dayScheduleOf(plan, doctor.id, day, timeZone),
        booked: (bookedOf.get(doctor.id) ?? [])
          .filter((one) => one.day === day)
          .map(({ startsAt: from, endsAt: to }) => ({ startsAt: from, endsAt: to })),
      })),
    })),
    resources: resources.map((resource) => ({
      ...resource,
      claims: claimsOf(resource.id, claims, booked),
    })),
  }
}

interface Held extends Span {
  appointmentId: string
}

/** What holds a room or a machine, each booking once: what claims it, and what takes place in it. */
function claimsOf(
  resourceId: string,
  claims: readonly (Held & { resourceId: string })[],
  booked: readonly (Held & { locationId: string | null })[],
): Held[] {
  const all = [
    ...claims.filter((one) => one.resourceId === resourceId),
    ...booked.filter(({ locationId }) => locationId === resourceId),
  ].map(({ appointmentId, startsAt, endsAt }) => ({ appointmentId, startsAt, endsAt }))
  const once = new Map(all.map((one) => [one.appointmentId, one]))
  return [...once.values()].toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
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
 * The free times of a stretch of days, for all who offer the service or those asked for who do, at which
 * the rooms and equipment that it needs are free too, in rooms that this workstation serves; a handful
 * of questions however many they are. `leave` is the reason of an absence. Refused with `not-found` when
 * the service is not in the catalog.
 */
export async function freeTimesOf(
  desk: Pick<Desk, 'now'> & { read: Reader },
  question: FreeTimesOfQuestion,
) {
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
  const { busyOn, roomBusy } = await readBusy(desk.read, { practitionerIds, days, timeZone })
  const mayOffer = await readOffers(desk.read, { serviceId, fromDay, toDay, timeZone })
  const stepMinutes = stepMinutesFor(durationMinutes)
  const wish = { durationMinutes, stepMinutes, timeZone, notBefore: desk.now() }
  return {
    timeZone,
    durationMinutes,
    priceMinor,
    currency,
    practitioners: practitioners.map((practitioner) => {
      const { leaves, hours: all } = plan.of(practitioner.id)
      const { offeredIn } = practitioner
      const hours = all.filter(({ locationId }) => offeredIn === null || locationId === offeredIn)
      return {
        ...practitioner,
        days: days.map((day) => {
          const leave = leaveOn(day, leaves)?.reason ?? null
          const busy = busyOn(practitioner.id, day)
          const times = findFreeTimes({ ...wish, day, hours, leaves, busy, roomBusy })
          return { day, leave, times: mayOffer === null ? times : times.filter(mayOffer) }
        }),
      }
    }),
  }
}

interface OffersQuestion {
  serviceId: string
  fromDay: string
  toDay: string
  timeZone: string
}

/** Whether a time can be booked here. Null where nothing but the doctor decides that. */
export async function readOffers(
  db: Reader,
  question: OffersQuestion,
): Promise<((time: WorkingSpan) => boolean) | null> {
  const served = await findServedBranches(db)
  const claimedRoomAt = await readFreeResources(db, { ...question, served })
  if (claimedRoomAt === null && served === null) return null
  return (time) => {
    const claimed = claimedRoomAt === null ? { roomId: null } : claimedRoomAt(time)
    if (claimed === null) return false
    const locationId = claimed.roomId ?? time.locationId
    return served === null || locationId === null || served.includes(locationId)
  }
}

/**
 * The room that a service's needs lead to at a time of these days, by the same choice that a booking
 * makes, or null when not all of them are free then. Null for a service that needs nothing.
 */
async function readFreeResources(
  db: Reader,
  question: OffersQuestion & { served: readonly string[] | null },
): Promise<((time: WorkingSpan) => { roomId: string | null } | null) | null> {
  const { serviceId, fromDay, toDay, timeZone, served } = question
  const needs = await listNeeds(db, serviceId)
  if (needs.length === 0) return null
  const resources = await listResources(db)
  const able = needs.flatMap((need) => candidatesFor(need, resources).map(({ id }) => id))
  const { startsAt } = dayBounds(fromDay, timeZone)
  const span = { startsAt, endsAt: dayBounds(toDay, timeZone).endsAt }
  const claims = await listClaims(db, { resourceIds: [...new Set(able)], span, exceptId: '' })
  const blocks = (await listBlocksBetween(db, span)).flatMap(({ locationId, ...block }) =>
    locationId === null ? [] : [{ ...block, resourceId: locationId }],
  )
  const held = Map.groupBy<string, Span & { resourceId: string }>(
    [...claims, ...blocks],
    ({ resourceId }) => resourceId,
  )
  return (time) => {
    const isFree = (id: string) =>
      held.get(id)?.every((one) => one.endsAt <= time.startsAt || time.endsAt <= one.startsAt) ??
      true
    const preferred = time.locationId === null ? [] : [time.locationId]
    const here = resourcesWithin(served, time.locationId, resources)
    const choice = chooseResources(needs, here, isFree, preferred)
    return choice.met ? { roomId: roomOf(choice.resourceIds, resources) } : null
  }
}

/**
 * What holds time on each of the days, or reaches into it: bookings and blocks by practitioner and
 * day, and blocks of rooms.
 */
export async function readBusy(
  db: Reader,
  question: { practitionerIds: readonly string[]; days: readonly string[]; timeZone: string },
): Promise<{
  busyOn: (practitionerId: string, day: string) => Span[]
  roomBusy: (Span & { locationId: string })[]
}> {
  const { practitionerIds, days, timeZone } = question
  const [fromDay, toDay] = [days[0], days.at(-1)]
  if (fromDay === undefined || toDay === undefined) return { busyOn: () => [], roomBusy: [] }
  const whole = {
    startsAt: dayBounds(fromDay, timeZone).startsAt,
    endsAt: dayBounds(toDay, timeZone).endsAt,
  }
  const spans = await listBusySpans(db, {
    practitionerIds,
    startsAt: addMinutes(whole.startsAt, -longestServiceMinutes),
    endsAt: whole.endsAt,
    statuses: occupyingStatuses,
  })
  const blocks = await listBlocksBetween(db, whole)
  const byDay = new Map([...spans].map(([id, found]) => [id, Map.groupBy(found, utcDay)]))
  // A day of any zone, and what reaches into it, begins on three days of UTC.
  const near = new Map(days.map((day) => [day, [addDays(day, -1), day, addDays(day, 1)]]))
  const blocked = Map.groupBy(blocks, (block) => block.practitionerId)
  return {
    busyOn: (id, day) => [
      ...(near.get(day)?.flatMap((utc) => byDay.get(id)?.get(utc) ?? []) ?? []),
      // Few, and they may be days long.
      ...(blocked.get(id) ?? []),
    ],
    roomBusy: blocks.flatMap(({ locationId, startsAt, endsAt }) =>
      locationId === null ? [] : [{ locationId, startsAt, endsAt }],
    ),
  }
}

function utcDay({ startsAt }: Span): string {
  return startsAt.slice(0, 'YYYY-MM-DD'.length)
}
