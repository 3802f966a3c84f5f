/**
 * A workstation that serves some branches alone, and the loser's task: it names what was taken, and its
 * winner, whom such a workstation need not have.
 */
import { type Kysely, sql } from 'kysely'

const statements = [
  // A JSON list of locations whose rows this workstation has; null for all.
  'ALTER TABLE hub_link ADD COLUMN branches TEXT',
  `CREATE TABLE rebook_task_next (
  id TEXT PRIMARY KEY,
  appointment_id TEXT NOT NULL REFERENCES appointment (id),
  held_by_id TEXT NOT NULL,
  held_resource TEXT,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'rebooked', 'dismissed')),
  decided_at TEXT,
  decided_by TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT`,
  `INSERT INTO rebook_task_next (id, appointment_id, held_by_id, starts_at, ends_at, state, decided_at, decided_by, version, created_at, updated_at)
  SELECT id, appointment_id, held_by_id, starts_at, ends_at, state, decided_at, decided_by, version, created_at, updated_at FROM rebook_task`,
  'DROP TABLE rebook_task',
  'ALTER TABLE rebook_task_next RENAME TO rebook_task',
  `CREATE INDEX rebook_task_open ON rebook_task (starts_at) WHERE state = 'open'`,
  'CREATE INDEX rebook_task_by_appointment ON rebook_task (appointment_id)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
