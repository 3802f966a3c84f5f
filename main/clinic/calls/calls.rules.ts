/** Decisions about calls: who still waits for one, and where the bookings of an absent doctor go. */
import { msOf, type Span } from '../shared/days.ts'

export type CallResult = 'confirmed' | 'not-reached' | 'cancelled' | 'moved'

/**
 * Whether a patient whose booking was moved for an absence has to be told still: until someone reached
 * them. `results` are of the calls about the absence, oldest first.
 */
export function waitsForWord(results: readonly CallResult[]): boolean {
  const last = results.at(-1)
  return last === 'moved' || (last === 'not-reached' && results.includes('moved'))
}

/**
 * A free time for each booking, as near as there is to the time of day that it had: the earliest
 * booking chooses first, and nobody gets what another one has. Null where nothing is left.
 * `shiftMs` is how far the new day lies behind the old one.
 */
export function shareOut<Booking extends Span & { id: string }>(
  bookings: readonly Booking[],
  freeFor: (booking: Booking) => readonly Span[],
  shiftMs: number,
): { booking: Booking; time: Span | null }[] {
  const taken: Span[] = []
  const ordered = bookings.toSorted((a, b) => msOf(a.startsAt) - msOf(b.startsAt))
  return ordered.map((booking) => {
    const wished = msOf(booking.startsAt) + shiftMs
    const away = (time: Span) => Math.abs(msOf(time.startsAt) - wished)
    const left = freeFor(booking).filter((time) => taken.every((other) => !meets(time, other)))
    const time = left.toSorted((a, b) => away(a) - away(b))[0] ?? null
    if (time !== null) taken.push(time)
    return { booking, time }
  })
}

function meets(a: Span, b: Span): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt
}
