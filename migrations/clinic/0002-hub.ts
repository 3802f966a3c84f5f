/**
 * What a workstation needs to be one of many: how far it follows the hub, what the hub refused, what
 * an operation took the place of, and the tasks of those who lost a time to another desk.
 */
import { type Kysely, sql } from 'kysely'

const statements = [
  // Null until the hub has it; the hub's number from then on.
  'ALTER TABLE outbox_operation ADD COLUMN acked_seq INTEGER',
  // What the changed fields held before, so that an operation can be undone; null for a new row.
  'ALTER TABLE outbox_operation ADD COLUMN previous TEXT',
  'CREATE INDEX outbox_operation_unsent ON outbox_operation (entity, row_id) WHERE acked_seq IS NULL',
  'CREATE INDEX outbox_operation_acked ON outbox_operation (acked_seq) WHERE acked_seq IS NOT NULL',
  // A booking that someone set over another one on purpose.
  'ALTER TABLE appointment ADD COLUMN overbooked INTEGER NOT NULL DEFAULT 0 CHECK (overbooked IN (0, 1))',
  // Rooms and equipment that the booking claims together with the doctor: a JSON list of ids.
  `ALTER TABLE appointment ADD COLUMN resource_ids TEXT NOT NULL DEFAULT '[]'`,
  `CREATE TABLE rebook_task (
  id TEXT PRIMARY KEY,
  appointment_id TEXT NOT NULL REFERENCES appointment (id),
  held_by_id TEXT NOT NULL REFERENCES appointment (id),
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'rebooked', 'dismissed')),
  decided_at TEXT,
  decided_by TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  `CREATE INDEX rebook_task_open ON rebook_task (starts_at) WHERE state = 'open'`,
  'CREATE INDEX rebook_task_by_appointment ON rebook_task (appointment_id)',
  // The one hub that this workstation belongs to: a single row.
  `CREATE TABLE hub_link (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  address TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  certificate TEXT NOT NULL,
  private_key TEXT NOT NULL,
  epoch TEXT NOT NULL,
  cursor INTEGER NOT NULL,
  backup_seq INTEGER NOT NULL,
  last_contact_at TEXT,
  revoked_at TEXT,
  clock TEXT
) STRICT`,
  // Files that need not be offered to the hub again.
  'CREATE TABLE hub_file (sha256 TEXT PRIMARY KEY) STRICT',
  // What the hub refused, kept whole until a person has decided.
  `CREATE TABLE sync_refusal (
  device_seq INTEGER PRIMARY KEY,
  unit_id TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  command TEXT NOT NULL,
  entity TEXT NOT NULL,
  row_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  base_version INTEGER NOT NULL,
  changes TEXT NOT NULL,
  code TEXT NOT NULL,
  data TEXT NOT NULL,
  refused_at TEXT NOT NULL,
  dismissed_at TEXT
) STRICT`,
  'CREATE INDEX sync_refusal_open ON sync_refusal (unit_id) WHERE dismissed_at IS NULL',
  // Fields and whole rows that a newer workstation wrote: kept for the day this one knows them.
  `CREATE TABLE sync_extra (
  entity TEXT NOT NULL,
  row_id TEXT NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY (entity, row_id)
) STRICT`,
]

const facts = [
  'appointment_step',
  'consent',
  'encounter_addendum',
  'invoice_line',
  'payment',
  'receipt',
  'refund',
  'sign_in',
]

/**
 * An operation that the hub has not accepted may be taken back, a fact's as well: `sync_undoing()` is
 * 1 on a connection for as long as main/sync brings its rows into the hub's order.
 */
function undoable(table: string): string[] {
  const refusal = `SELECT RAISE(ABORT, '${table} is append-only')`
  return ['update', 'delete'].flatMap((verb) => [
    `DROP TRIGGER ${table}_refuses_${verb}`,
    `CREATE TRIGGER ${table}_refuses_${verb} BEFORE ${verb.toUpperCase()} ON ${table} WHEN NOT sync_undoing() BEGIN ${refusal}; END`,
  ])
}

const signedVisits = ['update', 'delete'].flatMap((verb) => [
  `DROP TRIGGER encounter_signed_refuses_${verb}`,
  `CREATE TRIGGER encounter_signed_refuses_${verb} BEFORE ${verb.toUpperCase()} ON encounter WHEN OLD.signed_at IS NOT NULL AND NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'a signed visit never changes'); END`,
])

/** Whether an invoice is settled, asked anew after a row that counts was taken back or changed. */
function settledAnew(trigger: string, invoiceId: string): string {
  return `CREATE TRIGGER ${trigger} BEGIN
  DELETE FROM unsettled_invoice WHERE invoice_id = ${invoiceId};
  INSERT INTO unsettled_invoice (invoice_id)
    SELECT invoice.id FROM invoice LEFT JOIN appointment ON appointment.id = invoice.appointment_id
    WHERE invoice.id = ${invoiceId}
      AND coalesce((SELECT sum(amount_minor) FROM payment WHERE payment.invoice_id = invoice.id), 0)
        - coalesce((SELECT sum(amount_minor) FROM refund WHERE refund.invoice_id = invoice.id), 0)
        <> CASE WHEN appointment.status IN ('cancelled', 'no-show') THEN 0 ELSE invoice.total_minor END;
END`
}

/** What was derived from a row goes with it. */
const derived = [
  `CREATE TRIGGER patient_index_delete AFTER DELETE ON patient_index BEGIN
  INSERT INTO patient_words (patient_words, rowid, terms) VALUES ('delete', OLD.rowid, OLD.terms);
  INSERT INTO patient_parts (patient_parts, rowid, terms) VALUES ('delete', OLD.rowid, OLD.terms);
END`,
  `CREATE TRIGGER patient_indexed_delete BEFORE DELETE ON patient BEGIN
  DELETE FROM patient_key WHERE patient_id = OLD.id;
  DELETE FROM patient_index WHERE patient_id = OLD.id;
END`,
  `CREATE TRIGGER invoice_taken_back BEFORE DELETE ON invoice BEGIN
  DELETE FROM unsettled_invoice WHERE invoice_id = OLD.id;
END`,
  settledAnew('invoice_changed AFTER UPDATE OF appointment_id, total_minor ON invoice', 'NEW.id'),
  settledAnew('payment_taken_back AFTER DELETE ON payment', 'OLD.invoice_id'),
  settledAnew('refund_taken_back AFTER DELETE ON refund', 'OLD.invoice_id'),
]

export async function up(db: Kysely<unknown>): Promise<void> {
  const all = [...statements, ...facts.flatMap(undoable), ...signedVisits, ...derived]
  for (const statement of all) await sql.raw(statement).execute(db)
}
