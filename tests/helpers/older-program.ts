/** The program as it was some migrations ago, for a test that mocks what it knows: see tests/sync/versions.test.ts. */
import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { vi } from 'vitest'
import type * as opening from '../../main/db/open.ts'

type Named<Value> = Record<string, Value>

/** The first migrations of all. */
export function migrationsUpTo(count: number, migrations: Named<Migration>): Named<Migration> {
  return Object.fromEntries(Object.entries(migrations).slice(0, count))
}

/** Entities whose tables those migrations make. Nothing that is mocked may be imported on the way here. */
export async function entitiesUpTo<Facts>(
  count: number,
  entities: Named<Facts>,
): Promise<Named<Facts>> {
  const { clinicMigrations } = await vi.importActual<{ clinicMigrations: Named<Migration> }>(
    '../../migrations/clinic/index.ts',
  )
  const { openDatabase } = await vi.importActual<typeof opening>('../../main/db/open.ts')
  const { Kysely: Handle, SqliteDialect } = await import('kysely')
  const database = openDatabase({ path: ':memory:', key: null, mayCreate: true })
  const db: Kysely<unknown> = new Handle({ dialect: new SqliteDialect({ database }) })
  const provider = { getMigrations: async () => migrationsUpTo(count, clinicMigrations) }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error !== undefined) throw error
  const tables = new Set(
    database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all(),
  )
  await db.destroy()
  const table = (entity: string) => entity.replaceAll(/[A-Z]/g, (one) => `_${one.toLowerCase()}`)
  return Object.fromEntries(
    Object.entries(entities).filter(([entity]) => tables.has(table(entity))),
  )
}
