/** How long a patient has been waiting. */
import { msOf } from '../../../main/clinic/shared/days.ts'
import type { Booking } from './board-model.ts'

/** Whole minutes since the arrival, or null when nobody waits. `nowMs` is an instant in milliseconds. */
export function waitedMinutes(booking: Pick<Booking, 'arrivedAt'>, nowMs: number): number | null {
  if (booking.arrivedAt === null) return null
  return Math.max(0, Math.floor((nowMs - msOf(booking.arrivedAt)) / 60_000))
}
