/** What can be measured of a hub process, in Prometheus' words, at an address of its own beside /health. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface HubMetrics {
  registry: Registry
  /** A call ended: its procedure, and `ok` or the code that it was refused with. */
  called(procedure: string, outcome: string, seconds: number): void
  /** Operations by what became of them. */
  decided(outcome: string, count: number): void
  turnedAway(why: string): void
  fileBytes(direction: 'in' | 'out', bytes: number): void
}

export interface Watched {
  connections: () => Record<string, number>
  followers: () => number
}

/** A registry of its own: two hubs in one process do not count into each other. */
export function createMetrics({ connections, followers }: Watched): HubMetrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const calls = new Histogram({
    name: 'polyclinic_hub_call_seconds',
    help: 'Calls by procedure and by what came of them',
    labelNames: ['procedure', 'outcome'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  })
  const operations = new Counter({
    name: 'polyclinic_hub_operations_total',
    help: 'Operations by outcome',
    labelNames: ['outcome'],
    registers,
  })
  const turned = new Counter({
    name: 'polyclinic_hub_turned_away_total',
    help: 'Connections that were not let in or were cut',
    labelNames: ['why'],
    registers,
  })
  const bytes = new Counter({
    name: 'polyclinic_hub_file_bytes_total',
    help: 'Bytes of files and snapshots',
    labelNames: ['direction'],
    registers,
  })
  new Gauge({
    name: 'polyclinic_hub_connections',
    help: 'Connections now, by kind',
    labelNames: ['kind'],
    registers,
    collect() {
      for (const [kind, count] of Object.entries(connections())) this.set({ kind }, count)
    },
  })
  new Gauge({
    name: 'polyclinic_hub_followers',
    help: 'Workstations that wait for news',
    registers,
    collect() {
      this.set(followers())
    },
  })
  return {
    registry,
    called: (procedure, outcome, seconds) => calls.observe({ procedure, outcome }, seconds),
    decided: (outcome, count) => operations.inc({ outcome }, count),
    turnedAway: (why) => turned.inc({ why }),
    fileBytes: (direction, count) => bytes.inc({ direction }, count),
  }
}

export interface AdminDoor {
  /** `http://127.0.0.1:47601` */
  address: string
  stop(): void
}

/**
 * Serves `/health` (200 while the storage answers, else 503) and `/metrics`. For the machine's own
 * watchers: nothing is asked of whoever comes, and nothing about people is told.
 */
export async function openAdminDoor(
  { host, port }: { host: string; port: number },
  { metrics, health }: { metrics: HubMetrics; health: () => Promise<Record<string, unknown>> },
): Promise<AdminDoor> {
  const server = createServer(
    { requestTimeout: 5_000, maxHeaderSize: 4_096 },
    (request, response) => {
      const answer = (status: number, type: string, body: string) =>
        response.writeHead(status, { 'content-type': type, connection: 'close' }).end(body)
      const json = (status: number, content: unknown) =>
        answer(status, 'application/json', `${JSON.stringify(content)}\n`)
      if (request.url === '/health') {
        health().then(
          (facts) => json(200, { status: 'fine', ...facts }),
          () => json(503, { status: 'storage-trouble' }),
        )
      } else if (request.url === '/metrics') {
        const { registry } = metrics
        void registry.metrics().then((text) => answer(200, registry.contentType, text))
      } else {
        json(404, { status: 'not-found' })
      }
    },
  )
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const bound = server.address()
      if (bound === null || typeof bound === 'string') reject(new Error('No address'))
      else resolve(bound)
    })
  })
  return {
    address: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
