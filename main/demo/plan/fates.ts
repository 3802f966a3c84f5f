/** What becomes of each slot before its hour: when it was booked, confirmed, perhaps cancelled. */
import { addDays, dayClock, dayOf, isoOf, momentOf, msOf } from '../../clinic/shared/days.ts'
import type { Random } from '../random.ts'
import type { Slot } from './calendar.ts'

const minute = 60_000
const hour = 60 * minute

/** What will become of a booking, whatever the time is now; instants in milliseconds. */
export interface Fate {
  slot: Slot
  bookedMs: number
  /** When a request was confirmed; null for one that was booked as confirmed. */
  confirmedMs: number | null
  cancelledMs: number | null
  noShowMs: number | null
  isPrepaid: boolean
}

/** The moment around which the clinic is planned. */
export interface Moment {
  nowMs: number
  today: string
  timeZone: string
}

/**
 * The fates of one doctor's slots, in their order. A cancelled slot is booked again by somebody
 * else more often than not; its second fate follows the first.
 */
export function drawFates(random: Random, slots: readonly Slot[], moment: Moment): Fate[] {
  return slots.flatMap((slot) => {
    const first = drawFate(random, slot, drawBooked(random, slot, moment), moment)
    if (first === null) return []
    const { cancelledMs } = first
    if (cancelledMs === null || !random.chance(0.6)) return [first]
    const bookedMs = cancelledMs + random.int(15, 240) * minute
    const second = drawFate(random, slot, bookedMs, moment)
    if (second === null) return [first]
    return [first, { ...second, cancelledMs: null, confirmedMs: null }]
  })
}

/** Null when the slot would not have been booked by now. */
function drawFate(random: Random, slot: Slot, bookedMs: number, moment: Moment): Fate | null {
  const startsMs = msOf(slot.startsAt)
  const answeredMs = random.chance(0.25) ? drawAnswered(random, bookedMs, moment) : null
  const cancelledMs = random.chance(0.07) ? drawCancelled(random, bookedMs, startsMs, moment) : null
  const missed = cancelledMs === null && random.chance(0.04)
  const isPrepaid = random.chance(0.05) && !missed
  if (bookedMs > Math.min(startsMs - 20 * minute, moment.nowMs - minute)) return null
  return {
    slot,
    bookedMs,
    confirmedMs: answeredMs !== null && answeredMs < startsMs - hour ? answeredMs : null,
    cancelledMs,
    noShowMs: missed ? startsMs + random.int(20, 35) * minute : null,
    isPrepaid,
  }
}

/** Some call on the day, most in the two weeks before; a day far ahead was booked lately. */
function drawBooked(random: Random, slot: Slot, { nowMs, today, timeZone }: Moment): number {
  const latest = Math.min(msOf(slot.startsAt) - hour, nowMs - 2 * minute)
  const leadDays = random.weighted([
    [0, 12],
    [random.int(1, 3), 34],
    [random.int(4, 14), 40],
    [random.int(15, 30), 14],
  ])
  const wished = addDays(slot.day, -leadDays)
  const day = wished <= today ? wished : addDays(today, -Math.floor(random.next() ** 2 * 14))
  const bookedMs = momentOf(dayClock(day, timeZone), openMinute(random))
  // Too late on that day: it was the day before.
  return bookedMs <= latest ? bookedMs : earlierDay(random, day, latest, timeZone)
}

function earlierDay(random: Random, day: string, latest: number, timeZone: string): number {
  const before = momentOf(dayClock(addDays(day, -1), timeZone), openMinute(random))
  return Math.min(before, latest)
}

/** When a request is answered: within a day and a half, by someone at the desk. */
function drawAnswered(random: Random, bookedMs: number, { timeZone }: Moment): number {
  const wished = bookedMs + random.int(10, 36 * 60) * minute
  const { day, opensMs, closesMs } = deskHours(wished, timeZone)
  if (wished >= opensMs && wished < closesMs) return wished
  const morning = wished < opensMs ? opensMs : deskHours(wished, timeZone, addDays(day, 1)).opensMs
  return morning + random.int(3, 60) * minute
}

/** A time between the booking and an hour before it begins, while the desk is open. */
function drawCancelled(
  random: Random,
  bookedMs: number,
  startsMs: number,
  { timeZone }: Moment,
): number | null {
  const wished = bookedMs + (startsMs - hour - bookedMs) * random.next()
  const { day, opensMs, closesMs } = deskHours(wished, timeZone)
  const evening =
    wished < opensMs ? deskHours(wished, timeZone, addDays(day, -1)).closesMs : closesMs
  const isOpen = wished >= opensMs && wished < closesMs
  const ms = isOpen ? wished : evening - random.int(3, 60) * minute
  const wholeMinute = Math.floor(ms / minute) * minute
  return wholeMinute > bookedMs + hour ? wholeMinute : null
}

function deskHours(ms: number, timeZone: string, day = dayOf(isoOf(ms), timeZone)) {
  const clock = dayClock(day, timeZone)
  return { day, opensMs: momentOf(clock, opens), closesMs: momentOf(clock, closes) }
}

/** When the desk takes calls, in minutes of the day. */
const opens = 8 * 60
const closes = 20 * 60

function openMinute(random: Random): number {
  return random.int(opens, closes)
}
