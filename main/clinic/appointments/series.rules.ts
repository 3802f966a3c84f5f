/** Decisions about series: which days, whom a change concerns, and in which order it is made. */
import { addDays, daysBetween, msOf } from '../shared/days.ts'
import { type AppointmentStatus, canReschedule } from './appointments.rules.ts'

/** Half a year of weeks. */
export const longestSeries = 26

/** The days of a series, the first one included. */
export function seriesDays(first: string, everyWeeks: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => addDays(first, index * everyWeeks * 7))
}

export type SeriesScope = 'following' | 'all'

interface OneOfSeries {
  id: string
  day: string
  startsAt: string
  status: AppointmentStatus
}

/**
 * Those whom a change of one concerns, by time: `following` is it and what comes after it, `all` is
 * everything of the series. What is over or has begun stays as it was.
 */
export function concerned<Booking extends OneOfSeries>(
  series: readonly Booking[],
  one: Pick<OneOfSeries, 'startsAt'>,
  scope: SeriesScope,
): Booking[] {
  return series
    .filter((booking) => canReschedule(booking.status))
    .filter((booking) => scope === 'all' || booking.startsAt >= one.startsAt)
    .toSorted((a, b) => msOf(a.startsAt) - msOf(b.startsAt))
}

/** The day that each goes to when one of them goes from a day to another. */
export function movedDay(day: string, from: string, to: string): string {
  return addDays(day, daysBetween(from, to))
}

/**
 * The moves in an order in which none of a series stands in another one's way: the last one first
 * when they go to later times, the first one first when they go to earlier ones.
 */
export function inMovableOrder<Move extends { startsAt: string; was: string }>(
  moves: readonly Move[],
): Move[] {
  const byTime = moves.toSorted((a, b) => msOf(a.was) - msOf(b.was))
  const goesLater = byTime.some((move) => move.startsAt > move.was)
  return goesLater ? byTime.toReversed() : byTime
}

/** The times nearest to the wished one, the nearest first. */
export function nearest<Time extends { startsAt: string }>(
  times: readonly Time[],
  wished: string,
  count: number,
): Time[] {
  const away = ({ startsAt }: Time) => Math.abs(msOf(startsAt) - msOf(wished))
  return times.toSorted((a, b) => away(a) - away(b)).slice(0, count)
}
