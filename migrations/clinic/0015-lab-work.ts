/**
 * The work around the laboratory: a specimen that cannot be used is taken once more, results that
 * belong to nobody here are put away, and what has its results waits for nothing any more.
 */
import { type Kysely, sql } from 'kysely'

const specimens = [
  // The first of those that were taken for the same analytes.
  'ALTER TABLE specimen ADD COLUMN replaces_id TEXT REFERENCES specimen (id)',
  'ALTER TABLE specimen ADD COLUMN rejected_at TEXT',
  'ALTER TABLE specimen ADD COLUMN rejected_by TEXT',
  'ALTER TABLE specimen ADD COLUMN reject_reason TEXT',
  'CREATE INDEX specimen_by_replaced ON specimen (replaces_id) WHERE replaces_id IS NOT NULL',
  'CREATE INDEX specimen_by_collected ON specimen (collected_at) WHERE collected_at IS NOT NULL',
]

const putAway = [
  `CREATE TABLE lab_put_away (
  id TEXT PRIMARY KEY,
  message_report_id TEXT NOT NULL UNIQUE REFERENCES lab_message_report (id),
  reason TEXT NOT NULL,
  put_away_at TEXT NOT NULL,
  put_away_by TEXT NOT NULL,
  brought_back_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  'CREATE INDEX lab_put_away_by_time ON lab_put_away (put_away_at) WHERE brought_back_at IS NULL',
]

/** Those of 0008, which know neither of rejected specimens nor of what was put away. */
const former = [
  'specimen_waits_insert',
  'specimen_waits_update',
  'specimen_waits_delete',
  'lab_order_waits_update',
  ...['lab_message_report', 'lab_match', 'lab_match_undo'].flatMap((table) => [
    `${table}_whose_insert`,
    `${table}_whose_delete`,
  ]),
].map((name) => `DROP TRIGGER ${name}`)

type OfRow = (row: 'NEW' | 'OLD') => string

function after(event: string, table: string, what: string, body: string): string {
  return `CREATE TRIGGER ${table}_${what}_${event.toLowerCase()} AFTER ${event} ON ${table} BEGIN
${body}
END`
}

const rowOf = (event: string) => (event === 'DELETE' ? 'OLD' : 'NEW')

/** What is to be taken or sent: not of an order taken back, nor of one that has all its results. */
function specimenAwaited(event: string, table: string, of: OfRow): string {
  const which = of(rowOf(event))
  return after(
    event,
    table,
    'awaits_specimen',
    `  DELETE FROM waiting_specimen WHERE specimen_id ${which};
  INSERT INTO waiting_specimen (specimen_id)
    SELECT specimen.id FROM specimen JOIN lab_order ON lab_order.id = specimen.order_id
    WHERE specimen.id ${which} AND specimen.sent_at IS NULL AND specimen.rejected_at IS NULL
      AND lab_order.revoked_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM diagnostic_report WHERE order_id = lab_order.id AND status <> 'partial'
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id));`,
  )
}

const ofOrder = (order: string) => `IN (SELECT id FROM specimen WHERE order_id ${order})`

function personAwaited(event: string, table: string, of: OfRow): string {
  const id = of(rowOf(event))
  return after(
    event,
    table,
    'awaits_person',
    `  DELETE FROM unmatched_lab_report WHERE message_report_id = ${id};
  INSERT INTO unmatched_lab_report (message_report_id)
    SELECT id FROM lab_message_report WHERE id = ${id}
      AND NOT EXISTS (
        SELECT 1 FROM lab_match WHERE message_report_id = lab_message_report.id
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = lab_match.id))
      AND NOT EXISTS (
        SELECT 1 FROM lab_put_away WHERE message_report_id = lab_message_report.id
          AND brought_back_at IS NULL);`,
  )
}

const reportOfUndo: OfRow = (row) =>
  `IN (SELECT order_id FROM diagnostic_report WHERE match_id = ${row}.match_id)`

const waiting = [
  ...['INSERT', 'UPDATE', 'DELETE'].map((event) =>
    specimenAwaited(event, 'specimen', (row) => `= ${row}.id`),
  ),
  specimenAwaited('UPDATE', 'lab_order', (row) => ofOrder(`= ${row}.id`)),
  ...['INSERT', 'DELETE'].flatMap((event) => [
    specimenAwaited(event, 'diagnostic_report', (row) => ofOrder(`= ${row}.order_id`)),
    specimenAwaited(event, 'lab_match_undo', (row) => ofOrder(reportOfUndo(row))),
    personAwaited(event, 'lab_message_report', (row) => `${row}.id`),
    personAwaited(event, 'lab_match', (row) => `${row}.message_report_id`),
    personAwaited(
      event,
      'lab_match_undo',
      (row) => `(SELECT message_report_id FROM lab_match WHERE id = ${row}.match_id)`,
    ),
    personAwaited(event, 'lab_put_away', (row) => `${row}.message_report_id`),
  ]),
  personAwaited('UPDATE', 'lab_put_away', (row) => `${row}.message_report_id`),
]

/** What has all its results waits no more. */
const settled = `DELETE FROM waiting_specimen WHERE specimen_id IN (
  SELECT specimen.id FROM diagnostic_report
    JOIN specimen ON specimen.order_id = diagnostic_report.order_id
    WHERE diagnostic_report.status <> 'partial'
      AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id))`

export async function up(db: Kysely<unknown>): Promise<void> {
  const all = [...specimens, ...putAway, ...former, ...waiting, settled]
  for (const statement of all) await sql.raw(statement).execute(db)
}
