/** All rows as one file for a workstation that begins, or that was away for too long. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entityOrder } from '../sync/entities.ts'
import type { HubStore } from './store.ts'
import { writeLines } from './lines.ts'

export interface Snapshot {
  epoch: string
  /** Everything up to here is in it; the stream goes on from there. */
  seq: number
  /** Of the file's bytes. */
  sha256: string
  /** Gzip of lines: what it is, then `[entity, row]` for each row with parents before children. */
  path: string
}

export interface Snapshots {
  /** Of everything, or of what the branches may see. */
  of(branches: readonly string[] | null): Promise<Snapshot>
  close(): Promise<void>
}

interface Kept {
  snapshot: Snapshot
  madeAtMs: number
}

/** Workstations that join one after the other, or resume, share one file for so long. */
const keptMs = 10 * 60_000

/** A file that was replaced stays for those who are still reading it. */
const formerMs = 60 * 60_000

const pageRows = 1000

const format = 'polyclinic-snapshot-1'

export function createSnapshots(store: HubStore, { now }: { now: () => string }): Snapshots {
  const kept = new Map<string, Promise<Kept>>()
  const former: Kept[] = []
  let folder: Promise<string> | null = null
  let count = 0

  async function isFresh({ snapshot, madeAtMs }: Kept): Promise<boolean> {
    const { epoch, compactedTo } = await store.state()
    const isYoung = Math.abs(Date.parse(now()) - madeAtMs) < keptMs
    return isYoung && snapshot.epoch === epoch && snapshot.seq >= compactedTo
  }

  async function clean(): Promise<void> {
    const untilMs = Date.parse(now()) - formerMs
    while (former[0] !== undefined && former[0].madeAtMs < untilMs) {
      await rm(former[0].snapshot.path, { force: true })
      former.shift()
    }
  }

  async function make(branches: readonly string[] | null): Promise<Kept> {
    // Patients' data: for the hub's own user alone.
    folder ??= mkdtemp(join(tmpdir(), 'polyclinic-snapshots-'))
    count += 1
    const path = join(await folder, `${count}.ndjson.gz`)
    const stamp = await store.read(async (tx) => {
      const { epoch, head: seq, clinicId } = await tx.state()
      await writeLines(path, async function* () {
        yield { format, epoch, seq, clinicId }
        for (const entity of entityOrder) {
          for (let after: string | null = ''; after !== null;) {
            const page = await tx.rows(entity, after, pageRows)
            for (const { row, branch } of page) {
              const isIn = branch === null || branches === null || branches.includes(branch)
              if (isIn) yield [entity, row]
            }
            after = page.length < pageRows ? null : (page.at(-1)?.rowId ?? null)
          }
        }
      })
      return { epoch, seq }
    })
    return {
      snapshot: { ...stamp, sha256: await hashOfFile(path), path },
      madeAtMs: Date.parse(now()),
    }
  }

  return {
    async of(branches) {
      const key = JSON.stringify(branches)
      const known = kept.get(key)
      if (known !== undefined) {
        const found = await known
        if (await isFresh(found)) return found.snapshot
        if (kept.get(key) === known) {
          kept.delete(key)
          former.push(found)
        }
      }
      await clean()
      const making = kept.get(key) ?? make(branches)
      kept.set(key, making)
      try {
        return (await making).snapshot
      } catch (error) {
        kept.delete(key)
        throw error
      }
    },
    async close() {
      kept.clear()
      if (folder !== null) await rm(await folder, { recursive: true, force: true })
      folder = null
    },
  }
}

async function hashOfFile(path: string): Promise<string> {
  const sha256 = createHash('sha256')
  for await (const bytes of createReadStream(path)) sha256.update(bytes)
  return sha256.digest('hex')
}
