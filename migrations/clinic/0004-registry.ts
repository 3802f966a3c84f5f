/**
 * The registry in full: merging of patients, pairs that look like one person, consents by purpose with
 * their withdrawal, relatives and payers, notes, a photo, and how a patient wants to be reached.
 */
import { type Kysely, sql } from 'kysely'

const bookkeeping = `version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL`

const tables = [
  // Whom this patient turned out to be; their rows stand there, and searches lead there.
  'ALTER TABLE patient ADD COLUMN merged_into_id TEXT REFERENCES patient (id)',
  `ALTER TABLE patient ADD COLUMN contact_channel TEXT NOT NULL DEFAULT 'phone'`,
  'ALTER TABLE patient ADD COLUMN do_not_disturb INTEGER NOT NULL DEFAULT 0 CHECK (do_not_disturb IN (0, 1))',
  'ALTER TABLE patient ADD COLUMN photo_sha256 TEXT',
  'CREATE INDEX patient_by_merge ON patient (merged_into_id) WHERE merged_into_id IS NOT NULL',
  'CREATE INDEX patient_by_photo ON patient (photo_sha256) WHERE photo_sha256 IS NOT NULL',
  // A consent names its purpose freely: a newer program may know more purposes than this one.
  `CREATE TABLE consent_by_purpose (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  purpose TEXT NOT NULL CHECK (purpose <> ''),
  text_version TEXT NOT NULL,
  given_on TEXT NOT NULL,
  method TEXT NOT NULL CHECK (method IN ('paper', 'electronic', 'oral')),
  recorded_by TEXT NOT NULL,
  ${bookkeeping}
) STRICT`,
  'INSERT INTO consent_by_purpose SELECT * FROM consent',
  'DROP TABLE consent',
  'ALTER TABLE consent_by_purpose RENAME TO consent',
  'CREATE INDEX consent_by_patient ON consent (patient_id)',
  `CREATE TABLE consent_withdrawal (
  id TEXT PRIMARY KEY,
  consent_id TEXT NOT NULL UNIQUE REFERENCES consent (id),
  withdrawn_on TEXT NOT NULL,
  reason TEXT,
  recorded_by TEXT NOT NULL,
  ${bookkeeping}
) STRICT`,
  `CREATE TABLE consent_text (
  id TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  text_version TEXT NOT NULL,
  text TEXT NOT NULL,
  archived_at TEXT,
  ${bookkeeping},
  UNIQUE (purpose, text_version)
) STRICT`,
  // Another patient, or somebody of whom only a name and a phone are known.
  `CREATE TABLE related_person (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  relative_id TEXT REFERENCES patient (id),
  relationship TEXT NOT NULL,
  name TEXT,
  phone TEXT,
  is_guardian INTEGER NOT NULL CHECK (is_guardian IN (0, 1)),
  is_payer INTEGER NOT NULL CHECK (is_payer IN (0, 1)),
  archived_at TEXT,
  ${bookkeeping},
  CHECK (relative_id IS NOT NULL OR name IS NOT NULL)
) STRICT`,
  'CREATE INDEX related_person_by_patient ON related_person (patient_id)',
  'CREATE INDEX related_person_by_relative ON related_person (relative_id) WHERE relative_id IS NOT NULL',
  `CREATE TABLE patient_note (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  text TEXT NOT NULL,
  is_alert INTEGER NOT NULL CHECK (is_alert IN (0, 1)),
  written_by TEXT NOT NULL,
  written_at TEXT NOT NULL,
  archived_at TEXT,
  ${bookkeeping}
) STRICT`,
  'CREATE INDEX patient_note_by_patient ON patient_note (patient_id)',
  // What a merge moved and changed, so that it can be undone; turn counts the merges of one patient.
  `CREATE TABLE patient_merge (
  id TEXT PRIMARY KEY,
  survivor_id TEXT NOT NULL REFERENCES patient (id),
  merged_id TEXT NOT NULL REFERENCES patient (id),
  turn INTEGER NOT NULL,
  moved TEXT NOT NULL,
  changed TEXT NOT NULL,
  merged_at TEXT NOT NULL,
  merged_by TEXT NOT NULL,
  ${bookkeeping},
  UNIQUE (merged_id, turn)
) STRICT`,
  'CREATE INDEX patient_merge_by_survivor ON patient_merge (survivor_id)',
  `CREATE TABLE patient_merge_undo (
  id TEXT PRIMARY KEY,
  merge_id TEXT NOT NULL UNIQUE REFERENCES patient_merge (id),
  undone_at TEXT NOT NULL,
  undone_by TEXT NOT NULL,
  ${bookkeeping}
) STRICT`,
  // Two who look alike and are not the same; the smaller id first.
  `CREATE TABLE patient_distinct (
  id TEXT PRIMARY KEY,
  one_id TEXT NOT NULL REFERENCES patient (id),
  other_id TEXT NOT NULL REFERENCES patient (id),
  decided_at TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  ${bookkeeping},
  UNIQUE (one_id, other_id)
) STRICT`,
  'CREATE INDEX patient_distinct_by_other ON patient_distinct (other_id)',
  // Worked out on each workstation by itself: who has to be compared, and the pairs that came of it.
  `CREATE TABLE duplicate_check (
  patient_id TEXT PRIMARY KEY,
  patient_version INTEGER NOT NULL
) STRICT, WITHOUT ROWID`,
  `CREATE TABLE duplicate_pair (
  one_id TEXT NOT NULL,
  other_id TEXT NOT NULL,
  score INTEGER NOT NULL,
  reasons TEXT NOT NULL,
  PRIMARY KEY (one_id, other_id)
) STRICT, WITHOUT ROWID`,
  'CREATE INDEX duplicate_pair_by_score ON duplicate_pair (score DESC, one_id, other_id)',
  'CREATE INDEX duplicate_pair_by_other ON duplicate_pair (other_id)',
  'INSERT INTO duplicate_check SELECT id, version FROM patient',
]

/** A fact never changes; taken back or written by main/sync it may be. */
function neverChanges(table: string, columns: string | null): string[] {
  const refusal = `WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`
  const update = columns === null ? 'UPDATE' : `UPDATE OF ${columns}`
  return [
    `CREATE TRIGGER ${table}_refuses_update BEFORE ${update} ON ${table} ${refusal}`,
    `CREATE TRIGGER ${table}_refuses_delete BEFORE DELETE ON ${table} ${refusal}`,
  ]
}

const facts = [
  // Whose it is may turn out otherwise, when two records are one person; nothing else of it changes.
  ...neverChanges(
    'consent',
    'id, purpose, text_version, given_on, method, recorded_by, created_at',
  ),
  ...['consent_withdrawal', 'patient_merge', 'patient_merge_undo', 'patient_distinct'].flatMap(
    (table) => neverChanges(table, null),
  ),
  'DROP TRIGGER encounter_signed_refuses_update',
  `CREATE TRIGGER encounter_signed_refuses_update
BEFORE UPDATE OF id, appointment_id, practitioner_id, started_at, complaint, findings, diagnosis, diagnosis_code, plan, signed_at, signed_by, content_hash, created_at
ON encounter WHEN OLD.signed_at IS NOT NULL AND NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'a signed visit never changes'); END`,
]

const termsOf = (id: string) => `SELECT patient_terms(family, given, patronymic, born_on, phones)
    || coalesce((SELECT ' ' || group_concat(phone_terms(phone), ' ') FROM related_person
      WHERE patient_id = patient.id AND archived_at IS NULL AND phone IS NOT NULL), '')
    FROM patient WHERE id = ${id}`

/** A child is found by the phone of whoever brings it. */
const relativesIndexed = [
  `CREATE TRIGGER related_person_indexed_insert AFTER INSERT ON related_person WHEN NEW.phone IS NOT NULL BEGIN
  UPDATE patient_index SET terms = (${termsOf('NEW.patient_id')}) WHERE patient_id = NEW.patient_id;
END`,
  `CREATE TRIGGER related_person_indexed_update AFTER UPDATE OF patient_id, phone, archived_at ON related_person BEGIN
  UPDATE patient_index SET terms = (${termsOf('OLD.patient_id')}) WHERE patient_id = OLD.patient_id;
  UPDATE patient_index SET terms = (${termsOf('NEW.patient_id')}) WHERE patient_id = NEW.patient_id;
END`,
  `CREATE TRIGGER related_person_indexed_delete AFTER DELETE ON related_person BEGIN
  UPDATE patient_index SET terms = (${termsOf('OLD.patient_id')}) WHERE patient_id = OLD.patient_id;
END`,
  'DROP TRIGGER patient_indexed_update',
  `CREATE TRIGGER patient_indexed_update
AFTER UPDATE OF family, given, patronymic, born_on, phones, document_kind, document_number ON patient BEGIN
  UPDATE patient_index
    SET sort_name = patient_sort_name(NEW.family, NEW.given, NEW.patronymic),
      terms = (${termsOf('NEW.id')})
    WHERE patient_id = NEW.id;
  DELETE FROM patient_key WHERE patient_id = NEW.id;
  INSERT OR IGNORE INTO patient_key (patient_id, key)
    SELECT NEW.id, value FROM json_each(
      patient_keys(NEW.family, NEW.given, NEW.born_on, NEW.phones, NEW.document_kind, NEW.document_number)
    );
END`,
]

/** Whoever comes or changes is to be compared anew. */
const compared = [
  `CREATE TRIGGER patient_compared_insert AFTER INSERT ON patient BEGIN
  INSERT OR REPLACE INTO duplicate_check (patient_id, patient_version) VALUES (NEW.id, NEW.version);
END`,
  `CREATE TRIGGER patient_compared_update
AFTER UPDATE OF family, given, patronymic, born_on, phones, document_kind, document_number, archived_at ON patient BEGIN
  INSERT OR REPLACE INTO duplicate_check (patient_id, patient_version) VALUES (NEW.id, NEW.version);
END`,
  `CREATE TRIGGER patient_compared_delete BEFORE DELETE ON patient BEGIN
  DELETE FROM duplicate_check WHERE patient_id = OLD.id;
  DELETE FROM duplicate_pair WHERE one_id = OLD.id OR other_id = OLD.id;
END`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...tables, ...facts, ...relativesIndexed, ...compared]) {
    await sql.raw(statement).execute(db)
  }
}
