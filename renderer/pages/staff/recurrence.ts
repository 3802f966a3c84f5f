/** Days that come back as a form asks for them: RFC 5545 rules (§3.3.10) made of plain choices, and read again. */
import { isoWeekday } from '../../../main/clinic/shared/days.ts'

export const frequencies = ['once', 'weekly', 'monthly-weekday', 'monthly-day', 'yearly'] as const

export type Frequency = (typeof frequencies)[number]

export interface Repeats {
  frequency: Frequency
  /** Every so many weeks; 1 for what is not weekly. */
  interval: number
  /** ISO weekdays of what is weekly. */
  weekdays: readonly number[]
  /** Last day; null goes on. */
  until: string | null
}

const codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** Where a day stands among its weekdays of the month: 1 to 4, or -1 for the last seven days. */
export function weekOfMonth(day: string): number {
  const week = Math.ceil(Number(day.slice(8)) / 7)
  return week === 5 ? -1 : week
}

/** What is asked for at first: once, and every week on its weekday when it is to come back. */
export function once(firstDay: string): Repeats {
  return { frequency: 'once', interval: 1, weekdays: [isoWeekday(firstDay)], until: null }
}

/** The rule, counted from the first day; null for what does not come back. */
export function ruleOf(repeats: Repeats, firstDay: string): string | null {
  const { frequency, interval, weekdays, until } = repeats
  const weekday = codes[isoWeekday(firstDay) - 1] ?? 'MO'
  const days = weekdays.toSorted().map((day) => codes[day - 1] ?? weekday)
  const parts = {
    once: null,
    weekly: `FREQ=WEEKLY;INTERVAL=${interval};BYDAY=${days.length === 0 ? weekday : days.join(',')}`,
    'monthly-weekday': `FREQ=MONTHLY;BYDAY=${weekOfMonth(firstDay)}${weekday}`,
    'monthly-day': `FREQ=MONTHLY;BYMONTHDAY=${Number(firstDay.slice(8))}`,
    yearly: 'FREQ=YEARLY',
  }[frequency]
  if (parts === null) return null
  return until === null ? parts : `${parts};UNTIL=${until.replaceAll('-', '')}T000000Z`
}

/** What a rule says, when it is one that the form makes; null for any other. */
export function repeatsOf(rule: string, firstDay: string): Repeats | null {
  const parts = new Map(rule.split(';').map((part) => [part.split('=')[0], part.split('=')[1]]))
  const ends = parts.get('UNTIL')?.slice(0, 8) ?? null
  const until = ends === null ? null : `${ends.slice(0, 4)}-${ends.slice(4, 6)}-${ends.slice(6, 8)}`
  const interval = Number(parts.get('INTERVAL') ?? 1)
  const weekdays = (parts.get('BYDAY') ?? '').split(',').flatMap((code) => {
    const at = codes.findIndex((one) => one === code)
    return at === -1 ? [] : [at + 1]
  })
  const found = frequencies
    .map((frequency): Repeats => ({ frequency, interval, weekdays, until }))
    .find((repeats) => ruleOf(repeats, firstDay) === rule)
  return found ?? null
}
