/** Calendar days, wall times and instants: strict reading, and the way between them in a time zone. */
import { Temporal } from 'temporal-polyfill'

/** A stretch of time, half open: `startsAt` belongs to it, `endsAt` does not. UTC ISO instants. */
export interface Span {
  startsAt: string
  endsAt: string
}

const dayShape = /^\d{4}-\d{2}-\d{2}$/
const wallTimeShape = /^(?:[01]\d|2[0-3]):[0-5]\d$/
const instantShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/

/** The calendar day `YYYY-MM-DD` when it exists (`2026-02-30` does not), else null. */
export function parseDay(text: string): string | null {
  if (!dayShape.test(text)) return null
  const [year, month, day] = text.split('-').map(Number)
  if (year === undefined || month === undefined || day === undefined || year === 0) return null
  if (month < 1 || month > 12 || day < 1) return null
  const lastDay = new Temporal.PlainYearMonth(year, month).daysInMonth
  return day <= lastDay ? text : null
}

/** Whether a text is a calendar day `YYYY-MM-DD` that exists. */
export function isDay(text: string): boolean {
  return parseDay(text) !== null
}

/** Whether a text is a wall time `HH:MM` from 00:00 to 23:59. */
export function isWallTime(text: string): boolean {
  return wallTimeShape.test(text)
}

/** Minutes since midnight on the clock's face; `24:00` is the end of the day. Null for anything else. */
export function wallMinutes(text: string): number | null {
  if (text === '24:00') return 24 * 60
  if (!wallTimeShape.test(text)) return null
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
}

/** Whether a text is a UTC instant as the tables keep it (`2026-11-21T09:30:00.000Z`) and exists. */
export function isInstant(text: string): boolean {
  return instantShape.test(text) && !Number.isNaN(Date.parse(text)) && isDay(text.slice(0, 10))
}

/** Whether the runtime knows the IANA zone; bare offsets such as `+03:00` are refused. */
export function isTimeZone(text: string): boolean {
  if (/^[+-]/.test(text)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

/**
 * The UTC instant of a wall time on a day in a zone, or null when the clock skips that time.
 * A time that happens twice (the clock goes back) means its first, earlier passing.
 * Throws a RangeError when `day`, `time` or the zone is not one: check with isDay and isWallTime.
 */
export function instantOf(day: string, time: string, timeZone: string): string | null {
  if (!isDay(day) || !isWallTime(time)) throw new RangeError('not a day and a wall time')
  const wall = Temporal.PlainDateTime.from(`${day}T${time}`)
  const zoned = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  return zoned.toPlainDateTime().equals(wall) ? isoOf(zoned.epochMilliseconds) : null
}

/** The calendar day of an instant in a zone. */
export function dayOf(instant: string, timeZone: string): string {
  return zonedOf(instant, timeZone).toPlainDate().toString()
}

/** The wall time `HH:MM` of an instant in a zone, seconds cut off. */
export function wallTimeOf(instant: string, timeZone: string): string {
  return zonedOf(instant, timeZone).toPlainTime().toString({ smallestUnit: 'minute' })
}

/**
 * The first instant of a day in a zone and the first of the next day, half open. The day may be
 * 23 or 25 hours long, and where the clock skips midnight it begins at the first moment there is.
 */
export function dayBounds(day: string, timeZone: string): Span {
  const { startsMs, endsMs } = dayClock(day, timeZone)
  return { startsAt: isoOf(startsMs), endsAt: isoOf(endsMs) }
}

/** The day so many days later (or earlier, when negative). */
export function addDays(day: string, days: number): string {
  return plainDay(day).add({ days }).toString()
}

/** Whole days from the first day to the second; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return plainDay(from).until(plainDay(to), { largestUnit: 'days' }).days
}

/** ISO 8601 weekday: 1 is Monday, 7 is Sunday. */
export function isoWeekday(day: string): number {
  return plainDay(day).dayOfWeek
}

/**
 * Whole years lived on a day; someone born on 29 February turns a year older on 1 March of a
 * common year. Negative when the day is a year or more before the birth.
 */
export function ageYears(bornOn: string, onDay: string): number {
  return plainDay(bornOn).until(plainDay(onDay), { largestUnit: 'years' }).years
}

/** The instant so many elapsed minutes later. */
export function addMinutes(instant: string, minutes: number): string {
  return isoOf(msOf(instant) + minutes * 60_000)
}

/** A stretch of one day in which the zone's offset does not change; milliseconds since the epoch. */
export interface ClockStretch {
  startsMs: number
  endsMs: number
  /** What to add to UTC to read the wall clock. */
  offsetMs: number
}

/** One day of a zone with the offsets that hold in it; plain numbers, for inner loops. */
export interface DayClock {
  /** The day's wall-clock midnight read as if the zone were UTC. */
  midnightMs: number
  /** ISO 8601: 1 is Monday. */
  weekday: number
  startsMs: number
  endsMs: number
  stretches: readonly ClockStretch[]
}

const clocks = new Map<string, DayClock>()
const keptClocks = 4096

/** The clock of a day in a zone; remembered, because a zone's rules are slow to ask. */
export function dayClock(day: string, timeZone: string): DayClock {
  const key = `${timeZone} ${day}`
  const known = clocks.get(key)
  if (known !== undefined) return known
  if (clocks.size >= keptClocks) clocks.clear()
  const made = readDayClock(plainDay(day), timeZone)
  clocks.set(key, made)
  return made
}

function readDayClock(day: Temporal.PlainDate, timeZone: string): DayClock {
  const first = day.toZonedDateTime(timeZone)
  const next = day.add({ days: 1 }).toZonedDateTime(timeZone)
  const startsMs = first.epochMilliseconds
  const endsMs = next.epochMilliseconds
  const stretches: ClockStretch[] = []
  let from = first
  // No zone changes twice in a day and comes back to the offset of the morning.
  while (from.offsetNanoseconds !== next.offsetNanoseconds) {
    const change = from.getTimeZoneTransition('next')
    if (change === null || change.epochMilliseconds >= endsMs) break
    stretches.push(stretchOf(from, change.epochMilliseconds))
    from = change
  }
  stretches.push(stretchOf(from, endsMs))
  const midnightMs = day.toZonedDateTime('UTC').epochMilliseconds
  return { midnightMs, weekday: day.dayOfWeek, startsMs, endsMs, stretches }
}

function stretchOf(from: Temporal.ZonedDateTime, endsMs: number): ClockStretch {
  return {
    startsMs: from.epochMilliseconds,
    endsMs,
    offsetMs: from.offsetNanoseconds / 1_000_000,
  }
}

/**
 * The moment of a wall time on a day's clock, in milliseconds since the epoch. Never fails: a time
 * that the clock skips becomes the first moment after the gap; a time that happens twice is its
 * first passing; `24 * 60` is the end of the day.
 */
export function momentOf(clock: DayClock, minutes: number): number {
  const wallMs = clock.midnightMs + minutes * 60_000
  for (const stretch of clock.stretches) {
    const ms = wallMs - stretch.offsetMs
    if (ms < stretch.startsMs) return stretch.startsMs
    if (ms < stretch.endsMs) return ms
  }
  return clock.endsMs
}

/** Milliseconds since the epoch of a UTC ISO instant. Throws a RangeError when it is none. */
export function msOf(instant: string): number {
  const ms = Date.parse(instant)
  if (Number.isNaN(ms)) throw new RangeError('not an instant')
  return ms
}

const dayMs = 24 * 60 * 60_000

/** The time of day of each whole minute, as instants end; free times are thousands of them. */
const minuteTexts = Array.from({ length: 24 * 60 }, (_, minute) =>
  new Date(minute * 60_000).toISOString().slice('1970-01-01T'.length),
)

let keptDay = { startsMs: Number.NaN, text: '' }

/** The UTC ISO instant of milliseconds since the epoch, as the tables keep it. */
export function isoOf(ms: number): string {
  const startsMs = Math.floor(ms / dayMs) * dayMs
  const time = minuteTexts[(ms - startsMs) / 60_000]
  if (time === undefined) return new Date(ms).toISOString()
  if (startsMs !== keptDay.startsMs) {
    const midnight = new Date(startsMs).toISOString()
    keptDay = { startsMs, text: midnight.slice(0, midnight.indexOf('T') + 1) }
  }
  return keptDay.text + time
}

function plainDay(day: string): Temporal.PlainDate {
  if (!dayShape.test(day)) throw new RangeError('not a calendar day')
  return Temporal.PlainDate.from(day)
}

function zonedOf(instant: string, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone)
}
