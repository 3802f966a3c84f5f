/**
 * The catalog and the schedule in full: subcategories, room kinds and equipment with what services need
 * of them, price lists and whom they are for, packages, extra hours, absences by the hour, and the
 * clinic's own days beside the public holidays.
 */
import { type Kysely, sql } from 'kysely'

const statements = [
  'ALTER TABLE service_category ADD COLUMN parent_id TEXT REFERENCES service_category (id)',
  // What the room is for, in the clinic's own word; services ask for rooms of a kind.
  'ALTER TABLE location ADD COLUMN kind TEXT',
  // Where the service is offered; null wherever the practitioner works.
  'ALTER TABLE practitioner_service ADD COLUMN location_id TEXT REFERENCES location (id)',
  // An absence of some hours of its days, and one that comes back (RFC 5545, counted from its first day).
  'ALTER TABLE leave ADD COLUMN starts_local TEXT',
  'ALTER TABLE leave ADD COLUMN ends_local TEXT',
  'ALTER TABLE leave ADD COLUMN recurrence TEXT',
  `CREATE TABLE equipment (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT,
  location_id TEXT REFERENCES location (id),
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  // One thing that a service claims beside the doctor: any of a kind, or one of the named (a JSON list of ids).
  `CREATE TABLE service_need (
  id TEXT PRIMARY KEY,
  service_id TEXT NOT NULL REFERENCES healthcare_service (id),
  target TEXT NOT NULL CHECK (target IN ('room', 'equipment')),
  kind TEXT,
  resource_ids TEXT NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  'CREATE INDEX service_need_by_service ON service_need (service_id)',
  `CREATE TABLE price_list (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  audience TEXT NOT NULL CHECK (audience IN ('everyone', 'covered')),
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  `CREATE TABLE service_price (
  id TEXT PRIMARY KEY,
  price_list_id TEXT NOT NULL REFERENCES price_list (id),
  service_id TEXT NOT NULL REFERENCES healthcare_service (id),
  price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (price_list_id, service_id)
) STRICT`,
  'CREATE INDEX service_price_by_service ON service_price (service_id)',
  // Who pays by which list: an insurer's patients, staff, a company's people.
  `CREATE TABLE coverage (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  price_list_id TEXT NOT NULL REFERENCES price_list (id),
  policy_number TEXT,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  'CREATE INDEX coverage_by_patient ON coverage (patient_id)',
  `CREATE TABLE service_package (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  `CREATE TABLE package_part (
  id TEXT PRIMARY KEY,
  package_id TEXT NOT NULL REFERENCES service_package (id),
  service_id TEXT NOT NULL REFERENCES healthcare_service (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (package_id, service_id)
) STRICT`,
  'CREATE INDEX package_part_by_service ON package_part (service_id)',
  `CREATE TABLE extra_hours (
  id TEXT PRIMARY KEY,
  practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
  location_id TEXT REFERENCES location (id),
  day TEXT NOT NULL,
  starts_local TEXT NOT NULL,
  ends_local TEXT NOT NULL,
  recurrence TEXT,
  note TEXT,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  'CREATE INDEX extra_hours_by_practitioner ON extra_hours (practitioner_id, day)',
  // A day on which the clinic is closed, or open although it is a public holiday.
  `CREATE TABLE clinic_day (
  id TEXT PRIMARY KEY,
  day TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('closed', 'open')),
  name TEXT,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  // What holds the time of rooms and equipment; made of the bookings by the triggers below.
  `CREATE TABLE resource_claim (
  resource_id TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  appointment_id TEXT NOT NULL REFERENCES appointment (id),
  PRIMARY KEY (resource_id, starts_at, appointment_id)
) STRICT, WITHOUT ROWID`,
  'CREATE INDEX resource_claim_by_appointment ON resource_claim (appointment_id)',
]

/** The claims of a booking, written anew. */
const claims = `INSERT OR IGNORE INTO resource_claim (resource_id, starts_at, ends_at, appointment_id)
    SELECT value, NEW.starts_at, NEW.ends_at, NEW.id FROM json_each(NEW.resource_ids)
    WHERE NEW.status NOT IN ('cancelled', 'no-show') AND NEW.resource_ids <> '[]';`

const triggers = [
  `CREATE TRIGGER resource_claim_insert AFTER INSERT ON appointment WHEN NEW.resource_ids <> '[]' BEGIN
  ${claims}
END`,
  `CREATE TRIGGER resource_claim_update AFTER UPDATE OF starts_at, ends_at, status, resource_ids ON appointment
WHEN NEW.resource_ids <> '[]' OR OLD.resource_ids <> '[]' BEGIN
  DELETE FROM resource_claim WHERE appointment_id = NEW.id;
  ${claims}
END`,
  `CREATE TRIGGER resource_claim_delete BEFORE DELETE ON appointment BEGIN
  DELETE FROM resource_claim WHERE appointment_id = OLD.id;
END`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...statements, ...triggers]) await sql.raw(statement).execute(db)
}
