/** When a doctor works and which times are free, in the clinic's zone, right across clock changes. */
import { dayClock, isoOf, isoWeekday, momentOf, msOf, wallMinutes } from '../shared/days.ts'
import type { DayClock, Span } from '../shared/days.ts'

/** One stretch of a doctor's week, on the wall clock. */
export interface WeeklyHours {
  /** ISO weekday, 1 is Monday. */
  weekday: number
  /** `HH:MM`. */
  startsAt: string
  /** `HH:MM`, later than `startsAt`; `24:00` is the end of the day. */
  endsAt: string
  locationId: string | null
  /** First day on which it holds. */
  validFrom: string
  /** Last day on which it holds, or null while it goes on. */
  validTo: string | null
  /** Hours of one day beside the weekly ones: worked also when the clinic is closed. */
  isExtra?: true
}

/** Days away, both ends included: whole ones, or the same hours of each. */
export interface Leave {
  fromDay: string
  toDay: string
  reason: string
  /** `HH:MM`; whole days when left out. */
  startsAt?: string
  /** `HH:MM`, later than `startsAt`; `24:00` is the end of the day. */
  endsAt?: string
  /** The clinic is closed: only extra hours are worked. */
  isClosure?: true
}

/** Some hours of a day away, with why. */
export interface Absence extends Span {
  reason: string
}

/** A stretch of instants at one place. */
export interface WorkingSpan extends Span {
  locationId: string | null
}

/** What is asked of a day's free times. */
export interface FreeTimesWish {
  /** The clinic's calendar day. */
  day: string
  hours: readonly WeeklyHours[]
  leaves: readonly Leave[]
  /** What already holds the doctor's time; in any order, may reach beyond the day. */
  busy: readonly Span[]
  /** What holds rooms: nothing is free in a room for that long, whoever works there. */
  roomBusy?: readonly (Span & { locationId: string })[]
  /** Elapsed minutes that the service takes. */
  durationMinutes: number
  /** Times start at multiples of this on the wall clock, counted from midnight. */
  stepMinutes: number
  timeZone: string
  /** No time starts before this instant; null when the past may be booked. */
  notBefore: string | null
  /** Nor at or after this one. */
  startsBefore?: string
}

interface Stretch {
  startsMs: number
  endsMs: number
  locationId: string | null
}

interface BusyStretch {
  startsMs: number
  endsMs: number
}

/** The leave that covers a whole day, or null; that the clinic is closed is none of a doctor's leave. */
export function leaveOn(day: string, leaves: readonly Leave[]): Leave | null {
  return (
    leaves.find(
      (leave) => covers(leave, day) && leave.startsAt === undefined && leave.isClosure !== true,
    ) ?? null
  )
}

/** The hours of a day on which a doctor is away, in order, with why. */
export function absencesOn(day: string, leaves: readonly Leave[], timeZone: string): Absence[] {
  const clock = dayClock(day, timeZone)
  return awayOn(day, leaves, clock)
    .map(({ startsMs, endsMs, reason }) => ({
      startsAt: isoOf(startsMs),
      endsAt: isoOf(endsMs),
      reason,
    }))
    .toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}

function covers(leave: Leave, day: string): boolean {
  return leave.fromDay <= day && day <= leave.toDay
}

/** Absences of some hours that fall on a day, as stretches of it. */
function awayOn(day: string, leaves: readonly Leave[], clock: DayClock) {
  return leaves.flatMap((leave) => {
    const { startsAt, endsAt, reason } = leave
    if (startsAt === undefined || endsAt === undefined || !covers(leave, day)) return []
    const from = wallMinutes(startsAt)
    const to = wallMinutes(endsAt)
    if (from === null || to === null || from >= to) throw new RangeError('not hours of a day')
    const stretch = { startsMs: momentOf(clock, from), endsMs: momentOf(clock, to), reason }
    return stretch.startsMs < stretch.endsMs ? [stretch] : []
  })
}

/** Whether a stretch of the week holds on a day. */
export function holdsOn(hours: WeeklyHours, day: string, weekday = isoWeekday(day)): boolean {
  return (
    hours.weekday === weekday &&
    hours.validFrom <= day &&
    (hours.validTo === null || day <= hours.validTo)
  )
}

/**
 * When the doctor works on a day, in order; none on leave, and of a day on which the clinic is closed the
 * extra hours alone. Hours away are cut out. Hours are wall-clock times: an edge that
 * the clock skips moves forward to the first moment after the gap (hours wholly inside a gap fall
 * away), an edge that happens twice is its first passing. Hours at one place that touch or overlap
 * are one span.
 */
export function workingSpans(
  day: string,
  hours: readonly WeeklyHours[],
  leaves: readonly Leave[],
  timeZone: string,
): WorkingSpan[] {
  return workingStretches(day, hours, leaves, dayClock(day, timeZone)).map((stretch) => ({
    startsAt: isoOf(stretch.startsMs),
    endsAt: isoOf(stretch.endsMs),
    locationId: stretch.locationId,
  }))
}

/** The gaps between working spans of one day (lunch, the way to another place), in order. */
export function breaksBetween(spans: readonly Span[]): Span[] {
  const breaks: Span[] = []
  const ordered = spans.toSorted((a, b) => msOf(a.startsAt) - msOf(b.startsAt))
  let freeFrom: string | null = null
  for (const { startsAt, endsAt } of ordered) {
    if (freeFrom !== null && msOf(startsAt) > msOf(freeFrom)) {
      breaks.push({ startsAt: freeFrom, endsAt: startsAt })
    }
    if (freeFrom === null || msOf(endsAt) > msOf(freeFrom)) freeFrom = endsAt
  }
  return breaks
}

/**
 * The times that can be booked on a day, in order: the whole duration lies in one working span,
 * meets nothing busy and does not start before `notBefore`. Starts stand on the wall-clock grid
 * (09:00, 09:15 …) also after the clock changed; durations are elapsed minutes. In an hour that
 * happens twice both passings are offered, as the two instants that they are.
 * Throws a RangeError when duration or step is not a whole number of minutes above nought.
 */
export function freeTimes(wish: FreeTimesWish): WorkingSpan[] {
  requireMinutes(wish.durationMinutes)
  requireMinutes(wish.stepMinutes)
  const clock = dayClock(wish.day, wish.timeZone)
  const working = workingStretches(wish.day, wish.hours, wish.leaves, clock)
  const first = working[0]
  if (first === undefined) return []
  const endsMs = working.reduce((latest, stretch) => Math.max(latest, stretch.endsMs), 0)
  const notBeforeMs = wish.notBefore === null ? -Infinity : msOf(wish.notBefore)
  const startsBeforeMs = wish.startsBefore === undefined ? Infinity : msOf(wish.startsBefore)
  // What ended before the wished part of the day need not even be read.
  const fromMs = Math.max(first.startsMs, notBeforeMs)
  if (fromMs >= Math.min(endsMs, startsBeforeMs)) return []
  const busy = busyWithin(wish.busy, fromMs, endsMs)
  const durationMs = wish.durationMinutes * 60_000
  const found: WorkingSpan[] = []
  for (const stretch of working) {
    let next = 0
    const inRoom = wish.roomBusy?.filter((one) => one.locationId === stretch.locationId) ?? []
    const held = inRoom.length === 0 ? busy : busyWithin([...wish.busy, ...inRoom], fromMs, endsMs)
    for (const startsMs of gridStarts(clock, stretch, wish.stepMinutes * 60_000)) {
      if (startsMs + durationMs > stretch.endsMs || startsMs >= startsBeforeMs) break
      if (startsMs < notBeforeMs) continue
      // Starts only grow, so what ended before this one is behind all the others too.
      while (next < held.length && (held[next]?.endsMs ?? 0) <= startsMs) next += 1
      const blocking = held[next]
      const isFree = blocking === undefined || blocking.startsMs >= startsMs + durationMs
      if (!isFree) continue
      found.push({
        startsAt: isoOf(startsMs),
        endsAt: isoOf(startsMs + durationMs),
        locationId: stretch.locationId,
      })
    }
  }
  return working.length > 1 ? inOrder(found) : found
}

/** The working span that a whole span lies in, or null; a day is the day of the span's start. */
export function workingSpanAround(
  span: Span,
  day: string,
  hours: readonly WeeklyHours[],
  leaves: readonly Leave[],
  timeZone: string,
): WorkingSpan | null {
  const startsMs = msOf(span.startsAt)
  const endsMs = msOf(span.endsAt)
  return (
    workingSpans(day, hours, leaves, timeZone).find(
      (working) => msOf(working.startsAt) <= startsMs && endsMs <= msOf(working.endsAt),
    ) ?? null
  )
}

/** Whether a whole span lies inside the doctor's hours of a day and outside any leave. */
export function isWithinHours(
  span: Span,
  day: string,
  hours: readonly WeeklyHours[],
  leaves: readonly Leave[],
  timeZone: string,
): boolean {
  return workingSpanAround(span, day, hours, leaves, timeZone) !== null
}

/** Minutes of work in the spans; the load in a column's head is booked minutes against these. */
export function minutesIn(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + (msOf(span.endsAt) - msOf(span.startsAt)) / 60_000, 0)
}

function workingStretches(
  day: string,
  hours: readonly WeeklyHours[],
  leaves: readonly Leave[],
  clock: DayClock,
): Stretch[] {
  if (leaveOn(day, leaves) !== null) return []
  const isClosed = leaves.some((leave) => leave.isClosure === true && covers(leave, day))
  const stretches: Stretch[] = []
  for (const part of hours) {
    if (!holdsOn(part, day, clock.weekday) || (isClosed && part.isExtra !== true)) continue
    const from = wallMinutes(part.startsAt)
    const to = wallMinutes(part.endsAt)
    if (from === null || to === null || from >= to) throw new RangeError('not hours of a day')
    const startsMs = momentOf(clock, from)
    const endsMs = momentOf(clock, to)
    if (startsMs < endsMs) stretches.push({ startsMs, endsMs, locationId: part.locationId })
  }
  return without(joined(stretches), awayOn(day, leaves, clock))
}

/** What is left of working stretches when the doctor is away for some hours. */
function without(stretches: Stretch[], away: readonly BusyStretch[]): Stretch[] {
  return away.reduce<Stretch[]>(
    (left, gap) =>
      left.flatMap((stretch) =>
        [
          { ...stretch, endsMs: Math.min(stretch.endsMs, gap.startsMs) },
          { ...stretch, startsMs: Math.max(stretch.startsMs, gap.endsMs) },
        ].filter(({ startsMs, endsMs }) => startsMs < endsMs),
      ),
    stretches,
  )
}

/** Touching stretches of one place made one; ordered by their start. */
function joined(stretches: Stretch[]): Stretch[] {
  const ordered = stretches.toSorted((a, b) => a.startsMs - b.startsMs || a.endsMs - b.endsMs)
  const whole: Stretch[] = []
  for (const stretch of ordered) {
    const before = whole.find(
      (other) => other.locationId === stretch.locationId && other.endsMs >= stretch.startsMs,
    )
    if (before === undefined) whole.push(stretch)
    else before.endsMs = Math.max(before.endsMs, stretch.endsMs)
  }
  return whole
}

/**
 * The busy spans that reach into a stretch of time, ordered and without overlaps. Tables keep
 * instants in one form, so most spans are left out by comparing texts, without reading them.
 */
function busyWithin(busy: readonly Span[], fromMs: number, toMs: number): BusyStretch[] {
  const from = isoOf(fromMs)
  const to = isoOf(toMs)
  const near: BusyStretch[] = []
  for (const span of busy) {
    if (span.startsAt.length === 24 && span.startsAt >= to) continue
    if (span.endsAt.length === 24 && span.endsAt <= from) continue
    const startsMs = msOf(span.startsAt)
    const endsMs = msOf(span.endsAt)
    if (startsMs < endsMs) near.push({ startsMs, endsMs })
  }
  near.sort((a, b) => a.startsMs - b.startsMs)
  const merged: BusyStretch[] = []
  for (const span of near) {
    const last = merged.at(-1)
    if (last !== undefined && span.startsMs <= last.endsMs) {
      last.endsMs = Math.max(last.endsMs, span.endsMs)
    } else merged.push(span)
  }
  return merged
}

/** The moments of a working stretch at which the wall clock shows a multiple of the step. */
function* gridStarts(clock: DayClock, working: Stretch, stepMs: number): Generator<number> {
  for (const stretch of clock.stretches) {
    const from = Math.max(working.startsMs, stretch.startsMs)
    const to = Math.min(working.endsMs, stretch.endsMs)
    const wallFrom = from + stretch.offsetMs - clock.midnightMs
    const firstWall = Math.ceil(wallFrom / stepMs) * stepMs
    const firstMs = firstWall - stretch.offsetMs + clock.midnightMs
    for (let ms = firstMs; ms < to; ms += stepMs) yield ms
  }
}

/** By start; of two places at one moment the first is kept, for the doctor is in one of them. */
function inOrder(times: WorkingSpan[]): WorkingSpan[] {
  times.sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0))
  return times.filter((time, index) => times[index - 1]?.startsAt !== time.startsAt)
}

function requireMinutes(minutes: number): void {
  if (!Number.isSafeInteger(minutes) || minutes <= 0) throw new RangeError('not whole minutes')
}
