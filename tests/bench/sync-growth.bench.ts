/** Whether push, pull and live bookings take longer the more the log holds already. */
import { tmpdir } from 'node:os'
import { v7 } from 'uuid'
import { openDatabase } from '../../main/db/open.ts'
import { openStore } from '../../main/hub/store.ts'
import type { PostgresCluster } from '../helpers/postgres.ts'
import { deviceIdOf, found, type Founded, foundedAt, testKey } from '../sync/founded.ts'
import type { PlotPanel } from './plot.ts'
import { runReal } from './sync-log-run.ts'
import { fillLog } from './years-of-work.ts'

export interface GrowthPoint {
  /** Operations in the log before. */
  operations: number
  /** Bookings a second until the hub has all, and until the other desk has all. */
  pushedPerSecond: number
  pulledPerSecond: number
  liveP50Ms: number
  liveP95Ms: number
}

export interface GrowthWish {
  sizes: readonly number[]
  /** Bookings sent at once, and one at a time. */
  bookings: number
  live: number
}

/** `cluster` null: the hub keeps a file. */
export async function measureGrowth(
  cluster: PostgresCluster | null,
  { sizes, bookings, live }: GrowthWish,
): Promise<GrowthPoint[]> {
  const founded = await found(cluster, tmpdir())
  try {
    const points: GrowthPoint[] = []
    for (const operations of sizes) {
      const filled = await withLog(founded, operations)
      const { hubHasAllMs, otherHasAllMs, liveMs } = await runReal(filled, bookings, live)
      points.push({
        operations,
        pushedPerSecond: (bookings / hubHasAllMs) * 1000,
        pulledPerSecond: (bookings / otherHasAllMs) * 1000,
        liveP50Ms: at(liveMs, 0.5),
        liveP95Ms: at(liveMs, 0.95),
      })
    }
    return points
  } finally {
    await founded.close()
  }
}

/** The same house with so many operations in its hub, which its desks have followed already. */
async function withLog(founded: Founded, operations: number): Promise<Founded> {
  const storage = await founded.copyHub()
  const store = await openStore(storage, { key: testKey, now: () => foundedAt, newId: v7 })
  let head = 0
  try {
    head = await fillLog(store, founded.house, { deviceId: deviceIdOf(4), count: operations })
  } finally {
    await store.close()
  }
  return {
    ...founded,
    copyHub: async () => storage,
    copyDesk(index) {
      const file = founded.copyDesk(index)
      const raw = openDatabase({ ...file, mayCreate: false })
      raw.prepare('UPDATE hub_link SET cursor = ?').run(head)
      raw.close()
      return file
    },
  }
}

function at(numbers: readonly number[], part: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * part)] ?? Number.NaN
}

/** What the picture in the guide shows. */
export function growthPanels(measured: Readonly<Record<string, readonly GrowthPoint[]>>) {
  const panel = (title: string, unit: string, of: (point: GrowthPoint) => number): PlotPanel => ({
    title,
    unit,
    series: Object.entries(measured).map(([name, points]) => ({
      name,
      points: points.map((point) => ({ x: point.operations, y: of(point) })),
    })),
  })
  return [
    panel('To the hub', 'bookings a second', (point) => point.pushedPerSecond),
    panel('To the other desk', 'bookings a second', (point) => point.pulledPerSecond),
    panel('One booking, p50', 'ms', (point) => point.liveP50Ms),
    panel('One booking, p95', 'ms', (point) => point.liveP95Ms),
  ]
}
