/** Days and times as hands type them: day first, with any separator or none. */
import { isWallTime, parseDay } from '../../main/clinic/shared/days.ts'

const yearFirst = /^(\d{4})-(\d{1,2})-(\d{1,2})$/
const separated = /^(\d{1,2})\s*[./\-\s]\s*(\d{1,2})(?:\s*[./\-\s]\s*(\d{4}|\d{2}))?$/
const packed = /^(\d{2})(\d{2})(\d{4}|\d{2})?$/

/**
 * The calendar day of a typed text about the near past and future, or null: `21.11.2026`,
 * `21 11 26`, `211126`, and without its year `21.11`, which is the year of `today`.
 */
export function readDay(text: string, today: string): string | null {
  return readWith(text, (year) => `${today.slice(0, 4 - year.length)}${year}`)
}

/**
 * The calendar day of a typed text about the past, such as a birth day, or null. The year has to be
 * there; one of two figures is the latest that is not after `today`, a day of the clinic.
 */
export function readPastDay(text: string, today: string): string | null {
  const century = Number(today.slice(0, 2))
  return readWith(text, (year) => {
    if (year.length !== 2) return year
    return `${year <= today.slice(2, 4) ? century : century - 1}${year}`
  })
}

/** `wholeYear` is given the figures that were typed, which may be four, two or none. */
function readWith(text: string, wholeYear: (year: string) => string): string | null {
  const trimmed = text.trim().replace(/[.,/]$/, '')
  const [, early, earlyMonth, earlyDay] = yearFirst.exec(trimmed) ?? []
  if (early !== undefined) return dayOfParts(early, earlyMonth, earlyDay)
  const [, day, month, year = ''] = separated.exec(trimmed) ?? packed.exec(trimmed) ?? []
  return dayOfParts(wholeYear(year), month, day)
}

function dayOfParts(year: string, month = '', day = ''): string | null {
  return parseDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

/** The wall time of a typed text, or null: `9`, `930`, `9.30`, `09:30`; `24` is the end of the day. */
export function readTime(text: string): string | null {
  const [, hours, minutes = '00'] =
    /^(\d{1,2})(?:[:.,\s-]?(\d{2}))?$/.exec(text.trim()) ?? /^(\d)(\d{2})$/.exec(text.trim()) ?? []
  if (hours === undefined) return null
  const time = `${hours.padStart(2, '0')}:${minutes}`
  return isWallTime(time) || time === '24:00' ? time : null
}
