/** Makes the hub known in the local network, as `_polyclinic._tcp`. */
import { Bonjour } from 'bonjour-service'
import { mdnsType, type MdnsNetwork } from '../sync/find-hubs.ts'

export interface Announcement {
  name: string
  port: number
  fingerprint: string
  network?: MdnsNetwork
  /** A computer without multicast: the hub goes on, it is only not found by itself. */
  onError: (error: Error) => void
}

/** Announces until stopped; the promise is done when the goodbye is said. */
export function announce(options: Announcement): { stop(): Promise<void> } {
  const { name, port, fingerprint, network, onError } = options
  const bonjour = new Bonjour(network ?? {}, (error: unknown) =>
    onError(error instanceof Error ? error : new Error(String(error))),
  )
  bonjour.publish({ name, port, type: mdnsType, txt: { pin: fingerprint } })
  return {
    stop: () =>
      new Promise((resolve) => {
        bonjour.unpublishAll(() => bonjour.destroy(() => resolve()))
      }),
  }
}
