/** The program's clock, and that of a process that it starts later. */
import { afterEach, expect, test, vi } from 'vitest'
import { computerClock, sameClock, setClockVariable } from '../../main/clock.ts'

afterEach(() => vi.unstubAllEnvs())

test('a further process goes by the set clock as it stands then, not as it stood at the start', () => {
  vi.stubEnv(setClockVariable, '2026-11-24T10:20:00.000Z')
  const later = () => '2026-11-24T10:25:00.000Z'
  expect(sameClock(process.env, later)[setClockVariable]).toBe('2026-11-24T10:25:00.000Z')
  expect(computerClock()().slice(0, 10)).toBe('2026-11-24')
})

test('nothing is said of the clock where none was set', () => {
  vi.stubEnv(setClockVariable, undefined)
  expect(sameClock({ HOME: '/home/anna' }, () => '2026-11-24T10:25:00.000Z')).toEqual({
    HOME: '/home/anna',
  })
})
