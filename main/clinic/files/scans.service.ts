/** Scans out of the watched folder, and files to the disk: streamed both ways, never whole in memory. */
import { createWriteStream } from 'node:fs'
import { open, rename, rm, unlink } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Desk } from '../../db/desk.ts'
import { findPatient } from '../patients/patients.queries.ts'
import { ClinicError } from '../shared/errors.ts'
import type { FileScan } from './attachments.input.ts'
import { insertAttachment, openAttachment, readPart } from './attachments.service.ts'
import { appendPiece, beginCopy, dropCopy, finishCopy } from './copies.service.ts'
import { mediaTypeOf, pieceBytes, previewOf } from './files.rules.ts'

/**
 * Files a scan to a patient; once it is in the store, it goes from the folder. Refused with `not-found`
 * for a scan or a patient that is not there, `file-too-large`, `disk-full` and `copy-gone`.
 */
export async function fileScan(
  desk: Desk,
  path: string | null,
  { name, patientId, note }: FileScan,
): Promise<{ id: string }> {
  if (path === null) throw new ClinicError('not-found', { entity: 'scan', id: name })
  if ((await findPatient(desk.read, patientId)) === undefined) {
    throw new ClinicError('not-found', { entity: 'patient', id: patientId })
  }
  const copyId = await copyFromDisk(desk, path)
  const subject = { patientId, encounterId: null, compositionId: null, name, note }
  const told = await desk.write('files.fileScan', async (unit) => {
    const file = await finishCopy(desk, unit, copyId)
    return { id: insertAttachment(unit, { ...subject, file }) }
  })
  await unlink(path)
  return told
}

/** What a scan is by its first bytes. Refused with `not-found` and `file-unreadable`. */
export async function describeScan(path: string | null, name: string) {
  if (path === null) throw new ClinicError('not-found', { entity: 'scan', id: name })
  const file = await openFile(path)
  try {
    const head = new Uint8Array(64)
    await file.read(head, 0, head.length, 0)
    const mediaType = mediaTypeOf(head)
    return { path, mediaType, preview: previewOf(mediaType) }
  } finally {
    await file.close()
  }
}

/** Takes a file of the disk in, piece by piece; the copy still has to be finished. */
export async function copyFromDisk(desk: Desk, path: string): Promise<string> {
  const file = await openFile(path)
  try {
    const { size } = await file.stat()
    const { copyId } = await beginCopy(desk, size)
    try {
      for (let position = 0; position * pieceBytes < size; position += 1) {
        const length = Math.min(pieceBytes, size - position * pieceBytes)
        const bytes = new Uint8Array(length)
        const { bytesRead } = await file.read(bytes, 0, length, position * pieceBytes)
        await appendPiece(desk, { copyId, position, bytes: bytes.subarray(0, bytesRead) })
      }
    } catch (error) {
      await dropCopy(desk, copyId)
      throw error
    }
    return copyId
  } finally {
    await file.close()
  }
}

async function openFile(path: string) {
  try {
    return await open(path, 'r')
  } catch {
    // Gone since it was listed, or not to be read: for the person it is the same.
    throw new ClinicError('file-unreadable', { reason: 'missing' })
  }
}

/** Writes a file to where the person said, under its name only once it is whole. */
export async function saveAttachment(desk: Desk, id: string, path: string): Promise<void> {
  const { sha256, sizeBytes } = await openAttachment(desk, id)
  const unfinished = `${path}.part`
  try {
    const bytes = readPart(desk, sha256, { start: 0, end: sizeBytes - 1 })
    await pipeline(Readable.from(bytes), createWriteStream(unfinished, { flush: true }))
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
      throw new ClinicError('disk-full', {})
    }
    throw error
  }
}
