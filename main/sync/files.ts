/** Files travel apart from the log, by their hash: the hub gets what it lacks, this workstation what it opens. */
import * as z from 'zod'
import type { Handles } from '../db/kysely.ts'
import type { RawDatabase } from '../db/open.ts'
import { createHubRequests, type HubRequests } from './hub-requests.ts'
import { IncomingFile } from './incoming-file.ts'
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

/** A file as it is sent: whole in its row, or in pieces of the hub's own size. */
interface FileRecord {
  sha256: string
  size_bytes: number
  chunks_id: string | null
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
          // The small ones first: a paper does not wait until a video is through.
          `SELECT sha256, size_bytes, chunks_id FROM stored_file WHERE
             sha256 IN (SELECT sha256 FROM document_reference UNION SELECT photo_sha256 FROM patient
               UNION SELECT sha256 FROM code_system UNION SELECT sha256 FROM composition
               UNION SELECT sha256 FROM attachment)
           AND sha256 NOT IN (SELECT sha256 FROM hub_file) ORDER BY size_bytes LIMIT 1`,
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

  async #send(file: FileRecord): Promise<void> {
    const { sha256, size_bytes: size } = file
    const path = `/files/${sha256}`
    const asked = await this.#ask({ path: `${path}/chunks` })
    let there = whatIsThere.parse(JSON.parse(asked.toString('utf8')))
    const count = Math.max(1, Math.ceil(size / fileChunkBytes))
    for (let index = 0; index < count && !there.complete; index += 1) {
      if (there.chunks.includes(index)) continue
      const start = index * fileChunkBytes
      const piece = this.#pieceOf(file, index)
      const range = `bytes ${start}-${start + piece.length - 1}/${size}`
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

  #pieceOf({ sha256, chunks_id: chunksId }: FileRecord, index: number): Uint8Array {
    const piece =
      chunksId === null
        ? this.#parts.raw
            .prepare<[number, number, string], Uint8Array>(
              'SELECT substr(bytes, ?, ?) FROM stored_file WHERE sha256 = ?',
            )
            .pluck()
            .get(index * fileChunkBytes + 1, fileChunkBytes, sha256)
        : this.#parts.raw
            .prepare<[string, number], Uint8Array>(
              'SELECT bytes FROM stored_chunk WHERE file_id = ? AND position = ?',
            )
            .pluck()
            .get(chunksId, index)
    if (piece === undefined) throw new Error('A file lost a piece')
    return piece
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
    const kept = new IncomingFile(this.#parts)
    let total = Number.POSITIVE_INFINITY
    // A line that breaks on the way costs what was under way, not what was there.
    for (let attempt = 0; kept.bytes < total && attempt < 3; attempt += 1) {
      const headers: Record<string, string> =
        kept.bytes === 0 ? {} : { range: `bytes=${kept.bytes}-` }
      const answer = await this.#requests.open({
        path: `/files/${sha256}`,
        headers,
        signal: this.#stop.signal,
      })
      if (answer.statusCode !== 200 && answer.statusCode !== 206) {
        answer.resume()
        await kept.drop()
        return false
      }
      total = kept.bytes + Number(answer.headers['content-length'] ?? 0)
      try {
        for await (const piece of answer) await kept.take(Buffer.from(piece))
      } catch (error) {
        this.#parts.log('the line broke under a file', error)
      }
    }
    return kept.finish(sha256)
  }
}
