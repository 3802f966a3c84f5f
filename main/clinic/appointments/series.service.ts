/** Series of bookings: planned with the conflicts and their ways out, then made, moved or cancelled whole. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { AppointmentRow } from '../../db/tables.ts'
import { freeTimesOf } from '../schedule/schedule.service.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayOf, instantOf, msOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import {
  findAppointment,
  findMoveGround,
  findServiceMinutes,
  listSeries,
} from './appointments.queries.ts'
import {
  bookInUnit,
  cancelInUnit,
  moveInUnit,
  type PlacedBooking,
  requireAppointment,
} from './appointments.service.ts'
import { findPlace, spanOf } from './placing.service.ts'
import type {
  BookSeries,
  CancelSeries,
  MoveSeries,
  PlanSeries,
  PlanSeriesMove,
} from './series.input.ts'
import {
  concerned,
  inMovableOrder,
  movedDay,
  nearest,
  seriesDays,
  type SeriesScope,
} from './series.rules.ts'

/** A way out of a conflict: a free time of the same day, of this doctor or another one. */
export interface Alternative {
  startsAt: string
  practitioner: { id: string; family: string; given: string; patronymic: string | null }
}

/** One date of a plan. `problem` is null when it can be booked as wished. */
export interface PlannedDate {
  day: string
  /** Null when the clock skips the wished time on that day. */
  startsAt: string | null
  problem: { code: string; data: object } | null
  alternatives: Alternative[]
}

/**
 * The dates of a series before it is saved: each as wished or with what is in its way and the nearest
 * free times of its day. Nothing is written.
 */
export async function planSeries(desk: Desk, wish: PlanSeries): Promise<PlannedDate[]> {
  const { timeZone } = await readClinic(desk)
  const { practitionerId, serviceId, localTime } = wish
  const minutes = await requireMinutes(desk.read, serviceId)
  const planned: PlannedDate[] = []
  for (const day of seriesDays(wish.day, wish.everyWeeks, wish.count)) {
    const asked = { day, localTime, practitionerId, serviceId, minutes, timeZone }
    planned.push(await planDate(desk, { ...asked, exceptIds: [] }))
  }
  return planned
}

interface DateWish {
  day: string
  localTime: string
  practitionerId: string
  serviceId: string
  minutes: number
  timeZone: string
  /** Bookings that are about to go elsewhere themselves. */
  exceptIds: readonly string[]
}

async function planDate(desk: Desk, wish: DateWish): Promise<PlannedDate> {
  const { day, localTime, practitionerId, timeZone } = wish
  const startsAt = instantOf(day, localTime, timeZone)
  const problem =
    startsAt === null
      ? { code: 'time-does-not-exist', data: { localTime, timeZone } }
      : await problemAt(desk, { ...wish, startsAt })
  if (problem === null) return { day, startsAt, problem, alternatives: [] }
  const wished = startsAt ?? instantOf(day, '12:00', timeZone) ?? desk.now()
  const alternatives = await alternativesOn(desk, {
    day,
    wished,
    practitionerId,
    serviceId: wish.serviceId,
  })
  return { day, startsAt, problem, alternatives }
}

async function problemAt(
  desk: Desk,
  {
    startsAt,
    minutes,
    practitionerId,
    serviceId,
    timeZone,
    exceptIds,
  }: DateWish & { startsAt: string },
): Promise<PlannedDate['problem']> {
  if (startsAt < desk.now()) return { code: 'past', data: {} }
  try {
    const span = spanOf(startsAt, minutes)
    const { offeredIn = null } =
      (await findMoveGround(desk.read, { practitionerId, serviceId })) ?? {}
    const asked = { practitionerId, serviceId, offeredIn, timeZone }
    await findPlace(desk.read, { ...asked, span, exceptId: '' }, false)
    return null
  } catch (error) {
    if (!(error instanceof ClinicError)) throw error
    const { code, data } = error
    const other = 'appointmentId' in data ? String(data.appointmentId) : ''
    return code === 'overlap' && exceptIds.includes(other) ? null : { code, data }
  }
}

/** How many ways out a date is shown. */
const offered = 3

/** Free times of a day nearest to the wished one: the same doctor's first, then the others'. */
export async function alternativesOn(
  desk: Desk,
  wish: { day: string; wished: string; practitionerId: string; serviceId: string },
): Promise<Alternative[]> {
  const { day, wished, practitionerId, serviceId } = wish
  const { practitioners } = await freeTimesOf(desk, { serviceId, fromDay: day, days: 1 })
  const times = practitioners.flatMap(({ days, id, family, given, patronymic }) =>
    days.flatMap((one) =>
      one.times.map(({ startsAt }) => ({
        startsAt,
        practitioner: { id, family, given, patronymic },
      })),
    ),
  )
  const isOwn = (time: Alternative) => time.practitioner.id === practitionerId
  const own = nearest(times.filter(isOwn), wished, offered)
  const others = times.filter((time) => !isOwn(time))
  return [...own, ...nearest(others, wished, offered - own.length)]
}

/**
 * Books the dates of a series, all or none; each one's refusal is that of a single booking. They carry
 * one series id, so that they can be changed together later.
 */
export async function bookSeries(
  desk: Desk,
  wish: BookSeries,
): Promise<{ seriesId: string; bookings: PlacedBooking[] }> {
  return desk.write('appointments.bookSeries', async (unit) => {
    const seriesId = desk.newId()
    const { dates, ...what } = wish
    const bookings: PlacedBooking[] = []
    for (const date of dates) {
      bookings.push(await bookInUnit(desk, unit, { ...what, ...date, seriesId }))
    }
    return { seriesId, bookings }
  })
}

/**
 * Where each of a series goes when one of them is moved, with conflicts and ways out. Refused with
 * `not-in-series`.
 */
export async function planSeriesMove(desk: Desk, wish: PlanSeriesMove) {
  const one = await findAppointment(desk.read, wish.id)
  if (one === undefined) throw new ClinicError('not-found', { entity: 'appointment', id: wish.id })
  const { timeZone } = await readClinic(desk)
  const those = await concernedBy(desk.read, one, wish.scope)
  const exceptIds = those.map(({ id }) => id)
  const planned: (PlannedDate & { id: string; version: number; was: string })[] = []
  for (const booking of those) {
    const day = movedDay(booking.day, dayOf(one.startsAt, timeZone), wish.day)
    const { practitionerId, localTime } = wish
    const minutes = (msOf(booking.endsAt) - msOf(booking.startsAt)) / 60_000
    const date = await planDate(desk, {
      day,
      localTime,
      practitionerId,
      serviceId: booking.serviceId,
      minutes,
      timeZone,
      exceptIds,
    })
    const { id, version, startsAt: was } = booking
    planned.push({ ...date, id, version, was })
  }
  return planned
}

async function concernedBy(
  db: Reader,
  one: Pick<AppointmentRow, 'id' | 'seriesId' | 'startsAt'>,
  scope: SeriesScope,
): Promise<AppointmentRow[]> {
  if (one.seriesId === null) throw new ClinicError('not-in-series', { appointmentId: one.id })
  return concerned(await listSeries(db, one.seriesId), one, scope)
}

/** Moves bookings as planned, all or none; each is refused and told by mail as a single move. */
export async function moveSeries(desk: Desk, wish: MoveSeries): Promise<PlacedBooking[]> {
  return desk.write('appointments.moveSeries', async (unit) => {
    const moves: (MoveSeries['moves'][number] & { was: string })[] = []
    for (const move of wish.moves) {
      const { startsAt: was } = await requireAppointment(unit, move.id, move.version)
      moves.push({ ...move, was })
    }
    const moved: PlacedBooking[] = []
    for (const { was: _, ...move } of inMovableOrder(moves)) {
      moved.push(await moveInUnit(desk, unit, move))
    }
    return moved
  })
}

/** Cancels a booking of a series and those that follow it, or all that are to come. */
export async function cancelSeries(desk: Desk, wish: CancelSeries): Promise<{ ids: string[] }> {
  return desk.write('appointments.cancelSeries', async (unit) => {
    const one = await requireAppointment(unit, wish.id, null)
    const those = await concernedBy(unit.db, one, wish.scope)
    for (const { id, version } of those) {
      await cancelInUnit(desk, unit, { id, version, reason: wish.reason })
    }
    return { ids: those.map(({ id }) => id) }
  })
}

async function requireMinutes(db: Reader, serviceId: string): Promise<number> {
  const minutes = await findServiceMinutes(db, serviceId)
  if (minutes === undefined) {
    throw new ClinicError('not-found', { entity: 'healthcareService', id: serviceId })
  }
  return minutes
}
