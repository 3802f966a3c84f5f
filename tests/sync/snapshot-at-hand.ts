/** A snapshot without the way over the network: the hub's file, loaded and swapped in as the program does. */
import type { HubLog } from '../../main/hub/log.service.ts'
import type { HubStore } from '../../main/hub/store.ts'
import {
  forgetSnapshot,
  keepSnapshot,
  loadSnapshot,
  swapDatabase,
} from '../../main/sync/snapshot.ts'
import type { Desk } from './desk.ts'

export async function takeSnapshot(
  { store, log }: { store: HubStore; log: HubLog },
  desk: Desk,
): Promise<void> {
  const { raw } = desk.station
  const { restored } = await store.state()
  const epoch = raw.prepare<[], string>('SELECT epoch FROM hub_link').pluck().get()
  const device = await store.devices.find(desk.deviceId)
  if (device === null) throw new Error(`no device ${desk.deviceId}`)
  const snapshot = await log.snapshot(device)
  const { path: databasePath, key } = desk.file
  const snapshotPath = `${databasePath}.snapshot`
  const pieces = snapshot.read({ start: 0, end: snapshot.bytes - 1 })
  const stamp = await keepSnapshot(pieces, snapshot, {
    path: snapshotPath,
    key,
    onProgress: () => {},
  })
  // Of an epoch that was skipped nobody knows how far it reached: all that is kept goes once more.
  const sendAgainAfter = restored?.epoch === epoch ? (restored?.seq ?? 0) : 0
  await desk.whileClosed(async () => {
    const load = { snapshotPath, stamp, database: desk.file, sendAgainAfter }
    await loadSnapshot(load, () => {})
    swapDatabase(databasePath)
    forgetSnapshot(snapshotPath)
  })
}
