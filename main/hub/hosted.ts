/** The hub inside a workstation: the same program in a process of the application, told what to do by messages. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { v7 } from 'uuid'
import type {
  FromHostedHub,
  HostedHubOptions,
  HostedHubStatus,
  HostedRequestKind,
  HostedRequests,
  ToHostedHub,
} from '../sync/hosting-wire.ts'
import { createHubLog } from './log.service.ts'
import { createHubLogger } from './logs.ts'
import { isLoopback } from './options.ts'
import { type HubServer, startHub } from './server.ts'
import { type HubStore, openStore } from './store.ts'

/** What Electron gives a utility process instead of a parent's message channel. */
export interface ParentPort {
  on(event: 'message', listener: (event: { data: ToHostedHub }) => void): unknown
  postMessage(message: FromHostedHub): void
}

interface Running {
  now: () => string
  store: HubStore
  server: HubServer
}

const log = createHubLogger()
const notRunning = 'hub-not-running'

/** Answers the workstation until the process ends. */
export function serveParent(port: ParentPort): void {
  let running: Running | null = null

  const answers: {
    [Kind in HostedRequestKind]: (
      input: HostedRequests[Kind]['input'],
    ) => Promise<HostedRequests[Kind]['answer']>
  } = {
    async start(options) {
      running ??= await open(options)
      return statusOf(running)
    },
    async stop() {
      const ending = running
      running = null
      await ending?.server.stop()
      await ending?.store.close()
      return statusOf(null)
    },
    status: () => Promise.resolve(statusOf(running)),
    invite: ({ minutes, branches }) => needed(running).server.invite(minutes, branches),
    async devices() {
      const devices = await needed(running).server.devices()
      return devices.map(({ fingerprint: _pin, cursor: _cursor, ...told }) => told)
    },
    revoke: ({ deviceId }) => needed(running).server.revoke(deviceId),
    limit: ({ deviceId, branches }) => needed(running).server.limit(deviceId, branches),
    async backup({ path, passphrase }) {
      const { store, now } = needed(running)
      return createHubLog(store, { now, newId: v7 }).backup(path, passphrase)
    },
  }

  // One after the other: a stop waits for the start before it.
  let last: Promise<unknown> = Promise.resolve()
  port.on('message', ({ data: { id, kind, input } }) => {
    // The kind and its input were typed together where they were sent.
    const answer = answers[kind] as (given: unknown) => Promise<unknown>
    last = last
      .then(() => answer(input))
      .then(
        (done) => port.postMessage({ id, kind: 'done', answer: done }),
        (error: unknown) => {
          const trouble = troubleOf(error)
          if (trouble !== notRunning) log.error(`${kind} failed`, error)
          port.postMessage({ id, kind: 'failed', trouble })
        },
      )
  })
}

async function open(options: HostedHubOptions): Promise<Running> {
  const { folder, key, host, port, name, clockAheadMs } = options
  const now = () => new Date(Date.now() + clockAheadMs).toISOString()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const store = await openStore(`file:${join(folder, 'hub.db')}`, { key, now, newId: v7 })
  try {
    const announced = isLoopback(host) ? {} : { announcedAs: name }
    return { now, store, server: await startHub({ store, host, port, now, log, ...announced }) }
  } catch (error) {
    await store.close()
    throw error
  }
}

function statusOf(running: Running | null): HostedHubStatus {
  const { address = null, fingerprint = null } = running?.server ?? {}
  return { running: running !== null, address, fingerprint, trouble: null }
}

function needed(running: Running | null): Running {
  if (running === null) throw new Error(notRunning)
  return running
}

/** A code such as `EADDRINUSE`, else the error's name: never a message, which may quote data. */
function troubleOf(error: unknown): string {
  if (!(error instanceof Error)) return 'bug'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.message === notRunning ? notRunning : error.name
}

/** Set in a utility process alone. */
function parentPort(): ParentPort | null {
  const { parentPort: port = null } = process as unknown as { parentPort?: ParentPort }
  return port
}

const parent = parentPort()
if (parent !== null) serveParent(parent)
