/**
 * The way of a referral: to whom (a service of this clinic or somebody elsewhere), by when, each step,
 * and the booking wish that one inside the clinic becomes.
 */
import { type Kysely, sql } from 'kysely'

const bookkeeping = `version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL`

/** Worked out anew whichever row came or, taken back by the hub, went. */
function isOpen(event: string, table: string, id: string): string {
  return `CREATE TRIGGER ${table}_open_${event.toLowerCase()} AFTER ${event} ON ${table} BEGIN
  DELETE FROM open_referral WHERE referral_id = ${id};
  INSERT INTO open_referral (referral_id)
    SELECT id FROM service_request WHERE id = ${id} AND NOT EXISTS (
      SELECT 1 FROM referral_step
      WHERE referral_id = service_request.id AND status IN ('closed', 'revoked'));
END`
}

const statements = [
  // A service of ours makes it a referral inside the clinic.
  'ALTER TABLE service_request ADD COLUMN service_id TEXT REFERENCES healthcare_service (id)',
  'ALTER TABLE service_request ADD COLUMN performer_id TEXT REFERENCES practitioner (id)',
  'ALTER TABLE service_request ADD COLUMN performer_email TEXT',
  'ALTER TABLE service_request ADD COLUMN due_on TEXT',
  // Not a reference: a desk of another branch has the wish and not the referral.
  'ALTER TABLE waitlist_entry ADD COLUMN referral_id TEXT',
  'CREATE INDEX waitlist_entry_by_referral ON waitlist_entry (referral_id) WHERE referral_id IS NOT NULL',
  // `encounter_id` is the referral's own: a step goes where its referral goes, and not where the booking is.
  `CREATE TABLE referral_step (
  id TEXT PRIMARY KEY,
  referral_id TEXT NOT NULL REFERENCES service_request (id),
  encounter_id TEXT REFERENCES encounter (id),
  status TEXT NOT NULL CHECK (status IN ('sent', 'booked', 'declined', 'answered', 'closed', 'revoked')),
  note TEXT,
  booking_id TEXT REFERENCES appointment (id),
  at TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  ${bookkeeping}
) STRICT`,
  'CREATE INDEX referral_step_by_referral ON referral_step (referral_id, at)',
  'CREATE INDEX referral_step_by_encounter ON referral_step (encounter_id) WHERE encounter_id IS NOT NULL',
  'CREATE INDEX referral_step_by_booking ON referral_step (booking_id) WHERE booking_id IS NOT NULL',
  ...['UPDATE', 'DELETE'].map(
    (verb) =>
      `CREATE TRIGGER referral_step_refuses_${verb.toLowerCase()} BEFORE ${verb} ON referral_step WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'referral_step is append-only'); END`,
  ),
  // Referrals that nobody has closed, so that a list begins with few and not with all there ever were.
  `CREATE TABLE open_referral (
  referral_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID`,
  'INSERT INTO open_referral SELECT id FROM service_request',
  ...['INSERT', 'DELETE'].flatMap((event) => {
    const row = event === 'DELETE' ? 'OLD' : 'NEW'
    return [
      isOpen(event, 'service_request', `${row}.id`),
      isOpen(event, 'referral_step', `${row}.referral_id`),
    ]
  }),
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
