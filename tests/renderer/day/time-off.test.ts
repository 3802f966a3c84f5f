/** What is hatched on the board: before work, breaks, absences by the hour, whole days away. */
import { expect, test } from 'vitest'
import { timeOff } from '../../../renderer/pages/day/time-off.ts'

const minuteOf = (instant: string) =>
  Number(instant.slice(11, 13)) * 60 + Number(instant.slice(14, 16))
const model = { from: 8 * 60, to: 18 * 60, minuteOf }
const at = (time: string) => `2026-11-24T${time}:00.000Z`
const span = (from: string, to: string) => ({
  startsAt: at(from),
  endsAt: at(to),
  locationId: null,
})
const words = { before: (minute: number) => `from ${minute}`, break: 'break', notWorking: 'off' }
const lines = (doctor: Parameters<typeof timeOff>[0]) =>
  timeOff(doctor, model, words).map(({ from, to, text, isAway }) => [from, to, text, isAway])

test('absences by the hour stand on the board with their reason, breaks beside them', () => {
  const absences = [{ startsAt: at('13:00'), endsAt: at('15:00'), reason: 'Meeting' }]
  const spans = [span('09:00', '12:00'), span('15:00', '17:00')]
  expect(lines({ spans, absences, leave: null })).toEqual([
    [480, 540, 'from 540', false],
    [720, 780, 'break', false],
    [780, 900, 'Meeting', true],
    [1020, 1080, '', false],
  ])
})

test('an absence that reaches beyond the day is cut at its edges', () => {
  const absences = [{ startsAt: at('06:00'), endsAt: at('10:00'), reason: 'Congress' }]
  expect(lines({ spans: [span('10:00', '18:00')], absences, leave: null })).toEqual([
    [480, 600, 'Congress', true],
  ])
})

test('a whole day away says why, one without hours that nobody works', () => {
  expect(lines({ spans: [], absences: [], leave: 'Holiday' })).toEqual([
    [480, 1080, 'Holiday', false],
  ])
  expect(lines({ spans: [], absences: [], leave: null })).toEqual([[480, 1080, 'off', false]])
})
