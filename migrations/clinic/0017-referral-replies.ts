/** The file that a reply to a referral came as: an attachment of the patient that names the step it came with. */
import { type Kysely, sql } from 'kysely'

const statements = [
  'ALTER TABLE attachment ADD COLUMN referral_step_id TEXT REFERENCES referral_step (id)',
  'CREATE INDEX attachment_by_referral_step ON attachment (referral_step_id) WHERE referral_step_id IS NOT NULL',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
