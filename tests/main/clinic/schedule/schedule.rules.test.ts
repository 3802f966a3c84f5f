import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { overlaps } from '../../../../main/clinic/appointments/appointments.rules.ts'
import {
  breaksBetween,
  freeTimes,
  holdsOn,
  isWithinHours,
  leaveOn,
  minutesIn,
  workingSpanAround,
  workingSpans,
} from '../../../../main/clinic/schedule/schedule.rules.ts'
import type { FreeTimesWish, WeeklyHours } from '../../../../main/clinic/schedule/schedule.rules.ts'
import { addMinutes, dayOf, msOf, wallTimeOf } from '../../../../main/clinic/shared/days.ts'

/** The same hours on every weekday. */
function everyDay(startsAt: string, endsAt: string, locationId = 'room-1'): WeeklyHours[] {
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    startsAt,
    endsAt,
    locationId,
    validFrom: '2010-01-01',
    validTo: null,
  }))
}

function wish(changes: Partial<FreeTimesWish>): FreeTimesWish {
  return {
    day: '2026-11-23',
    hours: everyDay('09:00', '11:00'),
    leaves: [],
    busy: [],
    durationMinutes: 30,
    stepMinutes: 15,
    timeZone: 'Europe/Paris',
    notBefore: null,
    ...changes,
  }
}

const startsIn = (changes: Partial<FreeTimesWish>) => {
  const asked = wish(changes)
  return freeTimes(asked).map((time) => wallTimeOf(time.startsAt, asked.timeZone))
}

describe('working spans', () => {
  test.each([
    ['an ordinary day', '2026-11-23', 'Europe/Paris', '09:00', '17:00', 480],
    ['the day that begins summer time', '2026-03-29', 'Europe/Paris', '00:00', '24:00', 1380],
    ['the day that ends summer time', '2026-10-25', 'Europe/Paris', '00:00', '24:00', 1500],
    ['hours around the gap', '2026-03-29', 'Europe/Paris', '01:00', '04:00', 120],
    ['an edge in the gap', '2026-03-29', 'Europe/Paris', '02:30', '04:00', 60],
    ['an end in the gap', '2026-03-29', 'Europe/Paris', '01:00', '02:30', 60],
    ['hours around the hour that comes twice', '2026-10-25', 'Europe/Paris', '01:00', '04:00', 240],
    ['an end in the hour that comes twice', '2026-10-25', 'Europe/Paris', '01:00', '02:30', 90],
    ['half an hour on Lord Howe', '2026-10-04', 'Australia/Lord_Howe', '01:00', '04:00', 150],
    ['half an hour back', '2026-04-05', 'Australia/Lord_Howe', '01:00', '04:00', 210],
    ['a midnight that is skipped', '2018-11-04', 'America/Sao_Paulo', '00:00', '03:00', 120],
    ['a zone that stands still', '2026-03-29', 'Europe/Moscow', '01:00', '04:00', 180],
  ])('%s (%s)', (_, day, zone, from, to, minutes) => {
    expect(minutesIn(workingSpans(day, everyDay(from, to), [], zone))).toBe(minutes)
  })

  test('hours inside the gap fall away', () => {
    expect(workingSpans('2026-03-29', everyDay('02:10', '02:50'), [], 'Europe/Paris')).toEqual([])
  })

  test('weekday, validity and leave', () => {
    const monday: WeeklyHours = {
      weekday: 1,
      startsAt: '09:00',
      endsAt: '12:00',
      locationId: null,
      validFrom: '2026-11-16',
      validTo: '2026-11-30',
    }
    const spansOn = (day: string, leaves = [{ fromDay: '', toDay: '', reason: '' }]) =>
      workingSpans(day, [monday], leaves, 'UTC').length
    expect(spansOn('2026-11-23')).toBe(1)
    expect(spansOn('2026-11-24')).toBe(0)
    expect(spansOn('2026-11-09')).toBe(0)
    expect(spansOn('2026-11-16')).toBe(1)
    expect(spansOn('2026-11-30')).toBe(1)
    expect(spansOn('2026-12-07')).toBe(0)
    const leave = { fromDay: '2026-11-20', toDay: '2026-11-23', reason: 'congress' }
    expect(spansOn('2026-11-23', [leave])).toBe(0)
    expect(spansOn('2026-11-30', [leave])).toBe(1)
    expect(leaveOn('2026-11-20', [leave])).toBe(leave)
    expect(leaveOn('2026-11-24', [leave])).toBeNull()
    expect(holdsOn(monday, '2026-11-23')).toBe(true)
  })

  test('hours that touch at one place are one; two places stay two, with a break', () => {
    const hours = [
      ...everyDay('09:00', '11:00'),
      ...everyDay('11:00', '13:00'),
      ...everyDay('14:00', '16:00', 'room-2'),
    ]
    const spans = workingSpans('2026-11-23', hours, [], 'UTC')
    expect(spans).toEqual([
      {
        startsAt: '2026-11-23T09:00:00.000Z',
        endsAt: '2026-11-23T13:00:00.000Z',
        locationId: 'room-1',
      },
      {
        startsAt: '2026-11-23T14:00:00.000Z',
        endsAt: '2026-11-23T16:00:00.000Z',
        locationId: 'room-2',
      },
    ])
    expect(breaksBetween(spans)).toEqual([
      { startsAt: '2026-11-23T13:00:00.000Z', endsAt: '2026-11-23T14:00:00.000Z' },
    ])
    expect(breaksBetween([])).toEqual([])
  })

  test('hours that end before they start are a bug of the caller', () => {
    expect(() => workingSpans('2026-11-23', everyDay('12:00', '09:00'), [], 'UTC')).toThrow(
      RangeError,
    )
  })
})

describe('free times', () => {
  test('stand on the grid, fit the hours and go around what is busy', () => {
    expect(startsIn({})).toEqual(['09:00', '09:15', '09:30', '09:45', '10:00', '10:15', '10:30'])
    const busy = [{ startsAt: '2026-11-23T08:40:00.000Z', endsAt: '2026-11-23T09:10:00.000Z' }]
    // 09:40-10:10 in Paris is taken.
    expect(startsIn({ busy })).toEqual(['09:00', '10:15', '10:30'])
    expect(startsIn({ hours: everyDay('09:10', '10:00') })).toEqual(['09:15', '09:30'])
    expect(startsIn({ durationMinutes: 121 })).toEqual([])
    expect(startsIn({ durationMinutes: 120 })).toEqual(['09:00'])
  })

  test('leave out what has begun', () => {
    expect(startsIn({ notBefore: '2026-11-23T09:00:01.000Z' })).toEqual(['10:15', '10:30'])
    expect(startsIn({ notBefore: '2026-11-23T09:15:00.000Z' })).toEqual(['10:15', '10:30'])
  })

  test('busy spans may overlap, come unordered and hold nothing', () => {
    const busy = [
      { startsAt: '2026-11-23T09:00:00Z', endsAt: '2026-11-23T09:15:00Z' },
      { startsAt: '2026-11-23T08:00:00.000Z', endsAt: '2026-11-23T09:30:00.000Z' },
      { startsAt: '2026-11-23T09:45:00.000Z', endsAt: '2026-11-23T09:45:00.000Z' },
      { startsAt: '2026-11-20T08:00:00.000Z', endsAt: '2026-11-21T09:30:00.000Z' },
    ]
    expect(startsIn({ busy })).toEqual(['10:30'])
  })

  test('the change to summer time skips its hour', () => {
    const night = { day: '2026-03-29', hours: everyDay('01:00', '04:00'), stepMinutes: 30 }
    expect(startsIn(night)).toEqual(['01:00', '01:30', '03:00', '03:30'])
    // An hour from 01:30 ends at 03:30 on the wall clock.
    const hour = freeTimes(wish({ ...night, durationMinutes: 60 }))
    expect(hour.map((time) => wallTimeOf(time.endsAt, 'Europe/Paris'))).toEqual([
      '03:00',
      '03:30',
      '04:00',
    ])
  })

  test('the change back offers the hour twice', () => {
    const night = { day: '2026-10-25', hours: everyDay('01:00', '04:00'), stepMinutes: 60 }
    const times = freeTimes(wish(night))
    expect(times.map((time) => time.startsAt.slice(11, 16))).toEqual([
      '23:00',
      '00:00',
      '01:00',
      '02:00',
    ])
    expect(startsIn(night)).toEqual(['01:00', '02:00', '02:00', '03:00'])
  })

  test('half an hour of change leaves the grid where it was', () => {
    const night = {
      day: '2026-10-04',
      hours: everyDay('01:00', '05:00'),
      stepMinutes: 60,
      timeZone: 'Australia/Lord_Howe',
    }
    expect(startsIn(night)).toEqual(['01:00', '03:00', '04:00'])
  })

  test('two places at one time give one time', () => {
    const hours = [...everyDay('09:00', '10:00'), ...everyDay('09:30', '10:30', 'room-2')]
    const times = freeTimes(wish({ hours, stepMinutes: 30 }))
    expect(times.map((time) => [time.startsAt.slice(11, 16), time.locationId])).toEqual([
      ['08:00', 'room-1'],
      ['08:30', 'room-1'],
      ['09:00', 'room-2'],
    ])
  })

  test('a duration of nothing is a bug of the caller', () => {
    expect(() => freeTimes(wish({ durationMinutes: 0 }))).toThrow(RangeError)
    expect(() => freeTimes(wish({ stepMinutes: 0.5 }))).toThrow(RangeError)
  })
})

const zoneAndDay = fc.constantFrom<[string, string][]>(
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-17'],
  ['America/Sao_Paulo', '2026-11-23'],
  ['Europe/Paris', '2026-03-29'],
  ['Europe/Paris', '2026-10-25'],
  ['Europe/Paris', '2026-06-01'],
  ['Europe/Moscow', '2014-10-26'],
  ['Europe/Moscow', '2026-03-29'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Australia/Lord_Howe', '2026-04-05'],
)
const wallTime = (minutes: number) =>
  minutes === 1440
    ? '24:00'
    : `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const anyHours = fc
  .array(fc.uniqueArray(fc.integer({ min: 0, max: 288 }), { minLength: 2, maxLength: 2 }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) =>
    parts.flatMap((part, index) => {
      const [from = 0, to = 0] = part.toSorted((a, b) => a - b)
      return everyDay(wallTime(from * 5), wallTime(to * 5), `room-${index % 2}`)
    }),
  )

/** The plain way: every minute of the day asked through Temporal, one after the other. */
function slowFreeStarts(asked: FreeTimesWish): string[] {
  const day = Temporal.PlainDate.from(asked.day)
  const start = day.toZonedDateTime(asked.timeZone)
  const working = workingSpans(asked.day, asked.hours, asked.leaves, asked.timeZone)
  const found: string[] = []
  for (let minute = 0; minute < 26 * 60; minute += 1) {
    const at = start.add({ minutes: minute })
    if (!at.toPlainDate().equals(day)) break
    if ((at.hour * 60 + at.minute) % asked.stepMinutes !== 0) continue
    const startsAt = at.toInstant().toString({ fractionalSecondDigits: 3 })
    const span = { startsAt, endsAt: addMinutes(startsAt, asked.durationMinutes) }
    const fits = working.some(
      (part) => part.startsAt <= span.startsAt && span.endsAt <= part.endsAt,
    )
    const isPast = asked.notBefore !== null && startsAt < asked.notBefore
    if (fits && !isPast && !asked.busy.some((other) => overlaps(span, other))) found.push(startsAt)
  }
  return found
}

test('free times are those that the plain, slow way finds', () => {
  fc.assert(
    fc.property(
      zoneAndDay,
      anyHours,
      fc.array(fc.tuple(fc.integer({ min: -60, max: 1500 }), fc.integer({ min: 0, max: 90 })), {
        maxLength: 8,
      }),
      fc.constantFrom(5, 15, 20, 30, 60),
      fc.integer({ min: 1, max: 120 }),
      fc.option(fc.integer({ min: 0, max: 1440 })),
      ([timeZone, day], hours, taken, stepMinutes, durationMinutes, past) => {
        const midnight = `${day}T00:00:00.000Z`
        const asked = wish({
          day,
          hours,
          timeZone,
          stepMinutes,
          durationMinutes,
          busy: taken.map(([from, length]) => ({
            startsAt: addMinutes(midnight, from),
            endsAt: addMinutes(midnight, from + length),
          })),
          notBefore: past === null ? null : addMinutes(midnight, past),
        })
        const times = freeTimes(asked)
        expect(times.map((time) => time.startsAt)).toEqual(slowFreeStarts(asked))
        for (const time of times) {
          expect(msOf(time.endsAt) - msOf(time.startsAt)).toBe(durationMinutes * 60_000)
          expect(dayOf(time.startsAt, timeZone)).toBe(day)
          expect(isWithinHours(time, day, hours, [], timeZone)).toBe(true)
        }
      },
    ),
    { numRuns: 60 },
  )
}, 60_000)

test('a span is within the hours as a whole or not at all', () => {
  const hours = everyDay('09:00', '11:00')
  const at = (from: string, to: string) => ({
    startsAt: `2026-11-23T${from}:00.000Z`,
    endsAt: `2026-11-23T${to}:00.000Z`,
  })
  const within = (from: string, to: string) =>
    isWithinHours(at(from, to), '2026-11-23', hours, [], 'UTC')
  expect(within('09:00', '11:00')).toBe(true)
  expect(within('08:59', '09:30')).toBe(false)
  expect(within('10:45', '11:15')).toBe(false)
  expect(workingSpanAround(at('09:00', '09:30'), '2026-11-23', hours, [], 'UTC')?.locationId).toBe(
    'room-1',
  )
})
