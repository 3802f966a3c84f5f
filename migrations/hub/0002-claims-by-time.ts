/** Claims of a resource by their time: what a push looks up for each booking, as the SQLite file has had it all along. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>, engine: 'sqlite' | 'postgres'): Promise<void> {
  if (engine === 'sqlite') return
  await sql.raw('CREATE INDEX claim_by_time ON claim (resource, starts_ms)').execute(db)
}
