/** A hub without a network: its log over a storage in a file, with lines that fail when they are told to. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { v7 } from 'uuid'
import { HubError } from '../../main/hub/hub-error.ts'
import { createHubLog, type HubLog } from '../../main/hub/log.service.ts'
import { type DeviceRecord, type HubStore, openStore } from '../../main/hub/store.ts'
import { HubRefusal } from '../../main/sync/hub-refusal.ts'
import type { Link } from '../../main/sync/link.ts'
import { type Poke, pullInput, pushInput } from '../../main/sync/wire.ts'
import { temporaryFolder } from './clinic-file.ts'

export interface LogHub {
  log: HubLog
  store: HubStore
  setNow(instant: string): void
  join(device: TestDevice): Promise<void>
  linkFor(device: TestDevice): Link
  /** What the hub tells a device unasked when it was told before up to a number. */
  newsFor(device: TestDevice, before: number): Promise<Poke>
  /** Takes a backup; what came later is lost by `restore`, which begins a new epoch. */
  backup(): Promise<() => Promise<void>>
}

export interface TestDevice {
  id: string
  prefix: string
  /** Throws instead of an answer: before the hub heard of the call, or after. */
  fault?: ((call: 'hello' | 'push' | 'pull', when: 'before' | 'after') => void) | undefined
  /** Tells the device something unasked; there once it has a line. */
  poke?: (poke: Poke) => void
}

export async function openLogHub(start: string): Promise<LogHub> {
  const folder = temporaryFolder()
  let now = start
  const parts = { now: () => now, newId: v7 }
  const open = async (name: string) => {
    const store = await openStore(join(folder, name), { ...parts, key: randomBytes(32) })
    onTestFinished(() => store.close())
    return store
  }
  const joined: DeviceRecord[] = []
  const store = await open('hub.db')
  const hub: LogHub = {
    store,
    log: createHubLog(store, parts),
    setNow(instant) {
      now = instant
    },
    async join({ id, prefix }) {
      const device = recordOf(id, prefix)
      joined.push(device)
      await hub.store.devices.add(device)
    },
    linkFor,
    async newsFor({ id, prefix }, before) {
      const standing = await hub.log.standing()
      const news = hub.log.news(recordOf(id, prefix), { before, standing })
      return { seq: standing.head, news }
    },
    async backup() {
      const path = join(folder, `${v7()}.backup`)
      await hub.log.backup(path)
      return async () => {
        hub.store = await open(`${v7()}.db`)
        hub.log = createHubLog(hub.store, parts)
        await hub.log.restore(path)
      }
    },
  }

  function linkFor(device: TestDevice): Link {
    const record = recordOf(device.id, device.prefix)
    const told = async <Answer>(
      call: 'hello' | 'push' | 'pull',
      work: () => Promise<Answer>,
    ): Promise<Answer> => {
      device.fault?.(call, 'before')
      try {
        const answer = await work()
        device.fault?.(call, 'after')
        return answer
      } catch (error) {
        throw error instanceof HubError ? new HubRefusal(error.code, error.data) : error
      }
    }
    return {
      hello: (input) => told('hello', () => hub.log.hello(record, input)),
      push: (input) => told('push', () => hub.log.push(record, pushInput.parse(input))),
      pull: (input) => told('pull', () => hub.log.pull(record, pullInput.parse(input))),
      onPoke(listener) {
        device.poke = listener
      },
      onDown() {},
      async close() {},
    }
  }

  return hub
}

/** Joined a moment after the tests' clock begins: what was before is the founder's history. */
function recordOf(id: string, prefix: string): DeviceRecord {
  return {
    id,
    prefix,
    name: id,
    fingerprint: Buffer.from(id).toString('hex').padStart(64, '0'),
    branches: null,
    joinedAt: '2026-11-16T06:00:00.001Z',
    lastSeenAt: null,
    cursor: 0,
    revokedAt: null,
  }
}
