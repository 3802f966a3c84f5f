/** Workstations that serve some branches alone: what an invitation says of them, and rows that move. */
import { type Kysely, sql } from 'kysely'

/** Of a row that shares its branch with another one: the other one's id. */
const standsOn = {
  sqlite: `coalesce(body ->> '$.appointmentId', body ->> '$.encounterId', body ->> '$.invoiceId')`,
  postgres: `substring(body from '"(?:appointmentId|encounterId|invoiceId)":"([^"]+)"')`,
}

export async function up(db: Kysely<unknown>, engine: 'sqlite' | 'postgres'): Promise<void> {
  const expression = standsOn[engine]
  const statements = [
    // A JSON list of locations, as a device's own; null for all.
    'ALTER TABLE join_code ADD COLUMN branches TEXT',
    // A booking that moves to another branch takes along what stands on it.
    `CREATE INDEX hub_row_by_ground ON hub_row ((${expression})) WHERE (${expression}) IS NOT NULL`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
