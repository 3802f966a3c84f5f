/** A desk in a process of its own that is killed at a named step of its exchange, or of taking a snapshot. */
import fs from 'node:fs'
import { flushCompileCache, syncBuiltinESMExports } from 'node:module'
import Database from 'better-sqlite3'
import * as z from 'zod'
import { fetchUntilThere } from '../../main/sync/fetch-until-there.ts'
import { FileExchange } from '../../main/sync/files.ts'
import { createHubRequests } from '../../main/sync/hub-requests.ts'
import type { Link } from '../../main/sync/link.ts'
import { loadSnapshot, swapDatabase } from '../../main/sync/snapshot.ts'
import { Desk } from './desk.ts'
import { deskSteps, type DeskStep, isOfFile, isOfSnapshot } from './desk-steps.ts'
import { foundedAt } from './founded.ts'
import { hubOf, lineTo } from './line.ts'

// Who is killed keeps nothing at its end: what was compiled is kept now, for the next one.
flushCompileCache()

const { path, key, deviceId, port, fingerprint, step, sendAgainAfter, sha256 } = z
  .object({
    path: z.string(),
    key: z.string(),
    deviceId: z.string(),
    port: z.number(),
    fingerprint: z.string(),
    step: z.enum(deskSteps),
    sendAgainAfter: z.number().nullable().default(null),
    sha256: z.string().default(''),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

function dieAt(here: DeskStep): void {
  if (here === step) process.kill(process.pid, 'SIGKILL')
}

/** What the next transaction is about. */
let doing: 'noting' | 'applying' | null = null

function watched(link: Link): Link {
  return {
    ...link,
    hello: (input) => link.hello(input),
    async push(input) {
      dieAt('before-sending')
      const answer = await link.push(input)
      dieAt('answered')
      doing = 'noting'
      return answer
    },
    async pull(input) {
      const answer = await link.pull(input)
      if (answer.operations.length > 0) doing = 'applying'
      return answer
    },
    onPoke: (listener) => link.onPoke(listener),
    onDown: (listener) => link.onDown(listener),
    close: () => link.close(),
  }
}

async function exchange(desk: Desk): Promise<void> {
  const { handles } = desk.station
  const open = lineTo(desk, port, { fingerprint })
  const client = desk.connect(async () => watched(await open()), {
    handles: {
      async transact(work) {
        const now = doing
        doing = null
        const result = await handles.transact(() => {
          const made = work()
          if (now !== null) dieAt(now)
          return made
        })
        if (now !== null) dieAt(now === 'noting' ? 'noted' : 'applied')
        return result
      },
    },
  })
  await client.step()
}

/** Opening sets these as well. */
let isBuilding = false

/** The steps of building and swapping are told by what they ask of the database and of the disk. */
function watchSnapshot(): void {
  const { pragma } = Database.prototype
  Database.prototype.pragma = function told(
    this: Database.Database,
    source: string,
    options?: Database.PragmaOptions,
  ) {
    if (this.name.endsWith('.next')) {
      if (source === 'foreign_keys = OFF') isBuilding = true
      if (source === 'foreign_keys = ON' && isBuilding) dieAt('building')
      if (source === 'synchronous = FULL' && isBuilding) dieAt('built')
    }
    return pragma.call(this, source, options)
  }
  const { renameSync } = fs
  fs.renameSync = (from, to) => {
    dieAt('swapping')
    renameSync(from, to)
    dieAt('swapped')
  }
  syncBuiltinESMExports()
}

async function takeSnapshot(desk: Desk): Promise<void> {
  watchSnapshot()
  const snapshotPath = `${path}.snapshot`
  const stamp = await fetchUntilThere({
    hub: hubOf(desk, port, { fingerprint }),
    path: snapshotPath,
    key: desk.file.key,
    onProgress: () => dieAt('fetching'),
    signal: new AbortController().signal,
    log: () => {},
  })
  dieAt('fetched')
  desk.station.raw.close()
  await loadSnapshot({ snapshotPath, stamp, database: desk.file, sendAgainAfter }, () => {})
  swapDatabase(path)
}

/** In the middle: one piece of two is there. */
async function exchangeFile(desk: Desk): Promise<void> {
  const hub = hubOf(desk, port, { fingerprint })
  const requests = createHubRequests(hub)
  const files = new FileExchange({
    raw: desk.station.raw,
    handles: desk.station.handles,
    hub,
    now: () => foundedAt,
    log: () => {},
    requests: {
      async open(wish) {
        const answer = await requests.open(wish)
        answer.once('data', () => dieAt('fetching-a-file'))
        return answer
      },
      async send(wish) {
        const answer = await requests.send(wish)
        if (wish.method === 'PUT') dieAt('sending-a-file')
        return answer
      },
      close: () => requests.close(),
    },
  })
  await (step === 'fetching-a-file' ? files.fetch(sha256) : files.sendMissing())
}

const desk = new Desk(7, { path, key: Buffer.from(key, 'hex'), deviceId }, () => foundedAt)
if (isOfSnapshot(step)) await takeSnapshot(desk)
else if (isOfFile(step)) await exchangeFile(desk)
else await exchange(desk)
