/**
 * Whatever desks, network and hub do: once it is quiet all have the same rows, nothing that was
 * acknowledged is lost, no time is held twice. `npm run test:sync` runs a thousand and more.
 */
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { type PostgresCluster, postgresProblem, startPostgres } from '../helpers/postgres.ts'
import { type Founded, found } from './founded.ts'
import { anyHappening, type Happening } from './happenings.ts'
import { judge } from './judge.ts'
import { World } from './world.ts'

const wanted = process.env['POLYCLINIC_SYNC_RUNS']
const runs = Number(wanted ?? 8)
/** A server beside it takes three times as long: where nobody asked for many, two will do. */
const postgresRuns = wanted === undefined ? 2 : runs
const timeout = 4 * 3_600_000
const seed = Number(process.env['POLYCLINIC_SYNC_SEED'] ?? 20_261_121)

/** How often a desk was told news unasked, in all runs: else nothing of that was tried. */
let newsTold = 0

async function live(founded: Founded, desks: number, happenings: Happening[]): Promise<string[]> {
  const world = await World.open(founded, desks)
  try {
    for (const happening of happenings) await world.happen(happening)
    await world.quiet()
    await world.replayAll()
    await world.quiet()
    return await judge(world)
  } finally {
    newsTold += world.newsTold
    await world.close()
  }
}

async function check(founded: Founded, numRuns: number): Promise<void> {
  newsTold = 0
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 3, max: 5 }),
      fc.array(anyHappening, { minLength: 20, maxLength: 80, size: 'max' }),
      async (desks, happenings) => {
        expect(await live(founded, desks, happenings)).toEqual([])
      },
    ),
    { numRuns, seed, endOnFailure: process.env['POLYCLINIC_SYNC_SHRINK'] === 'no' },
  )
  expect(newsTold).toBeGreaterThanOrEqual(numRuns)
}

describe(`desks that are cut off and come back (seed ${seed})`, () => {
  const open: Founded[] = []
  let cluster: PostgresCluster | null = null

  afterAll(async () => {
    for (const founded of open) await founded.close()
    await cluster?.stop()
  })

  async function founded(): Promise<Founded> {
    const made = await found(cluster)
    open.push(made)
    return made
  }

  test(`over a file, ${runs} times`, { timeout }, async () => check(await founded(), runs))

  test.skipIf(postgresProblem !== null)(
    `over PostgreSQL, ${postgresRuns} times`,
    { timeout },
    async () => {
      cluster = await startPostgres()
      await check(await founded(), postgresRuns)
    },
  )
})
