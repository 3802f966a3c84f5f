/** Fields and rows that a newer workstation wrote: kept for the day this program knows them. */
import * as z from 'zod'
import { type RawDatabase, whileUndoing } from '../db/open.ts'
import { camelCase, rowsOf, type Rows, snakeCase } from '../db/rows.ts'
import type { SharedTable } from '../db/tables.ts'
import { entityOrder, isEntity } from './entities.ts'
import { applyOperation, type Row } from './merge.rules.ts'
import { readFields } from './outbox.ts'
import type { Ordered } from './wire.ts'

export class ExtraFields {
  readonly #rows: Rows
  readonly #columns = new Map<SharedTable, ReadonlyMap<string, string | number | null>>()
  readonly #raw: RawDatabase

  constructor(raw: RawDatabase, rows: Rows = rowsOf(raw)) {
    this.#raw = raw
    this.#rows = rows
  }

  /** The changes that this program has columns for; the others are laid aside. */
  knownOf(entity: SharedTable, { rowId, changes }: Pick<Ordered, 'rowId' | 'changes'>): Row {
    const columns = this.columnsOf(entity)
    const fields = Object.entries(changes)
    const unknown = fields.filter(([field]) => !columns.has(field))
    if (unknown.length === 0) return changes
    this.#keep(entity, rowId, { ...this.#kept(entity, rowId), ...Object.fromEntries(unknown) })
    return Object.fromEntries(fields.filter(([field]) => columns.has(field)))
  }

  /** A row of a table that this program does not have is kept whole. */
  keepUnknown(operation: Pick<Ordered, 'entity' | 'rowId' | 'kind' | 'changes' | 'outcome'>): void {
    const { entity, rowId, outcome } = operation
    if (outcome === 'refused') return
    const row = applyOperation(this.#kept(entity, rowId), operation)
    if (row !== null) this.#keep(entity, rowId, row)
  }

  /** A whole row as a snapshot has it: what this program knows of it, null where it has no such table. */
  knownRow(entity: string, row: Row): Row | null {
    const rowId = String(row['id'])
    if (isEntity(entity)) return this.knownOf(entity, { rowId, changes: row })
    this.#keep(entity, rowId, row)
    return null
  }

  /** After an update of the program: what it knows now moves to where it belongs. */
  fill(): void {
    const kept = this.#rows
      .prepare('SELECT entity, row_id, fields FROM sync_extra')
      .all()
      .filter((row): row is { entity: string; row_id: string; fields: string } => row !== null)
    const place = (entity: string) => (isEntity(entity) ? entityOrder.indexOf(entity) : -1)
    this.#raw.pragma('defer_foreign_keys = ON')
    const inOrder = kept.toSorted((one, other) => place(one.entity) - place(other.entity))
    whileUndoing(this.#raw, () => {
      for (const { entity, row_id: rowId, fields } of inOrder) {
        if (isEntity(entity)) this.#fillRow(entity, rowId, readFields(fields))
      }
    })
  }

  #fillRow(entity: SharedTable, rowId: string, fields: Row): void {
    const columns = this.columnsOf(entity)
    const known = Object.entries(fields).filter(([field]) => columns.has(field))
    if (known.length === 0) return
    const row = Object.fromEntries(known)
    if (this.#rows.find(entity, rowId) !== undefined) this.#rows.set(entity, rowId, row)
    else if ('version' in row) this.#rows.insert(entity, row)
    else return
    const rest = Object.entries(fields).filter(([field]) => !columns.has(field))
    if (rest.length > 0) this.#keep(entity, rowId, Object.fromEntries(rest))
    else
      this.#rows
        .prepare('DELETE FROM sync_extra WHERE entity = ? AND row_id = ?')
        .run(entity, rowId)
  }

  /** The table's fields, each with what it holds in a row that does not say. */
  columnsOf(entity: SharedTable): ReadonlyMap<string, string | number | null> {
    const known = this.#columns.get(entity)
    if (known !== undefined) return known
    const columns = new Map<string, string | number | null>()
    const told = this.#rows
      .prepare(`SELECT name, dflt_value AS said FROM pragma_table_info('${snakeCase(entity)}')`)
      .all()
    for (const column of told) {
      const { name, said } = columnFacts.parse(column)
      columns.set(camelCase(name), said === null ? null : literal(said))
    }
    this.#columns.set(entity, columns)
    return columns
  }

  #kept(entity: string, rowId: string): Row | null {
    const fields = this.#rows
      .prepare('SELECT fields FROM sync_extra WHERE entity = ? AND row_id = ?')
      .pluck()
      .get(entity, rowId)
    return typeof fields === 'string' ? readFields(fields) : null
  }

  #keep(entity: string, rowId: string, fields: Row): void {
    this.#rows
      .prepare(
        'INSERT INTO sync_extra (entity, row_id, fields) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET fields = excluded.fields',
      )
      .run(entity, rowId, JSON.stringify(fields))
  }
}

const columnFacts = z.object({ name: z.string(), said: z.string().nullable() })

/** A default as the schema writes it: a number or a text in quotes. */
function literal(said: string): string | number {
  return said.startsWith("'") ? said.slice(1, -1).replaceAll("''", "'") : Number(said)
}
