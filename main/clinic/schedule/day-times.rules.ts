/** A day's times as a screen shows them: those that can be booked, and the others with the reason why not. */
import { dayClock, isoOf, momentOf, msOf, type Span, wallMinutes } from '../shared/days.ts'
import {
  absencesOn,
  freeTimes,
  type FreeTimesWish,
  leaveOn,
  type WorkingSpan,
  workingSpans,
} from './schedule.rules.ts'

export type GreyReason =
  | 'past'
  | 'leave'
  | 'outside-hours'
  | 'break'
  | 'booked'
  | 'blocked'
  | 'room-blocked'
  | 'room-taken'
  | 'too-short'

/** What holds time, and why. `locationId` is for what holds a room and not the doctor. */
export interface Hold extends Span {
  reason: 'booked' | 'blocked' | 'room-blocked'
  /** The block's own words. */
  text: string | null
  locationId: string | null
}

export interface DayTimesWish extends Omit<FreeTimesWish, 'busy' | 'roomBusy' | 'notBefore'> {
  holds: readonly Hold[]
  /** Whether the rooms and equipment of the service are free at a time; null when it needs none. */
  canClaim?: ((time: WorkingSpan) => boolean) | null
  /** The instant now: nothing before it can be booked. */
  now: string
}

/** A stretch of times that share the reason why they cannot be booked. */
export interface GreyStretch extends Span {
  reason: GreyReason
  /** The reason of a leave or a block, in its own words. */
  text: string | null
}

export interface DayTimes {
  free: WorkingSpan[]
  grey: GreyStretch[]
}

/**
 * Every step of the clinic's day between `from` and `to` (wall times), in order: free times as
 * {@link freeTimes} finds them, and what lies between as stretches, each with one reason. Before now
 * everything is past; a leave covers the day; then come hours, breaks, and whatever holds the time
 * (`too-short` where only the end of the service meets something).
 */
export function dayTimes(wish: DayTimesWish, from: string, to: string): DayTimes {
  const { day, hours, leaves, timeZone, holds, now, durationMinutes, stepMinutes } = wish
  const found = freeTimes({
    ...wish,
    notBefore: now,
    busy: holds.filter((hold) => hold.locationId === null),
    roomBusy: holds.flatMap((hold) =>
      hold.locationId === null ? [] : [{ ...hold, locationId: hold.locationId }],
    ),
  })
  const { canClaim = null } = wish
  const free = canClaim === null ? found : found.filter(canClaim)
  const isUnclaimable = new Set(
    found.filter((time) => !free.includes(time)).map((time) => time.startsAt),
  )
  const clock = dayClock(day, timeZone)
  const stepMs = stepMinutes * 60_000
  const startsMs = momentOf(clock, wallMinutes(from) ?? 0)
  const endsMs = momentOf(clock, wallMinutes(to) ?? 24 * 60)
  const isFree = new Set(free.map((time) => time.startsAt))
  const leave = leaveOn(day, leaves)
  const absences = absencesOn(day, leaves, timeZone)
  const isClosed = leaves.find(
    (one) => one.isClosure === true && one.fromDay <= day && day <= one.toDay,
  )
  const planned = leaves.filter((one) => one.isClosure === true)
  const spans = workingSpans(day, hours, planned, timeZone)
  const grey: GreyStretch[] = []
  for (let ms = startsMs; ms < endsMs; ms += stepMs) {
    const startsAt = isoOf(ms)
    if (isFree.has(startsAt)) continue
    const endsAt = isoOf(ms + stepMs)
    const why = whyGrey({ startsAt, endsAt: isoOf(ms + durationMinutes * 60_000) }, endsAt)
    const last = grey.at(-1)
    if (last?.endsAt === startsAt && last.reason === why.reason && last.text === why.text) {
      last.endsAt = endsAt
    } else grey.push({ startsAt, endsAt, ...why })
  }
  return { free, grey }

  function whyGrey(wished: Span, stepEnds: string): { reason: GreyReason; text: string | null } {
    if (wished.startsAt < now) return { reason: 'past', text: null }
    if (isUnclaimable.has(wished.startsAt)) return { reason: 'room-taken', text: null }
    if (leave !== null) return { reason: 'leave', text: leave.reason }
    const away = absences.find((one) => touches(one, { ...wished, endsAt: stepEnds }))
    if (away !== undefined) return { reason: 'leave', text: away.reason }
    const around = spans.find((span) => touches(span, { ...wished, endsAt: stepEnds }))
    if (around === undefined) {
      const text = isClosed?.reason ?? null
      return {
        reason: isClosed === undefined ? betweenHours(wished.startsAt, spans) : 'leave',
        text,
      }
    }
    const held = holds.filter(
      (hold) => hold.locationId === null || hold.locationId === around.locationId,
    )
    const holding = held.find((hold) => touches(hold, { ...wished, endsAt: stepEnds }))
    return holding === undefined
      ? { reason: 'too-short', text: null }
      : { reason: holding.reason, text: holding.text }
  }
}

function betweenHours(instant: string, spans: readonly Span[]): 'break' | 'outside-hours' {
  const isBefore = spans.some((span) => span.endsAt <= instant)
  const isAfter = spans.some((span) => span.startsAt > instant)
  return isBefore && isAfter ? 'break' : 'outside-hours'
}

function touches(a: Span, b: Span): boolean {
  return msOf(a.startsAt) < msOf(b.endsAt) && msOf(b.startsAt) < msOf(a.endsAt)
}
