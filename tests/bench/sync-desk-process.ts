/**
 * A workstation of the sync figures in a process of its own, as in a clinic: two desks in one process
 * would wait for each other. Told what to do line by line, it answers each line.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

/** Milliseconds of the machine's own steady clock, which all processes share. */
export const nowMs = () => Number(process.hrtime.bigint()) / 1e6

const orderShape = z.discriminatedUnion('do', [
  /** Connects; answers when the line is up and everything is ready to be measured. */
  z.object({ do: z.literal('open') }),
  /** Sends all that was written while offline; answers when it began and when the hub had all. */
  z.object({ do: z.literal('send') }),
  /** Writes one more; answers when it began. */
  z.object({ do: z.literal('write') }),
  /** Answers when so many of the other desk stood in the own database. */
  z.object({ do: z.literal('await'), count: z.number() }),
])
type Order = z.infer<typeof orderShape>

export interface BenchDesk {
  open(): Promise<void>
  send(): Promise<{ fromMs: number; toMs: number }>
  write(): Promise<number>
  arrivals: Arrivals
}

/** When the n-th of the other desk's had come. */
export class Arrivals {
  readonly #atMs: number[] = []
  readonly #waiting: { count: number; resolve: (atMs: number) => void }[] = []

  came(count: number): void {
    const atMs = nowMs()
    for (let one = 0; one < count; one += 1) this.#atMs.push(atMs)
    while ((this.#waiting[0]?.count ?? Number.POSITIVE_INFINITY) <= this.#atMs.length) {
      this.#waiting.shift()?.resolve(atMs)
    }
  }

  until(count: number): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>()
    const known = this.#atMs[count - 1]
    if (known === undefined) this.#waiting.push({ count, resolve })
    else resolve(known)
    return promise
  }
}

/** The child's side: obeys until nobody tells it anything any more. */
export async function serveDesk(desk: BenchDesk): Promise<void> {
  const obey = async (order: Order): Promise<unknown> => {
    if (order.do === 'open') return (await desk.open()) ?? null
    if (order.do === 'send') return desk.send()
    if (order.do === 'write') return desk.write()
    return desk.arrivals.until(order.count)
  }
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = await obey(orderShape.parse(JSON.parse(line)))
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  }
  process.exit(0)
}

const sentShape = z.object({ fromMs: z.number(), toMs: z.number() })

/** The parent's side. `script` is the child's file, `given` what it starts with. */
export function startDeskProcess(script: URL, given: unknown) {
  const path = fileURLToPath(script)
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path, JSON.stringify(given)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const { stdin, stdout } = child
  if (stdin === null || stdout === null) throw new Error('a desk without pipes')
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]()
  const tell = async (order: Order): Promise<unknown> => {
    stdin.write(`${JSON.stringify(order)}\n`)
    const line = await lines.next()
    if (line.done === true) throw new Error('a desk has ended')
    return JSON.parse(line.value)
  }
  return {
    open: () => tell({ do: 'open' }),
    send: async () => sentShape.parse(await tell({ do: 'send' })),
    write: async () => z.number().parse(await tell({ do: 'write' })),
    until: async (count: number) => z.number().parse(await tell({ do: 'await', count })),
    async end() {
      const gone = once(child, 'exit')
      stdin.end()
      await gone
    },
  }
}

export type DeskProcess = ReturnType<typeof startDeskProcess>

export interface LogRun {
  hubHasAllMs: number
  otherHasAllMs: number
  /** From the beginning of the commit at A until it stands in B's database, one at a time. */
  liveMs: number[]
}

/** A has written so many while offline, then the hub has all, then B has all; then one at a time. */
export async function measureDesks(
  a: DeskProcess,
  b: DeskProcess,
  count: number,
  live: number,
): Promise<LogRun> {
  try {
    // Both connections are up before the clock starts.
    await Promise.all([a.open(), b.open()])
    const [{ fromMs, toMs }, thereMs] = await Promise.all([a.send(), b.until(count)])
    const liveMs: number[] = []
    for (let index = 0; index < live; index += 1) {
      const wroteMs = await a.write()
      liveMs.push((await b.until(count + index + 1)) - wroteMs)
    }
    return { hubHasAllMs: toMs - fromMs, otherHasAllMs: thereMs - fromMs, liveMs }
  } finally {
    await Promise.all([a.end(), b.end()])
  }
}
