/**
 * What a doctor must know and what a doctor orders: allergies of a patient, prescriptions with their
 * medicines, and which of these were stopped. Papers get the prescription among their kinds.
 */
import { type Kysely, sql } from 'kysely'

const bookkeeping = `version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL`

const tables = [
  `CREATE TABLE allergy_intolerance (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  substance TEXT NOT NULL,
  reaction TEXT,
  severity TEXT CHECK (severity IN ('mild', 'moderate', 'severe')),
  verification TEXT NOT NULL CHECK (verification IN ('unconfirmed', 'confirmed', 'refuted')),
  noted_by TEXT NOT NULL,
  noted_at TEXT NOT NULL,
  archived_at TEXT,
  archive_reason TEXT,
  ${bookkeeping}
) STRICT`,
  'CREATE INDEX allergy_intolerance_by_patient ON allergy_intolerance (patient_id)',
  // One paper; its medicines are its lines, which never change. What was warned of stands beside the reason.
  `CREATE TABLE prescription (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  encounter_id TEXT REFERENCES encounter (id),
  requester_id TEXT NOT NULL REFERENCES practitioner (id),
  issued_at TEXT NOT NULL,
  valid_to TEXT NOT NULL,
  warnings TEXT NOT NULL,
  override_reason TEXT,
  cancelled_at TEXT,
  cancelled_by TEXT,
  cancel_reason TEXT,
  ${bookkeeping}
) STRICT`,
  'CREATE INDEX prescription_by_patient ON prescription (patient_id, issued_at)',
  `CREATE INDEX prescription_by_encounter ON prescription (encounter_id) WHERE encounter_id IS NOT NULL`,
  `CREATE TABLE medication_request (
  id TEXT PRIMARY KEY,
  prescription_id TEXT NOT NULL REFERENCES prescription (id),
  position INTEGER NOT NULL,
  medicine TEXT NOT NULL,
  dosage TEXT NOT NULL,
  quantity TEXT,
  taken_until TEXT,
  ${bookkeeping}
) STRICT`,
  'CREATE INDEX medication_request_by_prescription ON medication_request (prescription_id)',
  `CREATE TABLE medication_stop (
  id TEXT PRIMARY KEY,
  medication_request_id TEXT NOT NULL UNIQUE REFERENCES medication_request (id),
  stopped_at TEXT NOT NULL,
  stopped_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  ${bookkeeping}
) STRICT`,
]

const facts = ['medication_request', 'medication_stop'].flatMap((table) =>
  ['UPDATE', 'DELETE'].map(
    (verb) =>
      `CREATE TRIGGER ${table}_refuses_${verb.toLowerCase()} BEFORE ${verb} ON ${table} WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`,
  ),
)

// A check cannot be changed in place; what kinds there are is the program's to know from here on.
const papers = [
  `CREATE TABLE document_reference_next (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind <> ''),
  subject_id TEXT NOT NULL,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  number TEXT NOT NULL,
  language TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('due', 'ready', 'failed')),
  sha256 TEXT,
  ${bookkeeping},
  UNIQUE (kind, subject_id)
) STRICT`,
  'INSERT INTO document_reference_next SELECT * FROM document_reference',
  'DROP TABLE document_reference',
  'ALTER TABLE document_reference_next RENAME TO document_reference',
  'CREATE INDEX document_reference_by_patient ON document_reference (patient_id, created_at)',
  `CREATE INDEX document_reference_due ON document_reference (created_at, id) WHERE state = 'due'`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...tables, ...facts, ...papers]) await sql.raw(statement).execute(db)
}
