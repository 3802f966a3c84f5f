/** Opening a clinic's file: what cannot be opened says why, and not a byte of it changes. */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { asTrouble, DatabaseTrouble, openDatabase } from '../../../main/db/open.ts'
import {
  bytesOf,
  type ClinicFile,
  temporaryFolder,
  writeClinicFile,
} from '../../helpers/clinic-file.ts'
import { openTestClinic } from '../../helpers/clinic.ts'
import { addPatient } from '../../helpers/bookings.ts'

/** The trouble's code, or what was thrown instead. */
function troubleOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error instanceof DatabaseTrouble ? error.code : error
  }
  return 'none'
}

const open = (file: Pick<ClinicFile, 'path' | 'key'>) =>
  openDatabase({ path: file.path, key: file.key, mayCreate: false })

/** Overwrites bytes of a file with noise, as a failing disk does. */
function damage(path: string, from: number, length: number): void {
  const handle = openSync(path, 'r+')
  writeSync(handle, randomBytes(length), 0, length, from)
  closeSync(handle)
}

describe('a file that cannot be opened', () => {
  test('with another key', async () => {
    const file = await writeClinicFile(temporaryFolder())
    const before = bytesOf(file.path)
    expect(troubleOf(() => open({ ...file, key: randomBytes(32) }))).toBe('wrong-key')
    expect(bytesOf(file.path)).toBe(before)
  })

  test('without a key at all', async () => {
    const file = await writeClinicFile(temporaryFolder())
    const before = bytesOf(file.path)
    const plain = () => openDatabase({ path: file.path, key: null, mayCreate: false })
    expect(troubleOf(plain)).toBe('wrong-key')
    expect(bytesOf(file.path)).toBe(before)
  })

  test('whose first page is damaged', async () => {
    const file = await writeClinicFile(temporaryFolder())
    damage(file.path, 200, 100)
    const before = bytesOf(file.path)
    // The cipher cannot tell noise from another key; who checked the key first can.
    expect(troubleOf(() => open(file))).toBe('wrong-key')
    expect(bytesOf(file.path)).toBe(before)
  })

  test('that lost its second half', async () => {
    const file = await writeClinicFile(temporaryFolder())
    truncateSync(file.path, Math.floor(statSync(file.path).size / 2))
    const before = bytesOf(file.path)
    expect(troubleOf(() => open(file))).toBe('damaged')
    expect(bytesOf(file.path)).toBe(before)
  })

  test('that lost everything', async () => {
    const file = await writeClinicFile(temporaryFolder())
    truncateSync(file.path, 0)
    expect(troubleOf(() => open(file))).toBe('damaged')
    expect(statSync(file.path).size).toBe(0)
  })

  test('that is not there, and is not made', () => {
    const path = join(temporaryFolder(), 'clinic.db')
    expect(troubleOf(() => open({ path, key: randomBytes(32) }))).toBe('not-readable')
    expect(existsSync(path)).toBe(false)
  })

  test('that is something else altogether', () => {
    const path = join(temporaryFolder(), 'clinic.db')
    writeFileSync(path, 'A letter that was saved under the wrong name.\n'.repeat(200))
    const before = bytesOf(path)
    expect(troubleOf(() => open({ path, key: randomBytes(32) }))).toBe('wrong-key')
    expect(bytesOf(path)).toBe(before)
  })

  test('in a folder in which nobody may write', async () => {
    const file = await writeClinicFile(temporaryFolder())
    chmodSync(file.path, 0o444)
    chmodSync(file.folder, 0o555)
    onTestFinished(() => chmodSync(file.folder, 0o755))
    const before = bytesOf(file.path)
    asNobody(() => expect(troubleOf(() => open(file))).toBe('not-readable'))
    expect(bytesOf(file.path)).toBe(before)
  })

  test('that this user may not read', async () => {
    const file = await writeClinicFile(temporaryFolder())
    chmodSync(file.path, 0o000)
    onTestFinished(() => chmodSync(file.path, 0o644))
    asNobody(() => expect(troubleOf(() => open(file))).toBe('not-readable'))
  })
})

/** Root may write everywhere, so where the tests run as root this is done as another user. */
function asNobody(work: () => void): void {
  const isRoot = process.getuid?.() === 0
  if (isRoot) process.seteuid?.(65_534)
  try {
    work()
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}

test('a damaged page in the middle opens, and is known for what it is when it is read', async () => {
  const file = await writeClinicFile(temporaryFolder(), { patients: 200 })
  const probe = open(file)
  const pageBytes = Number(probe.pragma('page_size', { simple: true }))
  const root = probe
    .prepare<[], { rootpage: number }>(`SELECT rootpage FROM sqlite_schema WHERE name = 'patient'`)
    .get()
  probe.close()
  damage(file.path, ((root?.rootpage ?? 0) - 1) * pageBytes + 100, 200)
  const before = bytesOf(file.path)
  const raw = open(file)
  const read = () => raw.prepare('SELECT count(note) FROM patient').get()
  expect(['damaged', 'wrong-key']).toContain(
    troubleOf(() => {
      try {
        read()
      } catch (error) {
        throw asTrouble(error)
      }
    }),
  )
  raw.close()
  expect(bytesOf(file.path)).toBe(before)
})

describe('what lies on the disk', () => {
  test('holds nothing that can be read without the key, neither in the file nor in its log', async () => {
    const path = join(temporaryFolder(), 'clinic.db')
    const clinic = await openTestClinic(undefined, { path, key: randomBytes(32) })
    await addPatient(clinic, { family: 'Водолазова', email: 'vodolazova@mail.example' })
    const words = ['Водолазова', 'водолазова', 'vodolazova', 'CREATE TABLE', 'SQLite format 3']
    const find = (file: string) => words.filter((word) => readFileSync(file).includes(word))
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0)
    expect(find(`${path}-wal`)).toEqual([])
    clinic.close()
    expect(find(path)).toEqual([])
  })

  test('is kept so that what was answered survives a power cut', async () => {
    const file = await writeClinicFile(temporaryFolder())
    const raw = open(file)
    const pragmas = ['journal_mode', 'synchronous', 'foreign_keys'] as const
    expect(pragmas.map((name) => raw.pragma(name, { simple: true }))).toEqual(['wal', 2, 1])
    expect(raw.pragma('cipher', { simple: true })).toBe('aegis')
    raw.close()
  })
})

describe('a result code', () => {
  const codes: [string, string][] = [
    ['SQLITE_NOTADB', 'wrong-key'],
    ['SQLITE_CORRUPT_VTAB', 'damaged'],
    ['SQLITE_FULL', 'disk-full'],
    ['SQLITE_CANTOPEN', 'not-readable'],
    ['SQLITE_IOERR_READ', 'not-readable'],
    ['SQLITE_READONLY_DBMOVED', 'not-readable'],
    ['ENOSPC', 'disk-full'],
    ['EACCES', 'not-readable'],
    ['EROFS', 'not-readable'],
  ]
  test.each(codes)('%s is %s', (code, trouble) => {
    expect(asTrouble(Object.assign(new Error('no'), { code }))).toMatchObject({ code: trouble })
  })

  test('that tells of a bug stays a bug', () => {
    const bug = Object.assign(new Error('no'), { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' })
    expect(asTrouble(bug)).toBe(bug)
    expect(asTrouble('text')).toEqual(new Error('text'))
  })
})
