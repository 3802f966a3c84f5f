/** Files of JSON lines, compressed: snapshots and backups. Neither is ever held whole. */
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

/** Lines are handed on in pieces of this many characters. */
const pieceLength = 64 * 1024

/** Writes the file for its owner alone and resolves when it is on the disk. */
export async function writeLines(path: string, lines: () => AsyncIterable<unknown>): Promise<void> {
  await pipeline(
    Readable.from(inPieces(lines()), { objectMode: true, highWaterMark: 4 }),
    // Level 1: half the time of the default for a tenth more bytes.
    createGzip({ level: 1 }),
    createWriteStream(path, { mode: 0o600, flush: true }),
  )
}

async function* inPieces(lines: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  let piece = ''
  for await (const line of lines) {
    piece += `${JSON.stringify(line)}\n`
    if (piece.length < pieceLength) continue
    yield Buffer.from(piece)
    piece = ''
  }
  if (piece !== '') yield Buffer.from(piece)
}

/** Reads such a file line by line; throws when it is cut off. */
export async function* readLines(path: string): AsyncGenerator<unknown, void, void> {
  const unzipped = createReadStream(path).pipe(createGunzip())
  const lines = createInterface({ input: unzipped, crlfDelay: Infinity })
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => {})
  unzipped.on('error', failed.reject)
  const each = lines[Symbol.asyncIterator]()
  for (;;) {
    const next = await Promise.race([each.next(), failed.promise])
    if (next.done === true) return
    yield JSON.parse(next.value)
  }
}
