/**
 * The laboratory: what can be measured and what is normal for whom, orders with their specimens,
 * reports with their observations, and what laboratories send in. Numbers are kept as the decimal
 * texts that they were reported as: 5.50 is more precise than 5.5.
 */
import { type Kysely, sql } from 'kysely'

const kept = `version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL`

const catalogue = [
  `CREATE TABLE observation_definition (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  unit TEXT,
  value_kind TEXT NOT NULL CHECK (value_kind IN ('quantity', 'text')),
  decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 6),
  loinc TEXT,
  specimen_kind TEXT NOT NULL,
  archived_at TEXT,
  ${kept}
) STRICT`,
  'CREATE INDEX observation_definition_by_loinc ON observation_definition (loinc)',
  // Of one sex or of all, from so many days of age to before so many.
  `CREATE TABLE reference_range (
  id TEXT PRIMARY KEY,
  definition_id TEXT NOT NULL REFERENCES observation_definition (id),
  sex TEXT CHECK (sex IN ('female', 'male')),
  from_days INTEGER NOT NULL CHECK (from_days >= 0),
  to_days INTEGER CHECK (to_days > from_days),
  low TEXT,
  high TEXT,
  critical_low TEXT,
  critical_high TEXT,
  normal_text TEXT,
  archived_at TEXT,
  ${kept}
) STRICT`,
  'CREATE INDEX reference_range_by_definition ON reference_range (definition_id)',
  `CREATE TABLE observation_panel (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  archived_at TEXT,
  ${kept}
) STRICT`,
  `CREATE TABLE observation_panel_member (
  id TEXT PRIMARY KEY,
  panel_id TEXT NOT NULL REFERENCES observation_panel (id),
  definition_id TEXT NOT NULL REFERENCES observation_definition (id),
  position INTEGER NOT NULL,
  archived_at TEXT,
  ${kept},
  UNIQUE (panel_id, definition_id)
) STRICT`,
]

const orders = [
  `CREATE TABLE lab_order (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  encounter_id TEXT REFERENCES encounter (id),
  requester_id TEXT NOT NULL REFERENCES practitioner (id),
  priority TEXT NOT NULL CHECK (priority IN ('routine', 'urgent', 'asap', 'stat')),
  note TEXT,
  ordered_at TEXT NOT NULL,
  revoked_at TEXT,
  revoked_by TEXT,
  revoke_reason TEXT,
  ${kept}
) STRICT`,
  'CREATE INDEX lab_order_by_patient ON lab_order (patient_id, ordered_at)',
  'CREATE INDEX lab_order_by_encounter ON lab_order (encounter_id)',
  // One tube: the label is what is printed and scanned.
  `CREATE TABLE specimen (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES lab_order (id),
  label TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  collected_at TEXT,
  collected_by TEXT,
  sent_at TEXT,
  sent_by TEXT,
  sent_to TEXT,
  ${kept}
) STRICT`,
  'CREATE INDEX specimen_by_order ON specimen (order_id)',
  `CREATE TABLE lab_order_item (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES lab_order (id),
  specimen_id TEXT NOT NULL REFERENCES specimen (id),
  definition_id TEXT NOT NULL REFERENCES observation_definition (id),
  panel_id TEXT REFERENCES observation_panel (id),
  ${kept},
  UNIQUE (order_id, definition_id)
) STRICT`,
  'CREATE INDEX lab_order_item_by_specimen ON lab_order_item (specimen_id)',
]

const messages = [
  // As it came, decoded; kept whether anything could be made of it or not.
  `CREATE TABLE lab_message (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL CHECK (source IN ('file', 'mllp')),
  sender TEXT NOT NULL,
  control_id TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  encoding TEXT NOT NULL,
  content TEXT NOT NULL,
  received_at TEXT NOT NULL,
  ${kept},
  UNIQUE (sender, control_id, content_hash)
) STRICT`,
  // One order's results in a message, with whom the laboratory says that they are of.
  `CREATE TABLE lab_message_report (
  id TEXT PRIMARY KEY,
  message_id TEXT NOT NULL REFERENCES lab_message (id),
  position INTEGER NOT NULL,
  placer_number TEXT,
  filler_number TEXT,
  card_number TEXT,
  family TEXT,
  given TEXT,
  born_on TEXT,
  sex TEXT,
  reason TEXT,
  ${kept},
  UNIQUE (message_id, position)
) STRICT`,
  `CREATE TABLE lab_match (
  id TEXT PRIMARY KEY,
  message_report_id TEXT NOT NULL REFERENCES lab_message_report (id),
  turn INTEGER NOT NULL,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  way TEXT NOT NULL CHECK (way IN ('order-number', 'identifiers', 'by-hand')),
  matched_at TEXT NOT NULL,
  matched_by TEXT NOT NULL,
  ${kept},
  UNIQUE (message_report_id, turn)
) STRICT`,
  'CREATE INDEX lab_match_by_patient ON lab_match (patient_id)',
  `CREATE TABLE lab_match_undo (
  id TEXT PRIMARY KEY,
  match_id TEXT NOT NULL UNIQUE REFERENCES lab_match (id),
  reason TEXT NOT NULL,
  undone_at TEXT NOT NULL,
  undone_by TEXT NOT NULL,
  ${kept}
) STRICT`,
]

const results = [
  `CREATE TABLE diagnostic_report (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  order_id TEXT REFERENCES lab_order (id),
  match_id TEXT UNIQUE REFERENCES lab_match (id),
  status TEXT NOT NULL CHECK (status IN ('partial', 'final', 'corrected')),
  effective_at TEXT NOT NULL,
  issued_at TEXT NOT NULL,
  performer TEXT,
  entered_by TEXT,
  ${kept}
) STRICT`,
  'CREATE INDEX diagnostic_report_by_patient ON diagnostic_report (patient_id, issued_at)',
  'CREATE INDEX diagnostic_report_by_order ON diagnostic_report (order_id)',
  // The limits stand beside the value as they were when it was judged.
  `CREATE TABLE observation (
  id TEXT PRIMARY KEY,
  report_id TEXT NOT NULL REFERENCES diagnostic_report (id),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  definition_id TEXT REFERENCES observation_definition (id),
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  value_kind TEXT NOT NULL CHECK (value_kind IN ('quantity', 'text')),
  comparator TEXT CHECK (comparator IN ('<', '<=', '>', '>=')),
  value TEXT NOT NULL,
  unit TEXT,
  low TEXT,
  high TEXT,
  critical_low TEXT,
  critical_high TEXT,
  normal_text TEXT,
  interpretation TEXT CHECK (interpretation IN ('N', 'L', 'H', 'LL', 'HH', 'A', 'AA')),
  status TEXT NOT NULL CHECK (status IN ('preliminary', 'final', 'corrected', 'cancelled')),
  effective_at TEXT NOT NULL,
  replaces_id TEXT REFERENCES observation (id),
  note TEXT,
  ${kept}
) STRICT`,
  'CREATE INDEX observation_by_report ON observation (report_id, position)',
  'CREATE INDEX observation_by_patient ON observation (patient_id, definition_id, effective_at)',
  'CREATE INDEX observation_by_replaced ON observation (replaces_id) WHERE replaces_id IS NOT NULL',
  `CREATE TABLE report_review (
  id TEXT PRIMARY KEY,
  report_id TEXT NOT NULL UNIQUE REFERENCES diagnostic_report (id),
  note TEXT,
  reviewed_at TEXT NOT NULL,
  reviewed_by TEXT NOT NULL,
  ${kept}
) STRICT`,
]

/** Worked out on each workstation from the rows: what waits, so that no list reads all there ever was. */
const waiting = [
  `CREATE TABLE unmatched_lab_report (
  message_report_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID`,
  `CREATE TABLE unreviewed_report (
  report_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID`,
  `CREATE TABLE waiting_specimen (
  specimen_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID`,
  ...['INSERT', 'DELETE'].flatMap((event) => [
    whoseWaits(event, 'lab_message_report', (row) => `${row}.id`),
    whoseWaits(event, 'lab_match', (row) => `${row}.message_report_id`),
    whoseWaits(
      event,
      'lab_match_undo',
      (row) => `(SELECT message_report_id FROM lab_match WHERE id = ${row}.match_id)`,
    ),
    reviewWaits(event, 'diagnostic_report', (row) => `= ${row}.id`),
    reviewWaits(event, 'report_review', (row) => `= ${row}.report_id`),
    reviewWaits(
      event,
      'lab_match_undo',
      (row) => `IN (SELECT id FROM diagnostic_report WHERE match_id = ${row}.match_id)`,
    ),
  ]),
  ...['INSERT', 'UPDATE', 'DELETE'].map((event) =>
    specimenWaits(event, 'specimen', (row) => `= ${row}.id`),
  ),
  specimenWaits(
    'UPDATE',
    'lab_order',
    (row) => `IN (SELECT id FROM specimen WHERE order_id = ${row}.id)`,
  ),
]

type OfRow = (row: 'NEW' | 'OLD') => string

function after(event: string, table: string, what: string, body: string): string {
  return `CREATE TRIGGER ${table}_${what}_${event.toLowerCase()} AFTER ${event} ON ${table} BEGIN
${body}
END`
}

function whoseWaits(event: string, table: string, of: OfRow): string {
  const id = of(event === 'DELETE' ? 'OLD' : 'NEW')
  return after(
    event,
    table,
    'whose',
    `  DELETE FROM unmatched_lab_report WHERE message_report_id = ${id};
  INSERT INTO unmatched_lab_report (message_report_id)
    SELECT id FROM lab_message_report WHERE id = ${id} AND NOT EXISTS (
      SELECT 1 FROM lab_match WHERE message_report_id = lab_message_report.id
        AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = lab_match.id));`,
  )
}

function reviewWaits(event: string, table: string, of: OfRow): string {
  const which = of(event === 'DELETE' ? 'OLD' : 'NEW')
  return after(
    event,
    table,
    'reviewed',
    `  DELETE FROM unreviewed_report WHERE report_id ${which};
  INSERT INTO unreviewed_report (report_id)
    SELECT id FROM diagnostic_report WHERE id ${which}
      AND NOT EXISTS (SELECT 1 FROM report_review WHERE report_id = diagnostic_report.id)
      AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id);`,
  )
}

function specimenWaits(event: string, table: string, of: OfRow): string {
  const which = of(event === 'DELETE' ? 'OLD' : 'NEW')
  return after(
    event,
    table,
    'waits',
    `  DELETE FROM waiting_specimen WHERE specimen_id ${which};
  INSERT INTO waiting_specimen (specimen_id)
    SELECT specimen.id FROM specimen JOIN lab_order ON lab_order.id = specimen.order_id
    WHERE specimen.id ${which} AND specimen.sent_at IS NULL AND lab_order.revoked_at IS NULL;`,
  )
}

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
  ...[
    'lab_order_item',
    'lab_message',
    'lab_message_report',
    'lab_match_undo',
    'report_review',
  ].flatMap((table) => neverChanges(table, null)),
  ...neverChanges(
    'lab_match',
    'id, message_report_id, turn, way, matched_at, matched_by, created_at',
  ),
  ...neverChanges(
    'diagnostic_report',
    'id, order_id, match_id, status, effective_at, issued_at, performer, entered_by, created_at',
  ),
  ...neverChanges(
    'observation',
    'id, report_id, definition_id, position, code, name, value_kind, comparator, value, unit, low, high, critical_low, critical_high, normal_text, interpretation, status, effective_at, replaces_id, note, created_at',
  ),
]

export async function up(db: Kysely<unknown>): Promise<void> {
  const all = [...catalogue, ...orders, ...messages, ...results, ...waiting, ...facts]
  for (const statement of all) await sql.raw(statement).execute(db)
}
