/** A hub of one's own on loopback over an encrypted file, and peers that come to it with their own certificates. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { ClientRequest, IncomingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import * as z from 'zod'
import { type HubServer, type HubStart, startHub } from '../../main/hub/server.ts'
import { type HubStore, openStore } from '../../main/hub/store.ts'
import { type Certificate, fingerprintOf, makeCertificate } from '../../main/sync/certificates.ts'
import { helloAnswer, type Operation } from '../../main/sync/wire.ts'

export interface TestHub {
  server: HubServer
  store: HubStore
  port: number
  /** Set it to move the hub's clock. */
  clock: { now: string }
}

/** Starts a hub that ends with the test; over an encrypted file of its own unless `storage` is another. */
export async function startTestHub({
  storage,
  within = (opened) => opened,
  ...options
}: Partial<HubStart> & {
  storage?: string
  /** What stands before the storage. */
  within?: (opened: HubStore) => HubStore
} = {}): Promise<TestHub> {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-hub-'))
  const clock = { now: '2026-11-21T09:00:00.000Z' }
  const now = () => clock.now
  const store = await openStore(storage ?? `file:${join(folder, 'hub.db')}`, {
    key: new Uint8Array(randomBytes(32)),
    newId: v7,
    now,
  })
  const server = await startHub({
    store: within(store),
    host: '127.0.0.1',
    port: 0,
    now,
    newId: v7,
    ...options,
  })
  onTestFinished(async () => {
    await server.stop()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { server, store, port: Number(new URL(server.address).port), clock }
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface Ask {
  method?: string
  path: string
  headers?: Record<string, string | number>
  body?: string | Uint8Array
  /** Instead of a body: writes it itself. */
  send?: (request: ClientRequest) => void
}

const called = z.object({
  result: z.object({ data: z.unknown().optional() }).optional(),
  error: z
    .object({ data: z.object({ hub: z.object({ code: z.string() }).nullable() }) })
    .optional(),
})

/** Somebody who comes to the hub, with a certificate of theirs or with none. */
export class Peer {
  readonly port: number
  readonly shown: Certificate | null

  constructor(port: number, shown: Certificate | null) {
    this.port = port
    this.shown = shown
  }

  /** What TLS needs of the peer; the hub's pin is the workstation's affair, see tests/main/sync. */
  get tls() {
    const own =
      this.shown === null ? {} : { cert: this.shown.certificate, key: this.shown.privateKey }
    return { host: '127.0.0.1', port: this.port, rejectUnauthorized: false, ...own }
  }

  get fingerprint(): string {
    return this.shown === null ? '' : fingerprintOf(this.shown.certificate)
  }

  /** One request on a connection of its own. */
  ask({ method = 'GET', path, headers = {}, body, send }: Ask): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request({ ...this.tls, agent: false, method, path, headers })
      asked.on('error', reject)
      asked.on('response', (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('end', () => {
          const { statusCode = 0, headers: told } = response
          resolve({ status: statusCode, headers: told, body: Buffer.concat(parts) })
        })
      })
      if (send === undefined) asked.end(body)
      else send(asked)
    })
  }

  /** A mutation over a plain request: its answer, or the hub's code of refusal. */
  async mutate(procedure: string, input: unknown): Promise<{ data: unknown } | { code: string }> {
    const body = JSON.stringify(input)
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }
    const answer = await this.ask({ method: 'POST', path: `/trpc/${procedure}`, headers, body })
    return outcomeOf(JSON.parse(answer.body.toString()))
  }

  async join(code: string, name = 'Desk', own: { deviceId?: string; prefix?: string } = {}) {
    const { deviceId = null, prefix = null } = own
    return this.mutate('join', { code, name, deviceId, prefix })
  }

  /** Opens a WebSocket; resolves with what it was closed with when the hub does not want it. */
  async socket(): Promise<PeerSocket> {
    const socket = new WebSocket(`wss://127.0.0.1:${this.port}/trpc`, {
      ...this.tls,
      perMessageDeflate: false,
    })
    return new PeerSocket(socket).opened()
  }
}

/** A WebSocket that calls the hub as a tRPC client does. */
export class PeerSocket {
  readonly raw: WebSocket
  readonly closed: Promise<number>
  readonly told: unknown[] = []
  #lastId = 0
  readonly #waiting = new Map<number, (message: unknown) => void>()
  #onTold: () => void = () => {}

  constructor(raw: WebSocket) {
    this.raw = raw
    raw.on('error', () => {})
    this.closed = new Promise((resolve) => raw.on('close', resolve))
    raw.on('message', (data: Buffer) => this.#hear(data.toString()))
  }

  opened(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.raw.once('open', () => resolve(this))
      this.raw.once('error', reject)
    })
  }

  /** The answer, or the code of the refusal. */
  call(method: 'query' | 'mutation', path: string, input: unknown) {
    return new Promise<{ data: unknown } | { code: string }>((resolve) => {
      const id = this.send(method, path, input)
      this.#waiting.set(id, (message) => resolve(outcomeOf(message)))
    })
  }

  send(method: 'query' | 'mutation' | 'subscription', path: string, input?: unknown): number {
    this.#lastId += 1
    this.raw.send(JSON.stringify({ id: this.#lastId, method, params: { path, input } }))
    return this.#lastId
  }

  /** Resolves when the subscription has told as often as that. */
  async toldTimes(count: number): Promise<unknown[]> {
    while (this.told.length < count) {
      await new Promise<void>((resolve) => (this.#onTold = resolve))
    }
    return this.told
  }

  #hear(text: string): void {
    if (text === 'PING') return this.raw.send('PONG')
    const message: unknown = JSON.parse(text)
    const { id } = z.object({ id: z.number().nullable() }).parse(message)
    const answered = this.#waiting.get(id ?? 0)
    if (answered !== undefined) {
      this.#waiting.delete(id ?? 0)
      return answered(message)
    }
    const { result } = called.parse(message)
    if (result?.data === undefined) return
    this.told.push(result.data)
    this.#onTold()
  }
}

function outcomeOf(message: unknown): { data: unknown } | { code: string } {
  const { result, error } = called.parse(message)
  if (error === undefined) return { data: result?.data }
  return { code: error.data.hub?.code ?? 'bug' }
}

/** A peer with a new certificate, not known to the hub yet. */
export async function newPeer({ port }: TestHub): Promise<Peer> {
  return new Peer(port, await makeCertificate('Workstation'))
}

/** A peer that has joined, and what the hub said to it. */
export async function newMember(hub: TestHub, name = 'Desk') {
  const peer = await newPeer(hub)
  const { code } = await hub.server.invite()
  const joined = await peer.join(code, name)
  if (!('data' in joined)) throw new Error(`Not joined: ${joined.code}`)
  return { peer, hello: helloAnswer.parse(joined.data) }
}

/** A service category, as a workstation sends it. */
export function someOperation(deviceSeq: number, changes: Operation['changes'] = {}): Operation {
  const at = '2026-11-21T09:00:00.000Z'
  return {
    deviceSeq,
    unitId: `unit-${deviceSeq}`,
    actorId: 'system',
    command: 'catalog.addCategory',
    entity: 'serviceCategory',
    rowId: `category-${deviceSeq}`,
    kind: 'create',
    baseVersion: 0,
    changes: { createdAt: at, updatedAt: at, ...changes },
    clock: `${at}-0000-desk`,
    schemaVersion: 1,
  }
}
