/** A patient's photo: a small square picture, kept like every file under its hash. */
import { createHash } from 'node:crypto'
import type { Desk } from '../../db/desk.ts'
import { findFile, keepFile } from '../documents/documents.queries.ts'
import { ClinicError } from '../shared/errors.ts'
import type { RemovePhoto, SetPhoto } from './photo.input.ts'
import { photoKind } from './photo.rules.ts'
import { findPatient } from './patients.queries.ts'

/** Sets the photo, as of the version that the caller saw. The window has cut it to a square before. */
export async function setPhoto(desk: Desk, { id, version, picture }: SetPhoto): Promise<void> {
  const mediaType = photoKind(picture)
  if (mediaType === null) throw new ClinicError('file-unreadable', { reason: 'not-a-picture' })
  await desk.write('patients.setPhoto', async (unit) => {
    const sha256 = createHash('sha256').update(picture).digest('hex')
    await keepFile(unit.db, { sha256, mediaType, bytes: picture, storedAt: unit.now })
    unit.patch('patient', id, { photoSha256: sha256 }, version)
  })
}

/** Takes the photo away, as of the version that the caller saw. */
export async function removePhoto(desk: Desk, { id, version }: RemovePhoto): Promise<void> {
  await desk.write('patients.removePhoto', async (unit) => {
    unit.patch('patient', id, { photoSha256: null }, version)
  })
}

export type Photo =
  | { state: 'here'; mediaType: string; bytes: Uint8Array }
  /** There is one, and what it shows is still on another workstation. */
  | { state: 'not-here-yet' }

/** The photo of a patient, from the hub where another workstation took it; null for one who has none. */
export async function readPhoto(desk: Desk, id: string): Promise<Photo | null> {
  const patient = await findPatient(desk.read, id)
  const sha256 = patient?.photoSha256 ?? null
  if (sha256 === null) return null
  const kept = await findFile(desk.read, sha256)
  if (kept === undefined && (await desk.fetchFile(sha256)) !== 'here') {
    return { state: 'not-here-yet' }
  }
  const file = kept ?? (await findFile(desk.read, sha256))
  const mediaType = file === undefined ? null : photoKind(file.bytes)
  if (file === undefined || mediaType === null) return null
  return { state: 'here', mediaType, bytes: Uint8Array.from(file.bytes) }
}
