/** A workstation that was away for many operations, against a bare pull of the same bytes in the same run. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { v7 } from 'uuid'
import { openStore } from '../../main/hub/store.ts'
import { batchOperations } from '../../main/sync/wire.ts'
import { startHubProcess } from '../helpers/hub-process.ts'
import type { PostgresCluster } from '../helpers/postgres.ts'
import { deviceIdOf, found, foundedAt, testKey } from '../sync/founded.ts'
import { seconds } from './booking-clinic.ts'
import { mib, peakMibOf } from './memory.ts'
import { runScript } from './run-script.ts'
import { catchUpCostShape, type CatchUpWish } from './sync-catch-up-desk.ts'
import { openClient, openLog } from './sync-floor-client.ts'
import { fillLog } from './years-of-work.ts'

export interface CatchUpFigures {
  operations: number
  ms: number
  perSecond: number
  /** The same bytes from a bare log into a bare log. */
  bareMs: number
  hubPeakMib: number | null
  deskPeakMib: number
  /** Where the workstation stands in the end, and where the hub does. */
  cursor: number
  head: number
}

/** As the guide shows it. */
export function catchUpTable(figures: CatchUpFigures): Record<string, string> {
  const { operations, ms: took, bareMs } = figures
  return {
    operations: String(operations),
    'until the workstation has applied all': seconds(took),
    'operations a second': Math.round(figures.perSecond).toString(),
    'a bare pull of the same': `${seconds(bareMs)} (${(took / bareMs).toFixed(1)}x)`,
    'most memory of the hub': mib(figures.hubPeakMib),
    'most memory of the workstation': mib(figures.deskPeakMib),
  }
}

const key = Buffer.from(testKey).toString('hex')

/** `cluster` null: the hub keeps a file. */
export async function measureCatchUp(
  cluster: PostgresCluster | null,
  operations: number,
): Promise<CatchUpFigures> {
  const founded = await found(cluster, tmpdir())
  try {
    const storage = await founded.copyHub()
    const { head, bodies } = await fill(storage, async (store) =>
      fillLog(store, founded.house, { deviceId: deviceIdOf(4), count: operations }),
    )
    const bareMs = await pullBare(cluster, founded.folder, bodies)
    const hub = await startHubProcess({
      storage,
      key,
      clockOffMs: Date.parse(foundedAt) - Date.now(),
    })
    try {
      const { path, deviceId } = founded.copyDesk(0)
      const { port, fingerprint } = hub
      const wish: CatchUpWish = { path, key, deviceId, port, fingerprint }
      const { ms, cursor, peakMib } = catchUpCostShape.parse(
        await runScript('sync-catch-up-desk.ts', wish),
      )
      return {
        operations,
        ms,
        perSecond: (operations / ms) * 1000,
        bareMs,
        hubPeakMib: peakMibOf(hub.pid),
        deskPeakMib: peakMib,
        cursor,
        head,
      }
    } finally {
      await hub.kill()
    }
  } finally {
    await founded.close()
  }
}

/** Fills the storage; answers its newest number, and what was added as the log keeps it. */
async function fill(
  storage: string,
  work: (store: Awaited<ReturnType<typeof openStore>>) => Promise<number>,
) {
  const store = await openStore(storage, { key: testKey, now: () => foundedAt, newId: v7 })
  try {
    const { head: before } = await store.state()
    const head = await work(store)
    const bodies: string[] = []
    for (let after = before; after < head; after += batchOperations) {
      const page = await store.operations(after, batchOperations)
      bodies.push(...page.map((operation) => JSON.stringify(operation)))
    }
    return { head, bodies }
  } finally {
    await store.close()
  }
}

/** Milliseconds to bring all of it from a bare log's process into a file that survives a power cut. */
async function pullBare(
  cluster: PostgresCluster | null,
  folder: string,
  bodies: readonly string[],
): Promise<number> {
  const script = fileURLToPath(new URL('./sync-floor.ts', import.meta.url))
  const storage =
    cluster === null ? `file:${join(folder, 'bare-hub.db')}` : await cluster.newDatabase()
  const floor = spawn(process.execPath, [script, storage], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = await once(createInterface({ input: floor.stdout }), 'line')
  const { client, close } = openClient(Number(port))
  const own = openLog(join(folder, 'bare-desk.db'))
  try {
    for (let from = 0; from < bodies.length; from += batchOperations) {
      await client.push.mutate({ contents: bodies.slice(from, from + batchOperations) })
    }
    const startedAt = performance.now()
    for (let cursor = 0; cursor < bodies.length;) {
      const rows = await client.pull.query({ cursor, limit: batchOperations })
      own.append(rows)
      cursor = rows.at(-1)?.seq ?? bodies.length
    }
    return performance.now() - startedAt
  } finally {
    await close()
    own.close()
    const gone = once(floor, 'exit')
    floor.kill('SIGKILL')
    await gone
  }
}
