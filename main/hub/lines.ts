/** Files of JSON lines, compressed and, where they have a seal, sealed: snapshots and backups. Neither is ever held whole. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { PassThrough, Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { linesOf } from '../sync/lines.rules.ts'
import { type Seal, sealing, unsealed } from '../sync/sealed.ts'

/** Lines are handed on in pieces of about this many characters. */
const pieceLength = 64 * 1024

export interface Packed {
  /** Of the compressed bytes before they were sealed. */
  sha256: string
  bytes: number
}

/** Writes texts, compressed, for the file's owner alone and resolves when they are on the disk. */
export async function writePacked(
  path: string,
  texts: AsyncIterable<string>,
  seal: Seal | null,
): Promise<Packed> {
  const sha256 = createHash('sha256')
  let bytes = 0
  const counted = new Transform({
    transform(piece: Buffer, _encoding, next) {
      sha256.update(piece)
      bytes += piece.length
      next(null, piece)
    },
  })
  await pipeline(
    Readable.from(texts, { objectMode: true, highWaterMark: 4 }),
    // Level 1: half the time of the default for a tenth more bytes.
    createGzip({ level: 1, chunkSize: 64 * 1024 }),
    counted,
    seal === null ? new PassThrough() : sealing(seal),
    createWriteStream(path, { mode: 0o600, flush: true }),
  )
  return { sha256: sha256.digest('hex'), bytes }
}

/** Each value as a line of JSON, many of them in one text. */
export async function* asTexts(lines: AsyncIterable<unknown>): AsyncGenerator<string> {
  let text = ''
  for await (const line of lines) {
    text += `${JSON.stringify(line)}\n`
    if (text.length < pieceLength) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

/** Reads such a file line by line; throws when it is cut off, and when its seal is broken. */
export async function* readLines(
  path: string,
  seal: Seal | null,
): AsyncGenerator<unknown, void, void> {
  const packed = seal === null ? createReadStream(path) : Readable.from(unsealed(path, seal))
  const unpacked = createGunzip()
  const flowing = pipeline(packed, unpacked)
  // Its failure is what reading the end of the pipe throws as well.
  flowing.catch(() => {})
  for await (const line of linesOf(unpacked)) yield JSON.parse(line)
  await flowing
}
