/**
 * Files that lie on a disk sealed: AES-256-GCM in pieces, so that a part can be read, and its truth
 * checked, without the rest. The last piece is marked as such: a file that lost its end does not open.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { open } from 'node:fs/promises'
import { Transform } from 'node:stream'

/** Bytes of a piece before it is sealed; the last one may be shorter. */
export const pieceBytes = 64 * 1024
const tagBytes = 16
const sealedPieceBytes = pieceBytes + tagBytes

export interface Seal {
  /** 32 bytes, of this one file: pieces are told apart by their place in it alone. */
  key: Uint8Array
  /** What stands in clear in front of the pieces; none of them opens behind another one. */
  header: Uint8Array
}

/** A file was sealed by another key, was changed, or has lost its end. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
}

/** What so many bytes are once they are sealed. */
export function sealedSize(bytes: number, { header }: Seal): number {
  const pieces = Math.max(1, Math.ceil(bytes / pieceBytes))
  return header.length + bytes + pieces * tagBytes
}

/** Pieces that are whole, and not the last, at the beginning of a file of so many bytes. */
export function wholePieces(fileBytes: number, { header }: Seal): number {
  return Math.max(0, Math.floor((fileBytes - header.length) / sealedPieceBytes))
}

/** How many bytes of a file hold its first pieces. */
export function sizeOfPieces(pieces: number, { header }: Seal): number {
  return header.length + pieces * sealedPieceBytes
}

/** Seals what goes through it; with `from`, as the pieces after so many that are there already. */
export function sealing(seal: Seal, from = 0): Transform {
  let held: Buffer[] = []
  let heldBytes = 0
  let index = from
  let hasHeader = from > 0
  function* sealWhole(): Generator<Buffer> {
    // The newest piece is kept until it is known whether it is the last.
    if (heldBytes <= pieceBytes) return
    let bytes = Buffer.concat(held)
    while (bytes.length > pieceBytes) {
      yield sealPiece(seal, index, false, bytes.subarray(0, pieceBytes))
      bytes = bytes.subarray(pieceBytes)
      index += 1
    }
    held = [bytes]
    heldBytes = bytes.length
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      if (!hasHeader) this.push(seal.header)
      hasHeader = true
      held.push(chunk)
      heldBytes += chunk.length
      for (const piece of sealWhole()) this.push(piece)
      next()
    },
    flush(next) {
      if (!hasHeader) this.push(seal.header)
      this.push(sealPiece(seal, index, true, Buffer.concat(held)))
      next()
    },
  })
}

/**
 * The bytes of the file from `start` to before `end`, or to its end. Throws {@link SealBroken} at the
 * first piece that does not open; what was given out before it is as it was written.
 */
export async function* unsealed(
  path: string,
  seal: Seal,
  { start = 0, end = Number.POSITIVE_INFINITY }: { start?: number; end?: number } = {},
): AsyncGenerator<Buffer, void, void> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const pieces = Math.ceil((size - seal.header.length) / sealedPieceBytes)
    if (pieces < 1) throw new SealBroken('The file has no sealed pieces')
    for (let index = Math.floor(start / pieceBytes); index < pieces; index += 1) {
      const offset = index * pieceBytes
      if (offset >= end) return
      const sealed = Buffer.allocUnsafe(sealedPieceBytes)
      const position = sizeOfPieces(index, seal)
      const { bytesRead } = await file.read(sealed, 0, sealedPieceBytes, position)
      const bytes = openPiece(seal, index, index === pieces - 1, sealed.subarray(0, bytesRead))
      yield bytes.subarray(Math.max(0, start - offset), Math.min(bytes.length, end - offset))
    }
  } finally {
    await file.close()
  }
}

function sealPiece({ key, header }: Seal, index: number, isLast: boolean, bytes: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, isLast))
  cipher.setAAD(header)
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

function openPiece({ key, header }: Seal, index: number, isLast: boolean, sealed: Buffer): Buffer {
  if (sealed.length < tagBytes) throw new SealBroken('The file has lost its end')
  const opened = createDecipheriv('aes-256-gcm', key, nonceOf(index, isLast), {
    authTagLength: tagBytes,
  })
  opened.setAAD(header)
  opened.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  try {
    const bytes = opened.update(sealed.subarray(0, sealed.length - tagBytes))
    return Buffer.concat([bytes, opened.final()])
  } catch (cause) {
    throw new SealBroken('A piece of the file does not open', { cause })
  }
}

/** The STREAM construction's: the piece's number and whether another one follows. */
function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(index, 7)
  nonce[11] = isLast ? 1 : 0
  return nonce
}
