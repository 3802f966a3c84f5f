/**
 * Documents that have a life (FHIR R4 Composition): their types as data, each document with its history,
 * the files that belong to a patient, a visit or a document, and room for files too large to be one value.
 */
import { type Kysely, sql } from 'kysely'

const bookkeeping = `version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL`

const tables = [
  // Names, fields, form and route are JSON: lists that are written and read as a whole.
  `CREATE TABLE document_type (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  fields TEXT NOT NULL,
  form TEXT NOT NULL,
  route TEXT NOT NULL,
  is_medical INTEGER NOT NULL CHECK (is_medical IN (0, 1)),
  needs_patient INTEGER NOT NULL CHECK (needs_patient IN (0, 1)),
  retention_years INTEGER CHECK (retention_years > 0),
  retention_from TEXT NOT NULL,
  archived_at TEXT,
  ${bookkeeping}
) STRICT`,
  // The definition is the type as it was when the document was begun.
  `CREATE TABLE composition (
  id TEXT PRIMARY KEY,
  type_id TEXT NOT NULL REFERENCES document_type (id),
  number TEXT NOT NULL UNIQUE,
  patient_id TEXT REFERENCES patient (id),
  language TEXT NOT NULL,
  definition TEXT NOT NULL,
  content TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'review', 'returned', 'approved', 'signed', 'archived', 'disposed', 'discarded')),
  route_step INTEGER NOT NULL,
  author_id TEXT NOT NULL,
  replaces_id TEXT REFERENCES composition (id),
  signed_at TEXT,
  content_hash TEXT,
  sha256 TEXT,
  retain_until TEXT,
  ${bookkeeping},
  CHECK ((signed_at IS NULL) = (sha256 IS NULL)),
  CHECK ((signed_at IS NULL) = (content_hash IS NULL)),
  CHECK ((signed_at IS NOT NULL) = (state IN ('signed', 'archived', 'disposed')))
) STRICT`,
  'CREATE INDEX composition_by_patient ON composition (patient_id, created_at) WHERE patient_id IS NOT NULL',
  'CREATE INDEX composition_by_time ON composition (created_at, id)',
  'CREATE INDEX composition_by_type ON composition (type_id)',
  'CREATE INDEX composition_by_replaced ON composition (replaces_id) WHERE replaces_id IS NOT NULL',
  'CREATE INDEX composition_by_file ON composition (sha256) WHERE sha256 IS NOT NULL',
  `CREATE INDEX composition_kept ON composition (retain_until) WHERE state = 'archived'`,
  `CREATE TABLE composition_step (
  id TEXT PRIMARY KEY,
  composition_id TEXT NOT NULL REFERENCES composition (id),
  action TEXT NOT NULL CHECK (action IN ('begin', 'submit', 'return', 'approve', 'sign', 'archive', 'dispose', 'discard')),
  from_state TEXT,
  to_state TEXT NOT NULL,
  route_step INTEGER NOT NULL,
  remark TEXT,
  content_hash TEXT NOT NULL,
  at TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  ${bookkeeping}
) STRICT`,
  'CREATE INDEX composition_step_by_composition ON composition_step (composition_id, at)',
  `CREATE TABLE attachment (
  id TEXT PRIMARY KEY,
  patient_id TEXT REFERENCES patient (id),
  encounter_id TEXT REFERENCES encounter (id),
  composition_id TEXT REFERENCES composition (id),
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size_bytes INTEGER NOT NULL CHECK (size_bytes > 0),
  sha256 TEXT NOT NULL,
  note TEXT,
  added_at TEXT NOT NULL,
  added_by TEXT NOT NULL,
  archived_at TEXT,
  archive_reason TEXT,
  ${bookkeeping},
  CHECK (patient_id IS NOT NULL OR composition_id IS NOT NULL)
) STRICT`,
  'CREATE INDEX attachment_by_patient ON attachment (patient_id, added_at) WHERE patient_id IS NOT NULL',
  'CREATE INDEX attachment_by_encounter ON attachment (encounter_id) WHERE encounter_id IS NOT NULL',
  'CREATE INDEX attachment_by_composition ON attachment (composition_id) WHERE composition_id IS NOT NULL',
  'CREATE INDEX attachment_by_file ON attachment (sha256)',
  // Pieces of files too large for one value; those that no stored file names are of a copy that was cut off.
  `CREATE TABLE stored_chunk (
  file_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (file_id, position)
) STRICT`,
  'ALTER TABLE stored_file ADD COLUMN chunks_id TEXT',
  'CREATE INDEX stored_file_in_chunks ON stored_file (chunks_id) WHERE chunks_id IS NOT NULL',
]

const facts = ['UPDATE', 'DELETE'].map(
  (verb) =>
    `CREATE TRIGGER composition_step_refuses_${verb.toLowerCase()} BEFORE ${verb} ON composition_step WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'composition_step is append-only'); END`,
)

const signed = [
  `CREATE TRIGGER composition_signed_refuses_update
BEFORE UPDATE OF id, type_id, number, language, definition, content, author_id, replaces_id, signed_at, content_hash, sha256, created_at
ON composition WHEN OLD.signed_at IS NOT NULL AND NEW.state <> 'disposed' AND NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'a signed document never changes'); END`,
  // What is disposed of loses its words; what names and proves it stays.
  `CREATE TRIGGER composition_disposed_refuses_update
BEFORE UPDATE OF id, type_id, number, language, definition, author_id, replaces_id, signed_at, content_hash, sha256, created_at
ON composition WHEN OLD.signed_at IS NOT NULL AND NEW.state = 'disposed' AND NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'a signed document never changes'); END`,
  `CREATE TRIGGER composition_signed_refuses_delete BEFORE DELETE ON composition WHEN OLD.signed_at IS NOT NULL AND NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'a signed document never changes'); END`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...tables, ...facts, ...signed]) await sql.raw(statement).execute(db)
}
