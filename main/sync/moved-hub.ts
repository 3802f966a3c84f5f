/** A hub that has another address now: found by its fingerprint, believed only by its certificate. */
import { findHubs, type MdnsNetwork } from './find-hubs.ts'
import type { Link } from './link.ts'
import type { HubAddress } from './pinned-socket.ts'
import { HubRefusal } from './hub-refusal.ts'

/** How long the network is listened to for a hub that does not answer where it was. */
const listenMs = 1_500

/** A hub that is off for the night is not called for with every try. */
const restMs = 15_000

export interface SeekParts {
  hub: HubAddress
  open: (hub: HubAddress) => Promise<Link>
  /** It answered there, with the certificate that is known. */
  moved: (address: string) => void
  nowMs: () => number
  network?: MdnsNetwork | undefined
  log: (event: string, error?: unknown) => void
}

/** Opens lines to the hub where it was last, or where it calls out to be. */
export function createSeeker({ hub, open, moved, nowMs, network, log }: SeekParts) {
  let current = hub
  let soughtAtMs = Number.NEGATIVE_INFINITY
  return async (): Promise<Link> => {
    try {
      return await open(current)
    } catch (error) {
      if (error instanceof HubRefusal || nowMs() - soughtAtMs < restMs) throw error
      soughtAtMs = nowMs()
      const address = await seek(hub.fingerprint, current.address, network, log)
      if (address === null) throw error
      const there = { ...current, address }
      const link = await open(there)
      current = there
      moved(address)
      return link
    }
  }
}

/** Where a hub with this fingerprint calls out to be, other than where it was; null where none does. */
function seek(
  fingerprint: string,
  known: string,
  network: MdnsNetwork | undefined,
  log: SeekParts['log'],
): Promise<string | null> {
  return new Promise((resolve) => {
    const end = (address: string | null) => {
      clearTimeout(timer)
      listening.stop()
      resolve(address)
    }
    const timer = setTimeout(() => end(null), listenMs)
    const listening = findHubs({
      onFound: (found) => {
        if (found.fingerprint === fingerprint && found.address !== known) end(found.address)
      },
      onError: (error) => log('looking for the hub', error),
      ...(network === undefined ? {} : { network }),
    })
  })
}
