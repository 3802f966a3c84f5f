/** Tells the other hub processes over one PostgreSQL that there is news, and hears it from them. */
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

export interface Pokes {
  /** Tells listeners here at once, and the other processes soon. */
  poke(): void
  listen(listener: () => void): () => void
  close(): Promise<void>
}

const channel = 'polyclinic_hub'

/**
 * A notification makes its transaction wait for all others that notify: it is sent after the commit, on
 * its own, without data, and once for all commits within this time. What gets lost is polled for.
 */
const gatherMs = 20

const firstPauseMs = 100
const longestPauseMs = 5_000

export async function createPokes(
  address: string,
  run: (statement: string) => Promise<unknown>,
): Promise<Pokes> {
  const listeners = new Set<() => void>()
  const closing = new AbortController()
  const { signal } = closing
  let timer: NodeJS.Timeout | null = null
  let client: pg.Client | null = null
  let coming: Promise<void> = Promise.resolve()

  function tellListeners(): void {
    for (const listener of listeners) listener()
  }

  async function notify(): Promise<void> {
    timer = null
    // Who is not told now finds out when it polls.
    await run(`NOTIFY ${channel}`).catch(() => {})
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: address, keepAlive: true })
    next.on('error', () => {})
    next.on('notification', tellListeners)
    await next.connect()
    await next.query(`LISTEN ${channel}`)
    next.once('end', () => {
      if (signal.aborted) return
      client = null
      coming = comeBack()
    })
    client = next
  }

  async function comeBack(): Promise<void> {
    for (
      let pauseMs = firstPauseMs;
      !signal.aborted;
      pauseMs = Math.min(longestPauseMs, 2 * pauseMs)
    ) {
      try {
        await connect()
        // Something may have happened while nobody listened.
        return tellListeners()
      } catch {
        await wait(pauseMs, undefined, { ref: false, signal }).catch(() => {})
      }
    }
  }

  await connect()
  return {
    poke() {
      tellListeners()
      timer ??= setTimeout(() => void notify(), gatherMs)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closing.abort()
      if (timer !== null) {
        clearTimeout(timer)
        await notify()
      }
      listeners.clear()
      await coming
      await client?.end()
    },
  }
}
