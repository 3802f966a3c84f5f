/** The hub's storage in PostgreSQL: for many hub processes, and for clinics that have outgrown one file. */
import { setTimeout as wait } from 'node:timers/promises'
import { Kysely, PostgresDialect, type RawBuilder, sql, type Transaction } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { hubMigrations } from '../../migrations/hub/index.ts'
import { HubError } from './hub-error.ts'
import { textArray } from './postgres-arrays.ts'
import { createPokes, type Pokes } from './postgres-pokes.ts'
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
  type RowKey,
  type RowText,
  type StoredRow,
  type StoreOptions,
  type UniqueValue,
} from './store.ts'

type Tables = Record<string, never>
type Database = Kysely<Tables>

const oldestVersion = 150_000

/** Whoever writes in the clinic takes this lock before it takes a number: see {@link PostgresStore.write}. */
const writersLock = 1_349_479_489

/** Of another transaction's making, and gone when it is tried again: deadlock, serialization, overlap. */
const passing = new Set(['40P01', '40001', '23P01'])
const mostTries = 5

const connections = 10
const connectMs = 5_000

/** Opens the database and brings it to this program's schema. Throws when it cannot be reached. */
export async function openPostgresStore(address: string, options: StoreOptions): Promise<HubStore> {
  const pool = new pg.Pool({
    connectionString: address,
    max: connections,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    types: { getTypeParser: parserOf },
    // What does not need the answer before it is sent with it: each way there and back costs.
    pipeline: true,
  })
  // The pool hears of idle connections alone. One that breaks between two statements of a transaction
  // would end the whole process; its next statement fails, and that one says what happened.
  pool.on('connect', (client) => client.on('error', () => {}))
  // One that breaks while nobody uses it is no trouble of anybody's.
  pool.on('error', () => {})
  const db: Database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await requireVersion(db)
    await bringUp(db)
    await sql`
      INSERT INTO hub_setting (key, value) VALUES ('state', ${JSON.stringify(firstState(options.newId()))})
      ON CONFLICT DO NOTHING`.execute(db)
    const pokes = await createPokes(address, (statement) => pool.query(statement))
    return new PostgresStore(pool, db, pokes)
  } catch (error) {
    await db.destroy()
    throw error
  }
}

/** Numbers stay below 2^53: a clinic would need to write for thousands of years to come near. */
const parserOf: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format ?? 'text')

async function requireVersion(db: Database): Promise<void> {
  const found = await sql<{ version: number }>`
    SELECT current_setting('server_version_num')::int AS version`.execute(db)
  if ((found.rows[0]?.version ?? 0) >= oldestVersion) return
  throw new Error('PostgreSQL 15 or newer is needed')
}

/** Several processes may start at once; the migrator's own lock lets one of them do it. */
async function bringUp(db: Database): Promise<void> {
  const migrations = hubMigrations('postgres')
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

class PostgresStore implements HubStore {
  readonly #pool: pg.Pool
  readonly #db: Database
  readonly #pokes: Pokes

  constructor(pool: pg.Pool, db: Database, pokes: Pokes) {
    this.#pool = pool
    this.#db = db
    this.#pokes = pokes
  }

  async identity(): Promise<Identity | null> {
    const text = await setting(this.#db, 'identity')
    return text === undefined ? null : JSON.parse(text)
  }

  async saveIdentity(identity: Identity): Promise<void> {
    await sql`
      INSERT INTO hub_setting (key, value) VALUES ('identity', ${JSON.stringify(identity)})
      ON CONFLICT DO NOTHING`.execute(this.#db)
  }

  onPoke(listener: () => void): () => void {
    return this.#pokes.listen(listener)
  }

  async state(): Promise<HubState> {
    return readState(await setting(this.#db, 'state'))
  }

  async operations(after: number, limit: number): Promise<LoggedOperation[]> {
    const { rows } = await sql<OperationColumns>`
      SELECT body, branch, hash FROM operation WHERE seq > ${after} ORDER BY seq LIMIT ${limit}`.execute(
      this.#db,
    )
    return rows.map(asLogged)
  }

  /**
   * One lock for all writers, taken before anything is read and held to the commit: numbers become
   * visible in their order, so that a pull that has read up to one has not skipped any below it.
   */
  async write<Result>(work: (tx: HubWrite) => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      try {
        const result = await this.#alone(work)
        this.#pokes.poke()
        return result
      } catch (error) {
        if (tries === mostTries || !passing.has(codeOf(error))) throw asHubError(error)
        await wait(10 * 2 ** tries)
      }
    }
  }

  async read<Result>(work: (tx: HubRead) => Promise<Result>): Promise<Result> {
    return this.#db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((trx) => work(new Reading(trx)))
  }

  readonly devices: HubStore['devices'] = {
    findByFingerprint: (fingerprint) => this.#device(sql`fingerprint = ${fingerprint}`),
    find: (id) => this.#device(sql`id = ${id}`),
    add: async (device) => {
      const { id, name, prefix, fingerprint, joinedAt, lastSeenAt, cursor, revokedAt } = device
      await told(
        sql`
        INSERT INTO device (id, name, prefix, fingerprint, branches, joined_at, last_seen_at, cursor, revoked_at)
        VALUES (${id}, ${name}, ${prefix}, ${fingerprint}, ${branchesOf(device)}, ${joinedAt},
          ${lastSeenAt}, ${cursor}, ${revokedAt})`.execute(this.#db),
      )
    },
    update: async (device) => {
      const { id, name, prefix, fingerprint, joinedAt, lastSeenAt, cursor, revokedAt } = device
      await told(
        sql`
        UPDATE device SET name = ${name}, prefix = ${prefix}, fingerprint = ${fingerprint},
          branches = ${branchesOf(device)}, joined_at = ${joinedAt}, last_seen_at = ${lastSeenAt},
          cursor = ${cursor}, revoked_at = ${revokedAt}
        WHERE id = ${id}`.execute(this.#db),
      )
      this.#pokes.poke()
    },
    revoke: async (id, at) => {
      const { numAffectedRows = 0n } = await sql`
        UPDATE device SET revoked_at = coalesce(revoked_at, ${at}) WHERE id = ${id}`.execute(
        this.#db,
      )
      this.#pokes.poke()
      return numAffectedRows > 0n
    },
    revokedIds: async () => {
      const { rows } = await sql<{ id: string }>`
        SELECT id FROM device WHERE revoked_at IS NOT NULL`.execute(this.#db)
      return rows.map(({ id }) => id)
    },
    list: async () => {
      const { rows } = await sql<DeviceColumns>`
        SELECT * FROM device ORDER BY joined_at, id`.execute(this.#db)
      return rows.map(asDevice)
    },
    limit: async (id, branches) => {
      const { numAffectedRows = 0n } = await sql`
        UPDATE device SET branches = ${writeBranches(branches)} WHERE id = ${id}`.execute(this.#db)
      this.#pokes.poke()
      return numAffectedRows > 0n
    },
    limited: async () => {
      const { rows } = await sql<{ id: string; branches: string }>`
        SELECT id, branches FROM device
        WHERE branches IS NOT NULL AND revoked_at IS NULL`.execute(this.#db)
      return rows.map(({ id, branches }) => ({ id, branches: readBranches(branches) ?? [] }))
    },
    touch: async (id, at, cursor) => {
      await told(
        sql`
        UPDATE device SET last_seen_at = ${at}, cursor = ${cursor} WHERE id = ${id}`.execute(
          this.#db,
        ),
      )
    },
  }

  readonly codes: HubStore['codes'] = {
    add: async (hash, { expiresAt, branches }) => {
      await told(
        sql`
        INSERT INTO join_code (hash, expires_at, branches)
        VALUES (${hash}, ${expiresAt}, ${writeBranches(branches)})
        ON CONFLICT (hash) DO UPDATE
        SET expires_at = excluded.expires_at, branches = excluded.branches`.execute(this.#db),
      )
    },
    spend: async (hash, now) => {
      await sql`DELETE FROM join_code WHERE expires_at <= ${now}`.execute(this.#db)
      const { rows } = await sql<CodeColumns>`
        DELETE FROM join_code WHERE hash = ${hash} RETURNING expires_at, branches`.execute(this.#db)
      return rows[0] === undefined ? null : asCode(rows[0])
    },
  }

  readonly files: HubStore['files'] = {
    size: async (sha256) => {
      const { rows } = await sql<{ size: number }>`
        SELECT size_bytes AS size FROM stored_file WHERE sha256 = ${sha256}`.execute(this.#db)
      return rows[0]?.size ?? null
    },
    chunks: async (sha256) => {
      const { rows } = await sql<{ position: number }>`
        SELECT position FROM file_chunk WHERE sha256 = ${sha256} ORDER BY position`.execute(
        this.#db,
      )
      return rows.map(({ position }) => position)
    },
    putChunk: async (sha256, index, bytes) => {
      await told(
        sql`
        INSERT INTO file_chunk (sha256, position, bytes) VALUES (${sha256}, ${index}, ${Buffer.from(bytes)})
        ON CONFLICT (sha256, position) DO UPDATE SET bytes = excluded.bytes`.execute(this.#db),
      )
    },
    readChunk: async (sha256, index) => {
      const { rows } = await sql<{ bytes: Uint8Array }>`
        SELECT bytes FROM file_chunk WHERE sha256 = ${sha256} AND position = ${index}`.execute(
        this.#db,
      )
      return rows[0]?.bytes ?? null
    },
    finish: async (sha256, size) => {
      await told(
        sql`
        INSERT INTO stored_file (sha256, size_bytes) VALUES (${sha256}, ${size})
        ON CONFLICT DO NOTHING`.execute(this.#db),
      )
    },
    drop: async (sha256) => {
      await this.#db.transaction().execute(async (trx) => {
        await sql`DELETE FROM stored_file WHERE sha256 = ${sha256}`.execute(trx)
        await sql`DELETE FROM file_chunk WHERE sha256 = ${sha256}`.execute(trx)
      })
    },
  }

  async close(): Promise<void> {
    await this.#pokes.close()
    await this.#db.destroy()
  }

  /** Gives the connection back, or up when it did not get to the transaction's end. */
  async #alone<Result>(work: (tx: HubWrite) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect()
    const line = lineOver(client, this.#db)
    try {
      const result = await alone(line, work)
      client.release()
      return result
    } catch (error) {
      const isBack = await line.say('ROLLBACK').then(
        () => true,
        () => false,
      )
      client.release(!isBack)
      throw error
    }
  }

  async #device(where: ReturnType<typeof sql>): Promise<DeviceRecord | null> {
    const { rows } = await sql<DeviceColumns>`SELECT * FROM device WHERE ${where}`.execute(this.#db)
    return rows[0] === undefined ? null : asDevice(rows[0])
  }
}

/** One connection on which statements go out in their order without waiting for each other's answers. */
interface Line {
  say(statement: string): Promise<unknown>
  ask<Row>(question: RawBuilder<Row>): Promise<Row[]>
}

function lineOver(client: pg.PoolClient, db: Database): Line {
  return {
    say: (statement) => client.query(statement),
    async ask<Row>(question: RawBuilder<Row>) {
      const { sql: text, parameters } = question.compile(db)
      const { rows } = await client.query<Row & pg.QueryResultRow>(text, [...parameters])
      return rows
    },
  }
}

/** A transaction that begins with the writers' lock, and the first questions sent along with it. */
async function alone<Result>(line: Line, work: (tx: HubWrite) => Promise<Result>): Promise<Result> {
  const begun = line.say(`BEGIN; SELECT pg_advisory_xact_lock(${writersLock})`)
  const writing = new Writing(line)
  // Where the lock was not had, nothing after it was done either.
  const [, result] = await Promise.all([begun, work(writing)])
  await writing.commit()
  return result
}

class Writing implements HubWrite {
  readonly #line: Line
  #committed: Promise<unknown> | null = null

  constructor(line: Line) {
    this.#line = line
  }

  /** Unless it is on its way already. */
  async commit(): Promise<void> {
    await (this.#committed ?? this.#line.say('COMMIT'))
  }

  async state(): Promise<HubState> {
    const [found] = await this.#line.ask(settingOf('state'))
    return readState(found?.value)
  }

  async opening(deviceId: string) {
    const [found] = await this.#line.ask(sql<DeviceColumns & { state: string; id: string | null }>`
      SELECT hub_setting.value AS state, device.* FROM hub_setting
      LEFT JOIN device ON device.id = ${deviceId} WHERE hub_setting.key = 'state'`)
    const isKnown = found !== undefined && found.id !== null
    return { state: readState(found?.state), sender: isKnown ? asSender(found) : null }
  }

  async known(deviceId: string, from: number, to: number) {
    const known = await this.#line.ask(sql<KnownColumns>`
      SELECT device_seq AS "deviceSeq", seq, hash, outcome, code,
        CASE code WHEN 'time-taken' THEN (body::json -> 'data')::text END AS data FROM operation
      WHERE device_id = ${deviceId} AND device_seq BETWEEN ${from} AND ${to}
      ORDER BY device_seq`)
    return known.map(asKnown)
  }

  async rows(keys: readonly RowKey[]): Promise<(RowKey & StoredRow)[]> {
    const rows = await this.#line.ask(sql<RowColumns>`
      SELECT entity, row_id, branch, body FROM hub_row
      JOIN unnest(${textArray(keys.map(({ entity }) => entity))}::text[], ${textArray(keys.map(({ rowId }) => rowId))}::text[])
        AS wanted (entity, row_id) USING (entity, row_id)`)
    return rows.map(asRow)
  }

  async standingOn(rowIds: readonly string[]): Promise<(RowKey & StoredRow)[]> {
    const rows = await this.#line.ask(sql<RowColumns>`
      SELECT entity, row_id, branch, body FROM hub_row
      WHERE ${sql.raw(groundOf.postgres)} = ANY(${[...rowIds]}::text[])`)
    return rows.map(asRow)
  }

  async holders(values: readonly UniqueValue[]) {
    return this.#line.ask(sql<UniqueValue & { rowId: string }>`
      SELECT entity, fields, value, row_id AS "rowId" FROM unique_value
      JOIN ${unnestValues(values)} AS wanted (entity, fields, value) USING (entity, fields, value)`)
  }

  async claims(spans: Parameters<HubWrite['claims']>[0]) {
    // Claims of one resource never overlap: of those that begin before, only the last may reach in.
    const named = sql.raw(
      'resource, appointment_id AS "appointmentId", starts_ms AS "startsMs", ends_ms AS "endsMs"',
    )
    return this.#line.ask(sql<Claim>`
      SELECT found.* FROM unnest(${textArray(spans.map(({ resource }) => resource))}::text[],
        ${spans.map(({ startsMs }) => startsMs)}::int8[], ${spans.map(({ endsMs }) => endsMs)}::int8[])
        AS wanted (of, from_ms, to_ms)
      CROSS JOIN LATERAL (
        (SELECT ${named} FROM claim WHERE resource = wanted.of AND starts_ms < wanted.from_ms
          ORDER BY starts_ms DESC LIMIT 1)
        UNION ALL
        SELECT ${named} FROM claim WHERE resource = wanted.of AND starts_ms >= wanted.from_ms
          AND starts_ms < wanted.to_ms
      ) AS found
      WHERE found."endsMs" > wanted.from_ms`)
  }

  /** What has to go first goes first; the rest is one statement, as each costs its way. */
  async save(batch: DecidedBatch) {
    const given = this.#giveUp(batch)
    const { operations, rows, taken, state } = batch
    const last = operations.at(-1)
    const claims = batch.claims.flatMap((one) => one.claims)
    const saved = this.#line.ask(sql`
      WITH logged AS (
        INSERT INTO operation (seq, device_id, device_seq, outcome, code, branch, hash, body)
        SELECT * FROM unnest(
          ${operations.map(({ seq }) => seq)}::int8[],
          ${textArray(operations.map(({ deviceId }) => deviceId))}::text[],
          ${operations.map(({ deviceSeq }) => deviceSeq)}::int8[],
          ${textArray(operations.map(({ outcome }) => outcome))}::text[],
          ${operations.map(({ code }) => code)}::text[],
          ${operations.map(({ branch }) => branch)}::text[],
          ${textArray(operations.map(({ hash }) => hash))}::text[],
          ${textArray(operations.map(bodyOf))}::text[])
      ), stored AS (
        INSERT INTO hub_row (entity, row_id, branch, body)
        SELECT * FROM unnest(
          ${textArray(rows.map(({ entity }) => entity))}::text[],
          ${textArray(rows.map(({ rowId }) => rowId))}::text[],
          ${rows.map(({ branch }) => branch)}::text[],
          ${textArray(rows.map(({ row }) => JSON.stringify(row)))}::text[])
        ON CONFLICT (entity, row_id) DO UPDATE SET branch = excluded.branch, body = excluded.body
      ), held AS (
        INSERT INTO unique_value (entity, fields, value, row_id)
        SELECT * FROM unnest(
          ${textArray(taken.map(({ entity }) => entity))}::text[],
          ${textArray(taken.map(({ fields }) => fields))}::text[],
          ${textArray(taken.map(({ value }) => value))}::text[],
          ${textArray(taken.map(({ rowId }) => rowId))}::text[])
        ON CONFLICT (entity, fields, value) DO UPDATE SET row_id = excluded.row_id
      ), claimed AS (
        INSERT INTO claim (appointment_id, resource, starts_ms, ends_ms)
        SELECT * FROM unnest(
          ${textArray(claims.map(({ appointmentId }) => appointmentId))}::text[],
          ${textArray(claims.map(({ resource }) => resource))}::text[],
          ${claims.map(({ startsMs }) => startsMs)}::int8[],
          ${claims.map(({ endsMs }) => endsMs)}::int8[])
      ), sent AS (
        UPDATE device SET last_device_seq = ${last?.deviceSeq ?? 0}, last_seq = ${last?.seq ?? 0}
        WHERE id = ${last?.deviceId ?? ''}
      )
      UPDATE hub_setting SET value = ${JSON.stringify(state)} WHERE key = 'state'`)
    // Nothing follows it; where something of it failed, PostgreSQL takes this for a rollback.
    this.#committed = this.#line.say('COMMIT')
    await Promise.all([...given, saved, this.#committed])
  }

  /** One row may get what another one had; claims of a row that is new are none yet. */
  #giveUp({ freed, claims, rows }: DecidedBatch): Promise<unknown>[] {
    const given: Promise<unknown>[] = []
    if (freed.length > 0) {
      const free = sql`
        DELETE FROM unique_value USING ${unnestValues(freed)} AS freed (entity, fields, value)
        WHERE unique_value.entity = freed.entity AND unique_value.fields = freed.fields
          AND unique_value.value = freed.value`
      given.push(this.#line.ask(free))
    }
    const isNew = new Set(rows.flatMap(({ rowId, row }) => (row['version'] === 1 ? rowId : [])))
    const changed = claims.flatMap(({ appointmentId: id }) => (isNew.has(id) ? [] : id))
    if (changed.length > 0) {
      const drop = sql`DELETE FROM claim WHERE appointment_id = ANY (${changed}::text[])`
      given.push(this.#line.ask(drop))
    }
    return given
  }

  async setState(state: HubState) {
    await this.#line.ask(settingAs('state', JSON.stringify(state)))
  }

  async forgetLog(to: number) {
    await this.#line.ask(sql`
      DELETE FROM operation USING device
      WHERE device.id = operation.device_id AND operation.seq <= ${to}
        AND operation.device_seq <= device.last_device_seq - ${keptPerDevice}`)
  }

  async put(table: keyof typeof backupTables, records: readonly BackupRecord[]) {
    const columns = sql.raw(backupTables[table].columns.join(', '))
    const readable = records.map(({ bytes, ...record }) =>
      bytes === undefined
        ? record
        : { ...record, bytes: `\\x${Buffer.from(String(bytes), 'base64').toString('hex')}` },
    )
    await this.#line.ask(sql`
      INSERT INTO ${sql.table(table)} (${columns})
      SELECT ${columns} FROM json_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(readable)})`)
  }

  async replaceIdentity(identity: Identity) {
    await this.#line.ask(settingAs('identity', JSON.stringify(identity)))
  }
}

class Reading implements HubRead {
  readonly #trx: Transaction<Tables>

  constructor(trx: Transaction<Tables>) {
    this.#trx = trx
  }

  async state() {
    return readState(await setting(this.#trx, 'state'))
  }

  async countRows() {
    const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM hub_row`.execute(
      this.#trx,
    )
    return rows[0]?.count ?? 0
  }

  async rows(entity: string, afterId: string, limit: number) {
    const { rows } = await sql<RowText>`
      SELECT row_id AS "rowId", branch, body FROM hub_row
      WHERE entity = ${entity} AND row_id > ${afterId} ORDER BY row_id LIMIT ${limit}`.execute(
      this.#trx,
    )
    return rows
  }

  async page(table: keyof typeof backupTables, after: BackupRecord | null, limit: number) {
    const { key, columns } = backupTables[table]
    const place = sql.raw(key.join(', '))
    const last = sql.join(key.map((column) => sql`${after?.[column] ?? null}`))
    const where = after === null ? sql`` : sql`WHERE (${place}) > (${last})`
    const { rows } = await sql<Record<string, string | number | null | Uint8Array>>`
      SELECT ${sql.raw(columns.join(', '))} FROM ${sql.table(table)} ${where}
      ORDER BY ${place} LIMIT ${limit}`.execute(this.#trx)
    return rows.map(asRecord)
  }
}

/** Bytes as Base64. */
function asRecord(columns: Record<string, string | number | null | Uint8Array>): BackupRecord {
  return Object.fromEntries(
    Object.entries(columns).map(([column, value]) => [
      column,
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    ]),
  )
}

async function setting(db: Database, key: string): Promise<string | undefined> {
  const { rows } = await settingOf(key).execute(db)
  return rows[0]?.value
}

function settingOf(key: string) {
  return sql<{ value: string }>`SELECT value FROM hub_setting WHERE key = ${key}`
}

function settingAs(key: string, value: string) {
  return sql`
    INSERT INTO hub_setting (key, value) VALUES (${key}, ${value})
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`
}

function unnestValues(values: readonly UniqueValue[]) {
  return sql`unnest(${values.map(({ entity }) => entity)}::text[],
    ${values.map(({ fields }) => fields)}::text[], ${values.map(({ value }) => value)}::text[])`
}

const branchesOf = ({ branches }: DeviceRecord) => writeBranches(branches)

interface RowColumns {
  entity: string
  row_id: string
  branch: string | null
  body: string
}

function asRow({ entity, row_id: rowId, branch, body }: RowColumns): RowKey & StoredRow {
  return { entity, rowId, branch, row: JSON.parse(body) }
}

/** PostgreSQL's own code of what went wrong; empty for anything else. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return String(error.code)
}

/** A statement of its own, outside of the writing transaction. */
async function told<Result>(asked: Promise<Result>): Promise<Result> {
  try {
    return await asked
  } catch (error) {
    throw asHubError(error)
  }
}

/** A disk that is full is told to who pushed; everything else is the hub's own trouble. */
function asHubError(error: unknown): unknown {
  return codeOf(error) === '53100' ? new HubError('disk-full') : error
}
