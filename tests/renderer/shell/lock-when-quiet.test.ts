/** The idle lock by a clock that the test turns: on time, not before, and put off by every sign of life. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lockWhenQuiet } from '../../../renderer/pages/shell/lock-when-quiet.ts'

const minutes = 10
const limitMs = minutes * 60_000
const desk = new EventTarget()
const lock = vi.fn<() => void>()
let stop = (): void => {}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-24T10:20:00.000Z') })
  lock.mockClear()
  stop = lockWhenQuiet(desk, minutes, lock)
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

const touch = (sign: string) => desk.dispatchEvent(new Event(sign))

test('locks when the minutes are over, not a moment before', () => {
  vi.advanceTimersByTime(limitMs - 1)
  expect(lock).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(lock).toHaveBeenCalledTimes(1)
})

test.each(['keydown', 'pointerdown', 'pointermove', 'wheel'])('is put off by a %s', (sign) => {
  for (let touches = 0; touches < 3; touches += 1) {
    vi.advanceTimersByTime(limitMs - 1)
    touch(sign)
  }
  vi.advanceTimersByTime(limitMs - 1)
  expect(lock).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(lock).toHaveBeenCalledTimes(1)
})

test('is not put off by what no hand does', () => {
  vi.advanceTimersByTime(limitMs - 1)
  for (const event of ['focus', 'scroll', 'resize', 'message']) touch(event)
  vi.advanceTimersByTime(1)
  expect(lock).toHaveBeenCalledTimes(1)
})

test('tries again when the lock did not come', () => {
  vi.advanceTimersByTime(limitMs)
  vi.advanceTimersByTime(5000)
  expect(lock).toHaveBeenCalledTimes(2)
})

test('finds its time over after the computer slept, within seconds', () => {
  vi.setSystemTime(Date.now() + limitMs)
  vi.advanceTimersByTime(5000)
  expect(lock).toHaveBeenCalledTimes(1)
})

test('is locked, not put off, by the hand that wakes the computer', () => {
  vi.setSystemTime(Date.now() + limitMs)
  touch('pointermove')
  touch('pointermove')
  expect(lock).toHaveBeenCalledTimes(1)
})

test('is on time when the clock on the wall is set back', () => {
  vi.setSystemTime(Date.now() - 3_600_000)
  vi.advanceTimersByTime(limitMs)
  expect(lock).toHaveBeenCalledTimes(1)
})

test('leaves nothing behind when it is stopped', () => {
  stop()
  expect(vi.getTimerCount()).toBe(0)
  vi.setSystemTime(Date.now() + limitMs)
  touch('keydown')
  vi.advanceTimersByTime(2 * limitMs)
  expect(lock).not.toHaveBeenCalled()
})
