/** WebSockets at the hub's port: for members alone, each within its share. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { getWSConnectionHandler } from '@trpc/server/adapters/ws'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { costOf, spend, verdict } from './flood.rules.ts'
import type { Connection, FrontDoor, Goodbye } from './front-door.ts'
import { HubError } from './hub-error.ts'
import { type HubParts, hubRouter } from './router.ts'

/** What a WebSocket is closed with, so that the workstation knows whether and when to come back. */
export const closeCodes: Record<Goodbye, number> = {
  'unknown-device': 4401,
  revoked: 4403,
  branches: 4409,
  flood: 1013,
  stopping: 1012,
}

/** Between the goodbye and the cut. */
const goodbyeMs = 200

export interface Sockets {
  /** Reads no further messages: what was read is answered still. */
  pause(): void
  /** Says goodbye to all. */
  close(): void
}

export function serveSockets(
  door: FrontDoor,
  { hub, nowMs }: { hub: HubParts; nowMs: () => number },
): Sockets {
  const { limits, metrics } = hub
  const rate = { burst: limits.burst, perSecond: limits.callsPerSecond }
  const open = new Set<WebSocket>()
  let isStopping = false
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Compression costs each connection a third of a megabyte and saves little in a clinic's network.
    perMessageDeflate: false,
    maxPayload: limits.bodyBytes,
  })
  const serveCalls = getWSConnectionHandler({
    wss: server,
    router: hubRouter,
    createContext: ({ req }) => {
      const connection = door.connectionOf(req.socket)
      if (connection === null) throw new HubError('unknown-device')
      return { hub, connection }
    },
    keepAlive: { enabled: true, pingMs: limits.pingMs, pongWaitMs: limits.pongMs },
  })

  /** Null for a member; strangers are let in only to be told why they must go. */
  async function whyNot(connection: Connection): Promise<Goodbye | null> {
    try {
      await hub.devices.recognizeAnew(connection)
      return null
    } catch (error) {
      if (!(error instanceof HubError)) return 'stopping'
      return error.code === 'revoked' ? 'revoked' : 'unknown-device'
    }
  }

  function closeWith(socket: WebSocket, reason: Goodbye): void {
    socket.close(closeCodes[reason], reason)
    setTimeout(() => socket.terminate(), goodbyeMs).unref()
  }

  function take(connection: Connection, bytes: number): void {
    connection.bucket = spend(connection.bucket, costOf(bytes), rate, nowMs())
    if (verdict(connection.bucket, rate) === 'cut') connection.close('flood')
  }

  function serve(socket: WebSocket, connection: Connection, request: IncomingMessage): void {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    connection.close = (reason) => {
      metrics.turnedAway(reason)
      closeWith(socket, reason)
    }
    socket.on('message', (data) => {
      take(connection, sizeOf(data))
      // Who asks and asks and never fetches the answers fills this machine with them.
      if (socket.bufferedAmount > limits.unreadBytes) connection.close('flood')
    })
    socket.on('ping', () => take(connection, 0))
    serveCalls(socket, request)
  }

  async function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    stream.on('error', () => stream.destroy())
    const connection = door.connectionOf(request.socket)
    if (connection === null || isStopping || request.url?.split('?')[0] !== '/trpc') {
      return void stream.destroy()
    }
    door.hasSpoken(connection)
    const reason = await whyNot(connection)
    if (stream.destroyed) return
    server.handleUpgrade(request, stream, head, (socket) => {
      socket.on('error', () => metrics.turnedAway('bad-message'))
      if (reason === null) return serve(socket, connection, request)
      metrics.turnedAway(reason)
      closeWith(socket, reason)
    })
  }

  door.http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    void upgrade(request, stream, head)
  })

  return {
    pause() {
      isStopping = true
      for (const socket of open) socket.pause()
    },
    close() {
      for (const socket of open) {
        socket.resume()
        closeWith(socket, 'stopping')
      }
    },
  }
}

function sizeOf(data: RawData): number {
  if (Array.isArray(data)) return data.reduce((sum, part) => sum + part.length, 0)
  return data.byteLength
}
