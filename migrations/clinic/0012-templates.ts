/**
 * What a clinic writes with: templates of visits by specialty, phrases that a slash brings in, and the
 * sick notes and certificates that come out of a visit.
 */
import { type Kysely, sql } from 'kysely'

const bookkeeping = `version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL`

const statements = [
  // Its fields are a list of their places, titles and presets; whoever writes with it keeps a copy.
  `CREATE TABLE visit_template (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  specialty TEXT,
  fields TEXT NOT NULL,
  archived_at TEXT,
  ${bookkeeping}
) STRICT`,
  // Of one person, or of the whole clinic.
  `CREATE TABLE visit_phrase (
  id TEXT PRIMARY KEY,
  owner_id TEXT REFERENCES practitioner (id),
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  archived_at TEXT,
  ${bookkeeping}
) STRICT`,
  'CREATE INDEX visit_phrase_by_owner ON visit_phrase (owner_id)',
  `CREATE TABLE medical_certificate (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('sick-note', 'certificate')),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  encounter_id TEXT NOT NULL REFERENCES encounter (id),
  requester_id TEXT NOT NULL REFERENCES practitioner (id),
  issued_at TEXT NOT NULL,
  from_day TEXT,
  to_day TEXT,
  diagnosis TEXT,
  presented_to TEXT,
  text TEXT NOT NULL,
  cancelled_at TEXT,
  cancelled_by TEXT,
  cancel_reason TEXT,
  ${bookkeeping},
  CHECK (kind <> 'sick-note' OR (from_day IS NOT NULL AND to_day IS NOT NULL)),
  CHECK (from_day IS NULL OR to_day IS NULL OR from_day <= to_day)
) STRICT`,
  'CREATE INDEX medical_certificate_by_patient ON medical_certificate (patient_id, issued_at)',
  'CREATE INDEX medical_certificate_by_encounter ON medical_certificate (encounter_id)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
