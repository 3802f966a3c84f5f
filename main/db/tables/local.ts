/** Rows that stay on this workstation: its own, and what it works out of the shared ones for itself. */
import type { Generated } from 'kysely'

export interface DeviceRow {
  id: string
  name: string
  prefix: string
  createdAt: string
}

export interface NumberSeriesRow {
  kind: string
  year: number
  nextNumber: number
}

export interface WorkstationSettingRow {
  key: string
  value: string
}

export interface IdempotencyKeyRow {
  key: string
  fingerprint: string
  result: string
  createdAt: string
}

export interface SignInGuardRow {
  login: string
  failures: number
  lockedUntil: string | null
}

export interface DraftRow {
  kind: string
  subjectId: string
  authorId: string
  body: string
  baseVersion: number
  savedAt: string
}

export interface StoredFileRow {
  sha256: string
  mediaType: string
  sizeBytes: number
  /** Empty where the file lies in pieces. */
  bytes: Uint8Array
  storedAt: string
  /** The pieces' `file_id`; null where the bytes stand in the row. */
  chunksId: string | null
}

/** A piece of a file that is too large for one value. */
export interface StoredChunkRow {
  fileId: string
  position: number
  /** Of this piece alone: what is read in pieces is checked in pieces. */
  sha256: string
  bytes: Uint8Array
}

export interface AuditEventRow {
  id: string
  unitId: string
  at: string
  actorId: string
  deviceId: string
  command: string
  entity: string
  rowId: string
  kind: 'create' | 'patch' | 'fact'
  changes: string
}

export interface OutboxOperationRow {
  deviceSeq: Generated<number>
  deviceId: string
  unitId: string
  actorId: string
  command: string
  entity: string
  rowId: string
  kind: 'create' | 'patch' | 'fact'
  baseVersion: number
  changes: string
  clock: string
  schemaVersion: number
  /** The hub's number for it; null until the hub has it. */
  ackedSeq: number | null
  /** JSON of what the changed fields held before; null for a new row. */
  previous: string | null
}

/** The hub that this workstation belongs to; one row or none. */
export interface HubLinkRow {
  id: number
  address: string
  /** SHA-256 of the hub's certificate, 64 hex digits. */
  fingerprint: string
  certificate: string
  privateKey: string
  epoch: string
  cursor: number
  backupSeq: number
  lastContactAt: string | null
  revokedAt: string | null
  /** The furthest clock reading of any workstation that this one's clock goes on from. */
  clock: string | null
  /** The locations whose rows this workstation has, as a JSON list; null for all. */
  branches: string | null
}

/** A file of this workstation that the hub has too. */
export interface HubFileRow {
  sha256: string
}

/** An operation that the hub refused, kept until a person has decided. */
export interface SyncRefusalRow {
  deviceSeq: number
  unitId: string
  actorId: string
  command: string
  entity: string
  rowId: string
  kind: string
  baseVersion: number
  changes: string
  code: string
  data: string
  refusedAt: string
  dismissedAt: string | null
}

/** Fields that only a newer program knows, as JSON. */
export interface SyncExtraRow {
  entity: string
  rowId: string
  fields: string
}

/** Who gave their passphrase at this workstation, and the PIN with which they come back to it. */
export interface WorkstationPinRow {
  practitionerId: string
  passphraseAt: string
  /** The credential's `passwordChangedAt` when the passphrase was given; another one ends the PIN. */
  passwordChangedAt: string
  pinHash: string | null
  /** Wrong PINs in a row. */
  failures: number
}

export interface CodeIndexRow {
  codeSystemId: string
  indexedAt: string
}

export interface CodeConceptRow {
  rowid: Generated<number>
  codeSystemId: string
  code: string
  display: string
  terms: string
}
