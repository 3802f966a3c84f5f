/** One run over the real thing: two workstations with their encrypted databases, a hub, TLS, checks, claims; each a process. */
import { startHubProcess } from '../helpers/hub-process.ts'
import { type Founded, foundedAt, testKey } from '../sync/founded.ts'
import { type LogRun, measureDesks, startDeskProcess } from './sync-desk-process.ts'

export async function runReal(founded: Founded, count: number, live: number): Promise<LogRun> {
  const { port, fingerprint, stop } = await startHubProcess({
    storage: await founded.copyHub(),
    key: Buffer.from(testKey).toString('hex'),
    clockOffMs: Date.parse(foundedAt) - Date.now(),
  })
  const start = (index: number, follows: boolean) => {
    const { path, deviceId } = founded.copyDesk(index)
    return startDeskProcess(new URL('./sync-log-desk.ts', import.meta.url), {
      port,
      fingerprint,
      path,
      deviceId,
      series: index + 1,
      count,
      follows,
      house: founded.house,
    })
  }
  try {
    return await measureDesks(start(0, false), start(1, true), count, live)
  } finally {
    await stop()
  }
}
