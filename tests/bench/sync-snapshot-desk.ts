/** A new workstation in a process of its own: takes the clinic's snapshot and says what that cost. */
import { performance } from 'node:perf_hooks'
import * as z from 'zod'
import { fetchUntilThere } from '../../main/sync/fetch-until-there.ts'
import { forgetSnapshot, loadSnapshot, swapDatabase } from '../../main/sync/snapshot.ts'
import { ownPeakMib } from './memory.ts'

const wishShape = z.object({
  hub: z.object({
    address: z.string(),
    fingerprint: z.string(),
    certificate: z.string(),
    privateKey: z.string(),
  }),
  path: z.string(),
  /** 64 hex digits. */
  key: z.string(),
})
export type SnapshotWish = z.infer<typeof wishShape>

export const snapshotCostShape = z.object({
  prepareMs: z.number(),
  downloadMs: z.number(),
  loadMs: z.number(),
  bytes: z.number(),
  peakMib: z.number(),
})

async function take({ hub, path, key: hex }: SnapshotWish) {
  const key = new Uint8Array(Buffer.from(hex, 'hex'))
  const snapshotPath = `${path}.snapshot`
  const startedAt = performance.now()
  let preparedAt: number | null = null
  const stamp = await fetchUntilThere({
    hub,
    path: snapshotPath,
    key,
    onProgress: ({ phase }) => {
      if (phase === 'download') preparedAt ??= performance.now()
    },
    signal: new AbortController().signal,
    log: () => {},
  })
  const fetchedAt = performance.now()
  const load = { snapshotPath, stamp, database: { path, key }, sendAgainAfter: null }
  await loadSnapshot(load, () => {})
  swapDatabase(path)
  forgetSnapshot(snapshotPath)
  return {
    prepareMs: (preparedAt ?? fetchedAt) - startedAt,
    downloadMs: fetchedAt - (preparedAt ?? fetchedAt),
    loadMs: performance.now() - fetchedAt,
    bytes: stamp.bytes,
    peakMib: ownPeakMib(),
  }
}

if (import.meta.main) {
  const cost = await take(wishShape.parse(JSON.parse(process.argv[2] ?? '{}')))
  process.stdout.write(`${JSON.stringify(cost)}\n`)
}
