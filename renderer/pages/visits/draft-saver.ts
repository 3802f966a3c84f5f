/** Saves what is being typed: soon after each pause, at the latest after a while, never two at once. */

export type SaveState =
  | { name: 'saved'; at: string | null }
  | { name: 'unsaved' }
  | { name: 'saving' }
  | { name: 'failed'; error: unknown }

export interface DraftSaverParts<Content> {
  save: (content: Content) => Promise<{ savedAt: string }>
  /** When the text was saved before this began, if it was. */
  savedAt: string | null
  /** Whether trying again can never help. */
  isFinal: (error: unknown) => boolean
  /** How long the hands rest before it is saved. */
  pauseMs?: number
  /** The longest that text stays unsaved while the hands do not rest. */
  longestMs?: number
  retryMs?: number
}

export interface DraftSaver<Content> {
  /** Takes note of the newest text. */
  edit: (content: Content) => void
  /** Saves now; resolves when what was there has been tried. */
  flush: () => Promise<void>
  /** Forgets what is unsaved: it was signed, or cannot be kept any more. */
  drop: () => void
  state: () => SaveState
  subscribe: (listener: () => void) => () => void
}

/** A failed save keeps its text and is tried again, by itself and with the next flush. */
export function createDraftSaver<Content>(parts: DraftSaverParts<Content>): DraftSaver<Content> {
  const { pauseMs = 400, longestMs = 2000, retryMs = 5000 } = parts
  const listeners = new Set<() => void>()
  const timers = new Map<'pause' | 'longest' | 'retry', ReturnType<typeof setTimeout>>()
  let state: SaveState = { name: 'saved', at: parts.savedAt }
  let pending: { content: Content } | null = null
  let running: Promise<void> | null = null
  let again = false

  function become(next: SaveState): void {
    state = next
    for (const listener of listeners) listener()
  }

  function arm(timer: 'pause' | 'longest' | 'retry', ms: number): void {
    clearTimeout(timers.get(timer))
    timers.set(
      timer,
      setTimeout(() => void flush(), ms),
    )
  }

  function disarm(): void {
    for (const timer of timers.values()) clearTimeout(timer)
    timers.clear()
  }

  function edit(content: Content): void {
    const wasClean = pending === null
    pending = { content }
    arm('pause', pauseMs)
    if (wasClean) arm('longest', longestMs)
    // A failure stays in sight until a save succeeds.
    if (state.name !== 'failed' && state.name !== 'unsaved') become({ name: 'unsaved' })
  }

  function flush(): Promise<void> {
    disarm()
    if (running !== null) {
      again = true
      return running
    }
    if (pending === null) return Promise.resolve()
    running = saveAll().finally(() => {
      running = null
    })
    return running
  }

  async function saveAll(): Promise<void> {
    do {
      again = false
      if (!(await saveOnce())) return
    } while (again && pending !== null)
  }

  /** False when it failed; the text is kept. */
  async function saveOnce(): Promise<boolean> {
    if (pending === null) return true
    const { content } = pending
    pending = null
    if (state.name !== 'failed') become({ name: 'saving' })
    try {
      const { savedAt } = await parts.save(content)
      become(pending === null ? { name: 'saved', at: savedAt } : { name: 'unsaved' })
      return true
    } catch (error) {
      pending ??= { content }
      become({ name: 'failed', error })
      if (!parts.isFinal(error)) arm('retry', retryMs)
      return false
    }
  }

  return {
    edit,
    flush,
    drop() {
      disarm()
      pending = null
    },
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
