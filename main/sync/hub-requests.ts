/** Plain HTTPS requests to the hub over pinned connections: files, snapshots, joining, the fall-back. */
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import type { Duplex } from 'node:stream'
import { connectPinned, type HubAddress } from './pinned-socket.ts'

export interface HubRequest {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: Uint8Array | string
  signal?: AbortSignal | undefined
}

export interface HubRequests {
  /** The answer with its body still to be read. */
  open(wish: HubRequest): Promise<IncomingMessage>
  /** The answer with its body whole. */
  send(
    wish: HubRequest,
  ): Promise<{ status: number; body: Buffer; headers: IncomingMessage['headers'] }>
  close(): void
}

class PinnedAgent extends Agent {
  readonly #hub: HubAddress

  constructor(hub: HubAddress) {
    super({ keepAlive: true, maxSockets: 2 })
    this.#hub = hub
  }

  override createConnection(
    _options: unknown,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const failed = (error: unknown) => {
      // Node asks for a stream here even where there is none.
      Reflect.apply(callback ?? (() => {}), undefined, [error])
    }
    connectPinned(this.#hub).then((socket) => callback?.(null, socket), failed)
  }
}

const silenceMs = 30_000

/** Requests to one hub. */
export function createHubRequests(hub: HubAddress): HubRequests {
  const agent = new PinnedAgent(hub)
  const base = new URL(hub.address)

  function open({ method = 'GET', path, headers, body, signal }: HubRequest) {
    return new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(
        new URL(path, base),
        {
          agent,
          method,
          headers: { ...headers, ...(body === undefined ? {} : { 'content-length': size(body) }) },
          ...(signal === undefined ? {} : { signal }),
        },
        resolve,
      )
      sent.setTimeout(silenceMs, () => sent.destroy(new Error('The hub does not answer')))
      sent.on('error', reject)
      sent.end(body)
    })
  }

  return {
    open,
    async send(wish) {
      const answer = await open(wish)
      const pieces: Buffer[] = []
      for await (const piece of answer) pieces.push(Buffer.from(piece))
      const { statusCode: status = 0, headers } = answer
      return { status, body: Buffer.concat(pieces), headers }
    },
    close: () => agent.destroy(),
  }
}

function size(body: Uint8Array | string): number {
  return Buffer.byteLength(body)
}
