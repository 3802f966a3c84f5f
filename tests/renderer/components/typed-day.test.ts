/** What hands type into fields of days and times. */
import { expect, test } from 'vitest'
import { readDay, readTime } from '../../../renderer/components/typed-day.ts'

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
  ['30.02.2026', null],
  ['21', null],
  ['', null],
  ['tomorrow', null],
])('the day %j is %j', (text, day) => {
  expect(readDay(text, '2026-11-16')).toBe(day)
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
