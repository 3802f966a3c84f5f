/** What the waiting room may see: ticket numbers and rooms, and nothing of anybody. */
import * as z from 'zod'
import type { Desk } from '../../db/desk.ts'
import { readClinic, readWorkstationSettings } from '../settings/settings.service.ts'
import { dayOf } from '../shared/days.ts'
import { languages } from '../shared/languages.ts'
import { listTicketsOn } from './queue.queries.ts'
import {
  inTurn,
  type WaitingRoomBoard,
  waitingRoomLooks,
  waitingRoomSounds,
} from './queue.rules.ts'

/** Strict: a field more is a bug that stops here, not a leak. */
const waitingRoomBoard: z.ZodType<WaitingRoomBoard> = z.strictObject({
  language: z.enum(languages),
  sound: z.enum(waitingRoomSounds),
  look: z.enum(waitingRoomLooks),
  timeZone: z.string(),
  now: z.string(),
  called: z.array(
    z.strictObject({ ticket: z.string(), room: z.string().nullable(), at: z.string() }),
  ),
  waiting: z.array(z.string()),
})

/** The waiting-room screen of this moment. Refused with `not-ready` before there is a clinic. */
export async function readWaitingRoom(desk: Desk): Promise<WaitingRoomBoard> {
  const [{ language, timeZone }, settings] = await Promise.all([
    readClinic(desk),
    readWorkstationSettings(desk),
  ])
  const now = desk.now()
  const tickets = await listTicketsOn(desk.read, dayOf(now, timeZone))
  const called = tickets
    .filter(({ status }) => status === 'called')
    .toSorted((a, b) => b.statusAt.localeCompare(a.statusAt))
  const waiting = tickets.filter(({ status }) => status === 'arrived')
  return waitingRoomBoard.parse({
    language,
    timeZone,
    now,
    sound: settings.waitingRoomSound,
    look: settings.waitingRoomLook,
    called: called.map(({ label, room, statusAt }) => ({ ticket: label, room, at: statusAt })),
    waiting: inTurn(waiting).map(({ label }) => label),
  })
}
