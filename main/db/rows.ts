/** Single rows by table and id, with statements that are kept; the words between code and columns. */
import type Database from 'better-sqlite3'

type Value = string | number | null

export interface Rows {
  find(table: string, id: string): Record<string, unknown> | undefined
  insert(table: string, row: Record<string, unknown>): void
  /** Sets fields and counts the row's version up. */
  patch(table: string, id: string, fields: Record<string, unknown>): void
  /** Sets fields, the version among them, as they are given. */
  set(table: string, id: string, fields: Record<string, unknown>): void
  remove(table: string, id: string): void
  prepare(sql: string): Database.Statement<unknown[]>
}

const known = new WeakMap<Database.Database, Rows>()

/** Rows of one connection; tables and fields by their camelCase names. Statements are kept as long as it is. */
export function rowsOf(raw: Database.Database): Rows {
  const rows = known.get(raw) ?? createRows(raw)
  known.set(raw, rows)
  return rows
}

function createRows(raw: Database.Database): Rows {
  const kept = new Map<string, Database.Statement<unknown[]>>()
  const prepare = (sql: string): Database.Statement<unknown[]> => {
    const known = kept.get(sql)
    if (known !== undefined) return known
    const made = raw.prepare<unknown[]>(sql)
    kept.set(sql, made)
    return made
  }
  const setFields = (fields: Record<string, unknown>) =>
    Object.keys(fields)
      .map((field) => `${snakeCase(field)} = ?`)
      .join(', ')
  return {
    prepare,
    find(table, id) {
      const row = prepare(`SELECT * FROM ${snakeCase(table)} WHERE id = ?`).get(id)
      return typeof row === 'object' && row !== null ? camelRow(row) : undefined
    },
    insert(table, row) {
      const fields = Object.keys(row)
      const columns = fields.map((field) => snakeCase(field)).join(', ')
      const places = fields.map(() => '?').join(', ')
      prepare(`INSERT INTO ${snakeCase(table)} (${columns}) VALUES (${places})`).run(
        Object.values(row),
      )
    },
    patch(table, id, fields) {
      prepare(
        `UPDATE ${snakeCase(table)} SET ${setFields(fields)}, version = version + 1 WHERE id = ?`,
      ).run(...Object.values(fields), id)
    },
    set(table, id, fields) {
      prepare(`UPDATE ${snakeCase(table)} SET ${setFields(fields)} WHERE id = ?`).run(
        ...Object.values(fields),
        id,
      )
    },
    remove(table, id) {
      prepare(`DELETE FROM ${snakeCase(table)} WHERE id = ?`).run(id)
    },
  }
}

/** A row as the code names its fields. */
export function camelRow(row: object): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [camelCase(column), value]),
  )
}

const snakeNames = new Map<string, string>()

export function snakeCase(name: string): string {
  const known = snakeNames.get(name)
  if (known !== undefined) return known
  const made = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  snakeNames.set(name, made)
  return made
}

const camelNames = new Map<string, string>()

export function camelCase(column: string): string {
  const known = camelNames.get(column)
  if (known !== undefined) return known
  const made = column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  camelNames.set(column, made)
  return made
}
