/** A full disk: the write is refused as such, nothing of it stays, and reading goes on. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Desk } from '../../../main/db/desk.ts'
import { copyDatabase } from '../../../main/db/migrate.ts'
import { openDatabase, type RawDatabase } from '../../../main/db/open.ts'
import { openClinicFile, temporaryFolder, writeClinicFile } from '../../helpers/clinic-file.ts'
import { openTestClinic } from '../../helpers/clinic.ts'

const bigNote = 'x'.repeat(200_000)

const addRoom = (desk: Desk, name: string) =>
  desk
    .with({})
    .write('test.room', async (unit) => unit.insert('location', { name, archivedAt: null }))

const rowsOf = (raw: RawDatabase) =>
  ['location', 'audit_event', 'outbox_operation', 'idempotency_key'].map((table) =>
    raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
  )

test('a database that may not grow refuses a write whole, and takes it once there is room', async () => {
  const clinic = await openTestClinic()
  const pages = Number(clinic.raw.pragma('page_count', { simple: true }))
  clinic.raw.pragma(`max_page_count = ${pages}`)
  const before = rowsOf(clinic.raw)
  await expect(addRoom(clinic.desk, bigNote)).rejects.toMatchObject({ code: 'disk-full', data: {} })
  expect(rowsOf(clinic.raw)).toEqual(before)
  clinic.raw.pragma(`max_page_count = ${pages + 1000}`)
  await addRoom(clinic.desk, bigNote)
  expect(rowsOf(clinic.raw)).toEqual(before.map((count) => Number(count) + 1))
  clinic.close()
})

/** A disk of so many bytes, or null where this user may not mount one. */
function smallDisk(bytes: number): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null
  const folder = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], {
      stdio: 'ignore',
    })
  } catch {
    // A container's root may not mount; the test above has shown the same without a disk.
    return null
  }
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder])
  })
  return folder
}

function fillUp(folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  writeFileSync(join(folder, 'filling'), Buffer.alloc(bavail * bsize))
}

describe('a real disk that is full', () => {
  test('refuses the write, keeps what was there, and reads on', async ({ skip }) => {
    const folder = smallDisk(16 * 1024 * 1024)
    if (folder === null) return skip('needs root and a mount of its own')
    const file = await writeClinicFile(temporaryFolder())
    copyFileSync(file.path, join(folder, 'clinic.db'))
    const address = { path: join(folder, 'clinic.db'), key: file.key, mayCreate: false }
    const clinic = openClinicFile(address)
    await addRoom(clinic.desk, 'The last room')
    fillUp(folder)
    const before = rowsOf(clinic.raw)
    const write = async () => {
      for (let number = 0; number < 50; number += 1) await addRoom(clinic.desk, bigNote + number)
    }
    await expect(write()).rejects.toMatchObject({ code: 'disk-full' })
    expect(Number(rowsOf(clinic.raw)[0])).toBeGreaterThanOrEqual(Number(before[0]))
    expect(
      clinic.raw
        .prepare(`SELECT count(*) FROM location WHERE name = 'The last room'`)
        .pluck()
        .get(),
    ).toBe(1)
    clinic.raw.close()
    const again = openDatabase(address)
    expect(again.pragma('integrity_check', { simple: true })).toBe('ok')
    again.close()
  })

  test('leaves no half of a copy behind', async ({ skip }) => {
    const folder = smallDisk(256 * 1024)
    if (folder === null) return skip('needs root and a mount of its own')
    const file = await writeClinicFile(temporaryFolder())
    const raw = openDatabase({ path: file.path, key: file.key, mayCreate: false })
    expect(() => copyDatabase(raw, join(folder, 'copy.db'))).toThrow(
      expect.objectContaining({ code: 'SQLITE_FULL' }),
    )
    raw.close()
    expect(existsSync(join(folder, 'copy.db.new'))).toBe(false)
  })
})
