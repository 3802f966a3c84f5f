/** What the foot makes of the state of the exchange. */
import { describe, expect, test } from 'vitest'
import { clockOffMinutes, shareOf, toneOf } from '../../../renderer/pages/hub/hub-words.ts'

describe('the clock', () => {
  test.each([
    [null, null],
    [0, null],
    [119_999, null],
    [-119_999, null],
    [120_000, 2],
    [-150_000, -2],
    [86_400_000, 1440],
  ])('%s ms off is told as %s minutes', (ms, minutes) => {
    expect(clockOffMinutes(ms)).toBe(minutes)
  })
})

describe('what is coming', () => {
  test('has no share while nobody knows how much it is', () => {
    expect(shareOf(null)).toBeNull()
    expect(shareOf({ done: 0, total: 0 })).toBeNull()
  })

  test('is whole percents, and never more than all', () => {
    expect(shareOf({ done: 1, total: 3 })).toBe(33)
    expect(shareOf({ done: 999, total: 1000 })).toBe(99)
    expect(shareOf({ done: 1200, total: 1000 })).toBe(100)
  })
})

test('only a workstation with a hub has a sign', () => {
  expect(toneOf('alone')).toBeNull()
  expect(toneOf('in-sync')).toBe('good')
  expect(toneOf('offline')).toBe('care')
  expect(toneOf('revoked')).toBe('bad')
})
