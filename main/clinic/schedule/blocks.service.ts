/** Time that is kept free of bookings, with a reason: a doctor's meeting, a room that is painted. */
import type { Desk } from '../../db/desk.ts'
import { longestServiceMinutes } from '../catalog/catalog.rules.ts'
import { readClinic } from '../settings/settings.service.ts'
import { addDays, addMinutes, dayBounds, dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import type { AddBlock } from './blocks.input.ts'
import { listBlocksBetween, listBookingsInside } from './blocks.queries.ts'
import { findLocation, findPractitionerState } from './schedule.queries.ts'

/** Whom the doctor has not seen yet; these can still go elsewhere. */
const unseen = ['requested', 'confirmed', 'arrived', 'called'] as const

/**
 * Blocks a stretch of a doctor's or a room's time. Bookings that lie in it stay, as with leave: they
 * are answered, and wait in the list of absences until someone moves them. Refused with `not-found`
 * and `archived`.
 */
export async function addBlock(
  desk: Desk,
  wish: AddBlock,
): Promise<{ id: string; bookings: { id: string; day: string; startsAt: string }[] }> {
  const { timeZone } = await readClinic(desk)
  return desk.write('schedule.addBlock', async (unit) => {
    const { practitionerId, locationId, startsAt, endsAt } = wish
    const [entity, row] =
      practitionerId === null
        ? ['location', await findLocation(unit.db, locationId ?? '')]
        : ['practitioner', await findPractitionerState(unit.db, practitionerId)]
    const id = practitionerId ?? locationId ?? ''
    if (row === undefined) throw new ClinicError('not-found', { entity, id })
    if (row.archivedAt !== null) throw new ClinicError('archived', { entity, id })
    const bookings = await listBookingsInside(unit.db, {
      ...wish,
      earliestStart: addMinutes(startsAt, -longestServiceMinutes),
      days: daysOf(startsAt, endsAt, timeZone),
      statuses: unseen,
    })
    return { id: unit.insert('scheduleBlock', { ...wish, archivedAt: null }), bookings }
  })
}

/** Every day that the span touches, and the one before, from which a booking may reach into it. */
function daysOf(startsAt: string, endsAt: string, timeZone: string): string[] {
  const last = dayOf(endsAt, timeZone)
  const days: string[] = []
  for (let day = addDays(dayOf(startsAt, timeZone), -1); day <= last; day = addDays(day, 1)) {
    days.push(day)
  }
  return days
}

/** Gives the time back to bookings. */
export async function removeBlock(
  desk: Desk,
  wish: { id: string; version: number },
): Promise<void> {
  await desk.write('schedule.removeBlock', async (unit) => {
    unit.patch('scheduleBlock', wish.id, { archivedAt: unit.now }, wish.version)
  })
}

/** The blocks that touch a day, by time. */
export async function blocksOn(desk: Pick<Desk, 'read'>, day: string, timeZone: string) {
  return listBlocksBetween(desk.read, dayBounds(day, timeZone))
}
