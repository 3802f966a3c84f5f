/** Days and times of the near past and future, as hands type them. */
import { isWallTime, parseDay } from '../../main/clinic/shared/days.ts'

const yearFirst = /^(\d{4})-(\d{1,2})-(\d{1,2})$/
const separated = /^(\d{1,2})[./\-\s]+(\d{1,2})(?:[./\-\s]+(\d{4}|\d{2}))?$/
const packed = /^(\d{2})(\d{2})(\d{4}|\d{2})?$/

/**
 * The calendar day of a typed text, day first, or null: `21.11.2026`, `21 11 26`, `211126`, and
 * without its year `21.11`, which is the year of `today`.
 */
export function readDay(text: string, today: string): string | null {
  const trimmed = text.trim().replace(/[.,/]$/, '')
  const [, wholeYear, lateMonth, lateDay] = yearFirst.exec(trimmed) ?? []
  if (wholeYear !== undefined) return dayOfParts(wholeYear, lateMonth, lateDay)
  const [, day, month, year] = separated.exec(trimmed) ?? packed.exec(trimmed) ?? []
  const century = today.slice(0, 2)
  const full = year === undefined ? today.slice(0, 4) : year.length === 2 ? century + year : year
  return dayOfParts(full, month, day)
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
