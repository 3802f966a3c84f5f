/** Work that committed rows say is due: done one at a time, started by a wake and by its own clock. */

/** What a chore hears when the program ends. */
export interface ChoreStop {
  /** Set when no further step may start; the one that is under way may end. */
  readonly soon: AbortSignal
  /** Set a little later, for a step that waits for others: it breaks off. */
  readonly now: AbortSignal
}

/** Does what is due; answers the instant at which more will be due, or null. */
export type Chore = (stop: ChoreStop) => Promise<string | null>

export interface ChoreRunner {
  /** Starts the chore, or has it run once more when it is running already. */
  wake(): void
  /** Ends after the step that is under way; no further one starts. */
  stop(): Promise<void>
}

/** The longest wait between two looks, because a suspended computer's timers come late. */
const longestWaitMs = 60_000

/** How long a step that waits for others (a mail server) is waited for at the end. */
const patienceMs = 3_000

/** Runs one chore; `logBug` is told when it throws, and it is tried again after a minute. */
export function createChoreRunner(
  chore: Chore,
  now: () => string,
  logBug: (error: unknown) => void,
): ChoreRunner {
  const soon = new AbortController()
  const atOnce = new AbortController()
  const stop: ChoreStop = { soon: soon.signal, now: atOnce.signal }
  let running: Promise<void> | null = null
  let again = false
  let timer: NodeJS.Timeout | undefined

  /** Milliseconds until the next look, or null when only a wake starts one. */
  async function runOnce(): Promise<number | null> {
    try {
      const due = await chore(stop)
      if (due === null) return null
      return Math.max(1_000, Math.min(longestWaitMs, Date.parse(due) - Date.parse(now())))
    } catch (error) {
      logBug(error)
      return longestWaitMs
    }
  }

  async function loop(): Promise<void> {
    let waitMs: number | null = null
    do {
      again = false
      waitMs = await runOnce()
    } while (again && !stop.soon.aborted)
    if (stop.soon.aborted || waitMs === null) return
    timer = setTimeout(() => wake(), waitMs)
    timer.unref()
  }

  function wake(): void {
    if (stop.soon.aborted) return
    clearTimeout(timer)
    if (running !== null) {
      again = true
      return
    }
    running = loop().finally(() => {
      running = null
      if (again) wake()
    })
  }

  return {
    wake,
    async stop() {
      clearTimeout(timer)
      soon.abort()
      const patience = setTimeout(() => atOnce.abort(), patienceMs)
      await running
      clearTimeout(patience)
    },
  }
}
