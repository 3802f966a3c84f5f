/**
 * What holds on each day of a stretch: weekly hours, extra hours, absences and days on which the clinic
 * is closed, each rule that comes back laid out in days.
 */
import { addDays, daysBetween, isoWeekday } from '../shared/days.ts'
import { type HolidayKey, publicHolidays } from './holidays.rules.ts'
import { daysOfRule } from './recurrence.rules.ts'
import type { Leave, WeeklyHours } from './schedule.rules.ts'

/** An absence as it is kept. */
export interface LeaveRule {
  fromDay: string
  toDay: string
  /** From when to when on each of its days; null for whole days. */
  startsLocal: string | null
  endsLocal: string | null
  recurrence: string | null
  reason: string
}

/** Hours beside the weekly ones, as they are kept. */
export interface ExtraHoursRule {
  day: string
  startsLocal: string
  endsLocal: string
  recurrence: string | null
  locationId: string | null
}

/** A day on which the clinic is closed by its own decision, or open although it is a holiday. */
export interface ClinicDay {
  day: string
  kind: 'closed' | 'open'
  name: string | null
}

/** A day on which the clinic is closed: a public holiday, or its own with or without a name. */
export interface ClosedDay {
  day: string
  key: HolidayKey | null
  name: string | null
}

/** The absences that touch the stretch, each time a rule comes back as one of its own. */
export function leavesBetween(
  rules: readonly LeaveRule[],
  fromDay: string,
  toDay: string,
): Leave[] {
  return rules.flatMap((rule) => {
    const { reason, recurrence, startsLocal, endsLocal } = rule
    const hours =
      startsLocal === null || endsLocal === null ? {} : { startsAt: startsLocal, endsAt: endsLocal }
    const length = daysBetween(rule.fromDay, rule.toDay)
    const firstDays =
      recurrence === null
        ? [rule.fromDay]
        : daysOfRule(recurrence, rule.fromDay, addDays(fromDay, -length), toDay)
    return firstDays
      .map((day) => ({ fromDay: day, toDay: addDays(day, length), reason, ...hours }))
      .filter((leave) => leave.fromDay <= toDay && fromDay <= leave.toDay)
  })
}

/** The extra hours of the stretch as hours that hold on one day each; a holiday does not take them away. */
export function extraHoursBetween(
  rules: readonly ExtraHoursRule[],
  fromDay: string,
  toDay: string,
): WeeklyHours[] {
  return rules.flatMap((rule) => {
    const days =
      rule.recurrence === null
        ? [rule.day].filter((day) => fromDay <= day && day <= toDay)
        : daysOfRule(rule.recurrence, rule.day, fromDay, toDay)
    return days.map((day) => ({
      weekday: isoWeekday(day),
      startsAt: rule.startsLocal,
      endsAt: rule.endsLocal,
      locationId: rule.locationId,
      validFrom: day,
      validTo: day,
      isExtra: true as const,
    }))
  })
}

/** The days of the stretch on which the clinic is closed; its own word goes before the country's. */
export function closedDaysBetween(
  facts: { country: string; keepsHolidays: boolean; days: readonly ClinicDay[] },
  fromDay: string,
  toDay: string,
): ClosedDay[] {
  const own = new Map(facts.days.map((one) => [one.day, one]))
  const holidays = facts.keepsHolidays ? publicHolidays(facts.country, fromDay, toDay) : []
  const kept = holidays.filter(({ day }) => !own.has(day)).map((one) => ({ ...one, name: null }))
  const closed = facts.days
    .filter(({ day, kind }) => kind === 'closed' && fromDay <= day && day <= toDay)
    .map(({ day, name }) => ({
      day,
      name,
      key: holidays.find((one) => one.day === day)?.key ?? null,
    }))
  return [...kept, ...closed].toSorted((a, b) => (a.day < b.day ? -1 : 1))
}

/** Closed days as everybody's absence, which extra hours go before. */
export function closuresOf(days: readonly ClosedDay[]): Leave[] {
  return days.map(({ day, name, key }) => ({
    fromDay: day,
    toDay: day,
    reason: name ?? key ?? '',
    isClosure: true as const,
  }))
}
