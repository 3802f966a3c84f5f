/** All rows as one file for a workstation that begins, or that was away for too long. */
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { join } from 'node:path'
import { entityOrder } from '../sync/entities.ts'
import { type Seal, unsealed } from '../sync/sealed.ts'
import type { Part } from './byte-range.rules.ts'
import { writePacked } from './lines.ts'
import { makeSnapshotFolder } from './snapshot-leftovers.ts'
import type { HubRead, HubStore } from './store.ts'

export interface Snapshot {
  epoch: string
  /** Everything up to here is in it; the stream goes on from there. */
  seq: number
  /** Of its bytes: gzip of lines: what it is, then `[entity, row]` for each row with parents before children. */
  sha256: string
  bytes: number
  /** A part of its bytes. On the disk they lie under a key that this process alone has, and never writes down. */
  read(part: Part): AsyncIterable<Buffer>
}

/** Rows that are written, of about so many. */
export interface SnapshotProgress {
  done: number
  total: number
}

export interface Snapshots {
  /** Of everything, or of what the branches may see. */
  of(branches: readonly string[] | null): Promise<Snapshot>
  /** How far the one is that is being made. */
  progressOf(branches: readonly string[] | null): SnapshotProgress
  close(): Promise<void>
}

interface Kept {
  snapshot: Snapshot
  path: string
  madeAtMs: number
}

interface Making {
  kept: Promise<Kept>
  progress: SnapshotProgress
}

/** Workstations that join one after the other, or resume, share one file for so long. */
const keptMs = 10 * 60_000

/** A file that was replaced stays for those who are still reading it. */
const formerMs = 60 * 60_000

/** Read in one go: a few milliseconds, in which nobody else is answered. */
const pageRows = 500

const format = 'polyclinic-snapshot-1'

export function createSnapshots(store: HubStore, { now }: { now: () => string }): Snapshots {
  const makings = new Map<string, Making>()
  const former: Kept[] = []
  let folder: string | null = null
  let count = 0

  async function isFresh({ snapshot, madeAtMs }: Kept): Promise<boolean> {
    const { epoch, compactedTo } = await store.state()
    const isYoung = Math.abs(Date.parse(now()) - madeAtMs) < keptMs
    return isYoung && snapshot.epoch === epoch && snapshot.seq >= compactedTo
  }

  async function clean(): Promise<void> {
    const untilMs = Date.parse(now()) - formerMs
    while (former[0] !== undefined && former[0].madeAtMs < untilMs) {
      await rm(former[0].path, { force: true })
      former.shift()
    }
  }

  async function make(
    branches: readonly string[] | null,
    progress: SnapshotProgress,
  ): Promise<Kept> {
    folder ??= makeSnapshotFolder()
    count += 1
    const path = join(folder, `${count}.sealed`)
    const seal: Seal = { key: randomBytes(32), header: Buffer.alloc(0) }
    const snapshot = await store.read(async (tx) => {
      const { epoch, head: seq, clinicId } = await tx.state()
      progress.total = await tx.countRows()
      const head = `${JSON.stringify({ format, epoch, seq, clinicId, branches })}\n`
      const packed = await writePacked(path, textOf(tx, head, branches, progress), seal)
      const read = ({ start, end }: Part) => unsealed(path, seal, { start, end: end + 1 })
      return { epoch, seq, ...packed, read }
    })
    return { snapshot, path, madeAtMs: Date.parse(now()) }
  }

  function begin(key: string, branches: readonly string[] | null): Making {
    const progress = { done: 0, total: 0 }
    const making = { kept: make(branches, progress), progress }
    makings.set(key, making)
    // One that failed is begun anew by whoever asks next.
    making.kept.catch(() => makings.get(key) === making && makings.delete(key))
    return making
  }

  return {
    async of(branches) {
      const key = JSON.stringify(branches)
      const known = makings.get(key)
      if (known !== undefined) {
        const found = await known.kept
        if (await isFresh(found)) return found.snapshot
        if (makings.get(key) === known) {
          makings.delete(key)
          former.push(found)
        }
      }
      await clean()
      const making = makings.get(key) ?? begin(key, branches)
      return (await making.kept).snapshot
    },
    progressOf(branches) {
      const { done = 0, total = 0 } = makings.get(JSON.stringify(branches))?.progress ?? {}
      return { done: Math.min(done, total), total }
    },
    async close() {
      makings.clear()
      if (folder !== null) await rm(folder, { recursive: true, force: true })
      folder = null
    },
  }
}

/** A page of rows at a time, each on its line as the storage has it. */
async function* textOf(
  tx: HubRead,
  head: string,
  branches: readonly string[] | null,
  progress: SnapshotProgress,
): AsyncGenerator<string> {
  yield head
  for (const entity of entityOrder) {
    const before = `[${JSON.stringify(entity)},`
    for (let after: string | null = ''; after !== null;) {
      const page = await tx.rows(entity, after, pageRows)
      let text = ''
      for (const { branch, body } of page) {
        const isIn = branch === null || branches === null || branches.includes(branch)
        if (isIn) text += `${before}${body}]\n`
      }
      progress.done += page.length
      if (text !== '') yield text
      after = page.length < pageRows ? null : (page.at(-1)?.rowId ?? null)
      // A storage in this process answers at once, and pushes of others want their turn.
      await nextTurn()
    }
  }
}
