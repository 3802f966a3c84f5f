/** Tasks (FHIR R4 Task): what somebody asked of a colleague or of a role, and each step of it. */
import { type Kysely, sql } from 'kysely'

const bookkeeping = `version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL`

const statements = [
  // What it is about is a row of another table; `focus_kind` says of which.
  `CREATE TABLE task (
  id TEXT PRIMARY KEY,
  patient_id TEXT REFERENCES patient (id),
  focus_kind TEXT CHECK (focus_kind <> ''),
  focus_id TEXT,
  title TEXT NOT NULL,
  description TEXT,
  requester_id TEXT NOT NULL,
  owner_id TEXT REFERENCES practitioner (id),
  owner_role TEXT,
  due_on TEXT,
  status TEXT NOT NULL CHECK (status IN ('requested', 'completed', 'cancelled')),
  ended_at TEXT,
  ended_by TEXT,
  ${bookkeeping},
  CHECK ((owner_id IS NULL) <> (owner_role IS NULL)),
  CHECK ((focus_kind IS NULL) = (focus_id IS NULL)),
  CHECK ((status = 'requested') = (ended_at IS NULL))
) STRICT`,
  `CREATE INDEX task_open_of_person ON task (owner_id) WHERE status = 'requested'`,
  `CREATE INDEX task_open_of_role ON task (owner_role) WHERE status = 'requested'`,
  `CREATE INDEX task_open_by_requester ON task (requester_id) WHERE status = 'requested'`,
  'CREATE INDEX task_by_patient ON task (patient_id) WHERE patient_id IS NOT NULL',
  'CREATE INDEX task_by_focus ON task (focus_id) WHERE focus_id IS NOT NULL',
  `CREATE TABLE task_step (
  id TEXT PRIMARY KEY,
  task_id TEXT NOT NULL REFERENCES task (id),
  kind TEXT NOT NULL CHECK (kind IN ('requested', 'commented', 'delegated', 'due-changed', 'completed', 'cancelled', 'reopened')),
  owner_id TEXT,
  owner_role TEXT,
  due_on TEXT,
  comment TEXT,
  at TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  ${bookkeeping}
) STRICT`,
  'CREATE INDEX task_step_by_task ON task_step (task_id, at)',
  ...['UPDATE', 'DELETE'].map(
    (verb) =>
      `CREATE TRIGGER task_step_refuses_${verb.toLowerCase()} BEFORE ${verb} ON task_step WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'task_step is append-only'); END`,
  ),
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
