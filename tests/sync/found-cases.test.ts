/** Days that random runs found to go wrong, as short as they could be made: each was a defect once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Founded, found } from './founded.ts'
import type { Happening } from './happenings.ts'
import { judge } from './judge.ts'
import { World } from './world.ts'

let founded: Founded

beforeAll(async () => {
  founded = await found(null)
})

afterAll(async () => {
  await founded.close()
})

const book = (desk: number, patient: number, quarter: number): Happening => ({
  what: 'work',
  desk,
  deed: { deed: 'book', doctor: 0, patient, quarter, overbook: false },
})

const cases: [string, number, Happening[]][] = [
  [
    'a booking that lost its time, of which its desk heard by a snapshot alone, has its task',
    4,
    [
      book(3, 1, 7),
      { what: 'exchange', desk: 3, wire: 'pull-lost', pokes: 'lost' },
      book(2, 0, 6),
      { what: 'exchange', desk: 2, wire: 'pull-lost', pokes: 'lost' },
      { what: 'backup' },
      { what: 'restore' },
      { what: 'work', desk: 2, deed: { deed: 'visit', pick: 29, isSigned: false } },
      { what: 'exchange', desk: 2, wire: 'answer-lost', pokes: 'lost' },
      { what: 'restore' },
    ],
  ],
]

test.each(cases)('%s', async (_name, desks, happenings) => {
  const world = await World.open(founded, desks)
  try {
    for (const happening of happenings) await world.happen(happening)
    await world.quiet()
    await world.replayAll()
    await world.quiet()
    expect(await judge(world)).toEqual([])
  } finally {
    await world.close()
  }
})
