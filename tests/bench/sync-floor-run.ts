/** One run over the floor: A has written so many while offline, then the hub has all, then B has all; then one at a time. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import Database from 'better-sqlite3'
import { WebSocket } from 'ws'
import type { BareOrdered, BareRouter } from './sync-floor.ts'

export interface LogRun {
  hubHasAllMs: number
  otherHasAllMs: number
  /** From the commit at A until it stands in B's database, one at a time. */
  liveMs: number[]
}

const batch = 1000

/** `storage`: `postgres://…`, or null for a file. */
export async function runFloor(
  storage: string | null,
  contents: readonly string[],
  live: number,
): Promise<LogRun> {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-bench-'))
  const script = fileURLToPath(new URL('./sync-floor.ts', import.meta.url))
  const hub = spawn(process.execPath, [script, storage ?? `file:${join(folder, 'hub.db')}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = await once(createInterface({ input: hub.stdout }), 'line')
  const a = openClient(Number(port))
  const b = openClient(Number(port))
  const own = openLog(join(folder, 'a.db'))
  const other = openLog(join(folder, 'b.db'))
  try {
    own.append(contents.map((content, index) => ({ seq: index + 1, content })))
    let stored = 0
    const waiting: { until: number; resolve: () => void }[] = []
    const subscription = b.client.added.subscribe(undefined, {
      onData(rows) {
        other.append(rows)
        stored += rows.length
        while (waiting[0] !== undefined && waiting[0].until <= stored) waiting.shift()?.resolve()
      },
    })
    const untilStored = (until: number) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push({ until, resolve })
      return promise
    }
    // Both connections are up before the clock starts.
    await Promise.all([a, b].map(({ client }) => client.pull.query({ cursor: 0, limit: 1 })))
    const startedAt = performance.now()
    const all = untilStored(contents.length)
    for (let cursor = 0; cursor < contents.length; cursor += batch) {
      const rows = own.after(cursor, batch)
      await a.client.push.mutate({ contents: rows.map(({ content }) => content) })
    }
    const hubHasAllMs = performance.now() - startedAt
    await all
    const otherHasAllMs = performance.now() - startedAt
    const liveMs = []
    for (let index = 0; index < live; index += 1) {
      const content = contents[index] ?? ''
      const there = untilStored(contents.length + index + 1)
      own.append([{ seq: contents.length + index + 1, content }])
      const writtenAt = performance.now()
      await a.client.push.mutate({ contents: [content] })
      await there
      liveMs.push(performance.now() - writtenAt)
    }
    subscription.unsubscribe()
    return { hubHasAllMs, otherHasAllMs, liveMs }
  } finally {
    await Promise.all([a.close(), b.close()])
    own.close()
    other.close()
    const gone = once(hub, 'exit')
    hub.kill('SIGKILL')
    await gone
    rmSync(folder, { recursive: true, force: true })
  }
}

export function openClient(port: number) {
  const socket = createWSClient({
    url: `ws://127.0.0.1:${port}`,
    // Node's ws speaks the browser's dialect; only the two types do not know of each other.
    WebSocket: WebSocket as never,
  })
  const client = createTRPCClient<BareRouter>({ links: [wsLink({ client: socket })] })
  return { client, close: () => socket.close() }
}

/** What a workstation keeps at least: the log in a file that survives a power cut. */
export function openLog(path: string) {
  const raw = new Database(path)
  raw.pragma('journal_mode = WAL')
  raw.pragma('synchronous = FULL')
  raw.exec('CREATE TABLE log (seq INTEGER PRIMARY KEY, content TEXT NOT NULL)')
  const insert = raw.prepare('INSERT INTO log (seq, content) VALUES (?, ?)')
  const select = raw.prepare<[number, number], BareOrdered>(
    'SELECT seq, content FROM log WHERE seq > ? ORDER BY seq LIMIT ?',
  )
  return {
    append: raw.transaction((rows: readonly BareOrdered[]) => {
      for (const { seq, content } of rows) insert.run(seq, content)
    }),
    after: (cursor: number, limit: number) => select.all(cursor, limit),
    close: () => raw.close(),
  }
}
