/** The schema as a whole: the snapshot beside the migrations, strict types, foreign keys. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestClinic, type TestClinic } from '../../helpers/clinic.ts'
import { emptyCard } from '../../helpers/patients.ts'

const snapshot = fileURLToPath(new URL('../../../migrations/clinic/schema.sql', import.meta.url))
const renewing = process.env['RENEW_SCHEMA'] === '1'

let clinic: TestClinic
beforeAll(async () => {
  clinic = await openTestClinic()
})
afterAll(() => clinic.close())

/** Every table, index and trigger as SQLite keeps it, by kind and name. */
function dump(): string {
  const statements = clinic.raw
    .prepare<[], string>(
      `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
       ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, name`,
    )
    .pluck()
    .all()
  return `${statements.map((statement) => `${statement};`).join('\n\n')}\n`
}

const howTo =
  'The schema is not the one of migrations/clinic/schema.sql. A migration that was released is never ' +
  'edited: add a new one. Then renew the snapshot with RENEW_SCHEMA=1 npm run test:unit -- schema, ' +
  'and commit it with the migration.'

test('is the one of the snapshot beside the migrations', () => {
  if (renewing) writeFileSync(snapshot, dump())
  const kept = existsSync(snapshot) ? readFileSync(snapshot, 'utf8') : ''
  expect(dump(), howTo).toBe(kept)
})

interface TableFacts {
  name: string
  type: string
  strict: number
}

function ownTables(): TableFacts[] {
  return clinic.raw
    .prepare<[], TableFacts>(`SELECT name, type, strict FROM pragma_table_list`)
    .all()
    .filter(({ name, type }) => type === 'table' && !/^(sqlite_|kysely_)/.test(name))
}

test('has strict types in every table', () => {
  expect(ownTables().length).toBeGreaterThan(30)
  expect(ownTables().filter(({ strict }) => strict !== 1)).toEqual([])
})

test('refuses a column of another type', () => {
  const insert = () =>
    clinic.raw
      .prepare(`INSERT INTO number_series (kind, year, next_number) VALUES ('card', 'soon', 1)`)
      .run()
  expect(insert).toThrow('cannot store TEXT value in INTEGER column')
})

describe('foreign keys', () => {
  test('are on, and all of them lead somewhere', () => {
    expect(clinic.raw.pragma('foreign_keys', { simple: true })).toBe(1)
    const targets = clinic.raw
      .prepare<[], { source: string; target: string }>(
        `SELECT m.name AS source, f."table" AS target
         FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`,
      )
      .all()
    const known = new Set(ownTables().map(({ name }) => name))
    expect(targets.filter(({ target }) => !known.has(target))).toEqual([])
    expect(targets.length).toBeGreaterThan(20)
  })

  test('refuse a row about nobody', async () => {
    const write = clinic.desk.write('test.orphan', async (unit) =>
      unit.insert('medicalCard', {
        patientId: '01900000-0000-7000-8000-00000000dead',
        number: 'A-00001',
        status: 'draft',
        ...emptyCard,
      }),
    )
    await expect(write).rejects.toThrow('FOREIGN KEY constraint failed')
  })
})
