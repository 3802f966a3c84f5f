/** What happened stays as it was written: the database itself refuses to change or to delete it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedTables } from '../../../main/db/tables.ts'
import { openTestClinic, type TestClinic } from '../../helpers/clinic.ts'

let clinic: TestClinic
beforeAll(async () => {
  clinic = await openTestClinic()
  // The rows below stand for themselves: what they point to does not matter here.
  clinic.raw.pragma('foreign_keys = OFF')
  clinic.raw.pragma('ignore_check_constraints = ON')
})
afterAll(() => clinic.close())

const snakeCase = (name: string) =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const facts = [
  'audit_event',
  ...Object.entries(sharedTables)
    .filter(([, { kind }]) => kind === 'fact')
    .map(([table]) => snakeCase(table)),
]

/** A row with something of the right type in every column; answers its id. */
function addRow(table: string, fields: Record<string, string> = {}): string {
  const columns = clinic.raw
    .prepare<[], { name: string; type: string }>(
      `SELECT name, type FROM pragma_table_info('${table}')`,
    )
    .all()
  const id = clinic.newId()
  const values = columns.map(({ name, type }) => {
    if (name === 'id') return id
    if (name in fields) return fields[name]
    return type === 'TEXT' ? `${name} ${id}` : 1
  })
  const places = columns.map(() => '?').join(', ')
  clinic.raw.prepare(`INSERT INTO ${table} VALUES (${places})`).run(values)
  return id
}

const rowsOf = (table: string) => clinic.raw.prepare(`SELECT * FROM ${table}`).all()

describe.each(facts)('%s', (table) => {
  test('refuses to be changed', () => {
    const id = addRow(table)
    const before = rowsOf(table)
    const change = () => clinic.raw.prepare(`UPDATE ${table} SET id = id WHERE id = ?`).run(id)
    expect(change).toThrow(`${table} is append-only`)
    expect(rowsOf(table)).toEqual(before)
  })

  test('refuses to be deleted', () => {
    const id = addRow(table)
    const before = rowsOf(table)
    const remove = () => clinic.raw.prepare(`DELETE FROM ${table} WHERE id = ?`).run(id)
    expect(remove).toThrow(`${table} is append-only`)
    expect(rowsOf(table)).toEqual(before)
  })

  test('refuses to be replaced by a row of the same id', () => {
    const id = addRow(table)
    const before = rowsOf(table)
    const columns = clinic.raw.prepare(`SELECT * FROM ${table} WHERE id = ?`).raw().get(id)
    const values = Array.isArray(columns) ? columns : []
    const replace = () =>
      clinic.raw
        .prepare(`INSERT OR REPLACE INTO ${table} VALUES (${values.map(() => '?').join(', ')})`)
        .run(values)
    expect(replace).toThrow(`${table} is append-only`)
    expect(rowsOf(table)).toEqual(before)
  })
})

test.each(Object.entries(sharedTables).filter(([, { kind }]) => kind === 'fact'))(
  '%s: a unit of work does not try',
  async (table) => {
    const patch = clinic.desk.write('test.patch', async (unit) =>
      unit.patch(table as 'payment', clinic.newId(), {}),
    )
    await expect(patch).rejects.toThrow('is append-only')
  },
)

describe('a visit', () => {
  test('that is signed neither changes nor goes', () => {
    const id = addRow('encounter')
    const change = () =>
      clinic.raw.prepare(`UPDATE encounter SET diagnosis = 'other' WHERE id = ?`).run(id)
    const unsign = () =>
      clinic.raw.prepare('UPDATE encounter SET signed_at = NULL WHERE id = ?').run(id)
    const remove = () => clinic.raw.prepare('DELETE FROM encounter WHERE id = ?').run(id)
    for (const attempt of [change, unsign, remove]) {
      expect(attempt).toThrow('a signed visit never changes')
    }
  })

  test('that is not signed yet may change', () => {
    const id = clinic.newId()
    clinic.raw
      .prepare(
        `INSERT INTO encounter (id, appointment_id, patient_id, practitioner_id, started_at, complaint, findings, diagnosis, plan, version, created_at, updated_at)
         VALUES (?, ?, 'p', 'd', 'at', '', '', '', '', 1, 'c', 'u')`,
      )
      .run(id, clinic.newId())
    const changed = clinic.raw
      .prepare(`UPDATE encounter SET diagnosis = 'other' WHERE id = ?`)
      .run(id)
    expect(changed.changes).toBe(1)
  })
})
