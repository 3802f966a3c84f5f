/** The folder into which this workstation's scanner writes: what lies there whole waits to be filed. */
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { watch, type FSWatcher } from 'chokidar'

export interface WaitingScan {
  name: string
  sizeBytes: number
  /** When it was last written to, UTC ISO. */
  writtenAt: string
}

export interface ScanFolderState {
  /** Null: no folder is watched here. */
  folder: string | null
  /** Whether the folder is there and can be read. */
  isReadable: boolean
  scans: WaitingScan[]
}

export interface ScanFolderParts {
  log: (event: string, error?: unknown) => void
  /** How long a file's size has to stand still before it counts as whole. */
  restMs?: number
}

/** A scanner writes page after page: two seconds without a further byte are the end of it. */
const usualRestMs = 2_000

export class ScanFolder {
  readonly #parts: ScanFolderParts
  readonly #listeners = new Set<(state: ScanFolderState) => void>()
  readonly #scans = new Map<string, WaitingScan>()
  #watcher: FSWatcher | null = null
  #folder: string | null = null
  #isReadable = false

  constructor(parts: ScanFolderParts) {
    this.#parts = parts
  }

  get state(): ScanFolderState {
    const scans = [...this.#scans.values()].toSorted((a, b) =>
      a.writtenAt === b.writtenAt
        ? a.name.localeCompare(b.name)
        : a.writtenAt < b.writtenAt
          ? -1
          : 1,
    )
    return { folder: this.#folder, isReadable: this.#isReadable, scans }
  }

  onChange(listener: (state: ScanFolderState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Watches a folder from here on, or none; the same folder goes on being watched. */
  async follow(folder: string | null): Promise<void> {
    if (folder === this.#folder && (folder === null || this.#isReadable)) return
    await this.stop()
    this.#folder = folder
    if (folder === null) return this.#tell()
    try {
      await readdir(folder)
      this.#isReadable = true
    } catch (error) {
      this.#parts.log('the scan folder cannot be read', error)
      return this.#tell()
    }
    const watcher = watch(folder, {
      depth: 0,
      ignored: (path) => path !== folder && basename(path).startsWith('.'),
      awaitWriteFinish: {
        stabilityThreshold: this.#parts.restMs ?? usualRestMs,
        pollInterval: Math.min(200, this.#parts.restMs ?? usualRestMs),
      },
    })
    watcher.on('add', (path) => void this.#found(path))
    watcher.on('change', (path) => void this.#found(path))
    watcher.on('unlink', (path) => this.#gone(path))
    watcher.on('error', (error) => this.#parts.log('watching the scan folder', error))
    this.#watcher = watcher
    this.#tell()
  }

  /** The path of a scan that waits; null for a name that is none, whatever lies on the disk. */
  pathOf(name: string): string | null {
    return this.#folder === null || !this.#scans.has(name) ? null : join(this.#folder, name)
  }

  async stop(): Promise<void> {
    const watcher = this.#watcher
    this.#watcher = null
    this.#folder = null
    this.#isReadable = false
    this.#scans.clear()
    await watcher?.close()
  }

  async #found(path: string): Promise<void> {
    if (this.#folder === null || dirname(path) !== this.#folder) return
    try {
      const { size, mtime } = await stat(path)
      if (size === 0) return
      const name = basename(path)
      this.#scans.set(name, { name, sizeBytes: size, writtenAt: mtime.toISOString() })
      this.#tell()
    } catch {
      // Gone again before it could be looked at.
      this.#gone(path)
    }
  }

  #gone(path: string): void {
    if (this.#scans.delete(basename(path))) this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.state)
  }
}
