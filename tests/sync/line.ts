/** A desk's real line to a real hub: TLS with the desk's own certificate, the hub's pinned. */
import { type OpenLink, openLink } from '../../main/sync/link.ts'
import type { HubAddress } from '../../main/sync/pinned-socket.ts'
import type { Desk } from './desk.ts'

/** `port` may be a proxy's. */
export function lineTo(
  desk: Pick<Desk, 'station'>,
  port: number,
  hub: { fingerprint: string },
): OpenLink {
  const address = hubOf(desk, port, hub)
  return () => openLink(address)
}

/** Where a desk finds the hub, and what it shows there. */
export function hubOf(
  desk: Pick<Desk, 'station'>,
  port: number,
  { fingerprint }: { fingerprint: string },
): HubAddress {
  const own = desk.station.raw
    .prepare<[], { certificate: string; privateKey: string }>(
      'SELECT certificate, private_key AS privateKey FROM hub_link',
    )
    .get()
  if (own === undefined) throw new Error('the desk has no link')
  return { address: `https://127.0.0.1:${port}`, fingerprint, ...own }
}

/** Tries until an exchange is whole, as often as a person would wait for; the last failure is told. */
export async function exchangeUntilThere(desk: Desk, line: OpenLink, tries = 20): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      await desk.connect(line).step()
      return
    } catch (error) {
      await desk.hangUp()
      if (tried === tries) throw error
    }
  }
}
