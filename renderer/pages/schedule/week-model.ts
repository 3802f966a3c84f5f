/** A week of the clinic as its pictures need it: pure, in minutes since the clinic's midnight. */
import { dayBounds, msOf } from '../../../main/clinic/shared/days.ts'
import type { Span } from '../../../main/clinic/shared/days.ts'
import type { RouterOutputs } from '../../router-types.ts'

export type Week = RouterOutputs['schedule']['overview']
export type WeekDoctor = Week['practitioners'][number]
export type DoctorDay = WeekDoctor['days'][number]
export type WeekResource = Week['resources'][number]

const usualFrom = 8 * 60
const usualTo = 18 * 60

/** Minutes since midnight of a day at which an instant lies. */
export function minuteOf(instant: string, day: string, timeZone: string): number {
  return Math.floor((msOf(instant) - msOf(dayBounds(day, timeZone).startsAt)) / 60_000)
}

/** First and last minute that the days are drawn with, on whole hours. */
export function hoursShown({ practitioners, timeZone }: Week): { from: number; to: number } {
  const spans = practitioners.flatMap(({ days }) =>
    days.flatMap(({ day, spans: worked, booked }) =>
      [...worked, ...booked].map((span) => ({
        from: minuteOf(span.startsAt, day, timeZone),
        to: minuteOf(span.endsAt, day, timeZone),
      })),
    ),
  )
  const from = Math.min(usualFrom, ...spans.map((span) => span.from))
  const to = Math.max(usualTo, ...spans.map((span) => span.to))
  return { from: Math.floor(from / 60) * 60, to: Math.ceil(to / 60) * 60 }
}

/** Where a span of a day is drawn between two minutes, in per cent of what lies between; null outside. */
export function placed(
  span: Span,
  shown: { day: string; timeZone: string; from: number; to: number },
): { at: number; size: number } | null {
  const { day, timeZone, from, to } = shown
  const begins = Math.max(from, minuteOf(span.startsAt, day, timeZone))
  const ends = Math.min(to, minuteOf(span.endsAt, day, timeZone))
  if (ends <= begins) return null
  const share = 100 / (to - from)
  return { at: (begins - from) * share, size: (ends - begins) * share }
}

/** Minutes of spans that may lie over each other, each minute once. */
export function minutesOf(spans: readonly Span[]): number {
  let until = 0
  let total = 0
  for (const { startsAt, endsAt } of spans.toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))) {
    const from = Math.max(until, msOf(startsAt))
    const to = msOf(endsAt)
    if (to <= from) continue
    total += to - from
    until = to
  }
  return total / 60_000
}

/** Who works in a room on a day, and when. */
export function workersIn(
  { practitioners }: Week,
  roomId: string,
  day: string,
): { doctor: WeekDoctor; span: Span }[] {
  return practitioners
    .flatMap((doctor) =>
      doctor.days
        .filter((one) => one.day === day)
        .flatMap(({ spans }) =>
          spans.filter(({ locationId }) => locationId === roomId).map((span) => ({ doctor, span })),
        ),
    )
    .toSorted((a, b) => (a.span.startsAt < b.span.startsAt ? -1 : 1))
}
