/** Sealed files: what went in comes out, any part of it, and nothing else ever does. */
import { createWriteStream, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  pieceBytes,
  type Seal,
  SealBroken,
  sealedSize,
  sealing,
  sizeOfPieces,
  unsealed,
  wholePieces,
} from '../../../main/sync/sealed.ts'
import { temporaryFolder } from '../../helpers/clinic-file.ts'

const seal: Seal = { key: new Uint8Array(32).fill(3), header: Buffer.from('what it is') }

/** Bytes that differ from place to place. */
const bytesOf = (count: number) =>
  Buffer.from(Array.from({ length: count }, (_, at) => (at * 31 + (at >> 8)) & 0xff))

async function sealFile(bytes: Buffer, chunk = 10_000): Promise<string> {
  const path = join(temporaryFolder(), 'sealed')
  const chunks = []
  for (let at = 0; at < bytes.length; at += chunk) chunks.push(bytes.subarray(at, at + chunk))
  await pipeline(Readable.from(chunks), sealing(seal), createWriteStream(path))
  return path
}

async function read(path: string, part = {}, by: Seal = seal): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of unsealed(path, by, part)) pieces.push(piece)
  return Buffer.concat(pieces)
}

describe('a sealed file', () => {
  test.each([0, 1, pieceBytes - 1, pieceBytes, pieceBytes + 1, 2 * pieceBytes, 200_000])(
    'gives back its %i bytes, and is as large as was said',
    async (count) => {
      const bytes = bytesOf(count)
      const path = await sealFile(bytes)
      expect((await read(path)).equals(bytes)).toBe(true)
      expect(readFileSync(path)).toHaveLength(sealedSize(count, seal))
    },
  )

  test('gives any part of itself', async () => {
    const bytes = bytesOf(3 * pieceBytes + 77)
    const path = await sealFile(bytes, 70_000)
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), fc.nat(bytes.length), async (one, other) => {
        const part = { start: Math.min(one, other), end: Math.max(one, other) }
        const found = await read(path, part)
        expect(found.equals(bytes.subarray(part.start, part.end))).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  test('is gone on with after the pieces that are whole', async () => {
    const bytes = bytesOf(3 * pieceBytes + 77)
    const path = await sealFile(bytes)
    const whole = readFileSync(path)
    truncateSync(path, sizeOfPieces(2, seal) + 5)
    const pieces = wholePieces(sizeOfPieces(2, seal) + 5, seal)
    expect(pieces).toBe(2)
    truncateSync(path, sizeOfPieces(pieces, seal))
    const rest = Readable.from([bytes.subarray(pieces * pieceBytes)])
    await pipeline(rest, sealing(seal, pieces), createWriteStream(path, { flags: 'a' }))
    expect(readFileSync(path).equals(whole)).toBe(true)
  })

  const bytes = bytesOf(2 * pieceBytes + 9)
  const first = seal.header.length
  const second = sizeOfPieces(1, seal)
  test.each<[string, (sealed: Buffer) => Buffer]>([
    ['a changed byte', (sealed) => flip(sealed, second + 100)],
    ['a changed tag', (sealed) => flip(sealed, second - 1)],
    ['its last byte gone', (sealed) => sealed.subarray(0, -1)],
    ['its last piece gone', (sealed) => sealed.subarray(0, sizeOfPieces(2, seal))],
    ['all but its header gone', (sealed) => sealed.subarray(0, first)],
    ['bytes behind its end', (sealed) => Buffer.concat([sealed, Buffer.alloc(20)])],
    [
      'its pieces in another order',
      (sealed) =>
        Buffer.concat([
          sealed.subarray(0, first),
          sealed.subarray(second, sizeOfPieces(2, seal)),
          sealed.subarray(first, second),
          sealed.subarray(sizeOfPieces(2, seal)),
        ]),
    ],
  ])('does not open with %s', async (_what, change) => {
    const path = await sealFile(bytes)
    writeFileSync(path, change(readFileSync(path)))
    await expect(read(path)).rejects.toThrow(SealBroken)
  })

  test('does not open by another key, nor behind another header', async () => {
    const path = await sealFile(bytes)
    const otherKey = { ...seal, key: new Uint8Array(32).fill(4) }
    await expect(read(path, {}, otherKey)).rejects.toThrow(SealBroken)
    const otherHeader = { ...seal, header: Buffer.from('what it Is') }
    await expect(read(path, {}, otherHeader)).rejects.toThrow(SealBroken)
  })

  test('has no stretch of what was written in it', async () => {
    const sealed = readFileSync(await sealFile(bytes))
    expect(sealed.includes(bytes.subarray(0, 32))).toBe(false)
    expect(sealed.includes(bytes.subarray(pieceBytes, pieceBytes + 32))).toBe(false)
  })
})

function flip(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return bytes
}
