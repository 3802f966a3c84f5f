/**
 * PostgreSQL databases that are filled anew for each run: making and dropping one costs a third of a
 * second, which is most of what a run takes.
 */
import pg from 'pg'
import type { PostgresCluster } from '../helpers/postgres.ts'

const tables = [
  'hub_setting',
  'device',
  'join_code',
  'operation',
  'hub_row',
  'unique_value',
  'claim',
  'file_chunk',
  'stored_file',
]

export interface Recycler {
  /** A database with what was kept; to be asked for when nobody works on an earlier copy any more. */
  copy(): Promise<string>
  /** A database whose tables hold nothing, beside the copy. */
  empty(): Promise<string>
}

/** Lays aside what the database holds, within itself: each copy made of it brings it along. */
export async function keepContents(address: string): Promise<void> {
  const keep = tables.map((table) => `CREATE TABLE kept.${table} AS TABLE public.${table}`)
  await ask(address, ['CREATE SCHEMA kept', ...keep].join('; '))
}

/** `address` is the database whose contents were kept. */
export function createRecycler(cluster: PostgresCluster, address: string): Recycler {
  const free: string[] = []
  const used: string[] = []

  async function take(statements: string[]): Promise<string> {
    const database = free.pop() ?? (await cluster.newDatabase(address))
    used.push(database)
    await ask(database, [`TRUNCATE ${tables.join(', ')}`, ...statements].join('; '))
    return database
  }

  return {
    async copy() {
      free.push(...used.splice(0))
      return take(tables.map((table) => `INSERT INTO ${table} SELECT * FROM kept.${table}`))
    },
    empty: () => take([]),
  }
}

async function ask(address: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  try {
    await client.query(statements)
  } finally {
    await client.end()
  }
}
