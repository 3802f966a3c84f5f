/** Ticket numbers: given once, when the patient arrives. */
import { nextTicket } from '../../db/numbers.ts'
import type { Unit } from '../../db/write.ts'
import { dayOf } from '../shared/days.ts'
import { findTicket } from './queue.queries.ts'

/** Gives a booking its ticket of this day; one that has a ticket already keeps it. */
export async function giveTicket(
  unit: Unit,
  booking: { id: string; timeZone: string },
): Promise<void> {
  if ((await findTicket(unit.db, booking.id)) !== undefined) return
  const day = dayOf(unit.now, booking.timeZone)
  const label = await nextTicket(unit, day)
  unit.insert('queueTicket', { appointmentId: booking.id, day, label })
}
