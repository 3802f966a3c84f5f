/**
 * What the desk needs to book in full: series, time that is blocked, the waitlist with who was asked,
 * and the calls about bookings with what came of them.
 */
import { type Kysely, sql } from 'kysely'

const kept = `version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL`

const statements = [
  // Bookings that were made together, every week or so: the same id in each of them.
  'ALTER TABLE appointment ADD COLUMN series_id TEXT',
  'CREATE INDEX appointment_by_series ON appointment (series_id, starts_at) WHERE series_id IS NOT NULL',
  // Time of a doctor or of a room that is no booking.
  `CREATE TABLE schedule_block (
  id TEXT PRIMARY KEY,
  practitioner_id TEXT REFERENCES practitioner (id),
  location_id TEXT REFERENCES location (id),
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  reason TEXT NOT NULL,
  archived_at TEXT,
  ${kept},
  CHECK (starts_at < ends_at),
  CHECK ((practitioner_id IS NULL) <> (location_id IS NULL))
) STRICT`,
  'CREATE INDEX schedule_block_by_practitioner ON schedule_block (practitioner_id, ends_at)',
  'CREATE INDEX schedule_block_by_location ON schedule_block (location_id, ends_at)',
  'CREATE INDEX schedule_block_by_end ON schedule_block (ends_at)',
  // Someone who wants an earlier time, and what would suit them.
  `CREATE TABLE waitlist_entry (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  service_id TEXT NOT NULL REFERENCES healthcare_service (id),
  practitioner_id TEXT REFERENCES practitioner (id),
  weekdays TEXT NOT NULL,
  part_of_day TEXT CHECK (part_of_day IN ('morning', 'afternoon', 'evening')),
  from_day TEXT NOT NULL,
  to_day TEXT,
  urgency TEXT NOT NULL CHECK (urgency IN ('urgent', 'soon', 'routine')),
  note TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'booked', 'withdrawn')),
  appointment_id TEXT REFERENCES appointment (id),
  decided_at TEXT,
  decided_by TEXT,
  ${kept}
) STRICT`,
  `CREATE INDEX waitlist_entry_waiting ON waitlist_entry (created_at) WHERE state = 'waiting'`,
  'CREATE INDEX waitlist_entry_by_patient ON waitlist_entry (patient_id)',
  // Who was asked about a time, and what they said.
  `CREATE TABLE waitlist_call (
  id TEXT PRIMARY KEY,
  entry_id TEXT NOT NULL REFERENCES waitlist_entry (id),
  practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('accepted', 'declined', 'thinking', 'not-reached')),
  note TEXT,
  at TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  ${kept}
) STRICT`,
  'CREATE INDEX waitlist_call_by_entry ON waitlist_call (entry_id, at)',
  // A call about a booking: whether the patient comes, or that the doctor is away.
  `CREATE TABLE appointment_call (
  id TEXT PRIMARY KEY,
  appointment_id TEXT NOT NULL REFERENCES appointment (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('confirmation', 'absence')),
  result TEXT NOT NULL CHECK (result IN ('confirmed', 'not-reached', 'cancelled', 'moved')),
  starts_at TEXT NOT NULL,
  note TEXT,
  at TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  ${kept}
) STRICT`,
  'CREATE INDEX appointment_call_by_appointment ON appointment_call (appointment_id, at)',
  `CREATE INDEX appointment_call_absence ON appointment_call (appointment_id) WHERE purpose = 'absence'`,
  'CREATE INDEX appointment_by_location ON appointment (location_id, starts_at)',
]

/** What someone said is a fact: a later word is another row. */
function appendOnly(table: string): string[] {
  const refusal = `SELECT RAISE(ABORT, '${table} is append-only')`
  return ['update', 'delete'].map(
    (verb) =>
      `CREATE TRIGGER ${table}_refuses_${verb} BEFORE ${verb.toUpperCase()} ON ${table} WHEN NOT sync_undoing() BEGIN ${refusal}; END`,
  )
}

export async function up(db: Kysely<unknown>): Promise<void> {
  const all = [...statements, ...['waitlist_call', 'appointment_call'].flatMap(appendOnly)]
  for (const statement of all) await sql.raw(statement).execute(db)
}
