import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMinutes,
  ageYears,
  dayBounds,
  dayClock,
  dayOf,
  daysBetween,
  instantOf,
  isDay,
  isInstant,
  isTimeZone,
  isWallTime,
  isoOf,
  isoWeekday,
  momentOf,
  msOf,
  parseDay,
  wallMinutes,
  wallTimeOf,
} from '../../../../main/clinic/shared/days.ts'

const zones = [
  'America/Sao_Paulo',
  'Europe/Paris',
  'Europe/Moscow',
  'Australia/Lord_Howe',
  'America/New_York',
  'Asia/Kolkata',
  'UTC',
]
const anyZone = fc.constantFrom(...zones)
const anyDay = fc
  .integer({ min: 0, max: 40 * 365 })
  .map((days) => Temporal.PlainDate.from('1995-01-01').add({ days }).toString())
const anyTime = fc
  .integer({ min: 0, max: 1439 })
  .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`)

describe('a calendar day', () => {
  test.each([
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2024-02-29', true],
    ['1900-02-29', false],
    ['2026-02-30', false],
    ['2026-04-31', false],
    ['2026-13-01', false],
    ['2026-00-10', false],
    ['2026-01-00', false],
    ['0000-01-01', false],
    ['2026-1-1', false],
    ['26-01-01', false],
    ['2026-01-01T00:00', false],
    [' 2026-01-01', false],
    ['2026-01-01\n', false],
    ['', false],
  ])('%s exists: %s', (text, exists) => {
    expect(isDay(text)).toBe(exists)
    expect(parseDay(text)).toBe(exists ? text : null)
  })

  test('agrees with Temporal on every three numbers', () => {
    const pad = (n: number, width: number) => String(n).padStart(width, '0')
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 14 }),
        fc.integer({ min: 0, max: 33 }),
        (year, month, day) => {
          let exists = true
          try {
            Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
          } catch {
            exists = false
          }
          return isDay(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`) === exists
        },
      ),
    )
  })

  test('days, weekdays and ages', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
    expect(daysBetween('2026-02-28', '2026-03-02')).toBe(2)
    expect(daysBetween('2026-03-02', '2026-02-28')).toBe(-2)
    expect(isoWeekday('2026-11-16')).toBe(1)
    expect(isoWeekday('2026-11-22')).toBe(7)
    expect(ageYears('1978-04-12', '2026-04-11')).toBe(47)
    expect(ageYears('1978-04-12', '2026-04-12')).toBe(48)
    expect(ageYears('2004-02-29', '2025-02-28')).toBe(20)
    expect(ageYears('2004-02-29', '2025-03-01')).toBe(21)
    expect(ageYears('2026-01-01', '2026-01-01')).toBe(0)
    expect(() => addDays('tomorrow', 1)).toThrow(RangeError)
  })
})

test.each([
  ['09:30', true, 570],
  ['00:00', true, 0],
  ['23:59', true, 1439],
  ['24:00', false, 1440],
  ['9:30', false, null],
  ['09:60', false, null],
  ['25:00', false, null],
  ['09:30:00', false, null],
  ['', false, null],
])('wall time %s', (text, valid, minutes) => {
  expect(isWallTime(text)).toBe(valid)
  expect(wallMinutes(text)).toBe(minutes)
})

test.each([
  ['2026-11-21T09:30:00.000Z', true],
  ['2026-11-21T09:30:00Z', true],
  ['2026-02-30T09:30:00.000Z', false],
  ['2026-11-21T25:30:00.000Z', false],
  ['2026-11-21T09:30:00+03:00', false],
  ['2026-11-21', false],
  ['soon', false],
])('instant %s: %s', (text, valid) => expect(isInstant(text)).toBe(valid))

test.each([
  ['Europe/Paris', true],
  ['America/Sao_Paulo', true],
  ['+03:00', false],
  ['Mars/Olympus', false],
  ['', false],
])('time zone %s: %s', (text, valid) => expect(isTimeZone(text)).toBe(valid))

describe('a wall time becomes an instant', () => {
  test.each([
    ['2026-11-21', '10:30', 'Europe/Paris', '2026-11-21T09:30:00.000Z'],
    ['2026-07-21', '10:30', 'Europe/Paris', '2026-07-21T08:30:00.000Z'],
    ['2026-11-21', '10:30', 'Europe/Moscow', '2026-11-21T07:30:00.000Z'],
    // Skipped: Paris 29 March 2026 02:00-03:00, São Paulo 4 November 2018 00:00-01:00.
    ['2026-03-29', '02:00', 'Europe/Paris', null],
    ['2026-03-29', '02:59', 'Europe/Paris', null],
    ['2026-03-29', '03:00', 'Europe/Paris', '2026-03-29T01:00:00.000Z'],
    ['2018-11-04', '00:30', 'America/Sao_Paulo', null],
    ['2018-11-04', '01:00', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    // Lord Howe skips half an hour.
    ['2026-10-04', '02:15', 'Australia/Lord_Howe', null],
    ['2026-10-04', '02:30', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
    // Twice: the earlier passing.
    ['2026-10-25', '02:30', 'Europe/Paris', '2026-10-25T00:30:00.000Z'],
    ['2018-02-17', '23:30', 'America/Sao_Paulo', '2018-02-18T01:30:00.000Z'],
  ])('%s %s in %s', (day, time, zone, instant) => {
    expect(instantOf(day, time, zone)).toBe(instant)
  })

  test('what is no day or no time is a bug of the caller', () => {
    expect(() => instantOf('2026-02-30', '10:00', 'UTC')).toThrow(RangeError)
    expect(() => instantOf('2026-02-28', '24:00', 'UTC')).toThrow(RangeError)
    expect(() => instantOf('2026-02-28', '10:00', 'Mars/Olympus')).toThrow(RangeError)
  })

  test('and back again, unless the clock skipped it', () => {
    fc.assert(
      fc.property(anyDay, anyTime, anyZone, (day, time, zone) => {
        const instant = instantOf(day, time, zone)
        if (instant === null) return true
        return (
          isInstant(instant) && dayOf(instant, zone) === day && wallTimeOf(instant, zone) === time
        )
      }),
    )
  })
})

describe('the bounds of a day', () => {
  test.each([
    ['2026-03-29', 'Europe/Paris', 23],
    ['2026-10-25', 'Europe/Paris', 25],
    ['2026-10-04', 'Australia/Lord_Howe', 23.5],
    ['2026-04-05', 'Australia/Lord_Howe', 24.5],
    ['2018-11-04', 'America/Sao_Paulo', 23],
    ['2018-02-17', 'America/Sao_Paulo', 25],
    ['2026-11-21', 'Europe/Moscow', 24],
  ])('%s in %s lasts %s hours', (day, zone, hours) => {
    const { startsAt, endsAt } = dayBounds(day, zone)
    expect((msOf(endsAt) - msOf(startsAt)) / 3_600_000).toBe(hours)
    expect(dayOf(startsAt, zone)).toBe(day)
    expect(dayOf(endsAt, zone)).toBe(addDays(day, 1))
  })

  test('days touch, and their stretches cover them', () => {
    fc.assert(
      fc.property(anyDay, anyZone, (day, zone) => {
        const { startsMs, endsMs, stretches } = dayClock(day, zone)
        let at = startsMs
        for (const stretch of stretches) {
          expect(stretch.startsMs).toBe(at)
          at = stretch.endsMs
        }
        expect(at).toBe(endsMs)
        expect(dayClock(addDays(day, 1), zone).startsMs).toBe(endsMs)
      }),
    )
  })

  test('a moment on the clock is the strict instant, or the end of the gap', () => {
    fc.assert(
      fc.property(anyDay, anyTime, anyZone, (day, time, zone) => {
        const clock = dayClock(day, zone)
        const moment = momentOf(clock, wallMinutes(time) ?? 0)
        const strict = instantOf(day, time, zone)
        if (strict !== null) return isoOf(moment) === strict
        return clock.stretches.some((stretch) => stretch.startsMs === moment)
      }),
    )
    expect(isoOf(momentOf(dayClock('2026-03-29', 'Europe/Paris'), 150))).toBe(
      '2026-03-29T01:00:00.000Z',
    )
    expect(momentOf(dayClock('2026-03-29', 'Europe/Paris'), 1440)).toBe(
      dayClock('2026-03-30', 'Europe/Paris').startsMs,
    )
  })
})

test('elapsed minutes run across the change of the clock', () => {
  expect(addMinutes('2026-03-29T00:30:00.000Z', 60)).toBe('2026-03-29T01:30:00.000Z')
  expect(() => msOf('soon')).toThrow(RangeError)
})

test('instants are written and read as the runtime does it', () => {
  const anyMs = fc.oneof(
    fc.integer({ min: -1e13, max: 1e13 }),
    fc.integer({ min: -1e8, max: 1e8 }).map((minutes) => minutes * 60_000),
    fc.constantFrom(0, -60_000, 8.64e15, -8.64e15, 253_402_300_800_000),
  )
  fc.assert(
    fc.property(anyMs, anyMs, (ms, other) => {
      const text = new Date(ms).toISOString()
      // The one before decides which day is kept.
      isoOf(other)
      return (
        isoOf(ms) === text && msOf(text) === ms && msOf(new Date(other).toISOString()) === other
      )
    }),
  )
  for (const ms of [Number.NaN, Infinity, 9e15]) {
    expect(() => isoOf(ms)).toThrow(RangeError)
  }
})
