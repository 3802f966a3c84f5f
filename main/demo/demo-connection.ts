/** A connection for making the demo clinic: a clock that is set, ids of the seed, commits in batches. */
import { v7 } from 'uuid'
import { createDesk, systemActor } from '../db/desk.ts'
import type { Desk } from '../db/desk.ts'
import { createHandles } from '../db/kysely.ts'
import type { RawDatabase } from '../db/open.ts'
import { createWriter } from '../db/write.ts'
import { createRandom } from './random.ts'

/** So many units of work between two commits to the disk. */
const unitsACommit = 1000

export interface DemoConnection {
  desk: Desk
  setNow(instant: string): void
  /** Commits what was made since the last batch, and has it on the disk. */
  finish(): void
}

/**
 * The desk of a database in which nobody works yet. Each unit of work is a savepoint of a larger
 * transaction: 36,000 commits of their own would keep a slow disk busy for minutes, and a demo
 * clinic that was left half made is thrown away whole. Nobody is told of the units.
 */
export function openDemoConnection(raw: RawDatabase, start: string): DemoConnection {
  let now = start
  let units = 0
  const device = raw.prepare<[], { id: string }>('SELECT id FROM device').get()
  if (device === undefined) throw new Error('This database has no device')
  raw.pragma('synchronous = OFF')
  raw.exec('BEGIN IMMEDIATE')
  const committed = (): void => {
    units += 1
    if (units % unitsACommit === 0) raw.exec('COMMIT; BEGIN IMMEDIATE')
  }
  const parts = { now: () => now, newId: seededIds(() => now), deviceId: device.id }
  const handles = createHandles(insideTransaction(raw))
  const writer = createWriter({ ...parts, raw, root: handles.root, committed })
  const wake = (): void => {}
  return {
    desk: createDesk({ ...parts, read: handles.read, writer, wake }, systemActor, null),
    setNow(instant) {
      now = instant
    },
    finish() {
      raw.exec('COMMIT')
      raw.pragma('synchronous = FULL')
      raw.pragma('wal_checkpoint(TRUNCATE)')
    },
  }
}

const savepoints: Readonly<Record<string, string>> = {
  'begin immediate': 'SAVEPOINT unit',
  commit: 'RELEASE unit',
  rollback: 'ROLLBACK TO unit',
}

/** The same connection, whose transactions are savepoints of the one that is open. */
function insideTransaction(raw: RawDatabase): RawDatabase {
  return new Proxy(raw, {
    get(target, name) {
      if (name === 'prepare') return (sql: string) => target.prepare(savepoints[sql] ?? sql)
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

/** UUIDv7 in the order in which they are made, the same for the same story. */
function seededIds(now: () => string): () => string {
  const random = createRandom('ids')
  const words = new Uint32Array(4)
  const bytes = new Uint8Array(words.buffer)
  let made = 0
  return () => {
    made += 1
    for (let word = 0; word < words.length; word += 1) words[word] = random.next() * 2 ** 32
    return v7({ msecs: Date.parse(now()), seq: made, random: bytes })
  }
}
