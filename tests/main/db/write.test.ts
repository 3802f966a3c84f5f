/** The unit of work: no shared row without its audit entry and its outbox entry. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sharedTables } from '../../../main/db/tables.ts'
import { openTestClinic, type TestClinic } from '../../helpers/clinic.ts'

let clinic: TestClinic

beforeEach(async () => {
  clinic = await openTestClinic()
})
afterEach(() => clinic.close())

const count = (table: string) =>
  clinic.raw.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n

describe('desk.write', () => {
  test('writes the row, its audit entry and its outbox entry together', async () => {
    const before = [count('audit_event'), count('outbox_operation')]
    const id = await clinic.desk.write('test.room', async (unit) =>
      unit.insert('location', { name: 'Room 1', archivedAt: null }),
    )
    const audit = clinic.raw.prepare('SELECT * FROM audit_event WHERE row_id = ?').all(id)
    const outbox = clinic.raw.prepare('SELECT * FROM outbox_operation WHERE row_id = ?').all(id)
    expect(audit).toMatchObject([{ entity: 'location', kind: 'create', command: 'test.room' }])
    expect(outbox).toMatchObject([{ entity: 'location', kind: 'create', base_version: 0 }])
    expect([count('audit_event'), count('outbox_operation')]).toEqual(
      before.map((n) => (n ?? 0) + 1),
    )
  })

  test('leaves nothing when the story fails', async () => {
    const before = ['location', 'audit_event', 'outbox_operation', 'idempotency_key'].map(count)
    const story = clinic.desk.write('test.room', async (unit) => {
      unit.insert('location', { name: 'Room 1', archivedAt: null })
      throw new Error('power cut')
    })
    await expect(story).rejects.toThrow('power cut')
    expect(['location', 'audit_event', 'outbox_operation', 'idempotency_key'].map(count)).toEqual(
      before,
    )
  })

  test('is one result for the same key, and refuses another content under it', async () => {
    const request = { key: 'k1', content: { name: 'Room 1' } }
    const book = (content: unknown) =>
      clinic.desk
        .with({ request: { ...request, content } })
        .write('test.room', async (unit) =>
          unit.insert('location', { name: 'Room 1', archivedAt: null }),
        )
    const first = await book(request.content)
    expect(await book(request.content)).toBe(first)
    expect(count('location')).toBe(1)
    await expect(book({ name: 'Room 2' })).rejects.toMatchObject({ code: 'idempotency-mismatch' })
  })

  test('refuses a patch of a version that is no longer the row’s', async () => {
    const id = await clinic.desk.write('test.room', async (unit) =>
      unit.insert('location', { name: 'Room 1', archivedAt: null }),
    )
    await clinic.desk.write('test.rename', async (unit) =>
      unit.patch('location', id, { name: 'Room 2' }, 1),
    )
    const late = clinic.desk.write('test.rename', async (unit) =>
      unit.patch('location', id, { name: 'Room 3' }, 1),
    )
    await expect(late).rejects.toMatchObject({ code: 'version-conflict' })
  })

  test('keeps secrets out of the audit trail and in the outbox', () => {
    const audit = clinic.raw
      .prepare<[], { changes: string }>(
        `SELECT changes FROM audit_event WHERE entity = 'credential'`,
      )
      .get()
    const outbox = clinic.raw
      .prepare<[], { changes: string }>(
        `SELECT changes FROM outbox_operation WHERE entity = 'credential'`,
      )
      .get()
    expect(audit?.changes).not.toContain('argon2')
    expect(outbox?.changes).toContain('argon2')
  })

  test('tells open screens which rows were written, after the commit', async () => {
    const id = await clinic.desk.write('test.room', async (unit) =>
      unit.insert('location', { name: 'Room 1', archivedAt: null }),
    )
    expect(clinic.committed.at(-1)).toMatchObject({
      command: 'test.room',
      rows: [{ entity: 'location', id, kind: 'create' }],
    })
  })
})

describe('no other way to write a shared table', () => {
  const tables = Object.keys(sharedTables)
  const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

  test('every table of the schema is known as shared or as local', () => {
    const local = [
      'device',
      'number_series',
      'workstation_pin',
      'workstation_setting',
      'idempotency_key',
      'sign_in_guard',
      'draft',
      'stored_file',
      'stored_chunk',
      'audit_event',
      'outbox_operation',
      'patient_index',
      'duplicate_check',
      'duplicate_pair',
      'patient_key',
      'resource_claim',
      'unsettled_invoice',
      'code_index',
      'code_concept',
      'unmatched_lab_report',
      'unreviewed_report',
      'waiting_specimen',
      'open_referral',
      'hub_link',
      'hub_file',
      'sync_refusal',
      'sync_extra',
    ]
    const found = clinic.raw
      .prepare<[], { name: string }>(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
         AND name NOT LIKE 'kysely_%' AND name NOT LIKE 'patient_words%' AND name NOT LIKE 'patient_parts%'
         AND name NOT LIKE 'code_words%'`,
      )
      .all()
      .map((row) => row.name)
    expect(found.toSorted()).toEqual([...tables.map(snake), ...local].toSorted())
  })

  test.each(tables)('%s: kysely inside a unit is refused', async (table) => {
    const write = clinic.desk.write('test.bypass', async (unit) =>
      unit.db.deleteFrom(table as 'location').execute(),
    )
    await expect(write).rejects.toThrow('is shared')
  })

  test.each(tables)('%s: the read handle is refused', async (table) => {
    const handle = clinic.desk.read as unknown as {
      deleteFrom(name: string): { execute(): Promise<unknown> }
    }
    await expect(async () => handle.deleteFrom(table).execute()).rejects.toThrow(
      'outside of a unit',
    )
  })

  test('the read handle is refused inside a unit', async () => {
    const story = clinic.desk.write('test.read', async () =>
      clinic.desk.read.selectFrom('location').selectAll().execute(),
    )
    await expect(story).rejects.toThrow('inside a unit of work')
  })
})
