/** A booking that is half made: kept on this workstation until it is made or let go, whatever happens to the window. */
import * as z from 'zod'
import type { Desk } from '../../db/desk.ts'
import type { BookingDraft } from './booking-draft.input.ts'
import { bookingDraft } from './booking-draft.input.ts'
import { findBookingDraft, keepBookingDraft, removeBookingDraft } from './booking-draft.queries.ts'

/** What this person has begun and not finished; null when there is nothing, or nothing that is understood. */
export async function readDraft(
  desk: Desk,
): Promise<{ draft: BookingDraft; savedAt: string } | null> {
  const kept = await findBookingDraft(desk.read, desk.actor.id)
  if (kept === undefined) return null
  const read = z.safeParse(bookingDraft, JSON.parse(kept.body))
  return read.success ? { draft: read.data, savedAt: kept.savedAt } : null
}

/** Keeps what was entered so far, over what was kept before: no audit entry, nothing sent. */
export async function saveDraft(desk: Desk, draft: BookingDraft): Promise<void> {
  await desk.write('appointments.saveDraft', async (unit) => {
    const kept = { authorId: unit.actorId, body: JSON.stringify(draft), savedAt: unit.now }
    await keepBookingDraft(unit.db, kept)
  })
}

export async function dropDraft(desk: Desk): Promise<void> {
  await desk.write('appointments.dropDraft', async (unit) => {
    await removeBookingDraft(unit.db, unit.actorId)
  })
}
