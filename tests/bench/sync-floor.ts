/**
 * The floor of the sync figures: a log that numbers what it is given and hands it to who listens, over
 * the same transport. No TLS, no devices, no checks, no claims. A process of its own: storage address in.
 */
import { EventEmitter, on } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Database from 'better-sqlite3'
import { initTRPC } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import pg from 'pg'
import { WebSocketServer } from 'ws'
import * as z from 'zod'

export interface BareOrdered {
  seq: number
  content: string
}

interface BareLog {
  /** Answers the first number that was given. */
  append(contents: readonly string[]): Promise<number>
  after(cursor: number, limit: number): Promise<BareOrdered[]>
}

function openSqliteLog(path: string): BareLog {
  const raw = new Database(path)
  raw.pragma('journal_mode = WAL')
  raw.pragma('synchronous = FULL')
  raw.exec('CREATE TABLE log (seq INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL)')
  const insert = raw.prepare('INSERT INTO log (content) VALUES (?)')
  const select = raw.prepare<[number, number], BareOrdered>(
    'SELECT seq, content FROM log WHERE seq > ? ORDER BY seq LIMIT ?',
  )
  const append = raw.transaction((contents: readonly string[]) => {
    let last = 0
    for (const content of contents) last = Number(insert.run(content).lastInsertRowid)
    return last - contents.length + 1
  }).immediate
  return {
    append: async (contents) => append(contents),
    after: async (cursor, limit) => select.all(cursor, limit),
  }
}

async function openPostgresLog(address: string): Promise<BareLog> {
  const pool = new pg.Pool({ connectionString: address, max: 8 })
  await pool.query('CREATE TABLE log (seq BIGSERIAL PRIMARY KEY, content TEXT NOT NULL)')
  return {
    async append(contents) {
      const { rows } = await pool.query<{ first: string }>(
        `WITH added AS (INSERT INTO log (content) SELECT * FROM unnest($1::text[]) RETURNING seq)
         SELECT min(seq) AS first FROM added`,
        [contents],
      )
      return Number(rows[0]?.first)
    },
    async after(cursor, limit) {
      const { rows } = await pool.query<{ seq: string; content: string }>(
        'SELECT seq, content FROM log WHERE seq > $1 ORDER BY seq LIMIT $2',
        [cursor, limit],
      )
      return rows.map(({ seq, content }) => ({ seq: Number(seq), content }))
    },
  }
}

function createRouter(log: BareLog) {
  const t = initTRPC.create()
  const news = new EventEmitter()
  news.setMaxListeners(0)
  return t.router({
    push: t.procedure.input(z.object({ contents: z.array(z.string()) })).mutation(async (call) => {
      const first = await log.append(call.input.contents)
      const added = call.input.contents.map((content, index) => ({ seq: first + index, content }))
      news.emit('added', added)
      return { first }
    }),
    pull: t.procedure
      .input(z.object({ cursor: z.number(), limit: z.number() }))
      .query((call) => log.after(call.input.cursor, call.input.limit)),
    added: t.procedure.subscription(async function* added({ signal }) {
      for await (const [rows] of on(news, 'added', signal === undefined ? {} : { signal })) {
        yield rows as BareOrdered[]
      }
    }),
  })
}

export type BareRouter = ReturnType<typeof createRouter>

const address = process.argv[2]
if (import.meta.main && address !== undefined) {
  const log = address.startsWith('postgres:')
    ? await openPostgresLog(address)
    : openSqliteLog(address.replace('file:', ''))
  const server = createServer()
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  applyWSSHandler({ wss: sockets, router: createRouter(log) })
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
  })
  process.once('SIGTERM', () => process.exit(0))
}
