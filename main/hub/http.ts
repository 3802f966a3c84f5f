/** Requests at the hub's port: who may send what and how much of it, before a byte of it is read. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import type { HubErrorCode } from '../sync/wire.ts'
import { costOf, spend, verdict } from './flood.rules.ts'
import type { Connection, FrontDoor } from './front-door.ts'
import { HubError } from './hub-error.ts'
import { type HubParts, hubRouter } from './router.ts'

/** Answers a request for a file or the snapshot; false when the path is none of these. */
export type FileRequests = (
  request: IncomingMessage,
  response: ServerResponse,
  connection: Connection,
) => boolean

export interface Requests {
  /** Requests that are being answered. */
  readonly underWay: number
  /** From now on whoever asks is told to come back. */
  refuseAll(): void
}

/** Where strangers may knock. */
const joinPath = '/trpc/join'

/** Long enough for the refusal to arrive before the line is cut. */
const refusalMs = 500

export function serveRequests(
  { http, connectionOf, hasSpoken }: FrontDoor,
  { hub, files, nowMs }: { hub: HubParts; files: FileRequests; nowMs: () => number },
): Requests {
  const { limits, metrics } = hub
  const rate = { burst: limits.burst, perSecond: limits.callsPerSecond }
  const responses = new Set<ServerResponse>()
  let isStopping = false

  const calls = createHTTPHandler({
    router: hubRouter,
    basePath: '/trpc/',
    allowBatching: false,
    maxBodySize: limits.bodyBytes,
    createContext: ({ req }) => {
      const connection = connectionOf(req.socket)
      if (connection === null) throw new HubError('unknown-device')
      return { hub, connection }
    },
  })

  /** Says no without reading on: what is under way in the body stays in the sender's machine. */
  function refuse(request: IncomingMessage, status: number, code: HubErrorCode | null): void {
    metrics.turnedAway(`http-${status}`)
    const { socket } = request
    const hubShape = code === null ? null : { code, data: {} }
    // A caller through tRPC finds the code where every refused call has it.
    const error = {
      message: code ?? 'refused',
      code: -32_000,
      data: { httpStatus: status, hub: hubShape },
    }
    const body = JSON.stringify({ hub: hubShape, error })
    socket.write(
      `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
    socket.pause()
    setTimeout(() => socket.destroy(), refusalMs).unref()
  }

  function bodyTrouble(request: IncomingMessage, connection: Connection): number | null {
    if (request.headers['transfer-encoding'] !== undefined) return 411
    const bytes = Number(request.headers['content-length'] ?? 0)
    const most = connection.device === null ? limits.strangerBodyBytes : limits.bodyBytes
    return bytes >= 0 && bytes <= most ? null : 413
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const connection = connectionOf(request.socket)
    if (connection === null) return void request.socket.destroy()
    hasSpoken(connection)
    if (isStopping) return refuse(request, 503, null)
    const trouble = bodyTrouble(request, connection)
    if (trouble !== null) return refuse(request, trouble, trouble === 413 ? 'too-large' : null)
    const cost = costOf(Number(request.headers['content-length'] ?? 0))
    connection.bucket = spend(connection.bucket, cost, rate, nowMs())
    if (verdict(connection.bucket, rate) !== 'pass') return refuse(request, 429, 'too-many-tries')
    const path = request.url?.split('?')[0] ?? '/'
    if (connection.device === null && path !== joinPath) {
      try {
        await hub.devices.recognizeAnew(connection)
      } catch (error) {
        if (!(error instanceof HubError)) return refuse(request, 503, null)
        return refuse(request, error.code === 'revoked' ? 403 : 401, error.code)
      }
    }
    responses.add(response)
    response.once('close', () => responses.delete(response))
    if (path.startsWith('/trpc/')) calls(request, response)
    else if (!files(request, response, connection)) refuse(request, 404, 'not-found')
  }

  http.on('request', (request, response) => void answer(request, response))
  // Asked before it is sent, a body that is too large is not sent at all.
  http.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    const connection = connectionOf(request.socket)
    if (connection !== null && bodyTrouble(request, connection) === null) response.writeContinue()
    void answer(request, response)
  })
  http.on('clientError', (_error, socket) => {
    metrics.turnedAway('not-http')
    socket.destroy()
  })

  return {
    get underWay() {
      return responses.size
    },
    refuseAll() {
      isStopping = true
    },
  }
}
