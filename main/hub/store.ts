/**
 * What the hub keeps, whichever engine keeps it: the log in its order, the rows as they stand, claims,
 * members and files. Several processes may use one storage; nothing lives in a process alone.
 */
import type { Row } from '../sync/merge.rules.ts'
import type { Heritage, Ordered } from '../sync/wire.ts'
import type { backupTables } from './store-records.ts'

/** A workstation that has joined. */
export interface DeviceRecord {
  id: string
  name: string
  /** What its human numbers begin with; no two devices share one. */
  prefix: string
  /** SHA-256 of its certificate, 64 hex digits. */
  fingerprint: string
  /** The locations it serves; null for all. */
  branches: string[] | null
  joinedAt: string
  lastSeenAt: string | null
  /** The last `seq` that it is known to have. */
  cursor: number
  revokedAt: string | null
}

/** Where the log stands. */
export interface HubState {
  epoch: string
  /** The organization row's id; null while no member has brought its clinic. */
  clinicId: string | null
  /**
   * The device that brings its clinic: what it did before it joined is taken as it was, up to a reading
   * of its clock. Null once it has sent something newer.
   */
  founder: { deviceId: string; until: string } | null
  head: number
  compactedTo: number
  backupSeq: number
  restored: { epoch: string; seq: number } | null
  /** The hub that its founder had been with before. */
  heritage?: Heritage | undefined
}

/** A row as it stands after everything in the log. */
export interface StoredRow {
  row: Row
  /** The location whose devices alone are shown it; null for everybody's. */
  branch: string | null
}

/** A row as the storage keeps it: JSON that nobody has to read to pass it on. */
export interface RowText {
  rowId: string
  branch: string | null
  body: string
}

export interface RowKey {
  entity: string
  rowId: string
}

/** A row that went from one branch to another, with all that stands on it, as they were then. */
export interface BranchMove {
  from: string | null
  /** Parents before children. */
  rows: [entity: string, row: Row][]
}

/** A decided operation with what the hub alone needs of it. */
export interface LoggedOperation extends Ordered {
  branch: string | null
  move?: BranchMove
  /** Of the operation as its device sent it, to tell a repetition from a second device of that name. */
  hash: string
}

/** What is remembered of an operation that has come before. */
export type KnownOperation = Pick<
  LoggedOperation,
  'deviceSeq' | 'seq' | 'hash' | 'outcome' | 'code' | 'data'
>

/** A stretch of a doctor's, a room's or a device's time; `endsMs` does not belong to it. */
export interface Claim {
  resource: string
  appointmentId: string
  startsMs: number
  endsMs: number
}

/** A unique value: `fields` as `code` or `kind,subjectId`, `value` as JSON of theirs. */
export interface UniqueValue {
  entity: string
  fields: string
  value: string
}

/** All that a push changes, written at once. */
export interface DecidedBatch {
  operations: LoggedOperation[]
  rows: (RowKey & StoredRow)[]
  taken: (UniqueValue & { rowId: string })[]
  freed: UniqueValue[]
  /** The claims of these appointments are these from now on: those of others' stay. */
  claims: { appointmentId: string; claims: Claim[] }[]
  /** Where the log stands after it. */
  state: HubState
}

/** What the storage knows of a device's sending. */
export interface Sender {
  device: DeviceRecord
  /** The device's newest number; 0 when it has sent nothing yet. */
  lastDeviceSeq: number
  /** The hub's number of that one. */
  lastSeq: number
}

/** A device with the branches that it serves. */
export interface DeviceLimit {
  id: string
  branches: string[]
}

/** What is kept of a one-time code beside its hash. */
export interface CodeFacts {
  expiresAt: string
  /** The branches that its workstation will serve; null for all. */
  branches: string[] | null
}

export type BackupTable = keyof typeof backupTables

/** A record by its column names; bytes are Base64. */
export type BackupRecord = Record<string, string | number | null>

/** The storage inside the one writing transaction of the clinic. */
export interface HubWrite {
  state(): Promise<HubState>
  /** Where the log stands, and who wants to write; null for a device that has not joined. */
  opening(deviceId: string): Promise<{ state: HubState; sender: Sender | null }>
  known(deviceId: string, from: number, to: number): Promise<KnownOperation[]>
  rows(keys: readonly RowKey[]): Promise<(RowKey & StoredRow)[]>
  holders(values: readonly UniqueValue[]): Promise<(UniqueValue & { rowId: string })[]>
  /** Rows that share their branch with one of these, by its id. */
  standingOn(rowIds: readonly string[]): Promise<(RowKey & StoredRow)[]>
  /** Claims of other appointments or the same that share a moment with one of the spans. */
  claims(spans: readonly Omit<Claim, 'appointmentId'>[]): Promise<Claim[]>
  /** Writes a batch; the last thing a push does, so that a refused one has left nothing. */
  save(batch: DecidedBatch): Promise<void>
  setState(state: HubState): Promise<void>
  /**
   * Forgets the log up to a number; rows, claims and files stay. Each device's newest operations stay
   * as well: their acknowledgement may have been lost, and they will come again.
   */
  forgetLog(to: number): Promise<void>
  /** For a restore: records as a backup has them. */
  put(table: BackupTable, records: readonly BackupRecord[]): Promise<void>
  replaceIdentity(identity: Identity): Promise<void>
}

/** A consistent look at everything, for snapshots and backups. */
export interface HubRead {
  state(): Promise<HubState>
  /** About how many there are, without looking at each. */
  countRows(): Promise<number>
  rows(entity: string, afterId: string, limit: number): Promise<RowText[]>
  /** Records in the order of the table's key, after the last one of the page before. */
  page(table: BackupTable, after: BackupRecord | null, limit: number): Promise<BackupRecord[]>
}

export interface Identity {
  /** PEM. */
  certificate: string
  /** PEM, PKCS #8. */
  privateKey: string
}

export interface HubStore {
  identity(): Promise<Identity | null>
  /** Keeps the first identity that is saved. */
  saveIdentity(identity: Identity): Promise<void>
  /** Called after a change, by this process or another; may be called once for many. */
  onPoke(listener: () => void): () => void
  state(): Promise<HubState>
  /** Operations after a number in their order. */
  operations(after: number, limit: number): Promise<LoggedOperation[]>
  /** Runs alone in the clinic: no other process writes meanwhile. A throw leaves nothing behind. */
  write<Result>(work: (tx: HubWrite) => Promise<Result>): Promise<Result>
  /** Runs on one consistent state, however long it takes. */
  read<Result>(work: (tx: HubRead) => Promise<Result>): Promise<Result>
  devices: {
    findByFingerprint(fingerprint: string): Promise<DeviceRecord | null>
    find(id: string): Promise<DeviceRecord | null>
    /** Throws when the id, the prefix or the fingerprint is taken. */
    add(device: DeviceRecord): Promise<void>
    /** A device that comes back with another certificate or name. */
    update(device: DeviceRecord): Promise<void>
    /** False when nobody has the id. */
    revoke(id: string, at: string): Promise<boolean>
    list(): Promise<DeviceRecord[]>
    /** The ids of those that were ever shut out: asked for often, and few. */
    revokedIds(): Promise<string[]>
    /** From now on it serves these branches alone, or all for null; false when nobody has the id. */
    limit(id: string, branches: readonly string[] | null): Promise<boolean>
    /** Those that serve some branches alone: asked for as often. */
    limited(): Promise<DeviceLimit[]>
    touch(id: string, at: string, cursor: number): Promise<void>
  }
  codes: {
    add(hash: string, code: CodeFacts): Promise<void>
    /** What the code says, once, when it is known and not expired; null else. */
    spend(hash: string, now: string): Promise<CodeFacts | null>
  }
  files: {
    /** Bytes of a whole file; null while it is not whole. */
    size(sha256: string): Promise<number | null>
    /** Numbers of the pieces that are there. */
    chunks(sha256: string): Promise<number[]>
    putChunk(sha256: string, index: number, bytes: Uint8Array): Promise<void>
    readChunk(sha256: string, index: number): Promise<Uint8Array | null>
    finish(sha256: string, size: number): Promise<void>
    drop(sha256: string): Promise<void>
  }
  close(): Promise<void>
}

export interface StoreOptions {
  /** 32 bytes; what the SQLite file is encrypted with. PostgreSQL has no use for it. */
  key: Uint8Array
  now: () => string
  newId: () => string
}

/** Opens `file:/path/hub.db` (or a bare path) or `postgres://…`, and brings it to this program's schema. */
export async function openStore(address: string, options: StoreOptions): Promise<HubStore> {
  if (/^postgres(ql)?:/.test(address)) {
    const { openPostgresStore } = await import('./store-postgres.ts')
    return openPostgresStore(address, options)
  }
  const { openSqliteStore } = await import('./store-sqlite.ts')
  return openSqliteStore(address.replace(/^file:/, ''), options)
}
