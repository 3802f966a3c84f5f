/** Rules of days made of plain choices: what the service takes, what it means, and that it is read again. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysOfRule, isDayRule } from '../../../main/clinic/schedule/recurrence.rules.ts'
import { addDays, isoWeekday } from '../../../main/clinic/shared/days.ts'
import { frequencies, once, repeatsOf, ruleOf } from '../../../renderer/pages/staff/recurrence.ts'

const day = fc.integer({ min: 0, max: 800 }).map((days) => addDays('2026-01-01', days))
const repeats = fc.record({
  frequency: fc.constantFrom(...frequencies.filter((one) => one !== 'once')),
  interval: fc.integer({ min: 1, max: 8 }),
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  until: fc.option(fc.integer({ min: 100, max: 900 })),
})

test('every choice is a rule that the service takes and that is read as the same choice', () => {
  fc.assert(
    fc.property(day, repeats, (firstDay, { until, ...wish }) => {
      const ends = until === null ? null : addDays(firstDay, until)
      const rule = ruleOf({ ...wish, until: ends }, firstDay) ?? ''
      expect(isDayRule(rule)).toBe(true)
      const read = repeatsOf(rule, firstDay)
      expect(read).toMatchObject({ frequency: wish.frequency, until: ends })
      expect(read === null ? null : ruleOf(read, firstDay)).toBe(rule)
    }),
  )
})

test('what comes back begins on its first day and never goes beyond its last', () => {
  fc.assert(
    fc.property(day, repeats, (firstDay, { until, ...wish }) => {
      const weekdays = [isoWeekday(firstDay)]
      const ends = until === null ? null : addDays(firstDay, until)
      const rule = ruleOf({ ...wish, weekdays, until: ends }, firstDay) ?? ''
      const days = daysOfRule(rule, firstDay, firstDay, addDays(firstDay, 1500))
      expect(days[0]).toBe(firstDay)
      if (ends !== null) expect((days.at(-1) ?? '') <= ends).toBe(true)
    }),
  )
})

test.each([
  ['2026-11-28', { frequency: 'weekly', interval: 2 }, ['2026-11-28', '2026-12-12', '2026-12-26']],
  ['2026-11-10', { frequency: 'monthly-weekday' }, ['2026-11-10', '2026-12-08', '2027-01-12']],
  ['2026-11-30', { frequency: 'monthly-weekday' }, ['2026-11-30', '2026-12-28', '2027-01-25']],
  ['2026-11-15', { frequency: 'monthly-day' }, ['2026-11-15', '2026-12-15', '2027-01-15']],
  ['2026-03-08', { frequency: 'yearly' }, ['2026-03-08', '2027-03-08', '2028-03-08']],
] as const)('from %s: %j', (firstDay, choice, days) => {
  const rule = ruleOf({ ...once(firstDay), ...choice }, firstDay) ?? ''
  expect(daysOfRule(rule, firstDay, firstDay, addDays(firstDay, 900)).slice(0, 3)).toEqual(days)
})

test('once is no rule, and a rule of another hand is not read as one of these', () => {
  expect(ruleOf(once('2026-11-28'), '2026-11-28')).toBeNull()
  expect(repeatsOf('FREQ=DAILY;COUNT=3', '2026-11-28')).toBeNull()
})
