/** Many changes in a row are told in few goes, and none is forgotten. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { coalesce } from '../../renderer/coalesce.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('the first goes at once, the rest together after the pause', () => {
  const told: string[][] = []
  const changes = coalesce<string>((items) => told.push([...items]), 100)
  changes.add(['a'])
  expect(told).toEqual([['a']])
  changes.add(['b'])
  changes.add(['c', 'b'])
  expect(told).toHaveLength(1)
  vi.advanceTimersByTime(100)
  expect(told).toEqual([['a'], ['b', 'c']])
})

test('after a quiet pause the next goes at once again', () => {
  const told: string[][] = []
  const changes = coalesce<string>((items) => told.push([...items]), 100)
  changes.add(['a'])
  vi.advanceTimersByTime(100)
  changes.add(['b'])
  expect(told).toEqual([['a'], ['b']])
})

test('nothing is told once it is over', () => {
  const told: string[][] = []
  const changes = coalesce<string>((items) => told.push([...items]), 100)
  changes.add(['a'])
  changes.add(['b'])
  changes.cancel()
  vi.advanceTimersByTime(1000)
  expect(told).toEqual([['a']])
})
