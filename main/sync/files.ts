/** Files travel apart from the log, by their hash: the hub gets what it lacks, this workstation what it opens. */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Handles } from '../db/kysely.ts'
import type { RawDatabase } from '../db/open.ts'
import { photoKind } from '../clinic/patients/photo.rules.ts'
import { createHubRequests, type HubRequests } from './hub-requests.ts'
import type { HubAddress } from './pinned-socket.ts'
import { fileChunkBytes } from './wire.ts'

export interface FileParts {
  raw: RawDatabase
  handles: Pick<Handles, 'transact'>
  hub: HubAddress
  now: () => string
  log: (event: string, error?: unknown) => void
  /** Replaces the requests to the hub: tests only. */
  requests?: HubRequests
}

interface FileRecord {
  sha256: string
  bytes: Uint8Array
}

const whatIsThere = z.object({ complete: z.boolean(), chunks: z.array(z.number().int()) })

/** After a failure the hub is left in peace for so long. */
const pauseMs = 30_000

export class FileExchange {
  readonly #parts: FileParts
  readonly #requests: HubRequests
  readonly #stop = new AbortController()
  readonly #fetching = new Map<string, Promise<boolean>>()
  #running: Promise<void> | null = null
  #again = false
  #timer: NodeJS.Timeout | undefined

  constructor(parts: FileParts) {
    this.#parts = parts
    this.#requests = parts.requests ?? createHubRequests(parts.hub)
  }

  /** There may be a file that the hub has not. */
  wake(): void {
    if (this.#stop.signal.aborted) return
    clearTimeout(this.#timer)
    this.#again = true
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    clearTimeout(this.#timer)
    await this.#running
    this.#requests.close()
  }

  async #run(): Promise<void> {
    try {
      while (this.#again && !this.#stop.signal.aborted) {
        this.#again = false
        await this.sendMissing()
      }
    } catch (error) {
      if (this.#stop.signal.aborted) return
      this.#parts.log('sending files', error)
      this.#timer = setTimeout(() => this.wake(), pauseMs)
      this.#timer.unref()
    }
  }

  /** Sends every file that a shared row names and that the hub is not known to have. */
  async sendMissing(): Promise<void> {
    for (;;) {
      const file = this.#parts.raw
        .prepare<[], FileRecord>(
          `SELECT sha256, bytes FROM stored_file WHERE
             sha256 IN (SELECT sha256 FROM document_reference UNION SELECT photo_sha256 FROM patient
               UNION SELECT sha256 FROM code_system)
           AND sha256 NOT IN (SELECT sha256 FROM hub_file) LIMIT 1`,
        )
        .get()
      if (file === undefined || this.#stop.signal.aborted) return
      await this.#send(file)
      await this.#parts.handles.transact(() => {
        this.#parts.raw
          .prepare('INSERT OR IGNORE INTO hub_file (sha256) VALUES (?)')
          .run(file.sha256)
      })
    }
  }

  async #send({ sha256, bytes }: FileRecord): Promise<void> {
    const path = `/files/${sha256}`
    const asked = await this.#ask({ path: `${path}/chunks` })
    let there = whatIsThere.parse(JSON.parse(asked.toString('utf8')))
    const count = Math.max(1, Math.ceil(bytes.length / fileChunkBytes))
    for (let index = 0; index < count && !there.complete; index += 1) {
      if (there.chunks.includes(index)) continue
      const start = index * fileChunkBytes
      const piece = bytes.subarray(start, start + fileChunkBytes)
      const range = `bytes ${start}-${start + piece.length - 1}/${bytes.length}`
      const answer = await this.#ask({
        method: 'PUT',
        path,
        headers: { 'content-range': range },
        body: piece,
      })
      there = whatIsThere.parse(JSON.parse(answer.toString('utf8')))
    }
    if (!there.complete) throw new Error('The hub did not take the file whole')
  }

  async #ask(wish: Parameters<HubRequests['send']>[0]): Promise<Buffer> {
    const { status, body } = await this.#requests.send({ ...wish, signal: this.#stop.signal })
    if (status !== 200) throw new Error(`The hub answered ${status}`)
    return body
  }

  /** Fetches a file and keeps it; false when the hub has it not or is out of reach. */
  async fetch(sha256: string): Promise<boolean> {
    const running = this.#fetching.get(sha256)
    if (running !== undefined) return running
    const started = this.#fetch(sha256)
      .catch((error: unknown) => {
        this.#parts.log('fetching a file', error)
        return false
      })
      .finally(() => this.#fetching.delete(sha256))
    this.#fetching.set(sha256, started)
    return started
  }

  async #fetch(sha256: string): Promise<boolean> {
    const pieces: Buffer[] = []
    let done = 0
    let total = Number.POSITIVE_INFINITY
    // A line that breaks on the way costs what was under way, not what was there.
    for (let attempt = 0; done < total && attempt < 3; attempt += 1) {
      const headers: Record<string, string> = done === 0 ? {} : { range: `bytes=${done}-` }
      const answer = await this.#requests.open({
        path: `/files/${sha256}`,
        headers,
        signal: this.#stop.signal,
      })
      if (answer.statusCode !== 200 && answer.statusCode !== 206) {
        answer.resume()
        return false
      }
      total = done + Number(answer.headers['content-length'] ?? 0)
      try {
        for await (const piece of answer) {
          pieces.push(Buffer.from(piece))
          done += pieces.at(-1)?.length ?? 0
        }
      } catch (error) {
        this.#parts.log('the line broke under a file', error)
      }
    }
    const bytes = Buffer.concat(pieces)
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) return false
    await this.#keep(sha256, bytes)
    return true
  }

  async #keep(sha256: string, bytes: Uint8Array): Promise<void> {
    const { raw, handles, now } = this.#parts
    await handles.transact(() => {
      raw
        .prepare(
          'INSERT OR IGNORE INTO stored_file (sha256, media_type, size_bytes, bytes, stored_at) VALUES (?, ?, ?, ?, ?)',
        )
        .run(sha256, mediaTypeOf(bytes), bytes.length, bytes, now())
      raw.prepare('INSERT OR IGNORE INTO hub_file (sha256) VALUES (?)').run(sha256)
    })
  }
}

/** What is shared as a file: pictures, lists of codes, and papers. */
function mediaTypeOf(bytes: Uint8Array): string {
  const isList = bytes[0] === '['.charCodeAt(0)
  return photoKind(bytes) ?? (isList ? 'application/json' : 'application/pdf')
}
