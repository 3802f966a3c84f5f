/** Makes the hub known in the local network, as `_polyclinic._tcp`. */
import { mdnsType, type MdnsNetwork, openBonjour } from '../sync/find-hubs.ts'

export interface Announcement {
  name: string
  port: number
  fingerprint: string
  network?: MdnsNetwork
  /** A computer without multicast: the hub goes on, it is only not found by itself. */
  onError: (error: Error) => void
}

/** Announces until stopped; the promise of `stop` is done when the goodbye is said. */
export function announce(options: Announcement): { stop(): Promise<void> } {
  const { name, port, fingerprint, network, onError } = options
  const opened = openBonjour(network, onError)
  void opened.then((bonjour) => {
    bonjour?.publish({ name, port, type: mdnsType, txt: { pin: fingerprint } })
  })
  return {
    async stop() {
      const bonjour = await opened
      if (bonjour === null) return
      await new Promise<void>((resolve) => {
        bonjour.unpublishAll(() => bonjour.destroy(() => resolve()))
      })
    },
  }
}
