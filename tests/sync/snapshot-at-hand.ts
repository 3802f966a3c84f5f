/** A snapshot without the way over the network: the hub's file, loaded and swapped in as the program does. */
import { loadSnapshot, swapDatabase } from '../../main/sync/snapshot.ts'
import type { HubAtHand } from './hub-at-hand.ts'
import type { Desk } from './desk.ts'

export async function takeSnapshot(hub: HubAtHand, desk: Desk): Promise<void> {
  const { raw } = desk.station
  const { restored } = await hub.store.state()
  const epoch = raw.prepare<[], string>('SELECT epoch FROM hub_link').pluck().get()
  const { path, ...stamp } = await hub.log.snapshot(await hub.device(desk.deviceId))
  // Of an epoch that was skipped nobody knows how far it reached: all that is kept goes once more.
  const sendAgainAfter = restored?.epoch === epoch ? (restored?.seq ?? 0) : 0
  await desk.whileClosed(async () => {
    const load = { snapshotPath: path, stamp, database: desk.file, sendAgainAfter }
    await loadSnapshot(load, () => {})
    swapDatabase(desk.file.path)
  })
}
