/** Work that committed rows say is due: done one at a time, started by a wake and by its own clock. */

/** Does what is due; answers the instant at which more will be due, or null. */
export type Chore = () => Promise<string | null>

export interface ChoreRunner {
  /** Starts the chore, or has it run once more when it is running already. */
  wake(): void
  /** Ends after the run that is under way; no further one starts. */
  stop(): Promise<void>
}

/** The longest wait between two looks, because a suspended computer's timers come late. */
const longestWaitMs = 60_000

/** Runs one chore; `logBug` is told when it throws, and it is tried again after a minute. */
export function createChoreRunner(
  chore: Chore,
  now: () => string,
  logBug: (error: unknown) => void,
): ChoreRunner {
  let running: Promise<void> | null = null
  let again = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  async function loop(): Promise<void> {
    let due: string | null = null
    do {
      again = false
      due = await chore().catch((error: unknown) => {
        logBug(error)
        return now()
      })
    } while (again && !stopped)
    if (stopped || due === null) return
    const wait = Math.max(1_000, Math.min(longestWaitMs, Date.parse(due) - Date.parse(now())))
    timer = setTimeout(() => wake(), wait)
    timer.unref()
  }

  function wake(): void {
    if (stopped) return
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
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
