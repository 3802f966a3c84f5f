/** The program as it was some migrations ago, for a test that mocks what it knows: see tests/sync/versions.test.ts. */
import { Kysely, SqliteDialect } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { vi } from 'vitest'
import type * as opening from '../../main/db/open.ts'
import type * as tables from '../../main/db/tables.ts'
import type * as known from '../../migrations/clinic/index.ts'

type Named<Value> = Record<string, Value>

export interface OlderProgram {
  migrations: number
  /** Names of the tables that those migrations make. */
  tables: string[]
}

const tableOf = (entity: string) =>
  entity.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The first migrations of all. */
export function migrationsUpTo(count: number, migrations: Named<Migration>): Named<Migration> {
  return Object.fromEntries(Object.entries(migrations).slice(0, count))
}

/** Entities whose tables were there already. */
export function entitiesOf<Facts>({ tables: there }: OlderProgram, entities: Named<Facts>) {
  return Object.fromEntries(
    Object.entries(entities).filter(([entity]) => there.includes(tableOf(entity))),
  )
}

/**
 * How far back the program's code can be put: to where each table that stays on the workstation, which
 * the code reads and writes by itself, is as it is now. Nothing that is mocked may be imported here.
 */
export async function findOlderProgram(): Promise<OlderProgram> {
  const { clinicMigrations } = await vi.importActual<typeof known>(
    '../../migrations/clinic/index.ts',
  )
  const { sharedTables } = await vi.importActual<typeof tables>('../../main/db/tables.ts')
  const shared = new Set(Object.keys(sharedTables).map(tableOf))
  const whole = Object.keys(clinicMigrations).length
  const now = await schemaAt(whole, clinicMigrations)
  for (let migrations = 1; ; migrations += 1) {
    const schema = await schemaAt(migrations, clinicMigrations)
    const own = [...schema].filter(([table]) => !shared.has(table))
    const isAsNow = own.every(([table, made]) => now.get(table) === made)
    if (isAsNow && schema.has('hub_link')) return { migrations, tables: [...schema.keys()] }
  }
}

/** Each table with how it was made. */
async function schemaAt(count: number, migrations: Named<Migration>): Promise<Map<string, string>> {
  const { openDatabase } = await vi.importActual<typeof opening>('../../main/db/open.ts')
  const database = openDatabase({ path: ':memory:', key: null, mayCreate: true })
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) })
  const provider = { getMigrations: async () => migrationsUpTo(count, migrations) }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error !== undefined) throw error
  const found = database
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
    )
    .all()
  await db.destroy()
  return new Map(found.map(({ name, sql }) => [name, sql]))
}
