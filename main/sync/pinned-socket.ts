/** A TLS connection to one hub and no other: nothing is sent before its certificate was recognized. */
import { connect, type TLSSocket } from 'node:tls'
import { plainFingerprint } from './certificates.ts'

/** How a workstation reaches its hub and proves who it is. */
export interface HubAddress {
  /** `https://192.168.1.20:47600` */
  address: string
  /** SHA-256 of the hub's certificate; the pin. */
  fingerprint: string
  /** The workstation's own, in PEM. */
  certificate: string
  privateKey: string
}

/** The one who answers is not the hub that was joined. */
export class WrongHub extends Error {
  constructor() {
    super('Somebody else answers at the address of the hub')
    this.name = 'WrongHub'
  }
}

const handshakeMs = 10_000

/** Connects and checks the pin. Rejects with {@link WrongHub}, or with what the network says. */
export async function connectPinned(hub: HubAddress): Promise<TLSSocket> {
  const { certificate: cert, privateKey: key } = hub
  const socket = await shakeHands(hub.address, { cert, key })
  if (fingerprintAt(socket) === hub.fingerprint) return socket
  socket.destroy()
  throw new WrongHub()
}

/** Who answers at an address; proves nothing by itself, and nothing is sent. */
export async function askFingerprint(address: string): Promise<string> {
  const socket = await shakeHands(address, {})
  const fingerprint = fingerprintAt(socket)
  socket.destroy()
  if (fingerprint === null) throw new Error('The hub has shown no certificate')
  return fingerprint
}

function fingerprintAt(socket: TLSSocket): string | null {
  const shown = socket.getPeerX509Certificate()
  return shown === undefined ? null : plainFingerprint(shown.fingerprint256)
}

function shakeHands(address: string, own: { cert?: string; key?: string }): Promise<TLSSocket> {
  const { hostname, port } = new URL(address)
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname.replaceAll(/^\[|\]$/g, ''),
      port: port === '' ? 443 : Number(port),
      minVersion: 'TLSv1.3',
      // Nobody vouches for a hub's certificate: its fingerprint is checked instead, by the caller.
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
      ...own,
    })
    socket.setNoDelay(true)
    const giveUp = setTimeout(
      () => socket.destroy(new Error('The hub does not answer')),
      handshakeMs,
    )
    socket.once('secureConnect', () => {
      clearTimeout(giveUp)
      socket.off('error', reject)
      // Whoever takes the socket over listens for itself; until then an end must not be a crash.
      socket.on('error', () => {})
      resolve(socket)
    })
    socket.once('error', reject)
    socket.once('close', () => {
      clearTimeout(giveUp)
      reject(new Error('The hub closed the connection'))
    })
  })
}
