/** A workstation that was away, in a process of its own: follows the hub to its newest number and says what that cost. */
import { performance } from 'node:perf_hooks'
import * as z from 'zod'
import { SyncClient } from '../../main/sync/sync-client.ts'
import { foundedAt } from '../sync/founded.ts'
import { lineTo } from '../sync/line.ts'
import { countedIdsOf, openStation } from '../sync/station.ts'
import { ownPeakMib } from './memory.ts'

const wishShape = z.object({
  path: z.string(),
  /** 64 hex digits. */
  key: z.string(),
  deviceId: z.string(),
  port: z.number(),
  fingerprint: z.string(),
})
export type CatchUpWish = z.infer<typeof wishShape>

export const catchUpCostShape = z.object({
  ms: z.number(),
  cursor: z.number(),
  peakMib: z.number(),
})

async function catchUp({ key, port, fingerprint, ...file }: CatchUpWish) {
  const now = () => foundedAt
  const newId = countedIdsOf(1)
  const onCommit = () => {}
  const opened = { ...file, key: new Uint8Array(Buffer.from(key, 'hex')) }
  const station = openStation(opened, { now, newId, onCommit })
  const client = new SyncClient({
    raw: station.raw,
    handles: station.handles,
    deviceId: file.deviceId,
    openLink: lineTo({ station }, port, { fingerprint }),
    now,
    newId,
    committed: onCommit,
    needsSnapshot: () => {},
    log: () => {},
  })
  const startedAt = performance.now()
  await client.step()
  const ms = performance.now() - startedAt
  const cursor = Number(station.raw.prepare('SELECT cursor FROM hub_link').pluck().get())
  await client.stop()
  station.raw.close()
  return { ms, cursor, peakMib: ownPeakMib() }
}

if (import.meta.main) {
  const cost = await catchUp(wishShape.parse(JSON.parse(process.argv[2] ?? '{}')))
  // A line that was closed may still wait to come back.
  process.stdout.write(`${JSON.stringify(cost)}\n`, () => process.exit(0))
}
