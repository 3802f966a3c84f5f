/** A crowd of connected workstations, of which some book at random for a minute: how many, how fast, and never twice. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { type HubProcess, startHubProcess } from '../helpers/hub-process.ts'
import { doubleBookings } from '../sync/rows.ts'
import { type BenchHub, openBenchHub } from './sync-bench-hub.ts'

export interface CrowdWish {
  storage: 'sqlite' | 'postgres'
  clients: number
  bookers: number
  doctors: number
  seconds: number
  hubs: number
}

export interface CrowdFigures {
  asked: CrowdWish
  connected: number
  stillConnected: number
  connectSeconds: number
  accepted: number
  timeTaken: number
  failed: Record<string, number>
  bookingsASecond: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
  /** Of the hubs' processes, before the first and with the last client. */
  hubMegabytesBefore: number
  hubMegabytesAfter: number
  kilobytesAClient: number
  clientProcessMegabytes: number
  pokes: number
  doubleBookings: number
}

/** A process may not hold more open files than this machine lets it: 20,000, less its own few. */
const clientsAProcess = 6_500

const bookedShape = z.object({
  latenciesMs: z.array(z.number()),
  accepted: z.number(),
  timeTaken: z.number(),
  failed: z.array(z.string()),
})

interface Holder {
  child: ChildProcess
  tell(order: unknown): Promise<unknown>
}

export async function measureCrowd(wish: CrowdWish): Promise<CrowdFigures> {
  const bench = await openBenchHub(wish.storage, wish.doctors)
  const holders = Array.from({ length: Math.ceil(wish.clients / clientsAProcess) }, startHolder)
  const hubs: HubProcess[] = []
  try {
    await admit(bench, holders, wish.clients)
    for (let index = 0; index < wish.hubs; index += 1) {
      hubs.push(await startHubProcess({ storage: bench.storage, key: bench.key }))
    }
    return await run(wish, bench, holders, hubs)
  } finally {
    for (const { child } of holders) child.kill('SIGKILL')
    await Promise.all(hubs.map((hub) => hub.kill()))
    await bench.close()
  }
}

async function run(
  wish: CrowdWish,
  bench: BenchHub,
  holders: Holder[],
  hubs: HubProcess[],
): Promise<CrowdFigures> {
  const ports = hubs.map(({ port }) => port)
  const share = Math.ceil(wish.clients / holders.length)
  const hubMegabytesBefore = megabytesOf(hubs.map(({ pid }) => pid))
  const connectedFrom = performance.now()
  const connected = await inEach(holders, () => ({
    do: 'connect',
    count: share,
    ports,
    atOnce: 48,
  }))
  const connectSeconds = (performance.now() - connectedFrom) / 1000
  const hubMegabytesAfter = megabytesOf(hubs.map(({ pid }) => pid))
  const started = performance.now()
  const told = await inEach(holders, () => ({
    do: 'book',
    bookers: Math.ceil(wish.bookers / holders.length),
    seconds: wish.seconds,
    ...bench.house,
    // Half-hours of 25 days: some meet, most do not.
    slots: 24 * 25,
  }))
  const seconds = (performance.now() - started) / 1000
  const booked = told.map((one) => bookedShape.parse(one))
  const counts = (await inEach(holders, () => ({ do: 'count' }))).map((one) =>
    z.object({ open: z.number(), pokes: z.number() }).parse(one),
  )
  const latencies = booked.flatMap(({ latenciesMs }) => latenciesMs).toSorted((a, b) => a - b)
  const at = (part: number) => latencies[Math.floor(latencies.length * part)] ?? Number.NaN
  const accepted = sum(booked.map((one) => one.accepted))
  const count = sum(connected.map(Number))
  return {
    asked: wish,
    connected: count,
    stillConnected: sum(counts.map(({ open }) => open)),
    connectSeconds,
    accepted,
    timeTaken: sum(booked.map((one) => one.timeTaken)),
    failed: tally(booked.flatMap(({ failed }) => failed)),
    bookingsASecond: accepted / seconds,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    hubMegabytesBefore,
    hubMegabytesAfter,
    kilobytesAClient: ((hubMegabytesAfter - hubMegabytesBefore) * 1024) / count,
    clientProcessMegabytes: megabytesOf(holders.map(({ child }) => child.pid ?? 0)),
    pokes: sum(counts.map((one) => one.pokes)),
    doubleBookings: doubleBookings(await bench.appointments()).length,
  }
}

function startHolder(): Holder {
  const script = fileURLToPath(new URL('./sync-crowd-clients.ts', import.meta.url))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    child,
    async tell(order) {
      child.stdin.write(`${JSON.stringify(order)}\n`)
      const line = await lines.next()
      if (line.done === true) throw new Error('a process of clients has ended')
      return JSON.parse(line.value)
    },
  }
}

/** Every client's certificate becomes a device of the hub's storage; joining one by one is another figure. */
async function admit(bench: BenchHub, holders: Holder[], clients: number): Promise<void> {
  const count = Math.ceil(clients / holders.length)
  const told = await inEach(holders, () => ({ do: 'certificates', count }))
  const fingerprints = told.flatMap((one) => z.array(z.string()).parse(one))
  await bench.addDevices(fingerprints)
}

function inEach(holders: Holder[], order: () => unknown): Promise<unknown[]> {
  return Promise.all(holders.map((holder) => holder.tell(order())))
}

function megabytesOf(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0)
  })
  return sum(kilobytes) / 1024
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
