/** Whose turn it is: the order of those who wait, and when a wait is too long. */
import { msOf } from '../shared/days.ts'
import type { Language } from '../shared/languages.ts'

/** Past this many minutes a wait is shown as too long, until the clinic says otherwise. */
export const defaultLongWaitMinutes = 20

/** How a call is heard: spoken where the computer has a voice, else a sound; a sound; not at all. */
export const waitingRoomSounds = ['voice', 'chime', 'off'] as const

/** How the waiting-room screen looks: as the computer does, light, or dark. */
export const waitingRoomLooks = ['auto', 'light', 'dark'] as const

/** All that leaves for the waiting-room screen: tickets and rooms, and nothing of anybody. */
export interface WaitingRoomBoard {
  language: Language
  sound: (typeof waitingRoomSounds)[number]
  look: (typeof waitingRoomLooks)[number]
  timeZone: string
  /** The instant of this board by the program's clock, which the screen's clock goes on from. */
  now: string
  /** The latest call first. `room` is null for a doctor without one; another `at` is a call anew. */
  called: { ticket: string; room: string | null; at: string }[]
  /** Tickets that wait, the next one first. */
  waiting: string[]
}

/** Someone who has arrived and was not called. */
export interface Waiting {
  id: string
  /** The booked time. */
  startsAt: string
  /** Since when they stand in the queue: the arrival, or the time they were put back into it. */
  queuedAt: string
}

/**
 * When someone's turn comes: at the booked time for who came before it, at the arrival for who came
 * late or was put back. So nobody who is late goes before one who was there in time.
 */
function turnOf({ startsAt, queuedAt }: Waiting): number {
  return Math.max(msOf(startsAt), msOf(queuedAt))
}

/** Those who wait, the next one first; of two whose turn comes together, the one who came first. */
export function inTurn<Patient extends Waiting>(waiting: readonly Patient[]): Patient[] {
  return waiting.toSorted(
    (a, b) =>
      turnOf(a) - turnOf(b) || msOf(a.queuedAt) - msOf(b.queuedAt) || a.id.localeCompare(b.id),
  )
}

/** Whether a wait of so many whole minutes is marked. */
export function isLongWait(waitedMinutes: number | null, longWaitMinutes: number): boolean {
  return waitedMinutes !== null && waitedMinutes > longWaitMinutes
}

/** What decides who takes someone in who came without a booking. */
interface WalkInChoice {
  /** The next free time; null when none is left. */
  next: { startsAt: string } | null
  waiting: number
}

/** Who is free first; of two at the same time, for whom fewer wait; then as they came. */
export function soonestFirst<Choice extends WalkInChoice>(choices: readonly Choice[]): Choice[] {
  const at = ({ next }: Choice) => (next === null ? Number.POSITIVE_INFINITY : msOf(next.startsAt))
  return choices.toSorted((a, b) =>
    at(a) === at(b) ? a.waiting - b.waiting : at(a) < at(b) ? -1 : 1,
  )
}
