/** What a workstation of the floor has: a line to the bare log, and a log of its own in a file. */
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import Database from 'better-sqlite3'
import { WebSocket } from 'ws'
import type { BareOrdered, BareRouter } from './sync-floor.ts'

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
