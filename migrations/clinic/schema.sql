CREATE TABLE allergy_intolerance (
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
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE appointment (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
  service_id TEXT NOT NULL REFERENCES healthcare_service (id),
  location_id TEXT REFERENCES location (id),
  day TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('requested', 'confirmed', 'arrived', 'called', 'in-room', 'to-pay', 'done', 'no-show', 'cancelled')),
  status_at TEXT NOT NULL,
  price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
  currency TEXT NOT NULL,
  note TEXT,
  cancel_reason TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL, overbooked INTEGER NOT NULL DEFAULT 0 CHECK (overbooked IN (0, 1)), resource_ids TEXT NOT NULL DEFAULT '[]', series_id TEXT,
  CHECK (starts_at < ends_at)
) STRICT;

CREATE TABLE appointment_call (
  id TEXT PRIMARY KEY,
  appointment_id TEXT NOT NULL REFERENCES appointment (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('confirmation', 'absence')),
  result TEXT NOT NULL CHECK (result IN ('confirmed', 'not-reached', 'cancelled', 'moved')),
  starts_at TEXT NOT NULL,
  note TEXT,
  at TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE appointment_step (
  id TEXT PRIMARY KEY,
  appointment_id TEXT NOT NULL REFERENCES appointment (id),
  from_status TEXT,
  to_status TEXT NOT NULL,
  at TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  reason TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE attachment (
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
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL, referral_step_id TEXT REFERENCES referral_step (id),
  CHECK (patient_id IS NOT NULL OR composition_id IS NOT NULL)
) STRICT;

CREATE TABLE audit_event (
  id TEXT PRIMARY KEY,
  unit_id TEXT NOT NULL,
  at TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  command TEXT NOT NULL,
  entity TEXT NOT NULL,
  row_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('create', 'patch', 'fact')),
  changes TEXT NOT NULL
) STRICT;

CREATE TABLE clinic_day (
  id TEXT PRIMARY KEY,
  day TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('closed', 'open')),
  name TEXT,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE code_concept (
  rowid INTEGER PRIMARY KEY,
  code_system_id TEXT NOT NULL,
  code TEXT NOT NULL,
  display TEXT NOT NULL,
  terms TEXT NOT NULL
) STRICT;

CREATE TABLE code_index (
  code_system_id TEXT PRIMARY KEY,
  indexed_at TEXT NOT NULL
) STRICT;

CREATE TABLE code_system (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  url TEXT,
  release TEXT,
  language TEXT,
  concept_count INTEGER NOT NULL CHECK (concept_count > 0),
  sha256 TEXT NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE code_words USING fts5 (
  terms, content = 'code_concept', tokenize = "unicode61 remove_diacritics 0", prefix = '2 3', columnsize = 0, detail = none
);

CREATE TABLE 'code_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'code_words_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'code_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE composition (
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
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CHECK ((signed_at IS NULL) = (sha256 IS NULL)),
  CHECK ((signed_at IS NULL) = (content_hash IS NULL)),
  CHECK ((signed_at IS NOT NULL) = (state IN ('signed', 'archived', 'disposed')))
) STRICT;

CREATE TABLE composition_step (
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
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE condition (
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
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE condition_end (
  id TEXT PRIMARY KEY,
  condition_id TEXT NOT NULL UNIQUE REFERENCES condition (id),
  encounter_id TEXT NOT NULL REFERENCES encounter (id),
  ended_at TEXT NOT NULL,
  ended_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE "consent" (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  purpose TEXT NOT NULL CHECK (purpose <> ''),
  text_version TEXT NOT NULL,
  given_on TEXT NOT NULL,
  method TEXT NOT NULL CHECK (method IN ('paper', 'electronic', 'oral')),
  recorded_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE consent_text (
  id TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  text_version TEXT NOT NULL,
  text TEXT NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (purpose, text_version)
) STRICT;

CREATE TABLE consent_withdrawal (
  id TEXT PRIMARY KEY,
  consent_id TEXT NOT NULL UNIQUE REFERENCES consent (id),
  withdrawn_on TEXT NOT NULL,
  reason TEXT,
  recorded_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE coverage (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  price_list_id TEXT NOT NULL REFERENCES price_list (id),
  policy_number TEXT,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE credential (
  id TEXT PRIMARY KEY,
  practitioner_id TEXT NOT NULL UNIQUE REFERENCES practitioner (id),
  login TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  password_changed_at TEXT NOT NULL,
  must_change INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE device (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE diagnostic_report (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  order_id TEXT REFERENCES lab_order (id),
  match_id TEXT UNIQUE REFERENCES lab_match (id),
  status TEXT NOT NULL CHECK (status IN ('partial', 'final', 'corrected')),
  effective_at TEXT NOT NULL,
  issued_at TEXT NOT NULL,
  performer TEXT,
  entered_by TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE "document_reference" (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind <> ''),
  subject_id TEXT NOT NULL,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  number TEXT NOT NULL,
  language TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('due', 'ready', 'failed')),
  sha256 TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (kind, subject_id)
) STRICT;

CREATE TABLE document_type (
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
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE draft (
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  body TEXT NOT NULL,
  base_version INTEGER NOT NULL,
  saved_at TEXT NOT NULL,
  PRIMARY KEY (kind, subject_id, author_id)
) STRICT;

CREATE TABLE duplicate_check (
  patient_id TEXT PRIMARY KEY,
  patient_version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE duplicate_pair (
  one_id TEXT NOT NULL,
  other_id TEXT NOT NULL,
  score INTEGER NOT NULL,
  reasons TEXT NOT NULL,
  PRIMARY KEY (one_id, other_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE encounter (
  id TEXT PRIMARY KEY,
  appointment_id TEXT NOT NULL UNIQUE REFERENCES appointment (id),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
  started_at TEXT NOT NULL,
  complaint TEXT NOT NULL,
  findings TEXT NOT NULL,
  diagnosis TEXT NOT NULL,
  diagnosis_code TEXT,
  plan TEXT NOT NULL,
  signed_at TEXT,
  signed_by TEXT,
  content_hash TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
, reason TEXT NOT NULL DEFAULT '', history TEXT NOT NULL DEFAULT '', sections TEXT NOT NULL DEFAULT '[]', template_id TEXT, content_format INTEGER NOT NULL DEFAULT 1, covered TEXT NOT NULL DEFAULT '[]', cosigner_id TEXT REFERENCES practitioner (id)) STRICT;

CREATE TABLE encounter_addendum (
  id TEXT PRIMARY KEY,
  encounter_id TEXT NOT NULL REFERENCES encounter (id),
  author_id TEXT NOT NULL REFERENCES practitioner (id),
  text TEXT NOT NULL,
  written_at TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE encounter_cosignature (
  id TEXT PRIMARY KEY,
  encounter_id TEXT NOT NULL REFERENCES encounter (id),
  turn INTEGER NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('cosigned', 'returned')),
  remark TEXT,
  content_hash TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  decided_by TEXT NOT NULL REFERENCES practitioner (id),
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (encounter_id, turn)
) STRICT;

CREATE TABLE encounter_draft (
  id TEXT PRIMARY KEY,
  encounter_id TEXT NOT NULL UNIQUE REFERENCES encounter (id),
  body TEXT NOT NULL,
  lineage TEXT NOT NULL,
  saved_at TEXT NOT NULL,
  saved_by TEXT NOT NULL REFERENCES practitioner (id),
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE equipment (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT,
  location_id TEXT REFERENCES location (id),
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE extra_hours (
  id TEXT PRIMARY KEY,
  practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
  location_id TEXT REFERENCES location (id),
  day TEXT NOT NULL,
  starts_local TEXT NOT NULL,
  ends_local TEXT NOT NULL,
  recurrence TEXT,
  note TEXT,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE healthcare_service (
  id TEXT PRIMARY KEY,
  category_id TEXT NOT NULL REFERENCES service_category (id),
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  duration_minutes INTEGER NOT NULL CHECK (duration_minutes BETWEEN 5 AND 480),
  price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
  preparation TEXT,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE hub_file (sha256 TEXT PRIMARY KEY) STRICT;

CREATE TABLE hub_link (
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
, branches TEXT) STRICT;

CREATE TABLE idempotency_key (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  result TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE invoice (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  appointment_id TEXT UNIQUE REFERENCES appointment (id),
  currency TEXT NOT NULL,
  total_minor INTEGER NOT NULL CHECK (total_minor >= 0),
  issued_at TEXT NOT NULL,
  issued_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE invoice_line (
  id TEXT PRIMARY KEY,
  invoice_id TEXT NOT NULL REFERENCES invoice (id),
  position INTEGER NOT NULL,
  service_id TEXT REFERENCES healthcare_service (id),
  code TEXT NOT NULL,
  description TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_price_minor INTEGER NOT NULL CHECK (unit_price_minor >= 0),
  total_minor INTEGER NOT NULL CHECK (total_minor >= 0),
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);

CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);

CREATE TABLE lab_match (
  id TEXT PRIMARY KEY,
  message_report_id TEXT NOT NULL REFERENCES lab_message_report (id),
  turn INTEGER NOT NULL,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  way TEXT NOT NULL CHECK (way IN ('order-number', 'identifiers', 'by-hand')),
  matched_at TEXT NOT NULL,
  matched_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (message_report_id, turn)
) STRICT;

CREATE TABLE lab_match_undo (
  id TEXT PRIMARY KEY,
  match_id TEXT NOT NULL UNIQUE REFERENCES lab_match (id),
  reason TEXT NOT NULL,
  undone_at TEXT NOT NULL,
  undone_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE lab_message (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL CHECK (source IN ('file', 'mllp')),
  sender TEXT NOT NULL,
  control_id TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  encoding TEXT NOT NULL,
  content TEXT NOT NULL,
  received_at TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (sender, control_id, content_hash)
) STRICT;

CREATE TABLE lab_message_report (
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
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (message_id, position)
) STRICT;

CREATE TABLE lab_order (
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
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE lab_order_item (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES lab_order (id),
  specimen_id TEXT NOT NULL REFERENCES specimen (id),
  definition_id TEXT NOT NULL REFERENCES observation_definition (id),
  panel_id TEXT REFERENCES observation_panel (id),
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (order_id, definition_id)
) STRICT;

CREATE TABLE lab_put_away (
  id TEXT PRIMARY KEY,
  message_report_id TEXT NOT NULL UNIQUE REFERENCES lab_message_report (id),
  reason TEXT NOT NULL,
  put_away_at TEXT NOT NULL,
  put_away_by TEXT NOT NULL,
  brought_back_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE leave (
  id TEXT PRIMARY KEY,
  practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
  from_day TEXT NOT NULL,
  to_day TEXT NOT NULL,
  reason TEXT NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
, starts_local TEXT, ends_local TEXT, recurrence TEXT) STRICT;

CREATE TABLE location (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
, kind TEXT) STRICT;

CREATE TABLE medical_card (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL UNIQUE REFERENCES patient (id),
  number TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'approved', 'returned')),
  blood_type TEXT,
  allergies TEXT,
  chronic_conditions TEXT,
  medicines TEXT,
  emergency_contact TEXT,
  note TEXT,
  submitted_at TEXT,
  submitted_by TEXT,
  decided_at TEXT,
  decided_by TEXT,
  return_reason TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE medical_certificate (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('sick-note', 'certificate')),
  patient_id TEXT NOT NULL REFERENCES patient (id),
  encounter_id TEXT NOT NULL REFERENCES encounter (id),
  requester_id TEXT NOT NULL REFERENCES practitioner (id),
  issued_at TEXT NOT NULL,
  from_day TEXT,
  to_day TEXT,
  diagnosis TEXT,
  presented_to TEXT,
  text TEXT NOT NULL,
  cancelled_at TEXT,
  cancelled_by TEXT,
  cancel_reason TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CHECK (kind <> 'sick-note' OR (from_day IS NOT NULL AND to_day IS NOT NULL)),
  CHECK (from_day IS NULL OR to_day IS NULL OR from_day <= to_day)
) STRICT;

CREATE TABLE medication_request (
  id TEXT PRIMARY KEY,
  prescription_id TEXT NOT NULL REFERENCES prescription (id),
  position INTEGER NOT NULL,
  medicine TEXT NOT NULL,
  dosage TEXT NOT NULL,
  quantity TEXT,
  taken_until TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE medication_stop (
  id TEXT PRIMARY KEY,
  medication_request_id TEXT NOT NULL UNIQUE REFERENCES medication_request (id),
  stopped_at TEXT NOT NULL,
  stopped_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE message (
  id TEXT PRIMARY KEY,
  event_key TEXT NOT NULL UNIQUE,
  template TEXT NOT NULL,
  language TEXT NOT NULL,
  audience TEXT NOT NULL CHECK (audience IN ('patient', 'practitioner', 'staff')),
  recipient_name TEXT NOT NULL,
  recipient_address TEXT,
  patient_id TEXT REFERENCES patient (id),
  appointment_id TEXT REFERENCES appointment (id),
  content TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('due', 'sending', 'sent', 'failed', 'cancelled')),
  attempts INTEGER NOT NULL,
  next_attempt_at TEXT,
  sent_at TEXT,
  error_code TEXT,
  error_text TEXT,
  device_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE number_series (
  kind TEXT NOT NULL,
  year INTEGER NOT NULL,
  next_number INTEGER NOT NULL,
  PRIMARY KEY (kind, year)
) STRICT;

CREATE TABLE observation (
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
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE observation_definition (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  unit TEXT,
  value_kind TEXT NOT NULL CHECK (value_kind IN ('quantity', 'text')),
  decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 6),
  loinc TEXT,
  specimen_kind TEXT NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE observation_panel (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE observation_panel_member (
  id TEXT PRIMARY KEY,
  panel_id TEXT NOT NULL REFERENCES observation_panel (id),
  definition_id TEXT NOT NULL REFERENCES observation_definition (id),
  position INTEGER NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (panel_id, definition_id)
) STRICT;

CREATE TABLE open_referral (
  referral_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE organization (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  legal_name TEXT,
  country TEXT NOT NULL,
  language TEXT NOT NULL,
  currency TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  address TEXT,
  phone TEXT,
  email TEXT,
  tax_id TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE outbox_operation (
  device_seq INTEGER PRIMARY KEY AUTOINCREMENT,
  device_id TEXT NOT NULL,
  unit_id TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  command TEXT NOT NULL,
  entity TEXT NOT NULL,
  row_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('create', 'patch', 'fact')),
  base_version INTEGER NOT NULL,
  changes TEXT NOT NULL,
  clock TEXT NOT NULL,
  schema_version INTEGER NOT NULL
, acked_seq INTEGER, previous TEXT) STRICT;

CREATE TABLE package_part (
  id TEXT PRIMARY KEY,
  package_id TEXT NOT NULL REFERENCES service_package (id),
  service_id TEXT NOT NULL REFERENCES healthcare_service (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (package_id, service_id)
) STRICT;

CREATE TABLE patient (
  id TEXT PRIMARY KEY,
  family TEXT NOT NULL,
  given TEXT NOT NULL,
  patronymic TEXT,
  sex TEXT NOT NULL CHECK (sex IN ('female', 'male', 'other', 'unknown')),
  born_on TEXT,
  phones TEXT NOT NULL,
  email TEXT,
  address TEXT,
  document_kind TEXT,
  document_number TEXT,
  language TEXT NOT NULL,
  note TEXT,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
, merged_into_id TEXT REFERENCES patient (id), contact_channel TEXT NOT NULL DEFAULT 'phone', do_not_disturb INTEGER NOT NULL DEFAULT 0 CHECK (do_not_disturb IN (0, 1)), photo_sha256 TEXT) STRICT;

CREATE TABLE patient_distinct (
  id TEXT PRIMARY KEY,
  one_id TEXT NOT NULL REFERENCES patient (id),
  other_id TEXT NOT NULL REFERENCES patient (id),
  decided_at TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (one_id, other_id)
) STRICT;

CREATE TABLE patient_index (
  rowid INTEGER PRIMARY KEY,
  patient_id TEXT NOT NULL UNIQUE REFERENCES patient (id),
  sort_name TEXT NOT NULL,
  terms TEXT NOT NULL
) STRICT;

CREATE TABLE patient_key (
  patient_id TEXT NOT NULL REFERENCES patient (id),
  key TEXT NOT NULL,
  PRIMARY KEY (key, patient_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE patient_merge (
  id TEXT PRIMARY KEY,
  survivor_id TEXT NOT NULL REFERENCES patient (id),
  merged_id TEXT NOT NULL REFERENCES patient (id),
  turn INTEGER NOT NULL,
  moved TEXT NOT NULL,
  changed TEXT NOT NULL,
  merged_at TEXT NOT NULL,
  merged_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (merged_id, turn)
) STRICT;

CREATE TABLE patient_merge_undo (
  id TEXT PRIMARY KEY,
  merge_id TEXT NOT NULL UNIQUE REFERENCES patient_merge (id),
  undone_at TEXT NOT NULL,
  undone_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE patient_note (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  text TEXT NOT NULL,
  is_alert INTEGER NOT NULL CHECK (is_alert IN (0, 1)),
  written_by TEXT NOT NULL,
  written_at TEXT NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE patient_parts USING fts5 (
  terms, content = 'patient_index', tokenize = "trigram", columnsize = 0, detail = none
);

CREATE TABLE 'patient_parts_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'patient_parts_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'patient_parts_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE VIRTUAL TABLE patient_words USING fts5 (
  terms, content = 'patient_index', tokenize = "unicode61 remove_diacritics 0", prefix = '1 2 3', columnsize = 0, detail = none
);

CREATE TABLE 'patient_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'patient_words_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'patient_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE payment (
  id TEXT PRIMARY KEY,
  invoice_id TEXT NOT NULL REFERENCES invoice (id),
  receipt_id TEXT NOT NULL REFERENCES receipt (id),
  method TEXT NOT NULL CHECK (method IN ('cash', 'terminal')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  tendered_minor INTEGER,
  change_minor INTEGER,
  taken_at TEXT NOT NULL,
  taken_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE practitioner (
  id TEXT PRIMARY KEY,
  family TEXT NOT NULL,
  given TEXT NOT NULL,
  patronymic TEXT,
  roles TEXT NOT NULL,
  specialty TEXT,
  email TEXT,
  phone TEXT,
  language TEXT NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
, supervisor_id TEXT REFERENCES practitioner (id)) STRICT;

CREATE TABLE practitioner_service (
  id TEXT PRIMARY KEY,
  practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
  service_id TEXT NOT NULL REFERENCES healthcare_service (id),
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL, location_id TEXT REFERENCES location (id),
  UNIQUE (practitioner_id, service_id)
) STRICT;

CREATE TABLE preference (
  id TEXT PRIMARY KEY,
  practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (practitioner_id, name)
) STRICT;

CREATE TABLE prescription (
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
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE price_list (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  audience TEXT NOT NULL CHECK (audience IN ('everyone', 'covered')),
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE queue_ticket (
  id TEXT PRIMARY KEY,
  appointment_id TEXT NOT NULL UNIQUE REFERENCES appointment (id),
  day TEXT NOT NULL,
  label TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE "rebook_task" (
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
) STRICT;

CREATE TABLE receipt (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  invoice_id TEXT NOT NULL REFERENCES invoice (id),
  total_minor INTEGER NOT NULL,
  issued_at TEXT NOT NULL,
  issued_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE reference_range (
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
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE referral_step (
  id TEXT PRIMARY KEY,
  referral_id TEXT NOT NULL REFERENCES service_request (id),
  encounter_id TEXT REFERENCES encounter (id),
  status TEXT NOT NULL CHECK (status IN ('sent', 'booked', 'declined', 'answered', 'closed', 'revoked')),
  note TEXT,
  booking_id TEXT REFERENCES appointment (id),
  at TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE refund (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  invoice_id TEXT NOT NULL REFERENCES invoice (id),
  payment_id TEXT NOT NULL REFERENCES payment (id),
  method TEXT NOT NULL CHECK (method IN ('cash', 'terminal')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  reason TEXT NOT NULL,
  refunded_at TEXT NOT NULL,
  refunded_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE related_person (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  relative_id TEXT REFERENCES patient (id),
  relationship TEXT NOT NULL,
  name TEXT,
  phone TEXT,
  is_guardian INTEGER NOT NULL CHECK (is_guardian IN (0, 1)),
  is_payer INTEGER NOT NULL CHECK (is_payer IN (0, 1)),
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CHECK (relative_id IS NOT NULL OR name IS NOT NULL)
) STRICT;

CREATE TABLE report_review (
  id TEXT PRIMARY KEY,
  report_id TEXT NOT NULL UNIQUE REFERENCES diagnostic_report (id),
  note TEXT,
  reviewed_at TEXT NOT NULL,
  reviewed_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE resource_claim (
  resource_id TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  appointment_id TEXT NOT NULL REFERENCES appointment (id),
  PRIMARY KEY (resource_id, starts_at, appointment_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE schedule_block (
  id TEXT PRIMARY KEY,
  practitioner_id TEXT REFERENCES practitioner (id),
  location_id TEXT REFERENCES location (id),
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  reason TEXT NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CHECK (starts_at < ends_at),
  CHECK ((practitioner_id IS NULL) <> (location_id IS NULL))
) STRICT;

CREATE TABLE service_category (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
, parent_id TEXT REFERENCES service_category (id)) STRICT;

CREATE TABLE service_need (
  id TEXT PRIMARY KEY,
  service_id TEXT NOT NULL REFERENCES healthcare_service (id),
  target TEXT NOT NULL CHECK (target IN ('room', 'equipment')),
  kind TEXT,
  resource_ids TEXT NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE service_package (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE service_price (
  id TEXT PRIMARY KEY,
  price_list_id TEXT NOT NULL REFERENCES price_list (id),
  service_id TEXT NOT NULL REFERENCES healthcare_service (id),
  price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (price_list_id, service_id)
) STRICT;

CREATE TABLE service_request (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  encounter_id TEXT REFERENCES encounter (id),
  requester_id TEXT NOT NULL REFERENCES practitioner (id),
  performer_organization TEXT,
  performer_name TEXT,
  specialty TEXT NOT NULL,
  reason TEXT NOT NULL,
  diagnosis TEXT,
  note TEXT,
  priority TEXT NOT NULL CHECK (priority IN ('routine', 'urgent', 'asap', 'stat')),
  issued_at TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
, service_id TEXT REFERENCES healthcare_service (id), performer_id TEXT REFERENCES practitioner (id), performer_email TEXT, due_on TEXT) STRICT;

CREATE TABLE setting (
  id TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE sign_in (
  id TEXT PRIMARY KEY,
  practitioner_id TEXT REFERENCES practitioner (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'refused', 'locked')),
  at TEXT NOT NULL,
  device_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
, method TEXT NOT NULL DEFAULT 'passphrase' CHECK (method IN ('passphrase', 'pin'))) STRICT;

CREATE TABLE sign_in_guard (
  login TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  locked_until TEXT
) STRICT;

CREATE TABLE specimen (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES lab_order (id),
  label TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  collected_at TEXT,
  collected_by TEXT,
  sent_at TEXT,
  sent_by TEXT,
  sent_to TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
, replaces_id TEXT REFERENCES specimen (id), rejected_at TEXT, rejected_by TEXT, reject_reason TEXT) STRICT;

CREATE TABLE stored_chunk (
  file_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (file_id, position)
) STRICT;

CREATE TABLE stored_file (
  sha256 TEXT PRIMARY KEY,
  media_type TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  stored_at TEXT NOT NULL
, chunks_id TEXT) STRICT;

CREATE TABLE sync_extra (
  entity TEXT NOT NULL,
  row_id TEXT NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY (entity, row_id)
) STRICT;

CREATE TABLE sync_refusal (
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
) STRICT;

CREATE TABLE task (
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
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CHECK ((owner_id IS NULL) <> (owner_role IS NULL)),
  CHECK ((focus_kind IS NULL) = (focus_id IS NULL)),
  CHECK ((status = 'requested') = (ended_at IS NULL))
) STRICT;

CREATE TABLE task_step (
  id TEXT PRIMARY KEY,
  task_id TEXT NOT NULL REFERENCES task (id),
  kind TEXT NOT NULL CHECK (kind IN ('requested', 'commented', 'delegated', 'due-changed', 'completed', 'cancelled', 'reopened')),
  owner_id TEXT,
  owner_role TEXT,
  due_on TEXT,
  comment TEXT,
  at TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE unmatched_lab_report (
  message_report_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE unreviewed_report (
  report_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE unsettled_invoice (
  invoice_id TEXT PRIMARY KEY REFERENCES invoice (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit_phrase (
  id TEXT PRIMARY KEY,
  owner_id TEXT REFERENCES practitioner (id),
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE visit_template (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  specialty TEXT,
  fields TEXT NOT NULL,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE vital_sign (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  encounter_id TEXT NOT NULL REFERENCES encounter (id),
  code TEXT NOT NULL,
  value REAL NOT NULL,
  unit TEXT NOT NULL,
  effective_at TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (encounter_id, code)
) STRICT;

CREATE TABLE waiting_specimen (
  specimen_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE waitlist_call (
  id TEXT PRIMARY KEY,
  entry_id TEXT NOT NULL REFERENCES waitlist_entry (id),
  practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('accepted', 'declined', 'thinking', 'not-reached')),
  note TEXT,
  at TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE waitlist_entry (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patient (id),
  service_id TEXT NOT NULL REFERENCES healthcare_service (id),
  practitioner_id TEXT REFERENCES practitioner (id),
  weekdays TEXT NOT NULL,
  part_of_day TEXT CHECK (part_of_day IN ('morning', 'afternoon', 'evening')),
  from_day TEXT NOT NULL,
  to_day TEXT,
  urgency TEXT NOT NULL CHECK (urgency IN ('urgent', 'soon', 'routine')),
  note TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'booked', 'withdrawn')),
  appointment_id TEXT REFERENCES appointment (id),
  decided_at TEXT,
  decided_by TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
, referral_id TEXT) STRICT;

CREATE TABLE weekly_hours (
  id TEXT PRIMARY KEY,
  practitioner_id TEXT NOT NULL REFERENCES practitioner (id),
  location_id TEXT REFERENCES location (id),
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  starts_local TEXT NOT NULL,
  ends_local TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  archived_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE workstation_pin (
  practitioner_id TEXT PRIMARY KEY,
  passphrase_at TEXT NOT NULL,
  password_changed_at TEXT NOT NULL,
  pin_hash TEXT,
  failures INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE workstation_setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE INDEX allergy_intolerance_by_patient ON allergy_intolerance (patient_id);

CREATE INDEX appointment_by_day ON appointment (day, practitioner_id);

CREATE INDEX appointment_by_location ON appointment (location_id, starts_at);

CREATE INDEX appointment_by_patient ON appointment (patient_id, starts_at);

CREATE INDEX appointment_by_practitioner ON appointment (practitioner_id, starts_at);

CREATE INDEX appointment_by_series ON appointment (series_id, starts_at) WHERE series_id IS NOT NULL;

CREATE INDEX appointment_call_absence ON appointment_call (appointment_id) WHERE purpose = 'absence';

CREATE INDEX appointment_call_by_appointment ON appointment_call (appointment_id, at);

CREATE INDEX appointment_step_by_appointment ON appointment_step (appointment_id, at);

CREATE INDEX attachment_by_composition ON attachment (composition_id) WHERE composition_id IS NOT NULL;

CREATE INDEX attachment_by_encounter ON attachment (encounter_id) WHERE encounter_id IS NOT NULL;

CREATE INDEX attachment_by_file ON attachment (sha256);

CREATE INDEX attachment_by_patient ON attachment (patient_id, added_at) WHERE patient_id IS NOT NULL;

CREATE INDEX attachment_by_referral_step ON attachment (referral_step_id) WHERE referral_step_id IS NOT NULL;

CREATE INDEX audit_event_by_row ON audit_event (entity, row_id);

CREATE UNIQUE INDEX code_concept_by_code ON code_concept (code_system_id, code);

CREATE INDEX composition_by_file ON composition (sha256) WHERE sha256 IS NOT NULL;

CREATE INDEX composition_by_patient ON composition (patient_id, created_at) WHERE patient_id IS NOT NULL;

CREATE INDEX composition_by_replaced ON composition (replaces_id) WHERE replaces_id IS NOT NULL;

CREATE INDEX composition_by_time ON composition (created_at, id);

CREATE INDEX composition_by_type ON composition (type_id);

CREATE INDEX composition_kept ON composition (retain_until) WHERE state = 'archived';

CREATE INDEX composition_step_by_composition ON composition_step (composition_id, at);

CREATE INDEX condition_by_encounter ON condition (encounter_id, position);

CREATE INDEX condition_by_patient ON condition (patient_id, recorded_at);

CREATE INDEX consent_by_patient ON consent (patient_id);

CREATE INDEX coverage_by_patient ON coverage (patient_id);

CREATE INDEX diagnostic_report_by_order ON diagnostic_report (order_id);

CREATE INDEX diagnostic_report_by_patient ON diagnostic_report (patient_id, issued_at);

CREATE INDEX document_reference_by_patient ON document_reference (patient_id, created_at);

CREATE INDEX document_reference_due ON document_reference (created_at, id) WHERE state = 'due';

CREATE INDEX duplicate_pair_by_other ON duplicate_pair (other_id);

CREATE INDEX duplicate_pair_by_score ON duplicate_pair (score DESC, one_id, other_id);

CREATE INDEX encounter_addendum_by_encounter ON encounter_addendum (encounter_id, written_at);

CREATE INDEX encounter_by_cosigner ON encounter (cosigner_id, signed_at) WHERE cosigner_id IS NOT NULL;

CREATE INDEX encounter_by_patient ON encounter (patient_id, started_at);

CREATE INDEX extra_hours_by_practitioner ON extra_hours (practitioner_id, day);

CREATE INDEX healthcare_service_by_category ON healthcare_service (category_id);

CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);

CREATE INDEX invoice_by_date ON invoice (issued_at);

CREATE INDEX invoice_by_patient ON invoice (patient_id, issued_at);

CREATE INDEX invoice_line_by_invoice ON invoice_line (invoice_id, position);

CREATE INDEX lab_match_by_patient ON lab_match (patient_id);

CREATE INDEX lab_order_by_encounter ON lab_order (encounter_id);

CREATE INDEX lab_order_by_patient ON lab_order (patient_id, ordered_at);

CREATE INDEX lab_order_item_by_specimen ON lab_order_item (specimen_id);

CREATE INDEX lab_put_away_by_time ON lab_put_away (put_away_at) WHERE brought_back_at IS NULL;

CREATE INDEX leave_by_practitioner ON leave (practitioner_id, from_day);

CREATE INDEX medical_card_by_status ON medical_card (status, submitted_at);

CREATE INDEX medical_certificate_by_encounter ON medical_certificate (encounter_id);

CREATE INDEX medical_certificate_by_patient ON medical_certificate (patient_id, issued_at);

CREATE INDEX medication_request_by_prescription ON medication_request (prescription_id);

CREATE INDEX message_by_appointment ON message (appointment_id);

CREATE INDEX message_by_patient ON message (patient_id);

CREATE INDEX message_by_state ON message (state, created_at);

CREATE INDEX message_by_time ON message (created_at);

CREATE INDEX message_due ON message (state, next_attempt_at) WHERE state IN ('due', 'sending');

CREATE INDEX observation_by_patient ON observation (patient_id, definition_id, effective_at);

CREATE INDEX observation_by_replaced ON observation (replaces_id) WHERE replaces_id IS NOT NULL;

CREATE INDEX observation_by_report ON observation (report_id, position);

CREATE INDEX observation_definition_by_loinc ON observation_definition (loinc);

CREATE INDEX outbox_operation_acked ON outbox_operation (acked_seq) WHERE acked_seq IS NOT NULL;

CREATE INDEX outbox_operation_unsent ON outbox_operation (entity, row_id) WHERE acked_seq IS NULL;

CREATE INDEX package_part_by_service ON package_part (service_id);

CREATE INDEX patient_by_birth ON patient (born_on);

CREATE INDEX patient_by_document ON patient (document_number) WHERE document_number IS NOT NULL;

CREATE INDEX patient_by_merge ON patient (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE INDEX patient_by_photo ON patient (photo_sha256) WHERE photo_sha256 IS NOT NULL;

CREATE INDEX patient_distinct_by_other ON patient_distinct (other_id);

CREATE INDEX patient_index_by_name ON patient_index (sort_name);

CREATE INDEX patient_key_by_patient ON patient_key (patient_id);

CREATE INDEX patient_merge_by_survivor ON patient_merge (survivor_id);

CREATE INDEX patient_note_by_patient ON patient_note (patient_id);

CREATE INDEX payment_by_invoice ON payment (invoice_id, amount_minor);

CREATE INDEX payment_by_receipt ON payment (receipt_id);

CREATE INDEX payment_by_time ON payment (taken_at);

CREATE INDEX practitioner_service_by_service ON practitioner_service (service_id);

CREATE INDEX prescription_by_encounter ON prescription (encounter_id) WHERE encounter_id IS NOT NULL;

CREATE INDEX prescription_by_patient ON prescription (patient_id, issued_at);

CREATE INDEX rebook_task_by_appointment ON rebook_task (appointment_id);

CREATE INDEX rebook_task_open ON rebook_task (starts_at) WHERE state = 'open';

CREATE INDEX receipt_by_invoice ON receipt (invoice_id);

CREATE INDEX reference_range_by_definition ON reference_range (definition_id);

CREATE INDEX referral_step_by_booking ON referral_step (booking_id) WHERE booking_id IS NOT NULL;

CREATE INDEX referral_step_by_encounter ON referral_step (encounter_id) WHERE encounter_id IS NOT NULL;

CREATE INDEX referral_step_by_referral ON referral_step (referral_id, at);

CREATE INDEX refund_by_invoice ON refund (invoice_id, amount_minor);

CREATE INDEX refund_by_payment ON refund (payment_id);

CREATE INDEX refund_by_time ON refund (refunded_at);

CREATE INDEX related_person_by_patient ON related_person (patient_id);

CREATE INDEX related_person_by_relative ON related_person (relative_id) WHERE relative_id IS NOT NULL;

CREATE INDEX resource_claim_by_appointment ON resource_claim (appointment_id);

CREATE INDEX schedule_block_by_end ON schedule_block (ends_at);

CREATE INDEX schedule_block_by_location ON schedule_block (location_id, ends_at);

CREATE INDEX schedule_block_by_practitioner ON schedule_block (practitioner_id, ends_at);

CREATE INDEX service_need_by_service ON service_need (service_id);

CREATE INDEX service_price_by_service ON service_price (service_id);

CREATE INDEX service_request_by_encounter ON service_request (encounter_id);

CREATE INDEX service_request_by_patient ON service_request (patient_id, issued_at);

CREATE INDEX sign_in_by_time ON sign_in (at);

CREATE INDEX specimen_by_collected ON specimen (collected_at) WHERE collected_at IS NOT NULL;

CREATE INDEX specimen_by_order ON specimen (order_id);

CREATE INDEX specimen_by_replaced ON specimen (replaces_id) WHERE replaces_id IS NOT NULL;

CREATE INDEX stored_file_in_chunks ON stored_file (chunks_id) WHERE chunks_id IS NOT NULL;

CREATE INDEX sync_refusal_open ON sync_refusal (unit_id) WHERE dismissed_at IS NULL;

CREATE INDEX task_by_focus ON task (focus_id) WHERE focus_id IS NOT NULL;

CREATE INDEX task_by_patient ON task (patient_id) WHERE patient_id IS NOT NULL;

CREATE INDEX task_open_by_requester ON task (requester_id) WHERE status = 'requested';

CREATE INDEX task_open_of_person ON task (owner_id) WHERE status = 'requested';

CREATE INDEX task_open_of_role ON task (owner_role) WHERE status = 'requested';

CREATE INDEX task_step_by_task ON task_step (task_id, at);

CREATE INDEX visit_phrase_by_owner ON visit_phrase (owner_id);

CREATE INDEX vital_sign_by_patient ON vital_sign (patient_id, code, effective_at);

CREATE INDEX waitlist_call_by_entry ON waitlist_call (entry_id, at);

CREATE INDEX waitlist_entry_by_patient ON waitlist_entry (patient_id);

CREATE INDEX waitlist_entry_by_referral ON waitlist_entry (referral_id) WHERE referral_id IS NOT NULL;

CREATE INDEX waitlist_entry_waiting ON waitlist_entry (created_at) WHERE state = 'waiting';

CREATE INDEX weekly_hours_by_practitioner ON weekly_hours (practitioner_id);

CREATE TRIGGER appointment_call_refuses_delete BEFORE DELETE ON appointment_call WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'appointment_call is append-only'); END;

CREATE TRIGGER appointment_call_refuses_update BEFORE UPDATE ON appointment_call WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'appointment_call is append-only'); END;

CREATE TRIGGER appointment_status_changed AFTER UPDATE OF status ON appointment BEGIN
  DELETE FROM unsettled_invoice WHERE invoice_id = (SELECT id FROM invoice WHERE appointment_id = NEW.id);
  INSERT INTO unsettled_invoice (invoice_id)
    SELECT invoice.id FROM invoice LEFT JOIN appointment ON appointment.id = invoice.appointment_id
    WHERE invoice.id = (SELECT id FROM invoice WHERE appointment_id = NEW.id)
      AND coalesce((SELECT sum(amount_minor) FROM payment WHERE payment.invoice_id = invoice.id), 0)
        - coalesce((SELECT sum(amount_minor) FROM refund WHERE refund.invoice_id = invoice.id), 0)
        <> CASE WHEN appointment.status IN ('cancelled', 'no-show') THEN 0 ELSE invoice.total_minor END;
END;

CREATE TRIGGER appointment_step_refuses_delete BEFORE DELETE ON appointment_step WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'appointment_step is append-only'); END;

CREATE TRIGGER appointment_step_refuses_update BEFORE UPDATE ON appointment_step WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'appointment_step is append-only'); END;

CREATE TRIGGER audit_event_refuses_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;

CREATE TRIGGER audit_event_refuses_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;

CREATE TRIGGER code_concept_delete AFTER DELETE ON code_concept BEGIN
  INSERT INTO code_words (code_words, rowid, terms) VALUES ('delete', OLD.rowid, OLD.terms);
END;

CREATE TRIGGER code_concept_insert AFTER INSERT ON code_concept BEGIN
  INSERT INTO code_words (rowid, terms) VALUES (NEW.rowid, NEW.terms);
END;

CREATE TRIGGER composition_disposed_refuses_update
BEFORE UPDATE OF id, type_id, number, language, definition, author_id, replaces_id, signed_at, content_hash, sha256, created_at
ON composition WHEN OLD.signed_at IS NOT NULL AND NEW.state = 'disposed' AND NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'a signed document never changes'); END;

CREATE TRIGGER composition_signed_refuses_delete BEFORE DELETE ON composition WHEN OLD.signed_at IS NOT NULL AND NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'a signed document never changes'); END;

CREATE TRIGGER composition_signed_refuses_update
BEFORE UPDATE OF id, type_id, number, language, definition, content, author_id, replaces_id, signed_at, content_hash, sha256, created_at
ON composition WHEN OLD.signed_at IS NOT NULL AND NEW.state <> 'disposed' AND NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'a signed document never changes'); END;

CREATE TRIGGER composition_step_refuses_delete BEFORE DELETE ON composition_step WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'composition_step is append-only'); END;

CREATE TRIGGER composition_step_refuses_update BEFORE UPDATE ON composition_step WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'composition_step is append-only'); END;

CREATE TRIGGER condition_end_refuses_delete BEFORE DELETE ON condition_end WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'condition_end is append-only'); END;

CREATE TRIGGER condition_end_refuses_update BEFORE UPDATE ON condition_end WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'condition_end is append-only'); END;

CREATE TRIGGER condition_refuses_delete BEFORE DELETE ON condition WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'condition is append-only'); END;

CREATE TRIGGER condition_refuses_update BEFORE UPDATE OF id, encounter_id, position, rank, code, text, verification, is_chronic, recorded_at, recorded_by, created_at ON condition WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'condition is append-only'); END;

CREATE TRIGGER consent_refuses_delete BEFORE DELETE ON consent WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'consent is append-only'); END;

CREATE TRIGGER consent_refuses_update BEFORE UPDATE OF id, purpose, text_version, given_on, method, recorded_by, created_at ON consent WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'consent is append-only'); END;

CREATE TRIGGER consent_withdrawal_refuses_delete BEFORE DELETE ON consent_withdrawal WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'consent_withdrawal is append-only'); END;

CREATE TRIGGER consent_withdrawal_refuses_update BEFORE UPDATE ON consent_withdrawal WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'consent_withdrawal is append-only'); END;

CREATE TRIGGER diagnostic_report_awaits_specimen_delete AFTER DELETE ON diagnostic_report BEGIN
  DELETE FROM waiting_specimen WHERE specimen_id IN (SELECT id FROM specimen WHERE order_id = OLD.order_id);
  INSERT INTO waiting_specimen (specimen_id)
    SELECT specimen.id FROM specimen JOIN lab_order ON lab_order.id = specimen.order_id
    WHERE specimen.id IN (SELECT id FROM specimen WHERE order_id = OLD.order_id) AND specimen.sent_at IS NULL AND specimen.rejected_at IS NULL
      AND lab_order.revoked_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM diagnostic_report WHERE order_id = lab_order.id AND status <> 'partial'
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id));
END;

CREATE TRIGGER diagnostic_report_awaits_specimen_insert AFTER INSERT ON diagnostic_report BEGIN
  DELETE FROM waiting_specimen WHERE specimen_id IN (SELECT id FROM specimen WHERE order_id = NEW.order_id);
  INSERT INTO waiting_specimen (specimen_id)
    SELECT specimen.id FROM specimen JOIN lab_order ON lab_order.id = specimen.order_id
    WHERE specimen.id IN (SELECT id FROM specimen WHERE order_id = NEW.order_id) AND specimen.sent_at IS NULL AND specimen.rejected_at IS NULL
      AND lab_order.revoked_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM diagnostic_report WHERE order_id = lab_order.id AND status <> 'partial'
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id));
END;

CREATE TRIGGER diagnostic_report_refuses_delete BEFORE DELETE ON diagnostic_report WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'diagnostic_report is append-only'); END;

CREATE TRIGGER diagnostic_report_refuses_update BEFORE UPDATE OF id, order_id, match_id, status, effective_at, issued_at, performer, entered_by, created_at ON diagnostic_report WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'diagnostic_report is append-only'); END;

CREATE TRIGGER diagnostic_report_reviewed_delete AFTER DELETE ON diagnostic_report BEGIN
  DELETE FROM unreviewed_report WHERE report_id = OLD.id;
  INSERT INTO unreviewed_report (report_id)
    SELECT id FROM diagnostic_report WHERE id = OLD.id
      AND NOT EXISTS (SELECT 1 FROM report_review WHERE report_id = diagnostic_report.id)
      AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id);
END;

CREATE TRIGGER diagnostic_report_reviewed_insert AFTER INSERT ON diagnostic_report BEGIN
  DELETE FROM unreviewed_report WHERE report_id = NEW.id;
  INSERT INTO unreviewed_report (report_id)
    SELECT id FROM diagnostic_report WHERE id = NEW.id
      AND NOT EXISTS (SELECT 1 FROM report_review WHERE report_id = diagnostic_report.id)
      AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id);
END;

CREATE TRIGGER encounter_addendum_refuses_delete BEFORE DELETE ON encounter_addendum WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'encounter_addendum is append-only'); END;

CREATE TRIGGER encounter_addendum_refuses_update BEFORE UPDATE ON encounter_addendum WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'encounter_addendum is append-only'); END;

CREATE TRIGGER encounter_cosignature_refuses_delete BEFORE DELETE ON encounter_cosignature WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'encounter_cosignature is append-only'); END;

CREATE TRIGGER encounter_cosignature_refuses_update BEFORE UPDATE ON encounter_cosignature WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'encounter_cosignature is append-only'); END;

CREATE TRIGGER encounter_signed_refuses_delete BEFORE DELETE ON encounter WHEN OLD.signed_at IS NOT NULL AND NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'a signed visit never changes'); END;

CREATE TRIGGER encounter_signed_refuses_update
BEFORE UPDATE OF id, appointment_id, practitioner_id, started_at, reason, complaint, history, findings, sections, template_id, diagnosis, diagnosis_code, plan, signed_at, signed_by, content_hash, content_format, covered, cosigner_id, created_at
ON encounter WHEN OLD.signed_at IS NOT NULL AND NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'a signed visit never changes'); END;

CREATE TRIGGER invoice_changed AFTER UPDATE OF appointment_id, total_minor ON invoice BEGIN
  DELETE FROM unsettled_invoice WHERE invoice_id = NEW.id;
  INSERT INTO unsettled_invoice (invoice_id)
    SELECT invoice.id FROM invoice LEFT JOIN appointment ON appointment.id = invoice.appointment_id
    WHERE invoice.id = NEW.id
      AND coalesce((SELECT sum(amount_minor) FROM payment WHERE payment.invoice_id = invoice.id), 0)
        - coalesce((SELECT sum(amount_minor) FROM refund WHERE refund.invoice_id = invoice.id), 0)
        <> CASE WHEN appointment.status IN ('cancelled', 'no-show') THEN 0 ELSE invoice.total_minor END;
END;

CREATE TRIGGER invoice_issued AFTER INSERT ON invoice BEGIN
  DELETE FROM unsettled_invoice WHERE invoice_id = NEW.id;
  INSERT INTO unsettled_invoice (invoice_id)
    SELECT invoice.id FROM invoice LEFT JOIN appointment ON appointment.id = invoice.appointment_id
    WHERE invoice.id = NEW.id
      AND coalesce((SELECT sum(amount_minor) FROM payment WHERE payment.invoice_id = invoice.id), 0)
        - coalesce((SELECT sum(amount_minor) FROM refund WHERE refund.invoice_id = invoice.id), 0)
        <> CASE WHEN appointment.status IN ('cancelled', 'no-show') THEN 0 ELSE invoice.total_minor END;
END;

CREATE TRIGGER invoice_line_refuses_delete BEFORE DELETE ON invoice_line WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'invoice_line is append-only'); END;

CREATE TRIGGER invoice_line_refuses_update BEFORE UPDATE ON invoice_line WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'invoice_line is append-only'); END;

CREATE TRIGGER invoice_taken_back BEFORE DELETE ON invoice BEGIN
  DELETE FROM unsettled_invoice WHERE invoice_id = OLD.id;
END;

CREATE TRIGGER lab_match_awaits_person_delete AFTER DELETE ON lab_match BEGIN
  DELETE FROM unmatched_lab_report WHERE message_report_id = OLD.message_report_id;
  INSERT INTO unmatched_lab_report (message_report_id)
    SELECT id FROM lab_message_report WHERE id = OLD.message_report_id
      AND NOT EXISTS (
        SELECT 1 FROM lab_match WHERE message_report_id = lab_message_report.id
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = lab_match.id))
      AND NOT EXISTS (
        SELECT 1 FROM lab_put_away WHERE message_report_id = lab_message_report.id
          AND brought_back_at IS NULL);
END;

CREATE TRIGGER lab_match_awaits_person_insert AFTER INSERT ON lab_match BEGIN
  DELETE FROM unmatched_lab_report WHERE message_report_id = NEW.message_report_id;
  INSERT INTO unmatched_lab_report (message_report_id)
    SELECT id FROM lab_message_report WHERE id = NEW.message_report_id
      AND NOT EXISTS (
        SELECT 1 FROM lab_match WHERE message_report_id = lab_message_report.id
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = lab_match.id))
      AND NOT EXISTS (
        SELECT 1 FROM lab_put_away WHERE message_report_id = lab_message_report.id
          AND brought_back_at IS NULL);
END;

CREATE TRIGGER lab_match_refuses_delete BEFORE DELETE ON lab_match WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'lab_match is append-only'); END;

CREATE TRIGGER lab_match_refuses_update BEFORE UPDATE OF id, message_report_id, turn, way, matched_at, matched_by, created_at ON lab_match WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'lab_match is append-only'); END;

CREATE TRIGGER lab_match_undo_awaits_person_delete AFTER DELETE ON lab_match_undo BEGIN
  DELETE FROM unmatched_lab_report WHERE message_report_id = (SELECT message_report_id FROM lab_match WHERE id = OLD.match_id);
  INSERT INTO unmatched_lab_report (message_report_id)
    SELECT id FROM lab_message_report WHERE id = (SELECT message_report_id FROM lab_match WHERE id = OLD.match_id)
      AND NOT EXISTS (
        SELECT 1 FROM lab_match WHERE message_report_id = lab_message_report.id
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = lab_match.id))
      AND NOT EXISTS (
        SELECT 1 FROM lab_put_away WHERE message_report_id = lab_message_report.id
          AND brought_back_at IS NULL);
END;

CREATE TRIGGER lab_match_undo_awaits_person_insert AFTER INSERT ON lab_match_undo BEGIN
  DELETE FROM unmatched_lab_report WHERE message_report_id = (SELECT message_report_id FROM lab_match WHERE id = NEW.match_id);
  INSERT INTO unmatched_lab_report (message_report_id)
    SELECT id FROM lab_message_report WHERE id = (SELECT message_report_id FROM lab_match WHERE id = NEW.match_id)
      AND NOT EXISTS (
        SELECT 1 FROM lab_match WHERE message_report_id = lab_message_report.id
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = lab_match.id))
      AND NOT EXISTS (
        SELECT 1 FROM lab_put_away WHERE message_report_id = lab_message_report.id
          AND brought_back_at IS NULL);
END;

CREATE TRIGGER lab_match_undo_awaits_specimen_delete AFTER DELETE ON lab_match_undo BEGIN
  DELETE FROM waiting_specimen WHERE specimen_id IN (SELECT id FROM specimen WHERE order_id IN (SELECT order_id FROM diagnostic_report WHERE match_id = OLD.match_id));
  INSERT INTO waiting_specimen (specimen_id)
    SELECT specimen.id FROM specimen JOIN lab_order ON lab_order.id = specimen.order_id
    WHERE specimen.id IN (SELECT id FROM specimen WHERE order_id IN (SELECT order_id FROM diagnostic_report WHERE match_id = OLD.match_id)) AND specimen.sent_at IS NULL AND specimen.rejected_at IS NULL
      AND lab_order.revoked_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM diagnostic_report WHERE order_id = lab_order.id AND status <> 'partial'
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id));
END;

CREATE TRIGGER lab_match_undo_awaits_specimen_insert AFTER INSERT ON lab_match_undo BEGIN
  DELETE FROM waiting_specimen WHERE specimen_id IN (SELECT id FROM specimen WHERE order_id IN (SELECT order_id FROM diagnostic_report WHERE match_id = NEW.match_id));
  INSERT INTO waiting_specimen (specimen_id)
    SELECT specimen.id FROM specimen JOIN lab_order ON lab_order.id = specimen.order_id
    WHERE specimen.id IN (SELECT id FROM specimen WHERE order_id IN (SELECT order_id FROM diagnostic_report WHERE match_id = NEW.match_id)) AND specimen.sent_at IS NULL AND specimen.rejected_at IS NULL
      AND lab_order.revoked_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM diagnostic_report WHERE order_id = lab_order.id AND status <> 'partial'
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id));
END;

CREATE TRIGGER lab_match_undo_refuses_delete BEFORE DELETE ON lab_match_undo WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'lab_match_undo is append-only'); END;

CREATE TRIGGER lab_match_undo_refuses_update BEFORE UPDATE ON lab_match_undo WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'lab_match_undo is append-only'); END;

CREATE TRIGGER lab_match_undo_reviewed_delete AFTER DELETE ON lab_match_undo BEGIN
  DELETE FROM unreviewed_report WHERE report_id IN (SELECT id FROM diagnostic_report WHERE match_id = OLD.match_id);
  INSERT INTO unreviewed_report (report_id)
    SELECT id FROM diagnostic_report WHERE id IN (SELECT id FROM diagnostic_report WHERE match_id = OLD.match_id)
      AND NOT EXISTS (SELECT 1 FROM report_review WHERE report_id = diagnostic_report.id)
      AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id);
END;

CREATE TRIGGER lab_match_undo_reviewed_insert AFTER INSERT ON lab_match_undo BEGIN
  DELETE FROM unreviewed_report WHERE report_id IN (SELECT id FROM diagnostic_report WHERE match_id = NEW.match_id);
  INSERT INTO unreviewed_report (report_id)
    SELECT id FROM diagnostic_report WHERE id IN (SELECT id FROM diagnostic_report WHERE match_id = NEW.match_id)
      AND NOT EXISTS (SELECT 1 FROM report_review WHERE report_id = diagnostic_report.id)
      AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id);
END;

CREATE TRIGGER lab_message_refuses_delete BEFORE DELETE ON lab_message WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'lab_message is append-only'); END;

CREATE TRIGGER lab_message_refuses_update BEFORE UPDATE ON lab_message WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'lab_message is append-only'); END;

CREATE TRIGGER lab_message_report_awaits_person_delete AFTER DELETE ON lab_message_report BEGIN
  DELETE FROM unmatched_lab_report WHERE message_report_id = OLD.id;
  INSERT INTO unmatched_lab_report (message_report_id)
    SELECT id FROM lab_message_report WHERE id = OLD.id
      AND NOT EXISTS (
        SELECT 1 FROM lab_match WHERE message_report_id = lab_message_report.id
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = lab_match.id))
      AND NOT EXISTS (
        SELECT 1 FROM lab_put_away WHERE message_report_id = lab_message_report.id
          AND brought_back_at IS NULL);
END;

CREATE TRIGGER lab_message_report_awaits_person_insert AFTER INSERT ON lab_message_report BEGIN
  DELETE FROM unmatched_lab_report WHERE message_report_id = NEW.id;
  INSERT INTO unmatched_lab_report (message_report_id)
    SELECT id FROM lab_message_report WHERE id = NEW.id
      AND NOT EXISTS (
        SELECT 1 FROM lab_match WHERE message_report_id = lab_message_report.id
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = lab_match.id))
      AND NOT EXISTS (
        SELECT 1 FROM lab_put_away WHERE message_report_id = lab_message_report.id
          AND brought_back_at IS NULL);
END;

CREATE TRIGGER lab_message_report_refuses_delete BEFORE DELETE ON lab_message_report WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'lab_message_report is append-only'); END;

CREATE TRIGGER lab_message_report_refuses_update BEFORE UPDATE ON lab_message_report WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'lab_message_report is append-only'); END;

CREATE TRIGGER lab_order_awaits_specimen_update AFTER UPDATE ON lab_order BEGIN
  DELETE FROM waiting_specimen WHERE specimen_id IN (SELECT id FROM specimen WHERE order_id = NEW.id);
  INSERT INTO waiting_specimen (specimen_id)
    SELECT specimen.id FROM specimen JOIN lab_order ON lab_order.id = specimen.order_id
    WHERE specimen.id IN (SELECT id FROM specimen WHERE order_id = NEW.id) AND specimen.sent_at IS NULL AND specimen.rejected_at IS NULL
      AND lab_order.revoked_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM diagnostic_report WHERE order_id = lab_order.id AND status <> 'partial'
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id));
END;

CREATE TRIGGER lab_order_item_refuses_delete BEFORE DELETE ON lab_order_item WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'lab_order_item is append-only'); END;

CREATE TRIGGER lab_order_item_refuses_update BEFORE UPDATE ON lab_order_item WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'lab_order_item is append-only'); END;

CREATE TRIGGER lab_put_away_awaits_person_delete AFTER DELETE ON lab_put_away BEGIN
  DELETE FROM unmatched_lab_report WHERE message_report_id = OLD.message_report_id;
  INSERT INTO unmatched_lab_report (message_report_id)
    SELECT id FROM lab_message_report WHERE id = OLD.message_report_id
      AND NOT EXISTS (
        SELECT 1 FROM lab_match WHERE message_report_id = lab_message_report.id
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = lab_match.id))
      AND NOT EXISTS (
        SELECT 1 FROM lab_put_away WHERE message_report_id = lab_message_report.id
          AND brought_back_at IS NULL);
END;

CREATE TRIGGER lab_put_away_awaits_person_insert AFTER INSERT ON lab_put_away BEGIN
  DELETE FROM unmatched_lab_report WHERE message_report_id = NEW.message_report_id;
  INSERT INTO unmatched_lab_report (message_report_id)
    SELECT id FROM lab_message_report WHERE id = NEW.message_report_id
      AND NOT EXISTS (
        SELECT 1 FROM lab_match WHERE message_report_id = lab_message_report.id
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = lab_match.id))
      AND NOT EXISTS (
        SELECT 1 FROM lab_put_away WHERE message_report_id = lab_message_report.id
          AND brought_back_at IS NULL);
END;

CREATE TRIGGER lab_put_away_awaits_person_update AFTER UPDATE ON lab_put_away BEGIN
  DELETE FROM unmatched_lab_report WHERE message_report_id = NEW.message_report_id;
  INSERT INTO unmatched_lab_report (message_report_id)
    SELECT id FROM lab_message_report WHERE id = NEW.message_report_id
      AND NOT EXISTS (
        SELECT 1 FROM lab_match WHERE message_report_id = lab_message_report.id
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = lab_match.id))
      AND NOT EXISTS (
        SELECT 1 FROM lab_put_away WHERE message_report_id = lab_message_report.id
          AND brought_back_at IS NULL);
END;

CREATE TRIGGER medication_request_refuses_delete BEFORE DELETE ON medication_request WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'medication_request is append-only'); END;

CREATE TRIGGER medication_request_refuses_update BEFORE UPDATE ON medication_request WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'medication_request is append-only'); END;

CREATE TRIGGER medication_stop_refuses_delete BEFORE DELETE ON medication_stop WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'medication_stop is append-only'); END;

CREATE TRIGGER medication_stop_refuses_update BEFORE UPDATE ON medication_stop WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'medication_stop is append-only'); END;

CREATE TRIGGER observation_refuses_delete BEFORE DELETE ON observation WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'observation is append-only'); END;

CREATE TRIGGER observation_refuses_update BEFORE UPDATE OF id, report_id, definition_id, position, code, name, value_kind, comparator, value, unit, low, high, critical_low, critical_high, normal_text, interpretation, status, effective_at, replaces_id, note, created_at ON observation WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'observation is append-only'); END;

CREATE TRIGGER patient_compared_delete BEFORE DELETE ON patient BEGIN
  DELETE FROM duplicate_check WHERE patient_id = OLD.id;
  DELETE FROM duplicate_pair WHERE one_id = OLD.id OR other_id = OLD.id;
END;

CREATE TRIGGER patient_compared_insert AFTER INSERT ON patient BEGIN
  INSERT OR REPLACE INTO duplicate_check (patient_id, patient_version) VALUES (NEW.id, NEW.version);
END;

CREATE TRIGGER patient_compared_update
AFTER UPDATE OF family, given, patronymic, born_on, phones, document_kind, document_number, archived_at ON patient BEGIN
  INSERT OR REPLACE INTO duplicate_check (patient_id, patient_version) VALUES (NEW.id, NEW.version);
END;

CREATE TRIGGER patient_distinct_refuses_delete BEFORE DELETE ON patient_distinct WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'patient_distinct is append-only'); END;

CREATE TRIGGER patient_distinct_refuses_update BEFORE UPDATE ON patient_distinct WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'patient_distinct is append-only'); END;

CREATE TRIGGER patient_index_delete AFTER DELETE ON patient_index BEGIN
  INSERT INTO patient_words (patient_words, rowid, terms) VALUES ('delete', OLD.rowid, OLD.terms);
  INSERT INTO patient_parts (patient_parts, rowid, terms) VALUES ('delete', OLD.rowid, OLD.terms);
END;

CREATE TRIGGER patient_index_insert AFTER INSERT ON patient_index BEGIN
  INSERT INTO patient_words (rowid, terms) VALUES (NEW.rowid, NEW.terms);
  INSERT INTO patient_parts (rowid, terms) VALUES (NEW.rowid, NEW.terms);
END;

CREATE TRIGGER patient_index_update AFTER UPDATE ON patient_index WHEN OLD.terms <> NEW.terms BEGIN
  INSERT INTO patient_words (patient_words, rowid, terms) VALUES ('delete', OLD.rowid, OLD.terms);
  INSERT INTO patient_parts (patient_parts, rowid, terms) VALUES ('delete', OLD.rowid, OLD.terms);
  INSERT INTO patient_words (rowid, terms) VALUES (NEW.rowid, NEW.terms);
  INSERT INTO patient_parts (rowid, terms) VALUES (NEW.rowid, NEW.terms);
END;

CREATE TRIGGER patient_indexed_delete BEFORE DELETE ON patient BEGIN
  DELETE FROM patient_key WHERE patient_id = OLD.id;
  DELETE FROM patient_index WHERE patient_id = OLD.id;
END;

CREATE TRIGGER patient_indexed_insert AFTER INSERT ON patient BEGIN
  INSERT INTO patient_index (patient_id, sort_name, terms)
    VALUES (
      NEW.id,
      patient_sort_name(NEW.family, NEW.given, NEW.patronymic),
      patient_terms(NEW.family, NEW.given, NEW.patronymic, NEW.born_on, NEW.phones)
    );
  INSERT OR IGNORE INTO patient_key (patient_id, key)
    SELECT NEW.id, value FROM json_each(
      patient_keys(NEW.family, NEW.given, NEW.born_on, NEW.phones, NEW.document_kind, NEW.document_number)
    );
END;

CREATE TRIGGER patient_indexed_update
AFTER UPDATE OF family, given, patronymic, born_on, phones, document_kind, document_number ON patient BEGIN
  UPDATE patient_index
    SET sort_name = patient_sort_name(NEW.family, NEW.given, NEW.patronymic),
      terms = (SELECT patient_terms(family, given, patronymic, born_on, phones)
    || coalesce((SELECT ' ' || group_concat(phone_terms(phone), ' ') FROM related_person
      WHERE patient_id = patient.id AND archived_at IS NULL AND phone IS NOT NULL), '')
    FROM patient WHERE id = NEW.id)
    WHERE patient_id = NEW.id;
  DELETE FROM patient_key WHERE patient_id = NEW.id;
  INSERT OR IGNORE INTO patient_key (patient_id, key)
    SELECT NEW.id, value FROM json_each(
      patient_keys(NEW.family, NEW.given, NEW.born_on, NEW.phones, NEW.document_kind, NEW.document_number)
    );
END;

CREATE TRIGGER patient_merge_refuses_delete BEFORE DELETE ON patient_merge WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'patient_merge is append-only'); END;

CREATE TRIGGER patient_merge_refuses_update BEFORE UPDATE ON patient_merge WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'patient_merge is append-only'); END;

CREATE TRIGGER patient_merge_undo_refuses_delete BEFORE DELETE ON patient_merge_undo WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'patient_merge_undo is append-only'); END;

CREATE TRIGGER patient_merge_undo_refuses_update BEFORE UPDATE ON patient_merge_undo WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'patient_merge_undo is append-only'); END;

CREATE TRIGGER payment_refuses_delete BEFORE DELETE ON payment WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'payment is append-only'); END;

CREATE TRIGGER payment_refuses_update BEFORE UPDATE ON payment WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'payment is append-only'); END;

CREATE TRIGGER payment_taken AFTER INSERT ON payment BEGIN
  DELETE FROM unsettled_invoice WHERE invoice_id = NEW.invoice_id;
  INSERT INTO unsettled_invoice (invoice_id)
    SELECT invoice.id FROM invoice LEFT JOIN appointment ON appointment.id = invoice.appointment_id
    WHERE invoice.id = NEW.invoice_id
      AND coalesce((SELECT sum(amount_minor) FROM payment WHERE payment.invoice_id = invoice.id), 0)
        - coalesce((SELECT sum(amount_minor) FROM refund WHERE refund.invoice_id = invoice.id), 0)
        <> CASE WHEN appointment.status IN ('cancelled', 'no-show') THEN 0 ELSE invoice.total_minor END;
END;

CREATE TRIGGER payment_taken_back AFTER DELETE ON payment BEGIN
  DELETE FROM unsettled_invoice WHERE invoice_id = OLD.invoice_id;
  INSERT INTO unsettled_invoice (invoice_id)
    SELECT invoice.id FROM invoice LEFT JOIN appointment ON appointment.id = invoice.appointment_id
    WHERE invoice.id = OLD.invoice_id
      AND coalesce((SELECT sum(amount_minor) FROM payment WHERE payment.invoice_id = invoice.id), 0)
        - coalesce((SELECT sum(amount_minor) FROM refund WHERE refund.invoice_id = invoice.id), 0)
        <> CASE WHEN appointment.status IN ('cancelled', 'no-show') THEN 0 ELSE invoice.total_minor END;
END;

CREATE TRIGGER queue_ticket_refuses_delete BEFORE DELETE ON queue_ticket WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'queue_ticket is append-only'); END;

CREATE TRIGGER queue_ticket_refuses_update BEFORE UPDATE ON queue_ticket WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'queue_ticket is append-only'); END;

CREATE TRIGGER receipt_refuses_delete BEFORE DELETE ON receipt WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'receipt is append-only'); END;

CREATE TRIGGER receipt_refuses_update BEFORE UPDATE ON receipt WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'receipt is append-only'); END;

CREATE TRIGGER referral_step_open_delete AFTER DELETE ON referral_step BEGIN
  DELETE FROM open_referral WHERE referral_id = OLD.referral_id;
  INSERT INTO open_referral (referral_id)
    SELECT id FROM service_request WHERE id = OLD.referral_id AND NOT EXISTS (
      SELECT 1 FROM referral_step
      WHERE referral_id = service_request.id AND status IN ('closed', 'revoked'));
END;

CREATE TRIGGER referral_step_open_insert AFTER INSERT ON referral_step BEGIN
  DELETE FROM open_referral WHERE referral_id = NEW.referral_id;
  INSERT INTO open_referral (referral_id)
    SELECT id FROM service_request WHERE id = NEW.referral_id AND NOT EXISTS (
      SELECT 1 FROM referral_step
      WHERE referral_id = service_request.id AND status IN ('closed', 'revoked'));
END;

CREATE TRIGGER referral_step_refuses_delete BEFORE DELETE ON referral_step WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'referral_step is append-only'); END;

CREATE TRIGGER referral_step_refuses_update BEFORE UPDATE ON referral_step WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'referral_step is append-only'); END;

CREATE TRIGGER refund_given AFTER INSERT ON refund BEGIN
  DELETE FROM unsettled_invoice WHERE invoice_id = NEW.invoice_id;
  INSERT INTO unsettled_invoice (invoice_id)
    SELECT invoice.id FROM invoice LEFT JOIN appointment ON appointment.id = invoice.appointment_id
    WHERE invoice.id = NEW.invoice_id
      AND coalesce((SELECT sum(amount_minor) FROM payment WHERE payment.invoice_id = invoice.id), 0)
        - coalesce((SELECT sum(amount_minor) FROM refund WHERE refund.invoice_id = invoice.id), 0)
        <> CASE WHEN appointment.status IN ('cancelled', 'no-show') THEN 0 ELSE invoice.total_minor END;
END;

CREATE TRIGGER refund_refuses_delete BEFORE DELETE ON refund WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'refund is append-only'); END;

CREATE TRIGGER refund_refuses_update BEFORE UPDATE ON refund WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'refund is append-only'); END;

CREATE TRIGGER refund_taken_back AFTER DELETE ON refund BEGIN
  DELETE FROM unsettled_invoice WHERE invoice_id = OLD.invoice_id;
  INSERT INTO unsettled_invoice (invoice_id)
    SELECT invoice.id FROM invoice LEFT JOIN appointment ON appointment.id = invoice.appointment_id
    WHERE invoice.id = OLD.invoice_id
      AND coalesce((SELECT sum(amount_minor) FROM payment WHERE payment.invoice_id = invoice.id), 0)
        - coalesce((SELECT sum(amount_minor) FROM refund WHERE refund.invoice_id = invoice.id), 0)
        <> CASE WHEN appointment.status IN ('cancelled', 'no-show') THEN 0 ELSE invoice.total_minor END;
END;

CREATE TRIGGER related_person_indexed_delete AFTER DELETE ON related_person BEGIN
  UPDATE patient_index SET terms = (SELECT patient_terms(family, given, patronymic, born_on, phones)
    || coalesce((SELECT ' ' || group_concat(phone_terms(phone), ' ') FROM related_person
      WHERE patient_id = patient.id AND archived_at IS NULL AND phone IS NOT NULL), '')
    FROM patient WHERE id = OLD.patient_id) WHERE patient_id = OLD.patient_id;
END;

CREATE TRIGGER related_person_indexed_insert AFTER INSERT ON related_person WHEN NEW.phone IS NOT NULL BEGIN
  UPDATE patient_index SET terms = (SELECT patient_terms(family, given, patronymic, born_on, phones)
    || coalesce((SELECT ' ' || group_concat(phone_terms(phone), ' ') FROM related_person
      WHERE patient_id = patient.id AND archived_at IS NULL AND phone IS NOT NULL), '')
    FROM patient WHERE id = NEW.patient_id) WHERE patient_id = NEW.patient_id;
END;

CREATE TRIGGER related_person_indexed_update AFTER UPDATE OF patient_id, phone, archived_at ON related_person BEGIN
  UPDATE patient_index SET terms = (SELECT patient_terms(family, given, patronymic, born_on, phones)
    || coalesce((SELECT ' ' || group_concat(phone_terms(phone), ' ') FROM related_person
      WHERE patient_id = patient.id AND archived_at IS NULL AND phone IS NOT NULL), '')
    FROM patient WHERE id = OLD.patient_id) WHERE patient_id = OLD.patient_id;
  UPDATE patient_index SET terms = (SELECT patient_terms(family, given, patronymic, born_on, phones)
    || coalesce((SELECT ' ' || group_concat(phone_terms(phone), ' ') FROM related_person
      WHERE patient_id = patient.id AND archived_at IS NULL AND phone IS NOT NULL), '')
    FROM patient WHERE id = NEW.patient_id) WHERE patient_id = NEW.patient_id;
END;

CREATE TRIGGER report_review_refuses_delete BEFORE DELETE ON report_review WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'report_review is append-only'); END;

CREATE TRIGGER report_review_refuses_update BEFORE UPDATE ON report_review WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'report_review is append-only'); END;

CREATE TRIGGER report_review_reviewed_delete AFTER DELETE ON report_review BEGIN
  DELETE FROM unreviewed_report WHERE report_id = OLD.report_id;
  INSERT INTO unreviewed_report (report_id)
    SELECT id FROM diagnostic_report WHERE id = OLD.report_id
      AND NOT EXISTS (SELECT 1 FROM report_review WHERE report_id = diagnostic_report.id)
      AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id);
END;

CREATE TRIGGER report_review_reviewed_insert AFTER INSERT ON report_review BEGIN
  DELETE FROM unreviewed_report WHERE report_id = NEW.report_id;
  INSERT INTO unreviewed_report (report_id)
    SELECT id FROM diagnostic_report WHERE id = NEW.report_id
      AND NOT EXISTS (SELECT 1 FROM report_review WHERE report_id = diagnostic_report.id)
      AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id);
END;

CREATE TRIGGER resource_claim_delete BEFORE DELETE ON appointment BEGIN
  DELETE FROM resource_claim WHERE appointment_id = OLD.id;
END;

CREATE TRIGGER resource_claim_insert AFTER INSERT ON appointment WHEN NEW.resource_ids <> '[]' BEGIN
  INSERT OR IGNORE INTO resource_claim (resource_id, starts_at, ends_at, appointment_id)
    SELECT value, NEW.starts_at, NEW.ends_at, NEW.id FROM json_each(NEW.resource_ids)
    WHERE NEW.status NOT IN ('cancelled', 'no-show') AND NEW.resource_ids <> '[]';
END;

CREATE TRIGGER resource_claim_update AFTER UPDATE OF starts_at, ends_at, status, resource_ids ON appointment
WHEN NEW.resource_ids <> '[]' OR OLD.resource_ids <> '[]' BEGIN
  DELETE FROM resource_claim WHERE appointment_id = NEW.id;
  INSERT OR IGNORE INTO resource_claim (resource_id, starts_at, ends_at, appointment_id)
    SELECT value, NEW.starts_at, NEW.ends_at, NEW.id FROM json_each(NEW.resource_ids)
    WHERE NEW.status NOT IN ('cancelled', 'no-show') AND NEW.resource_ids <> '[]';
END;

CREATE TRIGGER service_request_open_delete AFTER DELETE ON service_request BEGIN
  DELETE FROM open_referral WHERE referral_id = OLD.id;
  INSERT INTO open_referral (referral_id)
    SELECT id FROM service_request WHERE id = OLD.id AND NOT EXISTS (
      SELECT 1 FROM referral_step
      WHERE referral_id = service_request.id AND status IN ('closed', 'revoked'));
END;

CREATE TRIGGER service_request_open_insert AFTER INSERT ON service_request BEGIN
  DELETE FROM open_referral WHERE referral_id = NEW.id;
  INSERT INTO open_referral (referral_id)
    SELECT id FROM service_request WHERE id = NEW.id AND NOT EXISTS (
      SELECT 1 FROM referral_step
      WHERE referral_id = service_request.id AND status IN ('closed', 'revoked'));
END;

CREATE TRIGGER sign_in_refuses_delete BEFORE DELETE ON sign_in WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'sign_in is append-only'); END;

CREATE TRIGGER sign_in_refuses_update BEFORE UPDATE ON sign_in WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'sign_in is append-only'); END;

CREATE TRIGGER specimen_awaits_specimen_delete AFTER DELETE ON specimen BEGIN
  DELETE FROM waiting_specimen WHERE specimen_id = OLD.id;
  INSERT INTO waiting_specimen (specimen_id)
    SELECT specimen.id FROM specimen JOIN lab_order ON lab_order.id = specimen.order_id
    WHERE specimen.id = OLD.id AND specimen.sent_at IS NULL AND specimen.rejected_at IS NULL
      AND lab_order.revoked_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM diagnostic_report WHERE order_id = lab_order.id AND status <> 'partial'
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id));
END;

CREATE TRIGGER specimen_awaits_specimen_insert AFTER INSERT ON specimen BEGIN
  DELETE FROM waiting_specimen WHERE specimen_id = NEW.id;
  INSERT INTO waiting_specimen (specimen_id)
    SELECT specimen.id FROM specimen JOIN lab_order ON lab_order.id = specimen.order_id
    WHERE specimen.id = NEW.id AND specimen.sent_at IS NULL AND specimen.rejected_at IS NULL
      AND lab_order.revoked_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM diagnostic_report WHERE order_id = lab_order.id AND status <> 'partial'
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id));
END;

CREATE TRIGGER specimen_awaits_specimen_update AFTER UPDATE ON specimen BEGIN
  DELETE FROM waiting_specimen WHERE specimen_id = NEW.id;
  INSERT INTO waiting_specimen (specimen_id)
    SELECT specimen.id FROM specimen JOIN lab_order ON lab_order.id = specimen.order_id
    WHERE specimen.id = NEW.id AND specimen.sent_at IS NULL AND specimen.rejected_at IS NULL
      AND lab_order.revoked_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM diagnostic_report WHERE order_id = lab_order.id AND status <> 'partial'
          AND NOT EXISTS (SELECT 1 FROM lab_match_undo WHERE match_id = diagnostic_report.match_id));
END;

CREATE TRIGGER task_step_refuses_delete BEFORE DELETE ON task_step WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'task_step is append-only'); END;

CREATE TRIGGER task_step_refuses_update BEFORE UPDATE ON task_step WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'task_step is append-only'); END;

CREATE TRIGGER vital_sign_refuses_delete BEFORE DELETE ON vital_sign WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'vital_sign is append-only'); END;

CREATE TRIGGER vital_sign_refuses_update BEFORE UPDATE OF id, encounter_id, code, value, unit, effective_at, recorded_by, created_at ON vital_sign WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'vital_sign is append-only'); END;

CREATE TRIGGER waitlist_call_refuses_delete BEFORE DELETE ON waitlist_call WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'waitlist_call is append-only'); END;

CREATE TRIGGER waitlist_call_refuses_update BEFORE UPDATE ON waitlist_call WHEN NOT sync_undoing() BEGIN SELECT RAISE(ABORT, 'waitlist_call is append-only'); END;
