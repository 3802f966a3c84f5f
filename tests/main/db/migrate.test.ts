/** Updates of the schema: a copy first, all or nothing, and never past a newer program's file. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { describe, expect, onTestFinished, test } from 'vitest'
import { copyDatabase, migrate } from '../../../main/db/migrate.ts'
import { openDatabase, type RawDatabase } from '../../../main/db/open.ts'
import { clinicMigrations } from '../../../migrations/clinic/index.ts'
import {
  bytesOf,
  type ClinicFile,
  temporaryFolder,
  writeClinicFile,
} from '../../helpers/clinic-file.ts'

const nextRelease: Record<string, Migration> = {
  ...clinicMigrations,
  '9998-next': {
    up: async (db) => {
      await sql`CREATE TABLE next_release (id TEXT PRIMARY KEY) STRICT`.execute(db)
    },
  },
}

const brokenRelease: Record<string, Migration> = {
  ...nextRelease,
  '9999-broken': {
    up: async (db) => {
      await sql`INSERT INTO no_such_table VALUES (1)`.execute(db)
    },
  },
}

function open(file: Pick<ClinicFile, 'path' | 'key'>): RawDatabase {
  const raw = openDatabase({ path: file.path, key: file.key, mayCreate: true })
  onTestFinished(() => {
    raw.close()
  })
  return raw
}

const copyTo = (raw: RawDatabase, path: string) => async () => copyDatabase(raw, path)

const hasTable = (raw: RawDatabase, name: string) =>
  raw.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(name) !== undefined

const families = (raw: RawDatabase) => raw.prepare('SELECT family FROM patient').pluck().all()

test('a new file gets the whole schema, and no copy of nothing', async () => {
  const folder = temporaryFolder()
  const raw = open({ path: join(folder, 'clinic.db'), key: new Uint8Array(32) })
  await migrate(raw, copyTo(raw, join(folder, 'copy.db')))
  expect(hasTable(raw, 'patient')).toBe(true)
  expect(existsSync(join(folder, 'copy.db'))).toBe(false)
})

test('a file that is up to date is left alone', async () => {
  const file = await writeClinicFile(temporaryFolder())
  const raw = open(file)
  await migrate(raw, copyTo(raw, join(file.folder, 'copy.db')))
  expect(existsSync(join(file.folder, 'copy.db'))).toBe(false)
})

describe('a file with data in it, at an update', () => {
  test('is copied first, under the same key and as it was', async () => {
    const file = await writeClinicFile(temporaryFolder(), { patientFamily: 'Водолазова' })
    const raw = open(file)
    const copyPath = join(file.folder, 'copy.db')
    await migrate(raw, copyTo(raw, copyPath), nextRelease)
    expect(hasTable(raw, 'next_release')).toBe(true)
    expect(readFileSync(copyPath).includes('Водолазова')).toBe(false)
    const copy = open({ path: copyPath, key: file.key })
    expect(families(copy)).toEqual(['Водолазова'])
    expect(hasTable(copy, 'next_release')).toBe(false)
  })

  test('stays whole when a later step of the update fails', async () => {
    const file = await writeClinicFile(temporaryFolder())
    const raw = open(file)
    const copyPath = join(file.folder, 'copy.db')
    await expect(migrate(raw, copyTo(raw, copyPath), brokenRelease)).rejects.toThrow(
      'no_such_table',
    )
    expect(hasTable(raw, 'next_release')).toBe(false)
    expect(families(raw)).toEqual(['Водолазова'])
    expect(existsSync(copyPath)).toBe(true)
    await migrate(raw, null)
  })

  test('is not touched when the copy cannot be made', async () => {
    const file = await writeClinicFile(temporaryFolder())
    const raw = open(file)
    const copyPath = join(file.folder, 'no-such-folder', 'copy.db')
    await expect(migrate(raw, copyTo(raw, copyPath), nextRelease)).rejects.toMatchObject({
      code: 'not-readable',
    })
    expect(hasTable(raw, 'next_release')).toBe(false)
  })
})

test('a file from a newer program is refused, and not a byte of it changes', async () => {
  const file = await writeClinicFile(temporaryFolder())
  const newer = openDatabase({ path: file.path, key: file.key, mayCreate: false })
  await migrate(newer, null, nextRelease)
  newer.close()
  const before = bytesOf(file.path)
  const raw = openDatabase({ path: file.path, key: file.key, mayCreate: false })
  await expect(migrate(raw, copyTo(raw, join(file.folder, 'copy.db')))).rejects.toMatchObject({
    code: 'newer-version',
    detail: '9998-next',
  })
  raw.close()
  expect(bytesOf(file.path)).toBe(before)
  expect(existsSync(join(file.folder, 'copy.db'))).toBe(false)
})

describe('a copy', () => {
  test('replaces an earlier one of its name', async () => {
    const file = await writeClinicFile(temporaryFolder())
    const raw = open(file)
    const copyPath = join(file.folder, 'copy.db')
    copyDatabase(raw, copyPath)
    raw.prepare(`UPDATE patient SET family = 'Петрова'`).run()
    copyDatabase(raw, copyPath)
    expect(families(open({ path: copyPath, key: file.key }))).toEqual(['Петрова'])
  })

  test('that fails leaves the earlier one as it was', async () => {
    const file = await writeClinicFile(temporaryFolder())
    const raw = open(file)
    const copyPath = join(file.folder, 'copy.db')
    copyDatabase(raw, copyPath)
    const before = bytesOf(copyPath)
    mkdirSync(`${copyPath}.new`)
    expect(() => copyDatabase(raw, copyPath)).toThrow('EISDIR')
    expect(bytesOf(copyPath)).toBe(before)
    rmSync(`${copyPath}.new`, { recursive: true })
  })
})
