/** A clinic's database as a file of its own, as it lies on the disk of a workstation that is off. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { addPatient } from './bookings.ts'
import { openTestClinic } from './clinic.ts'

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
