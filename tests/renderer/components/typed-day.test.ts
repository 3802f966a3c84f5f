/** What hands type into fields of days and times. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDay, readPastDay, readTime } from '../../../renderer/components/typed-day.ts'

const today = '2026-11-21'

test.each([
  ['21.11.2026', '2026-11-21'],
  ['1/2/2027', '2027-02-01'],
  ['21 11 27', '2027-11-21'],
  ['211126', '2026-11-21'],
  ['21112026', '2026-11-21'],
  ['5.12', '2026-12-05'],
  ['0512', '2026-12-05'],
  ['2026-11-21', '2026-11-21'],
  [' 21.11.2026. ', '2026-11-21'],
  ['21 . 11 . 2026', '2026-11-21'],
  ['30.02.2026', null],
  ['21', null],
  ['', null],
  ['tomorrow', null],
])('the day %j is %j', (text, day) => {
  expect(readDay(text, today)).toBe(day)
})

describe('a day of the past', () => {
  test.each([
    ['12.04.1978', '1978-04-12'],
    ['12/04/1978', '1978-04-12'],
    ['12-4-1978', '1978-04-12'],
    ['12 4 1978', '1978-04-12'],
    ['12. 4. 1978', '1978-04-12'],
    ['1.2.2003', '2003-02-01'],
    ['12041978', '1978-04-12'],
    ['1978-04-12', '1978-04-12'],
    ['1978-4-2', '1978-04-02'],
    ['  12.04.1978. ', '1978-04-12'],
    ['29.02.2024', '2024-02-29'],
    // Two figures are the latest year that is not to come.
    ['12.04.78', '1978-04-12'],
    ['120426', '2026-04-12'],
    ['12.04.27', '1927-04-12'],
  ])('%s is %s', (text, day) => {
    expect(readPastDay(text, today)).toBe(day)
  })

  test.each([
    '',
    '12',
    '12.04',
    '1204',
    '12.04.197',
    '31.02.1980',
    '29.02.2023',
    '12.13.1980',
    '00.01.1980',
    '32.01.1980',
    '1978',
    'yesterday',
    '12.04.1978 12.04.1978',
    '١٢.٠٤.١٩٧٨',
  ])('%s is none', (text) => {
    expect(readPastDay(text, today)).toBeNull()
  })
})

test.each([readDay, readPastDay])('no text is read as a day that does not exist: %o', (read) => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789./- ') }), (text) => {
      const day = read(text, today)
      expect(day === null || !Number.isNaN(Date.parse(`${day}T00:00:00Z`))).toBe(true)
    }),
  )
})

test.each([
  ['9', '09:00'],
  ['09:30', '09:30'],
  ['9.30', '09:30'],
  ['930', '09:30'],
  ['1815', '18:15'],
  ['24', '24:00'],
  ['24:30', null],
  ['9:5', null],
  ['25', null],
  ['', null],
  ['noon', null],
])('the time %j is %j', (text, time) => {
  expect(readTime(text)).toBe(time)
})
