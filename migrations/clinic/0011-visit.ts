/**
 * The visit in full: its reason and history, sections of its own, several diagnoses, vital signs, what is
 * written before it is signed as the desks share it, and the second signature where a doctor needs one.
 */
import { type Kysely, sql } from 'kysely'

const bookkeeping = `version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL`

const visit = [
  `ALTER TABLE encounter ADD COLUMN reason TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE encounter ADD COLUMN history TEXT NOT NULL DEFAULT ''`,
  // A list of titles and texts, as the template had them on the day.
  `ALTER TABLE encounter ADD COLUMN sections TEXT NOT NULL DEFAULT '[]'`,
  'ALTER TABLE encounter ADD COLUMN template_id TEXT',
  // What the signature covers: 1 is the texts alone, 2 is everything in the visit.
  'ALTER TABLE encounter ADD COLUMN content_format INTEGER NOT NULL DEFAULT 1',
  // Which prescriptions, referrals and laboratory orders it covers: a list of ids.
  `ALTER TABLE encounter ADD COLUMN covered TEXT NOT NULL DEFAULT '[]'`,
  // Who has to sign it as well.
  'ALTER TABLE encounter ADD COLUMN cosigner_id TEXT REFERENCES practitioner (id)',
  'CREATE INDEX encounter_by_cosigner ON encounter (cosigner_id, signed_at) WHERE cosigner_id IS NOT NULL',
  'ALTER TABLE practitioner ADD COLUMN supervisor_id TEXT REFERENCES practitioner (id)',
  'DROP TRIGGER encounter_signed_refuses_update',
  `CREATE TRIGGER encounter_signed_refuses_update
BEFORE UPDATE OF id, appointment_id, practitioner_id, started_at, reason, complaint, history, findings, sections, template_id, diagnosis, diagnosis_code, plan, signed_at, signed_by, content_hash, content_format, covered, cosigner_id, created_at
ON encounter WHEN OLD.signed_at IS NOT NULL AND NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'a signed visit never changes'); END`,
]

const tables = [
  // One row a visit: what everyone who is in it last saw. The lineage names the texts it grew out of.
  `CREATE TABLE encounter_draft (
  id TEXT PRIMARY KEY,
  encounter_id TEXT NOT NULL UNIQUE REFERENCES encounter (id),
  body TEXT NOT NULL,
  lineage TEXT NOT NULL,
  saved_at TEXT NOT NULL,
  saved_by TEXT NOT NULL REFERENCES practitioner (id),
  ${bookkeeping}
) STRICT`,
  `CREATE TABLE condition (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  encounter_id TEXT NOT NULL REFERENCES encounter (id),
  position INTEGER NOT NULL,
  rank TEXT NOT NULL CHECK (rank IN ('main', 'secondary')),
  code TEXT,
  text TEXT NOT NULL,
  verification TEXT NOT NULL CHECK (verification IN ('provisional', 'differential', 'confirmed', 'refuted')),
  is_chronic INTEGER NOT NULL CHECK (is_chronic IN (0, 1)),
  recorded_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  ${bookkeeping}
) STRICT`,
  'CREATE INDEX condition_by_encounter ON condition (encounter_id, position)',
  'CREATE INDEX condition_by_patient ON condition (patient_id, recorded_at)',
  `CREATE TABLE condition_end (
  id TEXT PRIMARY KEY,
  condition_id TEXT NOT NULL UNIQUE REFERENCES condition (id),
  encounter_id TEXT NOT NULL REFERENCES encounter (id),
  ended_at TEXT NOT NULL,
  ended_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  ${bookkeeping}
) STRICT`,
  `CREATE TABLE vital_sign (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  encounter_id TEXT NOT NULL REFERENCES encounter (id),
  code TEXT NOT NULL,
  value REAL NOT NULL,
  unit TEXT NOT NULL,
  effective_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  ${bookkeeping},
  UNIQUE (encounter_id, code)
) STRICT`,
  'CREATE INDEX vital_sign_by_patient ON vital_sign (patient_id, code, effective_at)',
  `CREATE TABLE encounter_cosignature (
  id TEXT PRIMARY KEY,
  encounter_id TEXT NOT NULL REFERENCES encounter (id),
  turn INTEGER NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('cosigned', 'returned')),
  remark TEXT,
  content_hash TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  decided_by TEXT NOT NULL REFERENCES practitioner (id),
  ${bookkeeping},
  UNIQUE (encounter_id, turn)
) STRICT`,
]

/** A fact never changes, but for whose it is where a merge of two patients may say so. */
function neverChanges(table: string, columns: string | null): string[] {
  const refusal = `WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END`
  const update = columns === null ? 'UPDATE' : `UPDATE OF ${columns}`
  return [
    `CREATE TRIGGER ${table}_refuses_update BEFORE ${update} ON ${table} ${refusal}`,
    `CREATE TRIGGER ${table}_refuses_delete BEFORE DELETE ON ${table} ${refusal}`,
  ]
}

const facts = [
  ...neverChanges(
    'condition',
    'id, encounter_id, position, rank, code, text, verification, is_chronic, recorded_at, recorded_by, created_at',
  ),
  ...neverChanges(
    'vital_sign',
    'id, encounter_id, code, value, unit, effective_at, recorded_by, created_at',
  ),
  ...['condition_end', 'encounter_cosignature'].flatMap((table) => neverChanges(table, null)),
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...visit, ...tables, ...facts]) await sql.raw(statement).execute(db)
}
