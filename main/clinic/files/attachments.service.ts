/** Files of patients, visits and documents: attached, listed, shown piece by piece, taken off with a reason. */
import { createHash } from 'node:crypto'
import type { Desk } from '../../db/desk.ts'
import type { AttachmentRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { requireReadableDocument } from '../documents/register.service.ts'
import { findPatient } from '../patients/patients.queries.ts'
import { ClinicError } from '../shared/errors.ts'
import { nameOrNull } from '../shared/names.ts'
import { may, type Permission } from '../shared/permissions.ts'
import type { Attach, FilesOf, RemoveFile } from './attachments.input.ts'
import { findAttachment, findEncounterPatient, listAttachments } from './attachments.queries.ts'
import { finishCopy, type TakenFile } from './copies.service.ts'
import { findPiece, findStored, findWhole } from './file-store.queries.ts'
import { type BytePart, pieceBytes, previewOf, tidyFileName } from './files.rules.ts'

/**
 * Attaches a copy that is whole to a patient, a visit or a document. Refused with `copy-gone`,
 * `not-found`, and `forbidden` for a visit or a document that the caller may not read.
 */
export async function attachFile(desk: Desk, wish: Attach): Promise<{ id: string }> {
  const { copyId, ...subject } = wish
  await requireSubject(desk, subject)
  return desk.write('files.attach', async (unit) => {
    const file = await finishCopy(desk, unit, copyId)
    return { id: insertAttachment(unit, { ...subject, file }) }
  })
}

/** Inside an open unit; answers its id. */
export function insertAttachment(
  unit: Unit,
  { file, name, ...subject }: Omit<Attach, 'copyId'> & { referralStepId?: string; file: TakenFile },
): string {
  return unit.insert('attachment', {
    ...subject,
    ...file,
    name: tidyFileName(name),
    addedAt: unit.now,
    addedBy: unit.actorId,
    archivedAt: null,
    archiveReason: null,
  })
}

/** Whether there is what the file is to belong to, and whether the caller may know of it. */
async function requireSubject(desk: Desk, wish: FilesOf): Promise<void> {
  const { patientId, encounterId, compositionId } = wish
  if (patientId !== null && (await findPatient(desk.read, patientId)) === undefined) {
    throw new ClinicError('not-found', { entity: 'patient', id: patientId })
  }
  if (encounterId !== null) {
    requireVisits(desk)
    const visit = await findEncounterPatient(desk.read, encounterId)
    if (visit === undefined || visit.patientId !== patientId) {
      throw new ClinicError('not-found', { entity: 'encounter', id: encounterId })
    }
  }
  if (compositionId !== null) await requireReadableDocument(desk, compositionId)
}

function requireVisits(desk: Desk): void {
  if (may(desk.actor.roles, 'visits.read')) return
  throw new ClinicError('forbidden', { permission: 'visits.read' })
}

/** A visit's files are for those who read visits; what answers a referral is for those who read referrals. */
function neededToSee({
  encounterId,
  referralStepId,
}: Pick<AttachmentRow, 'encounterId' | 'referralStepId'>): Permission | null {
  if (referralStepId !== null) return 'referrals.read'
  return encounterId === null ? null : 'visits.read'
}

/** Whether the caller may see a file, by what it lies beside. */
export function maySeeFile(
  desk: Desk,
  file: Pick<AttachmentRow, 'encounterId' | 'referralStepId'>,
): boolean {
  const permission = neededToSee(file)
  return permission === null || may(desk.actor.roles, permission)
}

/** Files of a patient, a visit or a document, newest first, as far as the caller may see them. */
export async function listFiles(desk: Desk, of: FilesOf) {
  await requireSubject(desk, of)
  const rows = await listAttachments(desk.read, of)
  return rows
    .filter((row) => maySeeFile(desk, row))
    .map(({ family, given, patronymic, ...file }) => ({
      ...file,
      preview: previewOf(file.mediaType),
      addedBy: nameOrNull({ family, given, patronymic }),
    }))
}

async function requireFile(desk: Desk, id: string): Promise<AttachmentRow> {
  const file = await findAttachment(desk.read, id)
  if (file === undefined) throw new ClinicError('not-found', { entity: 'attachment', id })
  const permission = neededToSee(file)
  if (permission !== null && !may(desk.actor.roles, permission)) {
    throw new ClinicError('forbidden', { permission })
  }
  if (file.compositionId !== null) await requireReadableDocument(desk, file.compositionId)
  return file
}

/** Takes a file off, with a reason; its bytes stay, for what was decided by them. Refused with `version-conflict`. */
export async function removeFile(desk: Desk, wish: RemoveFile): Promise<void> {
  await requireFile(desk, wish.id)
  await desk.write('files.remove', async (unit) => {
    const archived = { archivedAt: unit.now, archiveReason: wish.reason }
    unit.patch('attachment', wish.id, archived, wish.version)
  })
}

/** Puts a file back that was taken off. Refused with `version-conflict`. */
export async function restoreFile(
  desk: Desk,
  wish: { id: string; version: number },
): Promise<void> {
  await requireFile(desk, wish.id)
  await desk.write('files.restore', async (unit) => {
    unit.patch('attachment', wish.id, { archivedAt: null, archiveReason: null }, wish.version)
  })
}

export interface OpenFile {
  sha256: string
  name: string
  mediaType: string
  sizeBytes: number
}

/**
 * What is needed to show a file, brought here from the hub where another workstation took it in. Refused
 * with `not-found`, `forbidden`, `file-not-here-yet`, and `file-unreadable` when its bytes are gone.
 */
export async function openAttachment(desk: Desk, id: string): Promise<OpenFile> {
  const { sha256, name, sizeBytes, mediaType } = await requireFile(desk, id)
  if ((await findStored(desk.read, sha256)) === undefined) {
    const fetched = await desk.fetchFile(sha256)
    if (fetched === 'not-yet') throw new ClinicError('file-not-here-yet', { sha256 })
    if (fetched === 'alone') throw new ClinicError('file-unreadable', { reason: 'missing' })
  }
  return { sha256, name, mediaType, sizeBytes }
}

/**
 * The bytes of a part, piece by piece, each checked against its hash as it is read; a file is never held
 * whole. Throws `file-unreadable` where a piece is damaged or gone.
 */
export async function* readPart(
  desk: Pick<Desk, 'read'>,
  sha256: string,
  { start, end }: BytePart,
): AsyncGenerator<Uint8Array> {
  const file = await findStored(desk.read, sha256)
  if (file === undefined) throw new ClinicError('file-unreadable', { reason: 'missing' })
  if (file.chunksId === null) {
    const bytes = requireSound(await findWhole(desk.read, sha256), sha256)
    yield bytes.subarray(start, end + 1)
    return
  }
  for (let index = Math.floor(start / pieceBytes); index * pieceBytes <= end; index += 1) {
    const piece = await findPiece(desk.read, file.chunksId, index)
    const bytes = requireSound(piece?.bytes, piece?.sha256 ?? '')
    const offset = index * pieceBytes
    yield Uint8Array.from(bytes.subarray(Math.max(0, start - offset), end + 1 - offset))
  }
}

function requireSound(bytes: Uint8Array | undefined, sha256: string): Uint8Array {
  if (bytes === undefined) throw new ClinicError('file-unreadable', { reason: 'missing' })
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new ClinicError('file-unreadable', { reason: 'damaged' })
  }
  return bytes
}
