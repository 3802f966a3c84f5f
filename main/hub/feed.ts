/** Tells listeners where the log stands: at once when it is quiet, in bundles when much happens. */
import { setImmediate as turn } from 'node:timers/promises'
import type { HubLimits } from './limits.ts'
import type { HubState } from './store.ts'

/** Where the log stands, as who follows it has to know. */
export type Standing = Pick<HubState, 'epoch' | 'head' | 'backupSeq'>

export interface Told {
  /** What this listener was told before; null at the first time. */
  before: number | null
  standing: Standing
}

export interface Feed {
  /** Something was written here or elsewhere. */
  poke(): void
  /** Now and after each change, until the signal is aborted. */
  follow(signal: AbortSignal | undefined): AsyncGenerator<Told, void, void>
  /** How many listen. */
  readonly followers: number
  stop(): void
}

interface FeedOptions {
  limits: Pick<HubLimits, 'pokeMs' | 'pollMs'>
  standing: () => Promise<Standing>
  failed: (error: unknown) => void
}

/**
 * Telling takes the time in which others' writes are decided: the next round waits so many times as long as
 * the last one took. Thousands are told for seconds, and then it is the writes that wait: they get the more.
 */
const restAfterRound = 4
const restAfterLongRound = 12
const longRoundMs = 50

/**
 * Milliseconds that the processor has worked for this process. A machine that had no turn for it for a while
 * says nothing of how many there are to be told, and must not keep the next news from a few.
 */
function usedMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Milliseconds from one round's end to the next, after one that took `tookMs` of work. */
export function restAfter(tookMs: number, shortestMs: number): number {
  const rest = tookMs < longRoundMs ? restAfterRound : restAfterLongRound
  return Math.max(shortestMs, rest * tookMs)
}

export function createFeed({ limits, standing, failed }: FeedOptions): Feed {
  const waiting = new Set<() => void>()
  let followers = 0
  let newest: Standing | null = null
  let restUntilMs = 0
  let isStopped = false
  let isReading = false
  let isPoked = false
  let timer: NodeJS.Timeout | null = null

  async function round(): Promise<void> {
    timer = null
    isReading = true
    // Whoever committed notes what it was before it is told of.
    await turn()
    isPoked = false
    let usedBeforeMs = usedMs()
    try {
      const found = await standing()
      // How long the storage takes says nothing of how many there are to be told.
      usedBeforeMs = usedMs()
      // After a restore it may be smaller: a change as well.
      if (found.head !== newest?.head) {
        newest = found
        for (const wake of waiting) wake()
      }
    } catch (error) {
      failed(error)
    }
    // Answers are written when the microtasks have run; what that took counts.
    setImmediate(() => {
      restUntilMs = performance.now() + restAfter(usedMs() - usedBeforeMs, limits.pokeMs)
      isReading = false
      if (isPoked) poke()
    })
  }

  function poke(): void {
    isPoked = true
    if (isStopped || isReading || timer !== null || followers === 0) return
    const restMs = restUntilMs - performance.now()
    if (restMs <= 0) void round()
    else timer = setTimeout(() => void round(), restMs)
  }

  const poll = setInterval(poke, limits.pollMs)
  poll.unref()

  return {
    poke,
    get followers() {
      return followers
    },
    async *follow(signal) {
      followers += 1
      let told: number | null = null
      let wake = () => {}
      const onAbort = () => wake()
      signal?.addEventListener('abort', onAbort)
      const wakes = () => wake()
      waiting.add(wakes)
      try {
        // The first listener after a pause: what was known is old.
        if (followers === 1 || newest === null) newest = await standing()
        while (!isStopped && signal?.aborted !== true) {
          if (told !== newest.head) {
            const before = told
            told = newest.head
            yield { before, standing: newest }
          } else {
            await new Promise<void>((resolve) => (wake = resolve))
          }
        }
      } finally {
        followers -= 1
        waiting.delete(wakes)
        signal?.removeEventListener('abort', onAbort)
      }
    },
    stop() {
      isStopped = true
      clearInterval(poll)
      if (timer !== null) clearTimeout(timer)
      for (const wake of waiting) wake()
    },
  }
}
