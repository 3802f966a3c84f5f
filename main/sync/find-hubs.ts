/**
 * Finding hubs in the local network. What is found proves nothing, its fingerprint neither: the code
 * that a person types has to confirm it (see join-code).
 */
import { createSocket } from 'node:dgram'
import { isIP } from 'node:net'
import type { Bonjour, Service } from 'bonjour-service'
import * as z from 'zod'

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
  /** Whose network it goes out to. */
  interface?: string
  /** Where it listens, when that is not the interface's own address. */
  bind?: string
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
  const opened = openBonjour(network, (error) => onError?.(error))
  void opened.then((bonjour) => {
    const browser = bonjour?.find({ type: mdnsType }, (service) => {
      const hub = hubOf(service)
      if (hub !== null) onFound(hub)
    })
    browser?.on('down', (service: Service) => {
      const hub = hubOf(service)
      if (hub !== null) onLost?.(hub)
    })
  })
  return { stop: () => void opened.then((bonjour) => bonjour?.destroy()) }
}

/**
 * Null, and `onError` told, where this computer does not let anybody listen to mDNS. That is tried
 * beforehand: the library's own complaint would end the program.
 */
export async function openBonjour(
  network: MdnsNetwork | undefined,
  onError: (error: Error) => void,
): Promise<Bonjour | null> {
  const { port = 5353, interface: own, bind = own } = network ?? {}
  const probe = createSocket({ type: 'udp4', reuseAddr: true })
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject)
      probe.bind(port, bind, resolve)
    })
    const { Bonjour: Mdns } = await import('bonjour-service')
    return new Mdns(network ?? {}, (error: unknown) => onError(asError(error)))
  } catch (error) {
    onError(asError(error))
    return null
  } finally {
    probe.close()
  }
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)))

/** By preference where the answer came from: of a hub's other addresses some lead nowhere from here. */
function hubOf({ name, addresses = [], referer, port, txt }: Service): FoundHub | null {
  const known = [...(referer === undefined ? [] : [referer.address]), ...addresses]
  const host = known.find((address) => isIP(address) === 4) ?? known.find((one) => isIP(one) === 6)
  const words = said.safeParse(txt)
  if (host === undefined || !words.success) return null
  const address = `https://${isIP(host) === 6 ? `[${host}]` : host}:${port}`
  return { name, address, fingerprint: words.data.pin }
}
