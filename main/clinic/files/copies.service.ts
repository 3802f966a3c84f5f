/** Files on their way in: piece by piece into the store, hashed as they come, nothing left of what breaks off. */
import { createHash, type Hash } from 'node:crypto'
import type { Desk } from '../../db/desk.ts'
import type { Unit } from '../../db/write.ts'
import { ClinicError } from '../shared/errors.ts'
import { dropPieces, finishPieces, keepPiece } from './file-store.queries.ts'
import { largestFileBytes, mediaTypeOf, pieceBytes } from './files.rules.ts'

interface Copy {
  actorId: string
  sizeBytes: number
  received: number
  pieces: number
  hash: Hash
  mediaType: string
  touchedAt: number
}

/** Of this process; what one that ended left behind is swept away at the next start. */
const underWay = new Map<string, Copy>()

/** A window that went away in the middle does not say so. */
const idleMs = 10 * 60_000

/**
 * Begins to take a file in. Refused with `file-empty` and `file-too-large`. Nothing of it can be seen
 * before it is whole.
 */
export async function beginCopy(desk: Desk, sizeBytes: number): Promise<{ copyId: string }> {
  if (sizeBytes === 0) throw new ClinicError('file-empty', {})
  if (sizeBytes > largestFileBytes) {
    throw new ClinicError('file-too-large', { limitMegabytes: largestFileBytes / 1024 / 1024 })
  }
  await forgetIdle(desk)
  const copyId = desk.newId()
  underWay.set(copyId, {
    actorId: desk.actor.id,
    sizeBytes,
    received: 0,
    pieces: 0,
    hash: createHash('sha256'),
    mediaType: '',
    touchedAt: Date.parse(desk.now()),
  })
  return { copyId }
}

/** Takes the next piece. Refused with `copy-gone` when it does not follow, and `disk-full`. */
export async function appendPiece(
  desk: Desk,
  { copyId, position, bytes }: { copyId: string; position: number; bytes: Uint8Array },
): Promise<void> {
  const copy = requireCopy(desk, copyId)
  const isLast = copy.received + bytes.byteLength === copy.sizeBytes
  const isRightSize = isLast ? bytes.byteLength <= pieceBytes : bytes.byteLength === pieceBytes
  if (position !== copy.pieces || !isRightSize || bytes.byteLength === 0) {
    await dropCopy(desk, copyId)
    throw new ClinicError('copy-gone', {})
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const piece = { fileId: copyId, position, sha256, bytes }
  // The piece itself is no part of what makes two calls the same: to write it out would cost more than to keep it.
  const quick = desk.with({ request: { key: `${copyId}/${position}`, content: sha256 } })
  try {
    await quick.write('files.copy', (unit) => keepPiece(unit.db, piece))
  } catch (error) {
    await dropCopy(desk, copyId)
    throw error
  }
  if (position === 0) copy.mediaType = mediaTypeOf(bytes)
  copy.hash.update(bytes)
  copy.received += bytes.byteLength
  copy.pieces += 1
  copy.touchedAt = Date.parse(desk.now())
}

export interface TakenFile {
  sha256: string
  mediaType: string
  sizeBytes: number
}

/**
 * Makes a file of a copy that is whole, inside an open unit; the same file a second time is stored once.
 * Refused with `copy-gone` when pieces are missing.
 */
export async function finishCopy(desk: Desk, unit: Unit, copyId: string): Promise<TakenFile> {
  const copy = requireCopy(desk, copyId)
  if (copy.received !== copy.sizeBytes) throw new ClinicError('copy-gone', {})
  const { mediaType, sizeBytes } = copy
  const file = { sha256: copy.hash.copy().digest('hex'), mediaType, sizeBytes }
  const isNew = await finishPieces(unit.db, { ...file, storedAt: unit.now, fileId: copyId })
  if (!isNew) await dropPieces(unit.db, copyId)
  unit.afterCommit(() => underWay.delete(copyId))
  return file
}

/** Gives a copy up, with all its pieces. */
export async function dropCopy(desk: Desk, copyId: string): Promise<void> {
  underWay.delete(copyId)
  const own = desk.with({ request: { key: `${copyId}/drop`, content: null } })
  await own.write('files.drop', (unit) => dropPieces(unit.db, copyId))
}

function requireCopy(desk: Desk, copyId: string): Copy {
  const copy = underWay.get(copyId)
  if (copy === undefined || copy.actorId !== desk.actor.id) throw new ClinicError('copy-gone', {})
  return copy
}

async function forgetIdle(desk: Desk): Promise<void> {
  const now = Date.parse(desk.now())
  for (const [copyId, { touchedAt }] of underWay) {
    if (now - touchedAt > idleMs) await dropCopy(desk, copyId)
  }
}
