/** Ages of reference ranges as people write them: the tables keep days. */

export const ageUnits = ['days', 'months', 'years'] as const
export type AgeUnit = (typeof ageUnits)[number]

export interface AgeSpan {
  count: number
  unit: AgeUnit
}

/** Days of a unit, in the mean of the calendar. */
const daysOfUnit: Record<AgeUnit, number> = { days: 1, months: 30.4375, years: 365.25 }

/** Below this an age is told in the smaller unit. */
const fewest = 2

/**
 * Days of age in the largest unit that they are whole in. A year may have been counted as 365 days or
 * as 365.25: both are whole years.
 */
export function spanOf(days: number): AgeSpan {
  for (const unit of ['years', 'months'] as const) {
    const count = Math.round(days / daysOfUnit[unit])
    const counted = Math.abs(days - count * daysOfUnit[unit])
    if (count >= fewest && counted <= Math.max(1, count * 0.26)) return { count, unit }
  }
  return { count: days, unit: 'days' }
}

/** A span in whole days; one that was not changed keeps the days that it came from. */
export function daysOf(span: AgeSpan, before: number | null): number {
  if (before !== null) {
    const shown = spanOf(before)
    if (shown.count === span.count && shown.unit === span.unit) return before
  }
  return Math.floor(span.count * daysOfUnit[span.unit])
}
