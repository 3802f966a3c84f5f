/**
 * The queue and the desk's own habits: ticket numbers, what a person chose for themselves (keys,
 * views), and the PINs with which people take turns at one workstation.
 */
import { type Kysely, sql } from 'kysely'

const refusal = `SELECT RAISE(ABORT, 'queue_ticket is append-only')`

const statements = [
  // Given when the patient arrives. `label` begins with the desk's own prefix: no two desks give the same.
  `CREATE TABLE queue_ticket (
  id TEXT PRIMARY KEY,
  appointment_id TEXT NOT NULL UNIQUE REFERENCES appointment (id),
  day TEXT NOT NULL,
  label TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  ...['UPDATE', 'DELETE'].map(
    (verb) =>
      `CREATE TRIGGER queue_ticket_refuses_${verb.toLowerCase()} BEFORE ${verb} ON queue_ticket WHEN NOT sync_undoing() BEGIN ${refusal}; END`,
  ),
  // What one person chose: JSON under a name.
  `CREATE TABLE preference (
  id TEXT PRIMARY KEY,
  practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (practitioner_id, name)
) STRICT`,
  `ALTER TABLE sign_in ADD COLUMN method TEXT NOT NULL DEFAULT 'passphrase' CHECK (method IN ('passphrase', 'pin'))`,
  // Who gave their passphrase at this workstation and when, and their PIN here. It goes nowhere else:
  // four digits are guessed in minutes by whoever holds their hash.
  `CREATE TABLE workstation_pin (
  practitioner_id TEXT PRIMARY KEY,
  passphrase_at TEXT NOT NULL,
  password_changed_at TEXT NOT NULL,
  pin_hash TEXT,
  failures INTEGER NOT NULL DEFAULT 0
) STRICT`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
