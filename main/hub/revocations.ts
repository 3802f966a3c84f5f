/** Cuts the lines of devices that were shut out or serve other branches now, whichever process or command did it. */
import type { FrontDoor } from './front-door.ts'
import { sameBranches } from '../sync/branches.rules.ts'
import type { Logger } from './logs.ts'
import type { DeviceLimit } from './store.ts'

export interface RevocationWatch {
  /** Something changed in the storage; looks when it has not just looked. */
  look(): void
  /** Looks now; the promise is done when the lines are cut. */
  lookNow(): Promise<void>
  stop(): void
}

interface WatchOptions {
  door: FrontDoor
  /** The ids of all that were ever revoked. */
  revokedIds: () => Promise<readonly string[]>
  /** Those that serve some branches alone. */
  limited: () => Promise<readonly DeviceLimit[]>
  log: Logger
  everyMs: number
}

export function watchRevocations({
  door,
  revokedIds,
  limited,
  log,
  everyMs,
}: WatchOptions): RevocationWatch {
  let isDue = false
  let isLooking = false
  let restUntilMs = 0

  async function lookNow(): Promise<void> {
    // Without connections there is nobody to cut, and whoever comes is looked up then.
    if (door.connections.size === 0) return
    const revoked = new Set(await revokedIds())
    const limits = new Map((await limited()).map(({ id, branches }) => [id, branches]))
    for (const connection of door.connections) {
      const { device } = connection
      if (device === null) continue
      if (revoked.has(device.id)) {
        // No call of it is answered from here on, whatever is still on its way.
        connection.device = null
        connection.close('revoked')
        log.info('cut a revoked device', { deviceId: device.id })
        continue
      }
      const branches = limits.get(device.id) ?? null
      if (sameBranches(branches, device.branches)) continue
      // It comes back at once, hears of it, and takes what it serves now.
      connection.device = { ...device, branches }
      connection.close('branches')
      log.info('cut a device that serves other branches now', { deviceId: device.id })
    }
  }

  async function turn(): Promise<void> {
    const startedAtMs = performance.now()
    if (isLooking || startedAtMs < restUntilMs) return
    isLooking = true
    isDue = false
    try {
      await lookNow()
    } catch (error) {
      log.error('looking for revoked devices failed', error)
    }
    isLooking = false
    // With thousands of devices a look is not free: it never takes more than a twentieth of the time.
    restUntilMs = performance.now() + 20 * (performance.now() - startedAtMs)
  }

  // Pokes come with every booking; this many looks a second are enough for all of them.
  const timer = setInterval(() => void turn(), everyMs)
  const soon = setInterval(
    () => {
      if (isDue) void turn()
    },
    Math.min(everyMs, 100),
  )
  timer.unref()
  soon.unref()

  return {
    look() {
      isDue = true
    },
    lookNow,
    stop() {
      clearInterval(timer)
      clearInterval(soon)
    },
  }
}
