/** A file as it comes from the hub: small ones whole, large ones in pieces, never all of a large one in memory. */
import { createHash, randomUUID } from 'node:crypto'
import { mediaTypeOf } from '../clinic/files/files.rules.ts'
import type { Handles } from '../db/kysely.ts'
import type { RawDatabase } from '../db/open.ts'
import { fileChunkBytes } from './wire.ts'

interface IncomingParts {
  raw: RawDatabase
  handles: Pick<Handles, 'transact'>
  now: () => string
}

/** Up to this size a file stands whole in its row; a larger one is kept in pieces as it comes. */
const wholeBytes = 8 * fileChunkBytes

export class IncomingFile {
  readonly #parts: IncomingParts
  readonly #hash = createHash('sha256')
  readonly #fileId = randomUUID()
  /** What is not kept yet. */
  #pending: Buffer[] = []
  #pendingBytes = 0
  #keptPieces = 0
  #head = new Uint8Array()
  bytes = 0

  constructor(parts: IncomingParts) {
    this.#parts = parts
  }

  async take(bytes: Buffer): Promise<void> {
    if (this.#head.length < 64) {
      this.#head = Buffer.concat([this.#head, bytes.subarray(0, 64)])
    }
    this.#hash.update(bytes)
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
    this.bytes += bytes.length
    if (this.bytes <= wholeBytes || this.#pendingBytes < fileChunkBytes) return
    const all = Buffer.concat(this.#pending)
    const whole = Math.floor(all.length / fileChunkBytes) * fileChunkBytes
    for (let start = 0; start < whole; start += fileChunkBytes) {
      await this.#keepPiece(all.subarray(start, start + fileChunkBytes))
    }
    this.#pending = [all.subarray(whole)]
    this.#pendingBytes = all.length - whole
  }

  async #keepPiece(bytes: Uint8Array): Promise<void> {
    const { raw, handles } = this.#parts
    const position = this.#keptPieces
    this.#keptPieces += 1
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await handles.transact(() => {
      raw
        .prepare('INSERT INTO stored_chunk (file_id, position, sha256, bytes) VALUES (?, ?, ?, ?)')
        .run(this.#fileId, position, sha256, bytes)
    })
  }

  /** Makes a file of it; false when it is not what was asked for, and nothing of it stays. */
  async finish(sha256: string): Promise<boolean> {
    if (this.#hash.digest('hex') !== sha256) {
      await this.drop()
      return false
    }
    const inPieces = this.#keptPieces > 0
    const rest = Buffer.concat(this.#pending)
    if (inPieces && rest.length > 0) await this.#keepPiece(rest)
    const { raw, handles, now } = this.#parts
    await handles.transact(() => {
      const made = raw
        .prepare(
          'INSERT OR IGNORE INTO stored_file (sha256, media_type, size_bytes, bytes, stored_at, chunks_id) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run(
          sha256,
          sharedMediaType(this.#head),
          this.bytes,
          inPieces ? Buffer.alloc(0) : rest,
          now(),
          inPieces ? this.#fileId : null,
        )
      if (made.changes === 0) this.#forgetPieces()
      raw.prepare('INSERT OR IGNORE INTO hub_file (sha256) VALUES (?)').run(sha256)
    })
    return true
  }

  async drop(): Promise<void> {
    await this.#parts.handles.transact(() => this.#forgetPieces())
  }

  #forgetPieces(): void {
    this.#parts.raw.prepare('DELETE FROM stored_chunk WHERE file_id = ?').run(this.#fileId)
  }
}

/** What is shared as a file: papers, pictures, videos, and lists of codes, which are JSON. */
function sharedMediaType(head: Uint8Array): string {
  return head[0] === '['.charCodeAt(0) ? 'application/json' : mediaTypeOf(head)
}
