/**
 * The hub's one port: lets connections in through the TLS handshake, and keeps those that say nothing,
 * or show no member's certificate, few and short.
 */
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { plainFingerprint, type Certificate } from '../sync/certificates.ts'
import { type Bucket, fullBucket } from './flood.rules.ts'
import type { HubLimits } from './limits.ts'
import type { DeviceRecord } from './store.ts'

/** Somebody at the other end, past the handshake. */
export interface Connection {
  socket: TLSSocket
  /** Where it comes from; a balancer's address when there is one in front. */
  address: string
  /** Of the certificate that it has shown; the handshake proved that it holds the key. */
  fingerprint: string | null
  /** Null for a stranger. */
  device: DeviceRecord | null
  bucket: Bucket
  /** Calls that wait for their answer. */
  waiting: number
  /** Feeds that it listens to. */
  following: number
  /** Says goodbye in the way of its protocol, then cuts the line. */
  close: (reason: Goodbye) => void
}

export type Goodbye = 'unknown-device' | 'revoked' | 'branches' | 'flood' | 'stopping'

export interface DoorOptions {
  identity: Certificate
  limits: HubLimits
  nowMs: () => number
  /** Whose certificate it is; null for a stranger's. */
  recognize: (fingerprint: string) => Promise<DeviceRecord | null>
  /** A connection that was not let in or was cut, for the metrics. */
  turnedAway: (why: string) => void
}

export interface FrontDoor {
  /** Answers requests and upgrades; `connectionOf(request.socket)` says whose they are. */
  http: HttpServer
  connectionOf(socket: object): Connection | null
  /** Past the handshake. */
  connections: ReadonlySet<Connection>
  /** How many there are of each kind. */
  counts(): { silent: number; handshakes: number; strangers: number; members: number }
  /** It has asked for something: the time for its first word is over. */
  hasSpoken(connection: Connection): void
  /** It has joined: from now on a member. */
  joined(connection: Connection, device: DeviceRecord): void
  listen(host: string, port: number): Promise<AddressInfo>
  /** No new connections from now on. */
  shut(): void
  /** Cuts what is left. */
  cutAll(): void
}

/** A TLS record begins with its type; 22 is a handshake (RFC 8446 §5.1). */
const handshakeRecord = 22

/** A client's greeting is some hundred bytes; who begins with much more wants to fill memory. */
const largestGreeting = 16 * 1024

export function createFrontDoor(options: DoorOptions): FrontDoor {
  const { identity, limits, nowMs, recognize, turnedAway } = options
  const secureContext = createSecureContext({
    cert: identity.certificate,
    key: identity.privateKey,
    minVersion: 'TLSv1.3',
  })
  // Node drops idle connections itself; upgraded ones are kept alive by pings.
  const http = createHttpServer({ keepAliveTimeout: 60_000, maxHeaderSize: 8 * 1024 })
  http.timeout = 60_000
  // Each of these begins with the oldest, as a Map keeps its order.
  const silent = new Map<Socket, number>()
  const ready: Socket[] = []
  const handshakes = new Map<TLSSocket, number>()
  const strangers = new Map<Connection, number>()
  const quiet = new Map<Connection, number>()
  const connections = new Set<Connection>()
  const bySocket = new WeakMap<object, Connection>()

  function cut(socket: Socket, why: string): void {
    turnedAway(why)
    socket.destroy()
  }

  function cutOldest(socket: Socket | undefined, why: string): void {
    if (socket !== undefined) cut(socket, why)
  }

  function welcome(raw: Socket): void {
    raw.on('error', () => raw.destroy())
    silent.set(raw, nowMs())
    const forget = () => silent.delete(raw)
    raw.once('close', forget)
    raw.once('readable', () => {
      silent.delete(raw)
      raw.off('close', forget)
      const first: unknown = raw.read()
      if (!Buffer.isBuffer(first)) return raw.destroy()
      if (first[0] !== handshakeRecord || first.length > largestGreeting) return cut(raw, 'not-tls')
      raw.unshift(first)
      ready.push(raw)
      if (ready.length > limits.silent) cutOldest(ready.shift(), 'handshake')
      shakeHands()
    })
    if (silent.size <= limits.silent) return
    const [oldest] = silent.keys()
    if (oldest !== undefined) silent.delete(oldest)
    cutOldest(oldest, 'silent')
  }

  /** Those who wait here hold nothing but their first bytes. */
  function shakeHands(): void {
    while (handshakes.size < limits.handshakes) {
      const raw = ready.shift()
      if (raw === undefined) return
      if (!raw.destroyed) shake(raw)
    }
  }

  function shake(raw: Socket): void {
    const socket = new TLSSocket(raw, {
      isServer: true,
      secureContext,
      requestCert: true,
      // Nobody vouches for a workstation's certificate; its fingerprint is looked up instead.
      rejectUnauthorized: false,
    })
    handshakes.set(socket, nowMs())
    const end = () => {
      if (handshakes.delete(socket)) shakeHands()
    }
    socket.on('error', () => {
      if (handshakes.has(socket)) turnedAway('handshake')
      socket.destroy()
    })
    socket.once('close', end)
    socket.once('secure', () => {
      end()
      void admit(socket, raw.remoteAddress ?? '')
    })
  }

  async function admit(socket: TLSSocket, address: string): Promise<void> {
    const shown = socket.getPeerX509Certificate()
    const fingerprint = shown === undefined ? null : plainFingerprint(shown.fingerprint256)
    const connection: Connection = {
      socket,
      address,
      fingerprint,
      device: null,
      bucket: fullBucket({ burst: limits.burst, perSecond: limits.callsPerSecond }, nowMs()),
      waiting: 0,
      following: 0,
      close: () => socket.destroy(),
    }
    // A stranger until it is recognized, so that the storage's slowness is not a way around the limits.
    enter(connection)
    try {
      if (fingerprint !== null) connection.device = await recognize(fingerprint)
    } catch {
      return cut(socket, 'storage')
    }
    if (socket.destroyed) return
    if (connection.device !== null) {
      strangers.delete(connection)
      quiet.set(connection, nowMs())
    }
    http.emit('connection', socket)
  }

  function enter(connection: Connection): void {
    connections.add(connection)
    bySocket.set(connection.socket, connection)
    strangers.set(connection, nowMs())
    connection.socket.once('close', () => {
      connections.delete(connection)
      strangers.delete(connection)
      quiet.delete(connection)
    })
    const [oldest] = strangers.keys()
    if (strangers.size > limits.strangers && oldest !== undefined) cut(oldest.socket, 'strangers')
  }

  /** One timer for all: a timer a connection would cost more than the connection. */
  function sweep(): void {
    const now = nowMs()
    // While others wait for their turn, who does not go on is not waited for.
    const handshakeMs = ready.length === 0 ? limits.handshakeMs : limits.crowdedHandshakeMs
    for (const socket of late(silent, now - limits.silentMs)) cut(socket, 'silent')
    for (const socket of late(handshakes, now - handshakeMs)) cut(socket, 'handshake')
    for (const { socket } of late(strangers, now - limits.strangerMs)) cut(socket, 'strangers')
    for (const { socket } of late(quiet, now - limits.firstWordMs)) cut(socket, 'no-first-word')
  }

  const server = createServer({ noDelay: true }, welcome)
  const sweeper = setInterval(sweep, limits.sweepMs)
  sweeper.unref()

  return {
    http,
    connections,
    connectionOf: (socket) => bySocket.get(socket) ?? null,
    counts: () => ({
      silent: silent.size,
      handshakes: handshakes.size + ready.length,
      strangers: strangers.size,
      members: connections.size - strangers.size,
    }),
    hasSpoken: (connection) => void quiet.delete(connection),
    joined(connection, device) {
      connection.device = device
      strangers.delete(connection)
    },
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen({ host, port, backlog: 1024 }, () => {
          server.off('error', reject)
          // Too many open files, for one: the next connection may do.
          server.on('error', () => turnedAway('system'))
          const address = server.address()
          if (address === null || typeof address === 'string') reject(new Error('No address'))
          else resolve(address)
        })
      }),
    shut() {
      server.close()
      for (const socket of [...silent.keys(), ...ready, ...handshakes.keys()]) socket.destroy()
    },
    cutAll() {
      clearInterval(sweeper)
      for (const { socket } of connections) socket.destroy()
    },
  }
}

/** Those who came before the instant; a Map keeps its order, so the first that came later ends it. */
function late<Key>(since: Map<Key, number>, beforeMs: number): Key[] {
  const found: Key[] = []
  for (const [key, atMs] of since) {
    if (atMs >= beforeMs) break
    found.push(key)
  }
  return found
}
