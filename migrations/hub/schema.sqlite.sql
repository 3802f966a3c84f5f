CREATE TABLE claim (
  appointment_id TEXT NOT NULL,
  resource TEXT NOT NULL,
  starts_ms INTEGER NOT NULL,
  ends_ms INTEGER NOT NULL,
  PRIMARY KEY (appointment_id, resource),
  CHECK (starts_ms < ends_ms)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_by_time ON claim (resource, starts_ms, ends_ms, appointment_id);

CREATE TABLE device (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL UNIQUE,
  fingerprint TEXT NOT NULL UNIQUE,
  branches TEXT,
  joined_at TEXT NOT NULL,
  last_seen_at TEXT,
  cursor INTEGER NOT NULL,
  last_device_seq INTEGER NOT NULL DEFAULT 0,
  last_seq INTEGER NOT NULL DEFAULT 0,
  revoked_at TEXT
) STRICT;

CREATE TABLE file_chunk (
  sha256 TEXT NOT NULL,
  position INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (sha256, position)
) STRICT;

CREATE TABLE hub_row (
  entity TEXT NOT NULL,
  row_id TEXT NOT NULL,
  branch TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (entity, row_id)
) STRICT;

CREATE INDEX hub_row_by_ground ON hub_row ((coalesce(body ->> '$.appointmentId', body ->> '$.encounterId', body ->> '$.invoiceId', body ->> '$.prescriptionId', body ->> '$.medicationRequestId', body ->> '$.orderId', body ->> '$.reportId'))) WHERE (coalesce(body ->> '$.appointmentId', body ->> '$.encounterId', body ->> '$.invoiceId', body ->> '$.prescriptionId', body ->> '$.medicationRequestId', body ->> '$.orderId', body ->> '$.reportId')) IS NOT NULL;

CREATE TABLE hub_setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE join_code (hash TEXT PRIMARY KEY, expires_at TEXT NOT NULL, branches TEXT) STRICT;

CREATE TABLE operation (
  seq INTEGER PRIMARY KEY,
  device_id TEXT NOT NULL,
  device_seq INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  code TEXT,
  branch TEXT,
  hash TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (device_id, device_seq)
) STRICT;

CREATE TABLE stored_file (sha256 TEXT PRIMARY KEY, size_bytes INTEGER NOT NULL) STRICT;

CREATE TABLE unique_value (
  entity TEXT NOT NULL,
  fields TEXT NOT NULL,
  value TEXT NOT NULL,
  row_id TEXT NOT NULL,
  PRIMARY KEY (entity, fields, value)
) STRICT, WITHOUT ROWID;
