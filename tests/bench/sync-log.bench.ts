/** Ten thousand bookings from one workstation to another, and one at a time, against a bare log of the same run. */
import { tmpdir } from 'node:os'
import { type PostgresCluster, postgresProblem, startPostgres } from '../helpers/postgres.ts'
import { type Founded, found } from '../sync/founded.ts'
import { type BenchRow, median, ms } from './booking-clinic.ts'
import type { LogRun } from './sync-desk-process.ts'
import { runFloor } from './sync-floor-run.ts'
import { runReal } from './sync-log-run.ts'

const rounds = Number(process.env['POLYCLINIC_BENCH_ROUNDS'] ?? 3)
const count = 10_000
const live = 200

export async function measure(): Promise<BenchRow[]> {
  const rows = await measureOver('file', null)
  if (postgresProblem !== null) return rows
  const cluster = await startPostgres({ durable: true })
  try {
    return [...rows, ...(await measureOver('PostgreSQL', cluster))]
  } finally {
    await cluster.stop()
  }
}

async function measureOver(name: string, cluster: PostgresCluster | null): Promise<BenchRow[]> {
  const founded: Founded = await found(cluster, tmpdir())
  const floor: LogRun[] = []
  const real: LogRun[] = []
  try {
    // In turn, so that whatever else the machine does weighs on both.
    for (let round = 0; round < rounds; round += 1) {
      const storage = cluster === null ? null : await cluster.newDatabase()
      floor.push(await runFloor(storage, count, live))
      real.push(await runReal(founded, count, live))
    }
  } finally {
    await founded.close()
  }
  const compare = (what: string, of: (run: LogRun) => number): BenchRow => {
    const measured = median(real.map(of))
    const baseline = median(floor.map(of))
    return {
      name: `${what}, ${name}`,
      measured: ms(measured),
      baseline: `${ms(baseline)} bare log`,
      ratio: measured / baseline,
      goal: '<= 2x',
    }
  }
  return [
    compare('10,000 bookings: the hub has all', (run) => run.hubHasAllMs),
    compare('10,000 bookings: the other desk has all', (run) => run.otherHasAllMs),
    compare('One booking from desk to desk, p50', (run) => at(run.liveMs, 0.5)),
    compare('One booking from desk to desk, p95', (run) => at(run.liveMs, 0.95)),
  ]
}

function at(numbers: readonly number[], part: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * part)] ?? Number.NaN
}
