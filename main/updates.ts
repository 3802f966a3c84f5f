/** New versions of the program: looked for where the settings say, fetched and installed only when a person says so. */

export type UpdateState =
  /** No feed is set: nothing is asked of anybody. */
  | { name: 'off' }
  | { name: 'checking' }
  /** This is the newest version; `at` is the instant at which the feed said so. */
  | { name: 'newest'; at: string }
  | { name: 'available'; version: string }
  | { name: 'downloading'; version: string; percent: number }
  /** Lies ready; the next click ends the program and installs it. */
  | { name: 'ready'; version: string }
  /** Asking the feed failed. */
  | { name: 'failed'; at: string }
  /** Fetching the version that it has failed. */
  | { name: 'cut-off'; version: string; at: string }

/** What fetches and installs: electron-updater in the program, something that pretends in tests. */
export interface Updater {
  /** The version that the feed has, when it is newer than this program; else null. */
  check(feed: string): Promise<string | null>
  /** Fetches what the last check found; progress in whole percents. */
  download(onProgress: (percent: number) => void): Promise<void>
  /** Ends the program and starts the version that was fetched. */
  install(): void
}

export interface UpdateParts {
  /** The feed's address as the settings have it, or null. */
  readFeed: () => Promise<string | null>
  /** Called when there is a feed for the first time: what fetches is loaded only then. */
  loadUpdater: () => Promise<Updater>
  now: () => string
  log: (event: string, error?: unknown) => void
  /** Calls back again and again; returns what ends it. */
  every?: (ms: number, run: () => void) => () => void
}

/** A clinic's day has a few looks, not hundreds. */
const lookEveryMs = 4 * 3600 * 1000

export class Updates {
  readonly #parts: UpdateParts
  readonly #listeners = new Set<(state: UpdateState) => void>()
  #state: UpdateState = { name: 'off' }
  #updater: Promise<Updater> | null = null
  #looking: Promise<void> | null = null
  #endTimer: (() => void) | null = null

  constructor(parts: UpdateParts) {
    this.#parts = parts
  }

  get state(): UpdateState {
    return this.#state
  }

  onChange(listener: (state: UpdateState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Asks the feed, when one is set, now and then every four hours; with none it is quiet. What was
   * fetched already stays as it is. Never throws: what goes wrong is the state.
   */
  async look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = null
    })
    await this.#looking
  }

  async #lookOnce(): Promise<void> {
    try {
      const feed = await this.#parts.readFeed()
      if (feed === null) return this.stop()
      const { name } = this.#state
      if (name === 'downloading' || name === 'ready') return
      this.#endTimer ??= (this.#parts.every ?? everyUnref)(lookEveryMs, () => void this.look())
      this.#become({ name: 'checking' })
      const version = await (await this.#load()).check(feed)
      this.#become(
        version === null
          ? { name: 'newest', at: this.#parts.now() }
          : { name: 'available', version },
      )
    } catch (error) {
      this.#parts.log('looking for updates failed', error)
      this.#become({ name: 'failed', at: this.#parts.now() })
    }
  }

  /** Fetches the version that was found, also once more; does nothing in any other state. */
  async download(): Promise<void> {
    if (this.#state.name !== 'available' && this.#state.name !== 'cut-off') return
    const { version } = this.#state
    this.#become({ name: 'downloading', version, percent: 0 })
    try {
      const updater = await this.#load()
      await updater.download((percent) => this.#become({ name: 'downloading', version, percent }))
      this.#become({ name: 'ready', version })
    } catch (error) {
      this.#parts.log('fetching an update failed', error)
      this.#become({ name: 'cut-off', version, at: this.#parts.now() })
    }
  }

  /** Ends the program and installs what lies ready; does nothing in any other state. */
  async install(): Promise<void> {
    if (this.#state.name === 'ready') (await this.#load()).install()
  }

  /** No further looks; the state is `off`. */
  stop(): void {
    this.#endTimer?.()
    this.#endTimer = null
    this.#become({ name: 'off' })
  }

  #load(): Promise<Updater> {
    this.#updater ??= this.#parts.loadUpdater()
    return this.#updater
  }

  #become(state: UpdateState): void {
    this.#state = state
    for (const listener of this.#listeners) listener(state)
  }
}

function everyUnref(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms)
  timer.unref()
  return () => clearInterval(timer)
}
