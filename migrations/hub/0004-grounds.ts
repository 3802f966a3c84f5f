/** Prescriptions and a laboratory's orders stand on visits: a booking that moves takes them along as well. */
import { type Kysely, sql } from 'kysely'

/** Of a row that shares its branch with another one: the other one's id. */
const standsOn = {
  sqlite: `coalesce(body ->> '$.appointmentId', body ->> '$.encounterId', body ->> '$.invoiceId', body ->> '$.prescriptionId', body ->> '$.medicationRequestId', body ->> '$.orderId', body ->> '$.reportId')`,
  postgres: `substring(body from '"(?:appointmentId|encounterId|invoiceId|prescriptionId|medicationRequestId|orderId|reportId)":"([^"]+)"')`,
}

export async function up(db: Kysely<unknown>, engine: 'sqlite' | 'postgres'): Promise<void> {
  const expression = standsOn[engine]
  const statements = [
    'DROP INDEX hub_row_by_ground',
    `CREATE INDEX hub_row_by_ground ON hub_row ((${expression})) WHERE (${expression}) IS NOT NULL`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
