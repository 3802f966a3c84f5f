/** How the hub tells its listeners where the log stands. */
import { expect, test } from 'vitest'
import { createFeed, restAfter } from '../../../main/hub/feed.ts'

test('few listeners are told of each change, thousands leave the hub most of its time for writes', () => {
  expect(restAfter(0.1, 2)).toBe(2)
  expect(restAfter(5, 2)).toBe(20)
  // Ten thousand on one process take more than a second: at most a thirteenth of its time is telling.
  expect(restAfter(1700, 2) / 1700).toBeGreaterThanOrEqual(12)
})

test('a listener that comes late is told where the log stands, and each change after it once', async () => {
  let head = 5
  const ends = new AbortController()
  const feed = createFeed({
    limits: { pokeMs: 0, pollMs: 60_000 },
    standing: async () => ({ epoch: 'one', head, backupSeq: 0 }),
    failed: (error) => {
      throw error
    },
  })
  const told: (number | null)[][] = []
  for await (const { before, standing } of feed.follow(ends.signal)) {
    told.push([before, standing.head])
    if (told.length === 3) break
    head += 1
    feed.poke()
    feed.poke()
  }
  feed.stop()
  expect(told).toEqual([
    [null, 5],
    [5, 6],
    [6, 7],
  ])
  expect(feed.followers).toBe(0)
})
