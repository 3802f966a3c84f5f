/** A day as hands type it into a field: day first, with any separator or none. */
import { parseDay } from '../../../main/clinic/shared/days.ts'

const yearFirst = /^\d{4}-\d{1,2}-\d{1,2}$/
const separated = /^(\d{1,2})\s*[./\-\s]\s*(\d{1,2})\s*[./\-\s]\s*(\d{4}|\d{2})$/
const packed = /^(\d{2})(\d{2})(\d{4}|\d{2})$/

/**
 * The calendar day `YYYY-MM-DD` of a typed text, or null when it is not one that exists. A year of
 * two figures is the latest that is not after `today` (both are days of the clinic).
 */
export function readTypedDay(text: string, today: string): string | null {
  const trimmed = text.trim().replace(/[.,/]$/, '')
  if (yearFirst.test(trimmed)) {
    const [year = '', month = '', day = ''] = trimmed.split('-')
    return dayOfParts(year, month, day)
  }
  const [, day, month, year] = separated.exec(trimmed) ?? packed.exec(trimmed) ?? []
  if (day === undefined || month === undefined || year === undefined) return null
  return dayOfParts(year.length === 2 ? wholeYear(year, today) : year, month, day)
}

function wholeYear(year: string, today: string): string {
  const century = Number(today.slice(0, 2))
  return year <= today.slice(2, 4) ? `${century}${year}` : `${century - 1}${year}`
}

function dayOfParts(year: string, month: string, day: string): string | null {
  return parseDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}
