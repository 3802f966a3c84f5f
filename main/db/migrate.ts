/** Brings the clinic database to this program's schema, after a copy was taken and never past a newer one. */
import { renameSync, rmSync } from 'node:fs'
import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { clinicMigrations } from '../../migrations/clinic/index.ts'
import { createHandles } from './kysely.ts'
import { asTrouble, DatabaseTrouble, type RawDatabase } from './open.ts'

/** Steps of the schema by their names, which are their order. */
export type Migrations = Record<string, Migration>

/** The number of migrations this program knows; outbox operations carry it. */
export const schemaVersion = Object.keys(clinicMigrations).length

/**
 * Runs the migrations that are due, all in one transaction. Where the database already held data,
 * `takeCopy` is waited for first, so that a failed update loses nothing: when it rejects, nothing is
 * migrated. Throws {@link DatabaseTrouble} `newer-version` when the file was written by a later
 * program, and what `takeCopy` throws.
 */
export async function migrate(
  raw: RawDatabase,
  takeCopy: (() => Promise<void>) | null,
  migrations: Migrations = clinicMigrations,
): Promise<void> {
  const { root } = createHandles(raw)
  try {
    const done = appliedMigrations(raw)
    const unknown = done.filter((name) => !(name in migrations))
    if (unknown.length > 0) throw new DatabaseTrouble('newer-version', unknown.join(', '))
    if (done.length === Object.keys(migrations).length) return
    if (done.length > 0) await takeCopy?.()
    const migrator = new Migrator({
      db: root,
      provider: { getMigrations: async () => migrations },
    })
    const { error } = await migrator.migrateToLatest()
    if (error !== undefined) throw asTrouble(error)
    await sql`ANALYZE`.execute(root)
  } catch (error) {
    throw asTrouble(error)
  }
}

/** How a copy's file ends as long as it is not whole. */
export const unfinishedCopy = '.new'

/** A whole copy with the same key; an earlier copy by that name is replaced only once the new one stands. */
export function copyDatabase(raw: RawDatabase, path: string): void {
  const unfinished = `${path}${unfinishedCopy}`
  rmSync(unfinished, { force: true })
  try {
    raw.prepare('VACUUM INTO ?').run(unfinished)
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}

function appliedMigrations(raw: RawDatabase): string[] {
  const exists = raw
    .prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'kysely_migration'`)
    .get()
  if (exists === undefined) return []
  return raw
    .prepare<[], { name: string }>('SELECT name FROM kysely_migration ORDER BY name')
    .all()
    .map((row) => row.name)
}
