/** Changes of who works when: weekly hours, leave, extra hours, the clinic's days; none loses a booking. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { Unit } from '../../db/write.ts'
import { findSetting } from '../settings/settings.queries.ts'
import { addDays, dayOf, type Span } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { holidayCountries, publicHolidays } from './holidays.rules.ts'
import { keepsHolidaysIn, readPlan } from './plan.service.ts'
import { clashingHours, hoursMistakes, type PlannedHours } from './planning.rules.ts'
import type {
  AddExtraHours,
  AddHours,
  AddLeave,
  CopyWeek,
  SetClinicDay,
  UpdateHours,
} from './schedule.input.ts'
import {
  findCalendarFacts,
  findClinicDay,
  findHours,
  findLocation,
  findPractitionerState,
  listClinicDaysBetween,
  listComingBookings,
  listExtraHoursRows,
  listHoursRows,
  listLeaveRows,
} from './schedule.queries.ts'
import { isWithinHours } from './schedule.rules.ts'

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

/** Changes hours; refused as {@link addHours}. Bookings that no longer fit stay, and are answered. */
export async function updateHours(desk: Desk, wish: UpdateHours): Promise<PlanChange> {
  const { id, version, ...changes } = wish
  return desk.write('schedule.updateHours', async (unit) => {
    const before = await requireHours(unit, id)
    if (wish.locationId !== before.locationId) await requireRoom(unit, wish.locationId)
    await requirePlan(unit, before.practitionerId, wish, id)
    return changePlan(unit, before.practitionerId, async () => {
      unit.patch('weeklyHours', id, changes, version)
    })
  })
}

/** Takes hours out of the plan. Bookings that no longer fit stay, and are answered. */
export async function archiveHours(
  desk: Desk,
  wish: { id: string; version: number },
): Promise<PlanChange> {
  return desk.write('schedule.archiveHours', async (unit) => {
    const { practitionerId } = await requireHours(unit, wish.id)
    return changePlan(unit, practitionerId, async () => {
      unit.patch('weeklyHours', wish.id, { archivedAt: unit.now }, wish.version)
    })
  })
}

async function requireHours(unit: Unit, id: string) {
  const hours = await findHours(unit.db, id)
  if (hours === undefined) throw new ClinicError('not-found', { entity: 'weeklyHours', id })
  return hours
}

/** A practitioner's leave, latest first. */
export async function listLeaves(desk: Desk, practitionerId: string) {
  return listLeaveRows(desk.read, practitionerId)
}

/**
 * Adds leave: whole days or the same hours of each, both ends included, once or by a rule. Bookings
 * that no longer fit stay, and are answered, so that someone moves them.
 */
export async function addLeave(desk: Desk, wish: AddLeave): Promise<PlanChange & { id: string }> {
  return desk.write('schedule.addLeave', async (unit) => {
    if (wish.toDay < wish.fromDay) throw invalid([{ path: 'toDay', code: 'ends-before-start' }])
    const { practitionerId, fromDay, toDay, reason } = wish
    const { startsLocal = null, endsLocal = null, recurrence = null } = wish
    await requirePractitioner(unit, practitionerId)
    const row = { practitionerId, fromDay, toDay, reason, startsLocal, endsLocal, recurrence }
    let id = ''
    const change = await changePlan(unit, practitionerId, async () => {
      id = unit.insert('leave', { ...row, archivedAt: null })
    })
    return { id, ...change }
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

/** A practitioner's extra hours, latest first, with the room's name. */
export async function listExtraHours(desk: Desk, practitionerId: string) {
  return listExtraHoursRows(desk.read, practitionerId)
}

/**
 * Adds hours beside the weekly ones, of one day or of the days of a rule; they are worked also when the
 * clinic is closed. Refused with `not-found` and `archived` (the practitioner, the room).
 */
export async function addExtraHours(desk: Desk, wish: AddExtraHours): Promise<{ id: string }> {
  return desk.write('schedule.addExtraHours', async (unit) => {
    await requirePractitioner(unit, wish.practitionerId)
    await requireRoom(unit, wish.locationId)
    return { id: unit.insert('extraHours', { ...wish, archivedAt: null }) }
  })
}

/** Takes extra hours back. Bookings that no longer fit stay, and are answered. */
export async function archiveExtraHours(
  desk: Desk,
  wish: { id: string; version: number; practitionerId: string },
): Promise<PlanChange> {
  return desk.write('schedule.archiveExtraHours', async (unit) =>
    changePlan(unit, wish.practitionerId, async () => {
      unit.patch('extraHours', wish.id, { archivedAt: unit.now }, wish.version)
    }),
  )
}

/**
 * Gives a practitioner the weekly hours that hold in a week, their own or another's, from a Monday on for
 * so many weeks, or from then on; what held in these weeks gives way. Bookings that no longer fit stay,
 * and are answered. Refused with `invalid-input` (not Mondays), `not-found` and `archived`.
 */
export async function copyWeek(desk: Desk, wish: CopyWeek): Promise<PlanChange> {
  const { fromPractitionerId, week, toPractitionerId, firstWeek, weeks } = wish
  const lastDay = weeks === null ? null : addDays(firstWeek, weeks * 7 - 1)
  return desk.write('schedule.copyWeek', async (unit) => {
    await requirePractitioner(unit, toPractitionerId)
    const source = (await listHoursRows(unit.db, fromPractitionerId)).filter((hours) => {
      const day = addDays(week, hours.weekday - 1)
      return hours.validFrom <= day && (hours.validTo === null || day <= hours.validTo)
    })
    const target = await listHoursRows(unit.db, toPractitionerId)
    return changePlan(unit, toPractitionerId, async () => {
      for (const hours of target) clearHours(unit, hours, firstWeek, lastDay)
      for (const { weekday, startsLocal, endsLocal, locationId } of source) {
        unit.insert('weeklyHours', {
          practitionerId: toPractitionerId,
          locationId,
          weekday,
          startsLocal,
          endsLocal,
          validFrom: firstWeek,
          validTo: lastDay,
          archivedAt: null,
        })
      }
    })
  })
}

/** Takes a stretch of days out of weekly hours; what lies before and after it goes on to hold. */
function clearHours(
  unit: Unit,
  hours: Awaited<ReturnType<typeof listHoursRows>>[number],
  fromDay: string,
  toDay: string | null,
): void {
  const { id, validFrom, validTo } = hours
  if ((toDay !== null && validFrom > toDay) || (validTo !== null && validTo < fromDay)) return
  const goesOn = toDay !== null && (validTo === null || validTo > toDay)
  if (validFrom < fromDay) {
    unit.patch('weeklyHours', id, { validTo: addDays(fromDay, -1) })
    if (!goesOn) return
    const { practitionerId, locationId, weekday, startsLocal, endsLocal } = hours
    const rest = { practitionerId, locationId, weekday, startsLocal, endsLocal, validTo }
    unit.insert('weeklyHours', { ...rest, validFrom: addDays(toDay, 1), archivedAt: null })
  } else if (goesOn) {
    unit.patch('weeklyHours', id, { validFrom: addDays(toDay, 1) })
  } else {
    unit.patch('weeklyHours', id, { archivedAt: unit.now })
  }
}

/** The days of a year on which the clinic is closed or works on a holiday, and whether it keeps holidays. */
export async function readCalendar(desk: Desk, year: number) {
  const [fromDay, toDay] = [`${String(year)}-01-01`, `${String(year)}-12-31`]
  const [facts, own] = await Promise.all([
    findCalendarFacts(desk.read),
    listClinicDaysBetween(desk.read, fromDay, toDay),
  ])
  if (facts === undefined) throw new ClinicError('not-ready', {})
  return {
    country: facts.country,
    isKnownCountry: holidayCountries.some((one) => one === facts.country),
    keepsHolidays: keepsHolidaysIn(facts.calendar),
    holidays: publicHolidays(facts.country, fromDay, toDay),
    own,
  }
}

/** Whether public holidays are days off. Bookings that no longer fit stay, and are answered. */
export async function keepHolidays(desk: Desk, keepsHolidays: boolean): Promise<PlanChange> {
  const known = await findSetting(desk.read, calendarSettingId)
  const value = JSON.stringify({ keepsHolidays })
  return desk.write('schedule.keepHolidays', async (unit) =>
    changePlan(unit, null, async () => {
      if (known === undefined) unit.insert('setting', { id: calendarSettingId, value })
      else unit.patch('setting', calendarSettingId, { value })
    }),
  )
}

const calendarSettingId = 'calendar'

/**
 * Closes the clinic on a day, or opens it on a holiday; `usual` takes either back. Bookings that no
 * longer fit stay, and are answered.
 */
export async function setClinicDay(desk: Desk, wish: SetClinicDay): Promise<PlanChange> {
  const { day, kind, name } = wish
  return desk.write('schedule.setClinicDay', async (unit) => {
    const known = await findClinicDay(unit.db, day)
    return changePlan(unit, null, async () => {
      if (kind === 'usual') {
        if (known?.archivedAt === null) {
          unit.patch('clinicDay', known.id, { archivedAt: unit.now })
        }
      } else if (known === undefined) {
        unit.insert('clinicDay', { day, kind, name, archivedAt: null })
      } else {
        unit.patch('clinicDay', known.id, { kind, name, archivedAt: null })
      }
    })
  })
}

/** What a change of the plan leaves to do: the bookings to come that no longer fit. */
export interface PlanChange {
  bookings: OutsideBooking[]
}

export interface OutsideBooking extends Span {
  id: string
  version: number
  day: string
  status: 'requested' | 'confirmed'
  patient: {
    id: string
    family: string
    given: string
    patronymic: string | null
    phone: string | null
  }
  practitioner: { id: string; family: string; given: string; patronymic: string | null }
  serviceName: string
}

/** Does what changes the plan and answers the bookings that fitted before and no longer do. */
async function changePlan(
  unit: Unit,
  practitionerId: string | null,
  change: () => Promise<void>,
): Promise<PlanChange> {
  const before = await outsideHours(unit.db, practitionerId, unit.now)
  await change()
  const after = await outsideHours(unit.db, practitionerId, unit.now)
  const known = new Set(before.map(({ id }) => id))
  return { bookings: after.filter(({ id }) => !known.has(id)) }
}

/** The bookings to come that lie outside their doctor's hours, by time: a work list. */
export async function listOutsideHours(desk: Desk): Promise<OutsideBooking[]> {
  return outsideHours(desk.read, null, desk.now())
}

async function outsideHours(
  db: Reader,
  practitionerId: string | null,
  now: string,
): Promise<OutsideBooking[]> {
  const facts = await findCalendarFacts(db)
  if (facts === undefined) throw new ClinicError('not-ready', {})
  const { timeZone } = facts
  const rows = await listComingBookings(db, { practitionerId, fromDay: dayOf(now, timeZone), now })
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) return []
  const practitionerIds = [...new Set(rows.map((row) => row.practitionerId))]
  const plan = await readPlan(db, practitionerIds, first.day, last.day)
  return rows.flatMap((row) => {
    const { hours, leaves } = plan.of(row.practitionerId)
    const { id, version, day, startsAt, endsAt, status, serviceName } = row
    if (status !== 'requested' && status !== 'confirmed') return []
    if (isWithinHours(row, day, hours, leaves, timeZone)) return []
    const booking = { id, version, day, startsAt, endsAt, status, serviceName }
    return [{ ...booking, ...peopleOf(row) }]
  })
}

function peopleOf(row: Awaited<ReturnType<typeof listComingBookings>>[number]) {
  return {
    patient: {
      id: row.patientId,
      family: row.patientFamily,
      given: row.patientGiven,
      patronymic: row.patientPatronymic,
      phone: row.phone,
    },
    practitioner: {
      id: row.practitionerId,
      family: row.practitionerFamily,
      given: row.practitionerGiven,
      patronymic: row.practitionerPatronymic,
    },
  }
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
