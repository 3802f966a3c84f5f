/** The hub's storage in one encrypted SQLite file: what a clinic's own machine needs. */
import { setTimeout as wait } from 'node:timers/promises'
import { migrate } from '../db/migrate.ts'
import {
  asTrouble,
  DatabaseTrouble,
  openDatabase,
  type RawDatabase,
  sqliteCode,
} from '../db/open.ts'
import { hubMigrations } from '../../migrations/hub/index.ts'
import { HubError } from './hub-error.ts'
import {
  asCode,
  asDevice,
  asKnown,
  asLogged,
  asSender,
  backupTables,
  bodyOf,
  type CodeColumns,
  type DeviceColumns,
  type KnownColumns,
  firstState,
  groundOf,
  keptPerDevice,
  type OperationColumns,
  readBranches,
  readState,
  writeBranches,
} from './store-records.ts'
import {
  type BackupRecord,
  type Claim,
  type DecidedBatch,
  type DeviceRecord,
  type HubRead,
  type HubState,
  type HubStore,
  type HubWrite,
  type Identity,
  type LoggedOperation,
  type RowText,
  type StoreOptions,
  type UniqueValue,
} from './store.ts'

/** How long a write waits for another process's, and how often it looks. */
const lockPatienceMs = 10_000
const lockPauseMs = 2

/** How often another process's changes are looked for. */
const lookMs = 250

/** Opens the file, makes it where there is none. Throws {@link DatabaseTrouble}. */
export async function openSqliteStore(path: string, options: StoreOptions): Promise<HubStore> {
  const open = () => openDatabase({ path, key: options.key, mayCreate: true })
  const raw = open()
  try {
    // A push of a thousand operations is a megabyte or two: not each one has to be copied at once.
    raw.pragma('wal_autocheckpoint = 8000')
    await migrate(raw, null, hubMigrations('sqlite'))
    makeState(raw, options.newId)
    return new SqliteStore(raw, open)
  } catch (error) {
    raw.close()
    throw error
  }
}

/** Only once: while the hub is at work its file has a writer, who would have to be waited for. */
function makeState(raw: RawDatabase, newId: () => string): void {
  const known = raw.prepare(`SELECT 1 FROM hub_setting WHERE key = 'state'`).get()
  if (known !== undefined) return
  raw
    .prepare(`INSERT OR IGNORE INTO hub_setting (key, value) VALUES ('state', ?)`)
    .run(JSON.stringify(firstState(newId())))
}

class SqliteStore implements HubStore {
  readonly #raw: RawDatabase
  /** Sees committed work alone, while the other connection is in the middle of some. */
  readonly #reader: RawDatabase
  readonly #open: () => RawDatabase
  readonly #listeners = new Set<() => void>()
  readonly #looking: NodeJS.Timeout
  readonly #write: Writing
  #last: Promise<unknown> = Promise.resolve()

  constructor(raw: RawDatabase, open: () => RawDatabase) {
    this.#raw = raw
    this.#open = open
    this.#reader = open()
    this.#write = new Writing(raw)
    // Changes with each commit of another connection, whichever process it belongs to.
    const version = () => this.#reader.pragma('data_version', { simple: true })
    let seen = version()
    this.#looking = setInterval(() => {
      const found = version()
      if (found === seen) return
      seen = found
      this.#poke()
    }, lookMs)
    this.#looking.unref()
  }

  async identity(): Promise<Identity | null> {
    const text = this.#setting('identity')
    return text === undefined ? null : JSON.parse(text)
  }

  async saveIdentity(identity: Identity): Promise<void> {
    await this.#transact(() => {
      this.#raw
        .prepare(`INSERT OR IGNORE INTO hub_setting (key, value) VALUES ('identity', ?)`)
        .run(JSON.stringify(identity))
    })
  }

  onPoke(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async state(): Promise<HubState> {
    return readState(this.#setting('state'))
  }

  async operations(after: number, limit: number): Promise<LoggedOperation[]> {
    return this.#reader
      .prepare<[number, number], OperationColumns>(
        'SELECT body, branch, hash FROM operation WHERE seq > ? ORDER BY seq LIMIT ?',
      )
      .all(after, limit)
      .map(asLogged)
  }

  write<Result>(work: (tx: HubWrite) => Promise<Result>): Promise<Result> {
    return this.#transact(() => work(this.#write))
  }

  async read<Result>(work: (tx: HubRead) => Promise<Result>): Promise<Result> {
    const raw = this.#open()
    try {
      raw.exec('BEGIN')
      return await work(new Reading(raw))
    } finally {
      raw.close()
    }
  }

  readonly devices: HubStore['devices'] = {
    findByFingerprint: async (fingerprint) => this.#findDevice('fingerprint', fingerprint),
    find: async (id) => this.#findDevice('id', id),
    add: (device) =>
      this.#transact(() => {
        this.#raw
          .prepare(
            `INSERT INTO device (name, prefix, fingerprint, branches, joined_at, last_seen_at, cursor, revoked_at, id)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          )
          .run(deviceValues(device))
      }),
    update: (device) =>
      this.#transact(() => {
        this.#raw
          .prepare(
            `UPDATE device SET name = ?, prefix = ?, fingerprint = ?, branches = ?, joined_at = ?,
               last_seen_at = ?, cursor = ?, revoked_at = ? WHERE id = ?`,
          )
          .run(deviceValues(device))
      }),
    revoke: (id, at) =>
      this.#transact(() => {
        const { changes } = this.#raw
          .prepare('UPDATE device SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?')
          .run(at, id)
        return changes > 0
      }),
    list: async () =>
      this.#reader
        .prepare<[], DeviceColumns>('SELECT * FROM device ORDER BY joined_at, id')
        .all()
        .map(asDevice),
    revokedIds: async () =>
      this.#reader
        .prepare<[], { id: string }>('SELECT id FROM device WHERE revoked_at IS NOT NULL')
        .all()
        .map(({ id }) => id),
    limit: (id, branches) =>
      this.#transact(() => {
        const { changes } = this.#raw
          .prepare('UPDATE device SET branches = ? WHERE id = ?')
          .run(writeBranches(branches), id)
        return changes > 0
      }),
    limited: async () =>
      this.#reader
        .prepare<[], { id: string; branches: string }>(
          'SELECT id, branches FROM device WHERE branches IS NOT NULL AND revoked_at IS NULL',
        )
        .all()
        .map(({ id, branches }) => ({ id, branches: readBranches(branches) ?? [] })),
    touch: (id, at, cursor) =>
      this.#transact(() => {
        this.#raw
          .prepare('UPDATE device SET last_seen_at = ?, cursor = ? WHERE id = ?')
          .run(at, cursor, id)
      }),
  }

  readonly codes: HubStore['codes'] = {
    add: (hash, { expiresAt, branches }) =>
      this.#transact(() => {
        this.#raw
          .prepare('INSERT OR REPLACE INTO join_code (hash, expires_at, branches) VALUES (?, ?, ?)')
          .run(hash, expiresAt, writeBranches(branches))
      }),
    spend: (hash, now) =>
      this.#transact(() => {
        this.#raw.prepare('DELETE FROM join_code WHERE expires_at <= ?').run(now)
        const found = this.#raw
          .prepare<[string], CodeColumns>('DELETE FROM join_code WHERE hash = ? RETURNING *')
          .get(hash)
        return found === undefined ? null : asCode(found)
      }),
  }

  readonly files: HubStore['files'] = {
    size: async (sha256) =>
      this.#reader
        .prepare<[string], number>('SELECT size_bytes FROM stored_file WHERE sha256 = ?')
        .pluck()
        .get(sha256) ?? null,
    chunks: async (sha256) =>
      this.#reader
        .prepare<[string], number>(
          'SELECT position FROM file_chunk WHERE sha256 = ? ORDER BY position',
        )
        .pluck()
        .all(sha256),
    putChunk: (sha256, index, bytes) =>
      this.#transact(() => {
        this.#raw
          .prepare('INSERT OR REPLACE INTO file_chunk (sha256, position, bytes) VALUES (?, ?, ?)')
          .run(sha256, index, bytes)
      }),
    readChunk: async (sha256, index) =>
      this.#reader
        .prepare<[string, number], Uint8Array>(
          'SELECT bytes FROM file_chunk WHERE sha256 = ? AND position = ?',
        )
        .pluck()
        .get(sha256, index) ?? null,
    finish: (sha256, size) =>
      this.#transact(() => {
        this.#raw
          .prepare('INSERT OR IGNORE INTO stored_file (sha256, size_bytes) VALUES (?, ?)')
          .run(sha256, size)
      }),
    drop: (sha256) =>
      this.#transact(() => {
        this.#raw.prepare('DELETE FROM stored_file WHERE sha256 = ?').run(sha256)
        this.#raw.prepare('DELETE FROM file_chunk WHERE sha256 = ?').run(sha256)
      }),
  }

  async close(): Promise<void> {
    clearInterval(this.#looking)
    await this.#last
    this.#reader.close()
    this.#raw.close()
  }

  #setting(key: string): string | undefined {
    return this.#reader
      .prepare<[string], string>('SELECT value FROM hub_setting WHERE key = ?')
      .pluck()
      .get(key)
  }

  #findDevice(column: 'id' | 'fingerprint', value: string): DeviceRecord | null {
    const found = this.#reader
      .prepare<[string], DeviceColumns>(`SELECT * FROM device WHERE ${column} = ?`)
      .get(value)
    return found === undefined ? null : asDevice(found)
  }

  #poke(): void {
    for (const listener of this.#listeners) listener()
  }

  /** One after the other in this process, and alone among all that have the file open. */
  #transact<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const mine = this.#last.then(() => this.#immediate(work))
    this.#last = mine.catch(() => {})
    return mine
  }

  async #immediate<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    try {
      await this.#begin()
      const result = await work()
      this.#raw.exec('COMMIT')
      this.#poke()
      return result
    } catch (error) {
      // A full disk has rolled back by itself.
      if (this.#raw.inTransaction) this.#raw.exec('ROLLBACK')
      throw asHubError(error)
    }
  }

  async #begin(): Promise<void> {
    const giveUpAtMs = performance.now() + lockPatienceMs
    for (;;) {
      try {
        return void this.#raw.exec('BEGIN IMMEDIATE')
      } catch (error) {
        const isTaken = sqliteCode(error)?.startsWith('SQLITE_BUSY') === true
        if (!isTaken || performance.now() > giveUpAtMs) throw error
        await wait(lockPauseMs)
      }
    }
  }
}

/** Statements of the writing transaction, prepared once: most of a push is these. */
function prepareWrites(raw: RawDatabase) {
  return {
    state: raw.prepare<[], string>(`SELECT value FROM hub_setting WHERE key = 'state'`).pluck(),
    setSetting: raw.prepare<[string, string]>(
      `INSERT INTO hub_setting (key, value) VALUES (?, ?)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    ),
    sender: raw.prepare<[string], DeviceColumns>('SELECT * FROM device WHERE id = ?'),
    known: raw.prepare<[string, number, number], KnownColumns>(
      `SELECT device_seq AS deviceSeq, seq, hash, outcome, code,
         CASE code WHEN 'time-taken' THEN json_extract(body, '$.data') END AS data FROM operation
       WHERE device_id = ? AND device_seq BETWEEN ? AND ? ORDER BY device_seq`,
    ),
    row: raw.prepare<[string, string], { branch: string | null; body: string }>(
      'SELECT branch, body FROM hub_row WHERE entity = ? AND row_id = ?',
    ),
    standing: raw.prepare<
      [string],
      { entity: string; row_id: string; branch: string | null; body: string }
    >(`SELECT entity, row_id, branch, body FROM hub_row WHERE (${groundOf.sqlite}) = ?`),
    holder: raw
      .prepare<[string, string, string], string>(
        'SELECT row_id FROM unique_value WHERE entity = ? AND fields = ? AND value = ?',
      )
      .pluck(),
    // Claims of one resource never overlap: of those that begin before, only the last may reach in.
    claimBefore: raw.prepare<[string, number], Claim>(
      `SELECT resource, appointment_id AS appointmentId, starts_ms AS startsMs, ends_ms AS endsMs
       FROM claim WHERE resource = ? AND starts_ms < ? ORDER BY starts_ms DESC LIMIT 1`,
    ),
    claimsWithin: raw.prepare<[string, number, number], Claim>(
      `SELECT resource, appointment_id AS appointmentId, starts_ms AS startsMs, ends_ms AS endsMs
       FROM claim WHERE resource = ? AND starts_ms >= ? AND starts_ms < ?`,
    ),
    log: raw.prepare(
      `INSERT INTO operation (seq, device_id, device_seq, outcome, code, branch, hash, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    setRow: raw.prepare<[string, string, string | null, string]>(
      `INSERT INTO hub_row (entity, row_id, branch, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (entity, row_id) DO UPDATE SET branch = excluded.branch, body = excluded.body`,
    ),
    free: raw.prepare<[string, string, string]>(
      'DELETE FROM unique_value WHERE entity = ? AND fields = ? AND value = ?',
    ),
    take: raw.prepare<[string, string, string, string]>(
      `INSERT INTO unique_value (entity, fields, value, row_id) VALUES (?, ?, ?, ?)
       ON CONFLICT (entity, fields, value) DO UPDATE SET row_id = excluded.row_id`,
    ),
    dropClaims: raw.prepare<[string]>('DELETE FROM claim WHERE appointment_id = ?'),
    claim: raw.prepare<[string, string, number, number]>(
      'INSERT INTO claim (appointment_id, resource, starts_ms, ends_ms) VALUES (?, ?, ?, ?)',
    ),
    sent: raw.prepare<[number, number, string]>(
      'UPDATE device SET last_device_seq = ?, last_seq = ? WHERE id = ?',
    ),
    forget: raw.prepare<[number, number]>(
      `DELETE FROM operation WHERE seq <= ? AND device_seq <= (
         SELECT last_device_seq FROM device WHERE device.id = operation.device_id) - ?`,
    ),
  }
}

class Writing implements HubWrite {
  readonly #raw: RawDatabase
  readonly #ask

  constructor(raw: RawDatabase) {
    this.#raw = raw
    this.#ask = prepareWrites(raw)
  }

  async state(): Promise<HubState> {
    return readState(this.#ask.state.get())
  }

  async opening(deviceId: string) {
    const state = await this.state()
    const found = this.#ask.sender.get(deviceId)
    return { state, sender: found === undefined ? null : asSender(found) }
  }

  async known(deviceId: string, from: number, to: number) {
    return this.#ask.known.all(deviceId, from, to).map(asKnown)
  }

  async rows(keys: Parameters<HubWrite['rows']>[0]) {
    return keys.flatMap(({ entity, rowId }) => {
      const found = this.#ask.row.get(entity, rowId)
      if (found === undefined) return []
      return [{ entity, rowId, branch: found.branch, row: JSON.parse(found.body) }]
    })
  }

  async holders(values: readonly UniqueValue[]) {
    return values.flatMap((value) => {
      const rowId = this.#ask.holder.get(value.entity, value.fields, value.value)
      return rowId === undefined ? [] : [{ ...value, rowId }]
    })
  }

  async standingOn(rowIds: readonly string[]) {
    return rowIds.flatMap((ground) =>
      this.#ask.standing.all(ground).map(({ entity, row_id: rowId, branch, body }) => {
        return { entity, rowId, branch, row: JSON.parse(body) }
      }),
    )
  }

  async claims(spans: Parameters<HubWrite['claims']>[0]) {
    const { claimBefore, claimsWithin } = this.#ask
    return spans.flatMap(({ resource, startsMs, endsMs }) => {
      const before = claimBefore.get(resource, startsMs)
      const within = claimsWithin.all(resource, startsMs, endsMs)
      return before !== undefined && before.endsMs > startsMs ? [before, ...within] : within
    })
  }

  async save(batch: DecidedBatch) {
    const { log, setRow, free, take, dropClaims, claim, sent } = this.#ask
    for (const operation of batch.operations) {
      const { seq, deviceId, deviceSeq, outcome, code, branch, hash } = operation
      log.run(seq, deviceId, deviceSeq, outcome, code, branch, hash, bodyOf(operation))
    }
    for (const { entity, rowId, branch, row } of batch.rows) {
      setRow.run(entity, rowId, branch, JSON.stringify(row))
    }
    for (const { entity, fields, value } of batch.freed) free.run(entity, fields, value)
    for (const { entity, fields, value, rowId } of batch.taken) {
      take.run(entity, fields, value, rowId)
    }
    // All that is given up before anything is taken: one may get what another one had.
    for (const { appointmentId } of batch.claims) dropClaims.run(appointmentId)
    for (const { appointmentId, claims } of batch.claims) {
      for (const { resource, startsMs, endsMs } of claims) {
        claim.run(appointmentId, resource, startsMs, endsMs)
      }
    }
    const last = batch.operations.at(-1)
    if (last !== undefined) sent.run(last.deviceSeq, last.seq, last.deviceId)
    await this.setState(batch.state)
  }

  async setState(state: HubState) {
    this.#ask.setSetting.run('state', JSON.stringify(state))
  }

  async forgetLog(to: number) {
    this.#ask.forget.run(to, keptPerDevice)
  }

  async put(table: keyof typeof backupTables, records: readonly BackupRecord[]) {
    const { columns } = backupTables[table]
    const places = columns.map(() => '?').join(', ')
    const insert = this.#raw.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`,
    )
    for (const record of records) {
      insert.run(
        columns.map((column) => {
          const value = record[column] ?? null
          return column === 'bytes' ? Buffer.from(String(value), 'base64') : value
        }),
      )
    }
  }

  async replaceIdentity(identity: Identity) {
    this.#ask.setSetting.run('identity', JSON.stringify(identity))
  }
}

class Reading implements HubRead {
  readonly #raw: RawDatabase

  constructor(raw: RawDatabase) {
    this.#raw = raw
  }

  async state() {
    return readState(
      this.#raw
        .prepare<[], string>(`SELECT value FROM hub_setting WHERE key = 'state'`)
        .pluck()
        .get(),
    )
  }

  /** Rows are never removed, so the newest one's place is their number. */
  async countRows() {
    return (
      this.#raw.prepare<[], number>('SELECT coalesce(max(rowid), 0) FROM hub_row').pluck().get() ??
      0
    )
  }

  async rows(entity: string, afterId: string, limit: number) {
    return this.#raw
      .prepare<[string, string, number], RowText>(
        `SELECT row_id AS rowId, branch, body FROM hub_row
         WHERE entity = ? AND row_id > ? ORDER BY row_id LIMIT ?`,
      )
      .all(entity, afterId, limit)
  }

  async page(table: keyof typeof backupTables, after: BackupRecord | null, limit: number) {
    const { key, columns } = backupTables[table]
    const places = key.map(() => '?').join(', ')
    const where = after === null ? '' : `WHERE (${key.join(', ')}) > (${places})`
    const from = after === null ? [] : key.map((column) => after[column] ?? null)
    const records = this.#raw
      .prepare<unknown[], Record<string, string | number | null | Uint8Array>>(
        `SELECT ${columns.join(', ')} FROM ${table} ${where} ORDER BY ${key.join(', ')} LIMIT ?`,
      )
      .all(...from, limit)
    return records.map((record) =>
      Object.fromEntries(
        Object.entries(record).map(([column, value]) => [
          column,
          value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
        ]),
      ),
    )
  }
}

function deviceValues(device: DeviceRecord): (string | number | null)[] {
  const { id, name, prefix, fingerprint, branches, joinedAt, lastSeenAt, cursor, revokedAt } =
    device
  const list = writeBranches(branches)
  return [name, prefix, fingerprint, list, joinedAt, lastSeenAt, cursor, revokedAt, id]
}

/** A disk that is full is told to who pushed; everything else is the hub's own trouble. */
function asHubError(error: unknown): Error {
  if (error instanceof HubError) return error
  const trouble = asTrouble(error)
  const isFull = trouble instanceof DatabaseTrouble && trouble.code === 'disk-full'
  return isFull ? new HubError('disk-full') : trouble
}
