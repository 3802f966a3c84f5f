/** The hub's schema in both storages, as the snapshots beside its migrations have it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../main/db/open.ts'
import { openStore } from '../../../main/hub/store.ts'
import { postgresProblem, startPostgres } from '../../helpers/postgres.ts'
import { now } from './hub-clinic.ts'

const key = new Uint8Array(32).fill(7)
const options = { key, now: () => now, newId: () => 'epoch' }

const howTo =
  'The schema is not the one of migrations/hub. A migration that was released is never edited: add a ' +
  'new one. Then renew the snapshots with RENEW_SCHEMA=1 npm run test:unit -- hub/schema, and commit ' +
  'them with the migration.'

function expectSnapshot(name: string, schema: string): void {
  const snapshot = fileURLToPath(new URL(`../../../migrations/hub/${name}`, import.meta.url))
  if (process.env['RENEW_SCHEMA'] === '1') writeFileSync(snapshot, schema)
  expect(schema, howTo).toBe(existsSync(snapshot) ? readFileSync(snapshot, 'utf8') : '')
}

test('in a file', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hub-schema-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'hub.db')
  await (await openStore(file, options)).close()
  const raw = openDatabase({ path: file, key, mayCreate: false })
  const statements = raw
    .prepare<[], string>(
      `SELECT sql FROM sqlite_schema
       WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'kysely_%' ORDER BY name`,
    )
    .pluck()
    .all()
  raw.close()
  expectSnapshot('schema.sqlite.sql', `${statements.map((one) => `${one};`).join('\n\n')}\n`)
})

test.skipIf(postgresProblem !== null)('in PostgreSQL', async () => {
  const cluster = await startPostgres()
  onTestFinished(() => cluster.stop())
  const address = await cluster.newDatabase()
  await (await openStore(address, options)).close()
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  const { rows } = await client.query<{ line: string }>(`
    SELECT line FROM (
      SELECT table_name AS name, 1 AS part, lpad(ordinal_position::text, 3) AS place,
        table_name || '.' || column_name || ' ' || data_type ||
          CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END ||
          coalesce(' DEFAULT ' || column_default, '') AS line
      FROM information_schema.columns WHERE table_schema = 'public'
      UNION ALL
      SELECT relname, 2, conname, relname || ': ' || pg_get_constraintdef(pg_constraint.oid)
      FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
      WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    ) AS lines
    WHERE name NOT LIKE 'kysely_%' ORDER BY name COLLATE "C", part, place COLLATE "C"`)
  await client.end()
  expectSnapshot('schema.postgres.txt', `${rows.map(({ line }) => line).join('\n')}\n`)
})
