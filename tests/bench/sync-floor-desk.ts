/** A workstation of the floor: its log in a file that survives a power cut, sent and received as it is. */
import * as z from 'zod'
import { Arrivals, nowMs, serveDesk } from './sync-desk-process.ts'
import type { BareOrdered } from './sync-floor.ts'
import { openClient, openLog } from './sync-floor-client.ts'

const given = z
  .object({
    port: z.number(),
    path: z.string(),
    count: z.number(),
    /** The one that follows stores what comes. */
    follows: z.boolean(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const batch = 1000
/** Of the size that a booking has on the wire. */
const contentBytes = 424

const { client: hub } = openClient(given.port)
const log = openLog(given.path)
const arrivals = new Arrivals()
let written = 0

function contentOf(index: number): string {
  return JSON.stringify({ index, content: 'x'.repeat(contentBytes - 30) })
}

function writeMore(count: number): BareOrdered[] {
  const rows = Array.from({ length: count }, (_, index) => ({
    seq: written + index + 1,
    content: contentOf(written + index),
  }))
  log.append(rows)
  written += count
  return rows
}

await serveDesk({
  arrivals,
  async open() {
    await hub.pull.query({ cursor: 0, limit: 1 })
    if (!given.follows) return void writeMore(given.count)
    const { promise, resolve } = Promise.withResolvers<void>()
    hub.added.subscribe(undefined, {
      onStarted: () => resolve(),
      onData(rows) {
        log.append(rows)
        arrivals.came(rows.length)
      },
    })
    await promise
  },
  async send() {
    const fromMs = nowMs()
    for (let cursor = 0; cursor < given.count; cursor += batch) {
      const rows = log.after(cursor, batch)
      await hub.push.mutate({ contents: rows.map(({ content }) => content) })
    }
    return { fromMs, toMs: nowMs() }
  },
  async write() {
    const atMs = nowMs()
    const rows = writeMore(1)
    await hub.push.mutate({ contents: rows.map(({ content }) => content) })
    return atMs
  },
})
