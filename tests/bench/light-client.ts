/** The least that talks to a hub: one WebSocket with a certificate of its own, and tRPC's messages by hand. */
import { WebSocket } from 'ws'
import * as z from 'zod'

const reply = z.object({
  id: z.number(),
  result: z.object({ type: z.string().optional(), data: z.unknown().optional() }).optional(),
  error: z
    .object({ message: z.string(), data: z.object({ hub: z.unknown() }).partial().optional() })
    .optional(),
})

interface Waiting {
  heard: (data: unknown) => void
  failed: (error: Error) => void
}

export class LightClient {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  closed = false

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (bytes: Buffer) => this.#hear(bytes.toString()))
    socket.on('error', () => socket.terminate())
    socket.on('close', (code) => {
      this.closed = true
      for (const { failed } of this.#waiting.values()) failed(new Error(`closed ${code}`))
      this.#waiting.clear()
    })
  }

  static async open(
    port: number,
    own: { certificate: string; privateKey: string },
    host = '127.0.0.1',
  ): Promise<LightClient> {
    const socket = new WebSocket(`wss://${host}:${port}/trpc`, {
      cert: own.certificate,
      key: own.privateKey,
      rejectUnauthorized: false,
      perMessageDeflate: false,
      minVersion: 'TLSv1.3',
    })
    const client = new LightClient(socket)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    socket.once('open', () => resolve())
    socket.once('error', reject)
    socket.once('close', (code) => reject(new Error(`closed ${code}`)))
    await promise
    return client
  }

  call(method: 'query' | 'mutation', path: string, input: unknown): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const id = this.#send(method, path, input, {
      heard: (data) => {
        this.#waiting.delete(id)
        resolve(data)
      },
      failed: reject,
    })
    return promise
  }

  subscribe(path: string, heard: (data: unknown) => void): void {
    this.#send('subscription', path, undefined, { heard, failed: () => {} })
  }

  close(): void {
    this.#socket.terminate()
  }

  #send(method: string, path: string, input: unknown, waiting: Waiting): number {
    this.#lastId += 1
    const id = this.#lastId
    this.#waiting.set(id, waiting)
    this.#socket.send(JSON.stringify({ id, method, params: { path, input } }))
    return id
  }

  #hear(text: string): void {
    if (text === 'PING') return this.#socket.send('PONG')
    if (text === 'PONG') return
    const { id, result, error } = reply.parse(JSON.parse(text))
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return
    if (error !== undefined) {
      this.#waiting.delete(id)
      waiting.failed(new Error(error.message))
    } else if (result !== undefined && (result.type ?? 'data') === 'data') {
      waiting.heard(result.data)
    }
  }
}
