/** Hours, breaks, exceptions and days off against a model that looks at each minute of each day. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  easterSunday,
  holidayCountries,
  publicHolidays,
} from '../../../../main/clinic/schedule/holidays.rules.ts'
import {
  closedDaysBetween,
  closuresOf,
  extraHoursBetween,
  leavesBetween,
} from '../../../../main/clinic/schedule/plan.rules.ts'
import { daysOfRule, isDayRule } from '../../../../main/clinic/schedule/recurrence.rules.ts'
import {
  absencesOn,
  leaveOn,
  workingSpans,
} from '../../../../main/clinic/schedule/schedule.rules.ts'
import { addDays, daysBetween, isoWeekday } from '../../../../main/clinic/shared/days.ts'

const first = '2026-11-02'
const days = Array.from({ length: 28 }, (_, index) => addDays(first, index))
const last = addDays(first, 27)

const two = (value: number) => String(value).padStart(2, '0')
const wall = (halfHours: number) =>
  `${two(Math.floor(halfHours / 2))}:${halfHours % 2 === 0 ? '00' : '30'}`

const halves = Array.from({ length: 48 }, (_, half) => half)
/** A day as a line of marks, so that a difference can be seen. */
const drawn = (worked: readonly boolean[]) => worked.map((is) => (is ? '#' : '.')).join('')

/** Half hours of a day, from and to. */
const stretch = fc
  .tuple(fc.integer({ min: 0, max: 46 }), fc.integer({ min: 1, max: 20 }))
  .map(([from, length]) => ({ from, to: Math.min(47, from + length) }))
  .filter(({ from, to }) => from < to)

const someDay = fc.integer({ min: 0, max: 27 }).map((index) => addDays(first, index))

interface Rule {
  every: number
  count: number
}
const someRule = fc.option(
  fc.record({ every: fc.integer({ min: 1, max: 10 }), count: fc.integer({ min: 1, max: 6 }) }),
)
const ruleText = (rule: Rule | null) =>
  rule === null ? null : `FREQ=DAILY;INTERVAL=${rule.every};COUNT=${rule.count}`
/** Whether a thing that starts on a day, and comes back by the rule, starts on another day. */
const startsOn = (start: string, rule: Rule | null, day: string) => {
  const apart = daysBetween(start, day)
  if (rule === null) return apart === 0
  return apart >= 0 && apart % rule.every === 0 && apart / rule.every < rule.count
}

const plan = fc.record({
  weekly: fc.array(fc.record({ weekday: fc.integer({ min: 1, max: 7 }), span: stretch }), {
    maxLength: 6,
  }),
  extra: fc.array(fc.record({ day: someDay, span: stretch, rule: someRule }), { maxLength: 3 }),
  away: fc.array(
    fc.record({
      day: someDay,
      length: fc.integer({ min: 0, max: 4 }),
      span: fc.option(stretch),
      rule: someRule,
    }),
    { maxLength: 3 },
  ),
  closed: fc.uniqueArray(someDay, { maxLength: 3 }),
})

test('a day is worked exactly in the half hours in which a simple model works', () => {
  fc.assert(
    fc.property(plan, ({ weekly, extra, away, closed }) => {
      const hours = [
        ...weekly.map(({ weekday, span }) => ({
          weekday,
          startsAt: wall(span.from),
          endsAt: wall(span.to),
          locationId: null,
          validFrom: '2020-01-01',
          validTo: null,
        })),
        ...extraHoursBetween(
          extra.map(({ day, span, rule }) => ({
            day,
            startsLocal: wall(span.from),
            endsLocal: wall(span.to),
            recurrence: ruleText(rule),
            locationId: null,
          })),
          first,
          last,
        ),
      ]
      const leaves = [
        ...leavesBetween(
          away.map(({ day, length, span, rule }) => ({
            fromDay: day,
            toDay: addDays(day, length),
            startsLocal: span === null ? null : wall(span.from),
            endsLocal: span === null ? null : wall(span.to),
            recurrence: ruleText(rule),
            reason: 'away',
          })),
          first,
          last,
        ),
        ...closuresOf(closed.map((day) => ({ day, key: null, name: 'closed' }))),
      ]
      const dates = Array.from({ length: 33 }, (_, index) => addDays(first, index - 5))
      const awayOn = away.map((one) => {
        const starts = dates.filter((day) => startsOn(one.day, one.rule, day))
        return new Set(
          starts.flatMap((day) =>
            Array.from({ length: one.length + 1 }, (_, index) => addDays(day, index)),
          ),
        )
      })
      for (const day of days) {
        const isIn = ({ from, to }: { from: number; to: number }, half: number) =>
          from <= half && half < to
        const absences = away.filter((_, index) => awayOn[index]?.has(day))
        const weeklyOn = closed.includes(day)
          ? []
          : weekly.filter((one) => one.weekday === isoWeekday(day))
        const extraOn = extra.filter((one) => startsOn(one.day, one.rule, day))
        const model = halves.map((half) => {
          const isAway = absences.some(({ span }) => span === null || isIn(span, half))
          return !isAway && [...weeklyOn, ...extraOn].some(({ span }) => isIn(span, half))
        })
        const spans = workingSpans(day, hours, leaves, 'UTC')
        const worked = halves.map((half) => {
          const at = `${day}T${wall(half)}:00.000Z`
          return spans.some(({ startsAt, endsAt }) => startsAt <= at && at < endsAt)
        })
        expect(drawn(worked), day).toBe(drawn(model))
      }
    }),
    { numRuns: 60, seed: 20261102 },
  )
})

describe('absences', () => {
  const rule = {
    fromDay: '2026-11-03',
    toDay: '2026-11-03',
    startsLocal: '12:00',
    endsLocal: '13:30',
    recurrence: 'FREQ=WEEKLY;BYDAY=TU',
    reason: 'Rounds',
  }
  test('hours away come back by their rule, with their reason, and are no leave', () => {
    const leaves = leavesBetween([rule], first, last)
    expect(leaves.map(({ fromDay }) => fromDay)).toEqual([
      '2026-11-03',
      '2026-11-10',
      '2026-11-17',
      '2026-11-24',
    ])
    expect(leaveOn('2026-11-10', leaves)).toBeNull()
    expect(absencesOn('2026-11-10', leaves, 'UTC')).toEqual([
      {
        startsAt: '2026-11-10T12:00:00.000Z',
        endsAt: '2026-11-10T13:30:00.000Z',
        reason: 'Rounds',
      },
    ])
  })
  test('a leave of days that began before the stretch still covers it', () => {
    const days = {
      ...rule,
      startsLocal: null,
      endsLocal: null,
      recurrence: 'FREQ=MONTHLY',
      toDay: '2026-11-05',
    }
    const [leave] = leavesBetween([days], '2026-12-05', '2026-12-31')
    expect(leave).toMatchObject({ fromDay: '2026-12-03', toDay: '2026-12-05' })
  })
})

describe('rules of days', () => {
  test.each([
    ['FREQ=WEEKLY;BYDAY=SA;INTERVAL=2', ['2026-11-07', '2026-11-21']],
    ['FREQ=MONTHLY;BYDAY=1MO', ['2026-11-02']],
    ['FREQ=MONTHLY;BYDAY=-1FR', ['2026-11-27']],
    ['FREQ=DAILY;COUNT=3', ['2026-11-02', '2026-11-03', '2026-11-04']],
    [
      'FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261112T000000Z',
      ['2026-11-03', '2026-11-05', '2026-11-10', '2026-11-12'],
    ],
  ])('%s', (rule, found) => {
    expect(isDayRule(rule)).toBe(true)
    expect(daysOfRule(rule, first, first, last)).toEqual(found)
  })
  test.each([
    '',
    'nonsense',
    'FREQ=HOURLY',
    'BYDAY=MO',
    'FREQ=WEEKLY;BYHOUR=9',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=DAILY\nDTSTART:2020',
  ])('%j is none', (rule) => expect(isDayRule(rule)).toBe(false))
})

describe('public holidays', () => {
  // Published tables of Easter.
  test.each([
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
    [1961, '1961-04-02'],
  ])('Easter of %i', (year, day) => expect(easterSunday(year)).toBe(day))

  // Published by each government for 2026.
  test.each([
    [
      'FR',
      [
        '2026-01-01',
        '2026-04-06',
        '2026-05-01',
        '2026-05-08',
        '2026-05-14',
        '2026-05-25',
        '2026-07-14',
        '2026-08-15',
        '2026-11-01',
        '2026-11-11',
        '2026-12-25',
      ],
    ],
    [
      'GB',
      [
        '2026-01-01',
        '2026-04-03',
        '2026-04-06',
        '2026-05-04',
        '2026-05-25',
        '2026-08-31',
        '2026-12-25',
        '2026-12-28',
      ],
    ],
    [
      'US',
      [
        '2026-01-01',
        '2026-01-19',
        '2026-02-16',
        '2026-05-25',
        '2026-06-19',
        '2026-07-03',
        '2026-09-07',
        '2026-10-12',
        '2026-11-11',
        '2026-11-26',
        '2026-12-25',
      ],
    ],
    [
      'BR',
      [
        '2026-01-01',
        '2026-04-03',
        '2026-04-21',
        '2026-05-01',
        '2026-09-07',
        '2026-10-12',
        '2026-11-02',
        '2026-11-15',
        '2026-11-20',
        '2026-12-25',
      ],
    ],
  ])('%s in 2026', (country, found) => {
    const listed = publicHolidays(country, '2026-01-01', '2026-12-31')
    expect(listed.map(({ day }) => day)).toEqual(found)
  })
  test('RU in 2026: a holiday on a day of rest is kept on the Monday after as well', () => {
    const listed = publicHolidays('RU', '2026-02-01', '2026-12-31').map(({ day }) => day)
    expect(listed).toEqual([
      '2026-02-23',
      '2026-03-08',
      '2026-03-09',
      '2026-05-01',
      '2026-05-09',
      '2026-05-11',
      '2026-06-12',
      '2026-11-04',
    ])
  })
  test('an English Christmas on a Saturday is kept on Monday and Tuesday', () => {
    const listed = publicHolidays('GB', '2027-12-01', '2027-12-31').map(({ day }) => day)
    expect(listed).toEqual(['2027-12-27', '2027-12-28'])
  })
  test('a New Year’s day on a Saturday is kept in the year before', () => {
    const listed = publicHolidays('US', '2027-12-30', '2027-12-31')
    expect(listed).toEqual([{ day: '2027-12-31', key: 'newYear' }])
  })
  test('any stretch holds what its days hold one by one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...holidayCountries),
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 0, max: 40 }),
        (country, start, length) => {
          const from = addDays('2000-01-01', start)
          const each = Array.from({ length: length + 1 }, (_, index) => addDays(from, index))
          expect(publicHolidays(country, from, addDays(from, length))).toEqual(
            each.flatMap((day) => publicHolidays(country, day, day)),
          )
        },
      ),
      { numRuns: 300, seed: 20261126 },
    )
  })
  test('the clinic’s own word goes before the country’s', () => {
    const facts = {
      country: 'FR',
      keepsHolidays: true,
      days: [
        { day: '2026-12-25', kind: 'open' as const, name: null },
        { day: '2026-12-24', kind: 'closed' as const, name: 'Inventory' },
      ],
    }
    expect(closedDaysBetween(facts, '2026-12-20', '2027-01-02')).toEqual([
      { day: '2026-12-24', key: null, name: 'Inventory' },
      { day: '2027-01-01', key: 'newYear', name: null },
    ])
    const working = { ...facts, keepsHolidays: false }
    expect(closedDaysBetween(working, '2026-12-20', '2027-01-02').map(({ day }) => day)).toEqual([
      '2026-12-24',
    ])
  })
})
