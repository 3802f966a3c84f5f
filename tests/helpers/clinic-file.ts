/** A clinic's database as a file of its own, as it lies on the disk of a workstation that is off. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { onTestFinished } from 'vitest'
import { addPatient } from './bookings.ts'
import { createDesk, type Desk, systemActor } from '../../main/db/desk.ts'
import { createHandles } from '../../main/db/kysely.ts'
import { type DatabaseAddress, openDatabase, type RawDatabase } from '../../main/db/open.ts'
import { createWriter } from '../../main/db/write.ts'
import { openTestClinic, testNow } from './clinic.ts'

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface ClinicFile {
  folder: string
  path: string
  key: Uint8Array
  patientId: string
}

/** Writes a clinic with one patient, `patientFamily`, into the folder, and closes it. */
export async function writeClinicFile(
  folder: string,
  wish: { key?: Uint8Array; patientFamily?: string; patients?: number } = {},
): Promise<ClinicFile> {
  const path = join(folder, 'clinic.db')
  const key = wish.key ?? new Uint8Array(randomBytes(32))
  const clinic = await openTestClinic(undefined, { path, key })
  const patientId = await addPatient(clinic, { family: wish.patientFamily ?? 'Водолазова' })
  for (let added = 1; added < (wish.patients ?? 1); added += 1) await addPatient(clinic)
  clinic.close()
  return { folder, path, key, patientId }
}

/** What the file's bytes are, in a form that is short to compare. */
export function bytesOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** Opens the file as the program does at its next start: a connection and the program's own desk. */
export function openClinicFile(address: DatabaseAddress): { raw: RawDatabase; desk: Desk } {
  const raw = openDatabase(address)
  const handles = createHandles(raw)
  const parts = { now: () => testNow, newId: v7, deviceId: 'device-a' }
  const writer = createWriter({ ...parts, raw, root: handles.root, committed: () => {} })
  const deskParts = { ...parts, read: handles.read, writer, wake: () => {} }
  return { raw, desk: createDesk(deskParts, systemActor, null) }
}
