/** Where things stand on the board: pure, in minutes since the clinic's midnight. */
import type { RouterOutputs } from '../../router-types.ts'
import { occupiesTime } from '../../../main/clinic/appointments/appointments.rules.ts'
import { dayBounds, msOf, wallTimeOf } from '../../../main/clinic/shared/days.ts'
import { remembered } from './remembered.ts'

export type DayBoard = RouterOutputs['appointments']['day']
export type Booking = DayBoard['appointments'][number]
export type Doctor = DayBoard['practitioners'][number]

/** The grid that the cursor moves on where nothing is booked. */
export const slotMinutes = 15

/** How finely a booking is dragged and how much longer a key makes it. */
export const dragStepMinutes = 5

/** A place the cursor can stand: a booking, or a time that is free. */
export type Stop =
  | {
      kind: 'booking'
      from: number
      to: number
      booking: Booking
      /** Which of how many beside each other at the same time, from the left. */
      lane: number
      lanes: number
    }
  | { kind: 'slot'; from: number; to: number; startsAt: string }

export interface Column {
  doctor: Doctor
  stops: Stop[]
}

export interface BoardModel {
  /** First and last minute that is shown, on whole hours. */
  from: number
  to: number
  columns: Column[]
  /** Minutes since midnight of an instant of this day. */
  minuteOf(instant: string): number
  /** The instant of a minute of this day. */
  instantOf(minute: number): string
  /** Wall time at a minute; differs from minute / 60 on a day when the clock changes. */
  labelOf(minute: number): string
}

const usualFrom = 8 * 60
const usualTo = 19 * 60

/**
 * Columns of the doctors who are wanted, with bookings and free slots in the order of time.
 * A doctor's own column stands first.
 */
export function boardModel(
  board: DayBoard,
  wanted: (doctor: Doctor) => boolean,
  ownId: string | null = null,
): BoardModel {
  const midnight = msOf(dayBounds(board.day, board.timeZone).startsAt)
  const minuteOf = (instant: string) => Math.floor((msOf(instant) - midnight) / 60_000)
  const instantOf = (minute: number) => new Date(midnight + minute * 60_000).toISOString()
  const shown = board.appointments.filter((booking) => booking.status !== 'cancelled')
  const doctors = board.practitioners.filter((doctor) => {
    const present = doctor.spans.length > 0 || doctor.leave !== null
    return wanted(doctor) && (present || shown.some((one) => one.practitioner.id === doctor.id))
  })
  const ordered = doctors.toSorted((a, b) => Number(b.id === ownId) - Number(a.id === ownId))
  const edges = [
    ...doctors.flatMap((doctor) => doctor.spans),
    ...shown.filter((one) => doctors.some((doctor) => doctor.id === one.practitioner.id)),
  ]
  const first = Math.min(usualTo - 60, ...edges.map((edge) => minuteOf(edge.startsAt)))
  const last = Math.max(usualFrom + 60, ...edges.map((edge) => minuteOf(edge.endsAt)))
  return {
    from: edges.length === 0 ? usualFrom : Math.floor(first / 60) * 60,
    to: edges.length === 0 ? usualTo : Math.ceil(last / 60) * 60,
    columns: ordered.map((doctor) => ({
      doctor,
      stops: stopsOf(
        doctor,
        shown.filter((one) => one.practitioner.id === doctor.id),
        minuteOf,
        instantOf,
      ),
    })),
    minuteOf,
    instantOf,
    // Each slot of every doctor asks for the same few wall times.
    labelOf: remembered((minute) => wallTimeOf(instantOf(minute), board.timeZone)),
  }
}

function stopsOf(
  doctor: Doctor,
  bookings: readonly Booking[],
  minuteOf: (instant: string) => number,
  instantOf: (minute: number) => string,
): Stop[] {
  const taken: Stop[] = besideEachOther(
    bookings.map((booking) => ({
      booking,
      from: minuteOf(booking.startsAt),
      to: minuteOf(booking.endsAt),
    })),
  )
  const holding = [
    ...taken.filter((stop) => stop.kind === 'booking' && occupiesTime(stop.booking.status)),
    ...doctor.blocks.map((block) => ({
      from: minuteOf(block.startsAt),
      to: minuteOf(block.endsAt),
    })),
  ]
  const free: Stop[] = doctor.spans.flatMap((span) =>
    gaps(minuteOf(span.startsAt), minuteOf(span.endsAt), holding).flatMap(([from, to]) =>
      slotsIn(from, to, instantOf),
    ),
  )
  return [...taken, ...free].toSorted((a, b) => a.from - b.from || a.to - b.to)
}

/** Bookings of one time stand beside each other: one set over another, or in a no-show's time. */
function besideEachOther(
  bookings: readonly { booking: Booking; from: number; to: number }[],
): Stop[] {
  const found: (Stop & { kind: 'booking' })[] = []
  let group: (Stop & { kind: 'booking' })[] = []
  let ends: number[] = []
  for (const one of bookings.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (one.from >= Math.max(0, ...ends)) {
      group = []
      ends = []
    }
    const left = ends.findIndex((end) => end <= one.from)
    const lane = left === -1 ? ends.length : left
    ends[lane] = one.to
    const stop = { kind: 'booking' as const, ...one, lane, lanes: 1 }
    group.push(stop)
    found.push(stop)
    for (const beside of group) beside.lanes = ends.length
  }
  return found
}

/** What is left of [from, to) when the stops are taken out. */
function gaps(
  from: number,
  to: number,
  holding: readonly { from: number; to: number }[],
): [number, number][] {
  const found: [number, number][] = []
  let at = from
  for (const stop of holding.toSorted((a, b) => a.from - b.from)) {
    if (stop.to <= at || stop.from >= to) continue
    if (stop.from > at) found.push([at, stop.from])
    at = Math.max(at, stop.to)
  }
  if (at < to) found.push([at, to])
  return found
}

/** Shorter than this a slot cannot be seen, so what is left over goes to its neighbour. */
const shortestSlotMinutes = 10

function slotsIn(from: number, to: number, instantOf: (minute: number) => string): Stop[] {
  const found: Stop[] = []
  let at = from
  while (at < to) {
    const grid = nextGrid(at + shortestSlotMinutes - 1)
    const until = to - grid < shortestSlotMinutes ? to : grid
    found.push({ kind: 'slot', from: at, to: until, startsAt: instantOf(at) })
    at = until
  }
  return found
}

function nextGrid(minute: number): number {
  return (Math.floor(minute / slotMinutes) + 1) * slotMinutes
}

/** The cursor by what it stands on, so that it stays there when the board is read again. */
export interface Cursor {
  doctorId: string
  minute: number
  bookingId: string | null
}

export function cursorOn(column: Column, stop: Stop): Cursor {
  return {
    doctorId: column.doctor.id,
    minute: stop.from,
    bookingId: stop.kind === 'booking' ? stop.booking.id : null,
  }
}

/** Where the cursor stands now, or null when its place is gone. */
export function findStop(
  model: BoardModel,
  cursor: Cursor | null,
): { column: Column; stop: Stop } | null {
  if (cursor === null) return null
  if (cursor.bookingId !== null) {
    // A booking that was moved takes the cursor along, to whichever doctor it went.
    for (const column of model.columns) {
      const stop = column.stops.find(
        (one) => one.kind === 'booking' && one.booking.id === cursor.bookingId,
      )
      if (stop !== undefined) return { column, stop }
    }
  }
  const column = model.columns.find((one) => one.doctor.id === cursor.doctorId)
  const stop = column === undefined ? undefined : nearestStop(column, cursor.minute)
  return column === undefined || stop === undefined ? null : { column, stop }
}

function nearestStop(column: Column, minute: number): Stop | undefined {
  const around = column.stops.find((stop) => stop.from <= minute && minute < stop.to)
  if (around !== undefined) return around
  return column.stops.toSorted((a, b) => Math.abs(a.from - minute) - Math.abs(b.from - minute))[0]
}

/** The next place in a direction; null where there is none. */
export function moveCursor(
  model: BoardModel,
  cursor: Cursor | null,
  direction: 'up' | 'down' | 'left' | 'right',
  startMinute: number,
): Cursor | null {
  const here = findStop(model, cursor)
  if (here === null) {
    for (const column of model.columns) {
      const stop = nearestStop(column, startMinute)
      if (stop !== undefined) return cursorOn(column, stop)
    }
    return null
  }
  if (direction === 'up' || direction === 'down') {
    const at = here.column.stops.indexOf(here.stop)
    const next = here.column.stops[at + (direction === 'down' ? 1 : -1)]
    return next === undefined ? null : cursorOn(here.column, next)
  }
  const step = direction === 'right' ? 1 : -1
  for (
    let at = model.columns.indexOf(here.column) + step;
    at >= 0 && at < model.columns.length;
    at += step
  ) {
    const column = model.columns[at]
    const stop =
      column === undefined ? undefined : nearestStop(column, cursor?.minute ?? here.stop.from)
    if (column !== undefined && stop !== undefined) {
      return { ...cursorOn(column, stop), minute: cursor?.minute ?? stop.from }
    }
  }
  return null
}

/** The doctor's first free slot from a minute on, for one key. */
export function firstFree(column: Column, fromMinute: number): Stop | null {
  return column.stops.find((stop) => stop.kind === 'slot' && stop.from >= fromMinute) ?? null
}

/** Where a booking that is dragged begins: on the grid that bookings are moved on, inside the day. */
export function snapped(
  model: Pick<BoardModel, 'from' | 'to'>,
  minute: number,
  lengthMinutes: number,
): number {
  const onGrid = Math.round(minute / dragStepMinutes) * dragStepMinutes
  return Math.max(model.from, Math.min(model.to - lengthMinutes, onGrid))
}

/** Minutes from a slot's start to the next booking, break or end of work. */
export function freeMinutes(column: Column, slot: Stop): number {
  let end = slot.to
  for (const stop of column.stops) {
    if (stop.kind === 'slot' && stop.from === end) end = stop.to
  }
  return end - slot.from
}
