/**
 * Finding hubs in the local network. What is found proves nothing, its fingerprint neither: the code
 * that a person types has to confirm it (see join-code).
 */
import { isIP } from 'node:net'
import { Bonjour, type Service } from 'bonjour-service'
import { z } from 'zod'

/** The service type `_polyclinic._tcp`. */
export const mdnsType = 'polyclinic'

export interface FoundHub {
  /** As the hub calls itself. */
  name: string
  /** `https://192.168.1.20:47600` */
  address: string
  /** Of its certificate, as it says: 64 lower hex digits. */
  fingerprint: string
}

/** What a hub says of itself beside its address. */
const said = z.object({ pin: z.string().regex(/^[0-9a-f]{64}$/) })

/** Where mDNS is spoken; tests take a port other than 5353 on loopback. */
export interface MdnsNetwork {
  port?: number
  interface?: string
}

export interface FindOptions {
  onFound: (hub: FoundHub) => void
  onLost?: (hub: FoundHub) => void
  /** Trouble with the network: a computer without multicast finds nothing and says why. */
  onError?: (error: Error) => void
  network?: MdnsNetwork
}

/** Listens for hubs until stopped. */
export function findHubs({ onFound, onLost, onError, network }: FindOptions): { stop(): void } {
  const bonjour = new Bonjour(network ?? {}, (error: unknown) =>
    onError?.(error instanceof Error ? error : new Error(String(error))),
  )
  const browser = bonjour.find({ type: mdnsType }, (service) => {
    const hub = hubOf(service)
    if (hub !== null) onFound(hub)
  })
  browser.on('down', (service: Service) => {
    const hub = hubOf(service)
    if (hub !== null) onLost?.(hub)
  })
  return {
    stop() {
      browser.stop()
      bonjour.destroy()
    },
  }
}

/** An IPv4 address first: it is what people compare with what the other screen shows. */
function hubOf({ name, addresses = [], referer, port, txt }: Service): FoundHub | null {
  const known = [...addresses, ...(referer === undefined ? [] : [referer.address])]
  const host = known.find((address) => isIP(address) === 4) ?? known.find((one) => isIP(one) === 6)
  const words = said.safeParse(txt)
  if (host === undefined || !words.success) return null
  const address = `https://${isIP(host) === 6 ? `[${host}]` : host}:${port}`
  return { name, address, fingerprint: words.data.pin }
}
