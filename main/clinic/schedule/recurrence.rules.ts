/** Days that come back: RFC 5545 rules over calendar days, without times. */
import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'

/** What a rule may say here: days, for hours are said beside it. */
const dayParts = /^(FREQ|INTERVAL|COUNT|UNTIL|BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=[A-Z0-9,+-]+$/

const dayFrequencies = new Set(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'])

/** Far more than the rules of a clinic need, and no rule runs on for ever. */
const maxIterations = 20_000

/** Whether a text is a rule (RFC 5545 §3.3.10) that makes calendar days. */
export function isDayRule(text: string): boolean {
  const parts = text.split(';')
  if (!parts.every((part) => dayParts.test(part))) return false
  const frequency = parts.find((part) => part.startsWith('FREQ='))?.slice('FREQ='.length)
  if (frequency === undefined || !dayFrequencies.has(frequency)) return false
  try {
    ruleFrom(text, '2026-01-01')
    return true
  } catch {
    // The library's only answer to a rule that is none is an error.
    return false
  }
}

const kept = new Map<string, readonly string[]>()
const keptAtMost = 2048

/**
 * The days of a rule within a stretch, both ends included, in order. A rule is counted from
 * `firstDay`, which belongs to it only where it fits. Remembered, because free times ask again and
 * again. Throws when the rule is none.
 */
export function daysOfRule(
  rule: string,
  firstDay: string,
  fromDay: string,
  toDay: string,
): readonly string[] {
  if (toDay < firstDay || toDay < fromDay) return []
  const key = `${rule} ${firstDay} ${fromDay} ${toDay}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const from = fromDay < firstDay ? firstDay : fromDay
  const days = ruleFrom(rule, firstDay)
    .between(noonOf(from).subtract({ hours: 12 }), noonOf(toDay), true)
    .map((time) => time.toPlainDate().toString())
  if (kept.size >= keptAtMost) kept.clear()
  kept.set(key, days)
  return days
}

function ruleFrom(rule: string, firstDay: string) {
  const start = firstDay.replaceAll('-', '')
  return new RRuleTemporal({
    rruleString: `DTSTART:${start}T000000Z\nRRULE:${rule}`,
    temporal: Temporal,
    maxIterations,
  })
}

function noonOf(day: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: 'UTC', plainTime: '12:00' })
}
