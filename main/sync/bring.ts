/**
 * Brings a clinic's rows to a hub as they stand: the outbox gets one new operation a row, parents first.
 * A large clinic has very many, so they are made in short stretches, each of which is whole by itself;
 * nothing is sent before the last one, and the desk goes on working meanwhile.
 */
import { setImmediate as turn } from 'node:timers/promises'
import * as z from 'zod'
import { createClock } from '../db/hybrid-clock.ts'
import type { Handles } from '../db/kysely.ts'
import { schemaVersion } from '../db/migrate.ts'
import type { RawDatabase } from '../db/open.ts'
import { camelCase, snakeCase } from '../db/rows.ts'
import { sharedTables, type SharedTable } from '../db/tables.ts'
import { entityOrder } from './entities.ts'

/** Rows of one stretch: at 0.13 ms a row the window waits for none that it would notice. */
export const stretchRows = 200

const settingKey = 'bringing-rows'

const broughtSchema = z.object({
  /** The reading of the clock that all of them get: what is written meanwhile comes after it. */
  clock: z.string(),
  /** Operations with a higher number were written since it began. */
  reserved: z.number(),
  /** The number of the next one. */
  next: z.number(),
  /** How many tables are done, counted from the children. */
  tables: z.number(),
  /** The last row of the table that is under way; null before its first. */
  after: z.string().nullable(),
})
type Brought = z.infer<typeof broughtSchema>

export interface BringParts {
  raw: RawDatabase
  handles: Pick<Handles, 'transact'>
  signal: AbortSignal
}

/**
 * Empties the outbox, for what was sent elsewhere is in the rows, and keeps the first numbers free for
 * them. Numbers are given from the last to the first, because nobody has counted the rows: children
 * come first and get the higher ones, and the hub takes any number for the first.
 */
export function beginBringing(raw: RawDatabase, now: string): void {
  const deviceId = deviceOf(raw)
  raw.prepare('DELETE FROM outbox_operation').run()
  const used = raw
    .prepare<[], number>(`SELECT seq FROM sqlite_sequence WHERE name = 'outbox_operation'`)
    .pluck()
    .get()
  // Rows are numbered as they come: no table has more than its last number.
  const atMost = entityOrder.map((entity) =>
    Number(
      raw
        .prepare(`SELECT coalesce(max(rowid), 0) FROM ${snakeCase(entity)}`)
        .pluck()
        .get(),
    ),
  )
  const reserved = atMost.reduce((sum, rows) => sum + rows, used ?? 0)
  raw.prepare(`DELETE FROM sqlite_sequence WHERE name = 'outbox_operation'`).run()
  raw
    .prepare(`INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox_operation', ?)`)
    .run(reserved)
  const clock = createClock(deviceId, null).tick(now)
  keep(raw, { clock, reserved, next: reserved, tables: 0, after: null })
}

/** Whether rows are still to be brought: until then nothing may be sent. */
export function isBringing(raw: RawDatabase): boolean {
  return read(raw) !== null
}

/** Goes on until all rows are brought, or the signal is aborted; whoever waits has a turn after each stretch. */
export async function bringRest({ raw, handles, signal }: BringParts): Promise<void> {
  while (!signal.aborted && isBringing(raw)) {
    await handles.transact(() => bringStretch(raw))
    await turn()
  }
}

/** Brings the next rows of one table, and keeps how far it came in the same transaction. */
function bringStretch(raw: RawDatabase): void {
  const brought = read(raw)
  if (brought === null) return
  const entity = entityOrder.toReversed()[brought.tables]
  if (entity === undefined) {
    raw.prepare('DELETE FROM workstation_setting WHERE key = ?').run(settingKey)
    return
  }
  const rows = raw
    .prepare<[string, number], string>(
      `SELECT id FROM ${snakeCase(entity)} WHERE id < ? ORDER BY id DESC LIMIT ?`,
    )
    .pluck()
    .all(brought.after ?? afterAll, stretchRows)
  const last = rows.at(-1)
  if (last === undefined) return keep(raw, { ...brought, tables: brought.tables + 1, after: null })
  const since = writtenSince(raw, entity, brought.reserved)
  let next = brought.next
  const bring = bringer(raw, entity, brought.clock)
  for (const id of rows) {
    const own = since.get(id) ?? []
    // Its own operation says all of it, and comes after these.
    if (own.some(({ kind }) => kind !== 'patch')) continue
    bring(next, id)
    for (const { previous } of own.toReversed()) takeBack(raw, next, previous)
    next -= 1
  }
  keep(raw, { ...brought, next, after: last })
}

/** Above every id: they are text of letters, digits and signs below it. */
const afterAll = '\u{10ffff}'

interface Since {
  row_id: string
  kind: 'create' | 'patch' | 'fact'
  previous: string | null
}

/** What was written to the table's rows since it began, by row, oldest first. */
function writtenSince(raw: RawDatabase, entity: SharedTable, reserved: number) {
  const written = raw
    .prepare<[string, number], Since>(
      'SELECT row_id, kind, previous FROM outbox_operation WHERE entity = ? AND device_seq > ? ORDER BY device_seq',
    )
    .all(snakeCase(entity), reserved)
  return Map.groupBy(written, ({ row_id: rowId }) => rowId)
}

function bringer(raw: RawDatabase, entity: SharedTable, clock: string) {
  const table = snakeCase(entity)
  const fields = raw
    .prepare<[], string>(`SELECT name FROM pragma_table_info('${table}') WHERE name <> 'id'`)
    .pluck()
    .all()
    .map((column) => `'${camelCase(column)}', one.${column}`)
  // Merging into nothing leaves out what is null (RFC 7396); what a newer program wrote goes along.
  const statement = raw.prepare(
    `INSERT INTO outbox_operation (device_seq, device_id, unit_id, actor_id, command, entity, row_id, kind, base_version, changes, clock, schema_version)
     SELECT ?, ?, 'bring-' || one.id, 'system', 'sync.bring', ?, one.id, ?, 0,
       json_patch(json_patch('{}', json_object(${fields.join(', ')})), coalesce(extra.fields, '{}')), ?, ?
     FROM ${table} AS one
     LEFT JOIN sync_extra AS extra ON extra.entity = ? AND extra.row_id = one.id
     WHERE one.id = ?`,
  )
  const deviceId = deviceOf(raw)
  const kind = sharedTables[entity].kind === 'fact' ? 'fact' : 'create'
  return (deviceSeq: number, id: string) =>
    statement.run(deviceSeq, deviceId, table, kind, clock, schemaVersion, entity, id)
}

/** The row as it was before a change that is sent behind it. */
function takeBack(raw: RawDatabase, deviceSeq: number, previous: string | null): void {
  raw
    .prepare(
      `UPDATE outbox_operation
       SET changes = json_set(json_patch(changes, ?), '$.version', json_extract(changes, '$.version') - 1)
       WHERE device_seq = ?`,
    )
    .run(previous ?? '{}', deviceSeq)
}

function deviceOf(raw: RawDatabase): string {
  return raw.prepare<[], string>('SELECT id FROM device').pluck().get() ?? ''
}

function read(raw: RawDatabase): Brought | null {
  const kept = raw
    .prepare<[string], string>('SELECT value FROM workstation_setting WHERE key = ?')
    .pluck()
    .get(settingKey)
  return kept === undefined ? null : broughtSchema.parse(JSON.parse(kept))
}

function keep(raw: RawDatabase, brought: Brought): void {
  raw
    .prepare(
      'INSERT INTO workstation_setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    )
    .run(settingKey, JSON.stringify(brought))
}
