/** Chores: one run at a time, woken or by their own clock, and an end that loses nothing. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Chore, createChoreRunner } from '../../main/chores.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-21T12:00:00.000Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const now = () => new Date().toISOString()
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()

function start(chore: Chore) {
  const bugs: unknown[] = []
  const counted = vi.fn<Chore>(chore)
  const runner = createChoreRunner(counted, now, (bug) => bugs.push(bug))
  const runs = () => counted.mock.calls.length
  return { runner, runs, bugs }
}

/** Lets what is waiting go on, without time passing. */
const settle = () => vi.advanceTimersByTimeAsync(0)

describe('a chore', () => {
  test('runs when it is woken, and then only when it said', async () => {
    const { runner, runs } = start(async () => inSeconds(10))
    runner.wake()
    await settle()
    expect(runs()).toBe(1)
    await vi.advanceTimersByTimeAsync(9_999)
    expect(runs()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(runs()).toBe(2)
    await runner.stop()
  })

  test('with nothing due waits to be woken', async () => {
    const { runner, runs } = start(async () => null)
    runner.wake()
    await vi.advanceTimersByTimeAsync(24 * 3_600_000)
    expect(runs()).toBe(1)
    runner.wake()
    await settle()
    expect(runs()).toBe(2)
  })

  test('looks once a minute when more is due much later, as a suspended computer’s timers come late', async () => {
    const { runner, runs } = start(async () => '2027-01-01T00:00:00.000Z')
    runner.wake()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(runs()).toBe(2)
    await runner.stop()
  })

  test('that is always due comes back after a second, not at once', async () => {
    const { runner, runs } = start(async () => '2020-01-01T00:00:00.000Z')
    runner.wake()
    await vi.advanceTimersByTimeAsync(999)
    expect(runs()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(runs()).toBe(2)
    await runner.stop()
  })

  test('that meets a bug says so, and is tried again after a minute', async () => {
    const bug = new Error('a bug')
    const { runner, runs, bugs } = start(() => Promise.reject(bug))
    runner.wake()
    await vi.advanceTimersByTimeAsync(59_999)
    expect([runs(), bugs]).toEqual([1, [bug]])
    await vi.advanceTimersByTimeAsync(1)
    expect(runs()).toBe(2)
    await runner.stop()
  })

  test('woken while it runs runs once more, however often it was woken, and never twice at a time', async () => {
    const ends: (() => void)[] = []
    let atOnce = 0
    let most = 0
    const { runner, runs } = start(async () => {
      atOnce += 1
      most = Math.max(most, atOnce)
      await new Promise<void>((resolve) => ends.push(resolve))
      atOnce -= 1
      return null
    })
    for (let wakes = 0; wakes < 3; wakes += 1) runner.wake()
    await settle()
    ends.shift()?.()
    await settle()
    expect(runs()).toBe(2)
    ends.shift()?.()
    await settle()
    expect([runs(), most]).toEqual([2, 1])
  })
})

describe('stopping', () => {
  test('waits for the step that is under way, and starts no other', async () => {
    let end = () => {}
    const { runner, runs } = start(async () => {
      await new Promise<void>((resolve) => {
        end = resolve
      })
      return inSeconds(1)
    })
    runner.wake()
    runner.wake()
    let stopped = false
    const stop = runner.stop().then(() => {
      stopped = true
    })
    await settle()
    expect(stopped).toBe(false)
    end()
    await stop
    runner.wake()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(runs()).toBe(1)
  })

  test('tells the step at once that it is the last, and breaks it off after three seconds', async () => {
    const told: string[] = []
    const { runner } = start(async ({ soon, now: atOnce }) => {
      soon.addEventListener('abort', () => told.push('soon'))
      await new Promise((resolve) => atOnce.addEventListener('abort', resolve))
      told.push('now')
      return null
    })
    runner.wake()
    const stop = runner.stop()
    await vi.advanceTimersByTimeAsync(2_999)
    expect(told).toEqual(['soon'])
    await vi.advanceTimersByTimeAsync(1)
    await stop
    expect(told).toEqual(['soon', 'now'])
  })

  test('is at once when nothing runs', async () => {
    const { runner, runs } = start(async () => inSeconds(5))
    runner.wake()
    await settle()
    await runner.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(runs()).toBe(1)
  })
})
