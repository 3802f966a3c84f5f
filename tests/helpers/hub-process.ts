/** A hub as a process of its own, as `npm run hub` starts it, that a test may kill. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import type { HubStep } from './at-step.ts'

const told = z.object({ port: z.number(), fingerprint: z.string() })
const toldInvitation = z.object({ address: z.string(), fingerprint: z.string(), code: z.string() })
const toldSeq = z.object({ seq: z.number() })

export interface HubProcess {
  readonly pid: number
  readonly port: number
  readonly fingerprint: string
  /** An invitation for one workstation. */
  invite(): Promise<z.infer<typeof toldInvitation>>
  /** Writes everything to a file; answers the newest number in it. */
  backup(path: string): Promise<number>
  /** Takes a backup into the storage, which has to be empty. */
  restore(path: string): Promise<number>
  /** `kill -9`. */
  kill(): Promise<void>
  /** A clean stop; answers the exit code. */
  stop(): Promise<number | null>
  /** Waits for its end; answers the signal that ended it. */
  ended(): Promise<NodeJS.Signals | null>
}

/** Starts a hub over a storage; `key` is for a file, 64 hex digits. */
export async function startHubProcess(options: {
  storage: string
  key: string
  port?: number
  /** Milliseconds that its clock is ahead. */
  clockOffMs?: number
  /** Where it is killed, by itself. */
  diesAt?: HubStep
}): Promise<HubProcess> {
  const script = fileURLToPath(new URL('./run-hub.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, JSON.stringify(options)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<unknown> => {
    const line = await lines.next()
    if (line.done === true) throw new Error('the hub has ended')
    return JSON.parse(line.value)
  }
  const { port, fingerprint } = told.parse(await next())
  return {
    pid: child.pid ?? 0,
    port,
    fingerprint,
    async invite() {
      child.stdin.write('invite\n')
      return toldInvitation.parse(await next())
    },
    async backup(path) {
      child.stdin.write(`backup ${path}\n`)
      return toldSeq.parse(await next()).seq
    },
    async restore(path) {
      child.stdin.write(`restore ${path}\n`)
      return toldSeq.parse(await next()).seq
    },
    async kill() {
      await end(child, 'SIGKILL')
    },
    stop: () => end(child, 'SIGTERM'),
    async ended() {
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      return child.signalCode
    },
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
  return child.exitCode
}
