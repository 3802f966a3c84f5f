/** The hub's tables: the log, the rows as they stand, unique values, claims, members and files. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>, engine: 'sqlite' | 'postgres'): Promise<void> {
  const isSqlite = engine === 'sqlite'
  const strict = isSqlite ? ' STRICT' : ''
  const big = isSqlite ? 'INTEGER' : 'BIGINT'
  const bytes = isSqlite ? 'BLOB' : 'BYTEA'
  const statements = [
    // state, certificate, private key: small texts by name
    `CREATE TABLE hub_setting (key TEXT PRIMARY KEY, value TEXT NOT NULL)${strict}`,
    `CREATE TABLE device (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL UNIQUE,
  fingerprint TEXT NOT NULL UNIQUE,
  branches TEXT,
  joined_at TEXT NOT NULL,
  last_seen_at TEXT,
  cursor ${big} NOT NULL,
  last_device_seq ${big} NOT NULL DEFAULT 0,
  last_seq ${big} NOT NULL DEFAULT 0,
  revoked_at TEXT
)${strict}`,
    `CREATE TABLE join_code (hash TEXT PRIMARY KEY, expires_at TEXT NOT NULL)${strict}`,
    `CREATE TABLE operation (
  seq ${big} PRIMARY KEY,
  device_id TEXT NOT NULL,
  device_seq ${big} NOT NULL,
  outcome TEXT NOT NULL,
  code TEXT,
  branch TEXT,
  hash TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (device_id, device_seq)
)${strict}`,
    `CREATE TABLE hub_row (
  entity TEXT NOT NULL,
  row_id TEXT NOT NULL,
  branch TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (entity, row_id)
)${strict}`,
    `CREATE TABLE unique_value (
  entity TEXT NOT NULL,
  fields TEXT NOT NULL,
  value TEXT NOT NULL,
  row_id TEXT NOT NULL,
  PRIMARY KEY (entity, fields, value)
)${isSqlite ? ' STRICT, WITHOUT ROWID' : ''}`,
    ...(isSqlite ? sqliteClaims : postgresClaims),
    `CREATE TABLE file_chunk (
  sha256 TEXT NOT NULL,
  position INTEGER NOT NULL,
  bytes ${bytes} NOT NULL,
  PRIMARY KEY (sha256, position)
)${strict}`,
    `CREATE TABLE stored_file (sha256 TEXT PRIMARY KEY, size_bytes ${big} NOT NULL)${strict}`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const sqliteClaims = [
  `CREATE TABLE claim (
  appointment_id TEXT NOT NULL,
  resource TEXT NOT NULL,
  starts_ms INTEGER NOT NULL,
  ends_ms INTEGER NOT NULL,
  PRIMARY KEY (appointment_id, resource),
  CHECK (starts_ms < ends_ms)
) STRICT, WITHOUT ROWID`,
  'CREATE INDEX claim_by_time ON claim (resource, starts_ms, ends_ms, appointment_id)',
]

/**
 * The net below the decision: whatever a program does, no two claims share a moment. The resource is
 * compared by its 64-bit hash, which takes a third of the time that its text would.
 */
const postgresClaims = [
  'CREATE EXTENSION IF NOT EXISTS btree_gist',
  `CREATE TABLE claim (
  appointment_id TEXT NOT NULL,
  resource TEXT NOT NULL,
  starts_ms BIGINT NOT NULL,
  ends_ms BIGINT NOT NULL,
  PRIMARY KEY (appointment_id, resource),
  CHECK (starts_ms < ends_ms),
  EXCLUDE USING gist (hashtextextended(resource, 0) WITH =, int8range(starts_ms, ends_ms) WITH &&)
)`,
]
