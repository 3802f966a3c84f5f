/**
 * The unit of work: rows, their audit entries and their outbox entries in one transaction.
 * Nobody else writes a shared table, and nobody else appends to the audit or the outbox.
 */
import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import type { Kysely, Transaction } from 'kysely'
import { ClinicError } from '../clinic/shared/errors.ts'
import { createClock, type HybridClock, laterReading } from './hybrid-clock.ts'
import { openUnit, unitHandlePlugin } from './kysely.ts'
import { schemaVersion } from './migrate.ts'
import { sqliteCode } from './open.ts'
import { type Rows, rowsOf, snakeCase } from './rows.ts'
import {
  type ClinicTables,
  type LaterFields,
  type SharedTable,
  type SharedTables,
  sharedTables,
} from './tables.ts'

type FilledIn = 'id' | 'version' | 'createdAt' | 'updatedAt'

/** A new row: the id may be given, the bookkeeping columns are the unit's. */
export type NewRow<Table extends SharedTable> = Omit<SharedTables[Table], FilledIn | Later<Table>> &
  Partial<Pick<SharedTables[Table], Later<Table>>> & { id?: string }

type Later<Table extends SharedTable> = Table extends keyof LaterFields
  ? LaterFields[Table] & keyof SharedTables[Table]
  : never

/** The fields of a registry row that may change. */
export type Changes<Table extends SharedTable> = Partial<Omit<SharedTables[Table], FilledIn>>

/** One row that a committed unit of work wrote; what open screens are told. */
export interface RowChange {
  entity: SharedTable
  id: string
  kind: 'create' | 'patch' | 'fact'
}

export interface CommittedUnit {
  unitId: string
  command: string
  rows: RowChange[]
}

export interface Unit {
  /** Reads inside the transaction; may also write tables that stay on this workstation. */
  readonly db: Transaction<ClinicTables>
  /** The instant of the whole unit. */
  readonly now: string
  /** Who acts, for rows that say by whom. */
  readonly actorId: string
  /** Adds a row with its audit and outbox entries; returns its id. */
  insert<Table extends SharedTable>(table: Table, row: NewRow<Table>): string
  /**
   * Changes fields of a registry row. With `baseVersion` the change is refused as
   * `version-conflict` when someone else changed the row since; without the row it is `not-found`.
   */
  patch<Table extends SharedTable>(
    table: Table,
    id: string,
    changes: Changes<Table>,
    baseVersion?: number,
  ): void
  /**
   * Notes in the audit trail what changes no row, such as that rows were given away; what is noted
   * may hold no patient data.
   */
  note(what: string, facts: Record<string, string | number>): void
  /** Work for after the commit: mail, files. Not run when the unit fails. */
  afterCommit(work: () => void): void
}

/** What makes two calls the same call. */
export interface WriteRequest {
  /** The caller's idempotency key. */
  key: string
  /** What the caller asked for; the same key with another content is a mistake. */
  content: unknown
}

export interface WriterParts {
  raw: Database.Database
  root: Kysely<ClinicTables>
  deviceId: string
  now: () => string
  newId: () => string
  committed: (unit: CommittedUnit) => void
}

export interface Writer {
  write<Result>(
    actorId: string,
    command: string,
    request: WriteRequest,
    story: (unit: Unit) => Promise<Result>,
  ): Promise<Result>
}

/** Makes the one writer of a connection. */
export function createWriter(parts: WriterParts): Writer {
  const statements = prepareStatements(parts.raw)

  return {
    async write(actorId, command, request, story) {
      const fingerprint = createHash('sha256')
        .update(JSON.stringify([actorId, command, request.content ?? null]))
        .digest('base64')
      const later: (() => void)[] = []
      const rows: RowChange[] = []
      const unitId = parts.newId()
      let replayed = false
      const result = await inTransaction(parts.root, async (transaction) => {
        const known = statements.findKey.get(request.key)
        if (known !== undefined) {
          if (known.fingerprint !== fingerprint) throw new ClinicError('idempotency-mismatch', {})
          replayed = true
          return JSON.parse(known.result)
        }
        const clock = nextClock(statements, parts.deviceId)
        const unit = createUnit({
          ...parts,
          transaction,
          actorId,
          command,
          unitId,
          clock,
          statements,
          rows,
          later,
        })
        const told = await openUnit.run(true, () => story(unit))
        statements.keepKey.run(request.key, fingerprint, JSON.stringify(told ?? null), unit.now)
        return told
      })
      if (!replayed) {
        parts.committed({ unitId, command, rows })
        for (const work of later) work()
      }
      return result
    },
  }
}

async function inTransaction<Result>(
  root: Kysely<ClinicTables>,
  work: (transaction: Transaction<ClinicTables>) => Promise<Result>,
): Promise<Result> {
  try {
    return await root
      .transaction()
      .execute((transaction) => work(transaction.withPlugin(unitHandlePlugin)))
  } catch (error) {
    if (sqliteCode(error)?.startsWith('SQLITE_FULL') === true)
      throw new ClinicError('disk-full', {})
    throw error
  }
}

interface RecorderParts {
  deviceId: string
  newId: () => string
  actorId: string
  command: string
  unitId: string
  clock: HybridClock
  statements: Statements
  rows: RowChange[]
}

interface UnitParts extends RecorderParts {
  now: () => string
  transaction: Transaction<ClinicTables>
  later: (() => void)[]
}

function createUnit(parts: UnitParts): Unit {
  const now = parts.now()
  return {
    db: parts.transaction,
    now,
    actorId: parts.actorId,
    ...createRecorder(parts, now),
    note(what, facts) {
      const { statements, newId, unitId, actorId, deviceId, command } = parts
      const entry = [newId(), unitId, now, actorId, deviceId, command, snakeCase(what), unitId]
      statements.audit.run(...entry, 'fact', JSON.stringify(facts))
    },
    afterCommit(work) {
      parts.later.push(work)
    },
  }
}

/** Writes rows together with what has to be known of them. */
function createRecorder(parts: RecorderParts, now: string): Pick<Unit, 'insert' | 'patch'> {
  function record(
    change: RowChange,
    baseVersion: number,
    audited: Record<string, unknown>,
    sent: Record<string, unknown>,
    previous: Record<string, unknown> | null,
  ): void {
    const entity = snakeCase(change.entity)
    const { statements, unitId, actorId, deviceId, command } = parts
    statements.audit.run(
      parts.newId(),
      unitId,
      now,
      actorId,
      deviceId,
      command,
      entity,
      change.id,
      change.kind,
      JSON.stringify(audited),
    )
    statements.outbox.run(
      deviceId,
      unitId,
      actorId,
      command,
      entity,
      change.id,
      change.kind,
      baseVersion,
      JSON.stringify(sent),
      parts.clock.tick(now),
      schemaVersion,
      previous === null ? null : JSON.stringify(previous),
    )
    parts.rows.push(change)
  }

  return {
    insert(table, row) {
      const id = row.id ?? parts.newId()
      const whole = { ...row, id, version: 1, createdAt: now, updatedAt: now }
      parts.statements.rows.insert(table, whole)
      const kind = sharedTables[table].kind === 'fact' ? 'fact' : 'create'
      const filled = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null))
      record({ entity: table, id, kind }, 0, withheld(table, filled, '•'), filled, null)
      return id
    },
    patch(table, id, changes, baseVersion) {
      if (sharedTables[table].kind === 'fact' && !isMove(table, changes)) {
        throw new Error(`${table} is append-only`)
      }
      const before = parts.statements.rows.find(table, id)
      if (before === undefined) throw new ClinicError('not-found', { entity: table, id })
      if (baseVersion !== undefined && before['version'] !== baseVersion) {
        throw new ClinicError('version-conflict', { entity: table, id })
      }
      const changed = Object.entries(changes).filter(
        ([field, value]) => value !== undefined && before[field] !== value,
      )
      if (changed.length === 0) return
      const fields = { ...Object.fromEntries(changed), updatedAt: now }
      parts.statements.rows.patch(table, id, fields)
      const told = Object.fromEntries(
        changed.map(([field, value]) => [field, [before[field] ?? null, value]]),
      )
      record(
        { entity: table, id, kind: 'patch' },
        Number(before['version']),
        withheld(table, told, ['•', '•']),
        fields,
        Object.fromEntries(Object.keys(fields).map((field) => [field, before[field] ?? null])),
      )
    },
  }
}

/**
 * A unit of work of the program's own inside a transaction that main/sync has open already, so that
 * what follows from the hub's answer stands or falls with it. Answers the rows that it wrote.
 */
export function writeInside(
  raw: Database.Database,
  { deviceId, now, newId }: Pick<WriterParts, 'deviceId' | 'now' | 'newId'>,
  command: string,
  story: (recorder: Pick<Unit, 'insert' | 'patch'>) => void,
): RowChange[] {
  const statements = prepareStatements(raw)
  const rows: RowChange[] = []
  const clock = nextClock(statements, deviceId)
  const unit = { deviceId, newId, actorId: 'system', command, unitId: newId() }
  story(createRecorder({ ...unit, clock, statements, rows }, now()))
  return rows
}

/** Asked anew each time, because the worker's connection writes operations of this workstation as well. */
function nextClock(statements: Statements, deviceId: string): HybridClock {
  const readings = statements.lastClocks.get()
  return createClock(deviceId, laterReading(readings?.own ?? null, readings?.followed ?? null))
}

/** Whether nothing is changed but whose a row is. */
function isMove<Table extends SharedTable>(table: Table, changes: Changes<Table>): boolean {
  const movable = new Set<PropertyKey>(sharedTables[table].movable)
  const fields = Object.keys(changes)
  return fields.length > 0 && fields.every((field) => movable.has(field))
}

/** Secrets reach the other workstations but never the audit trail. */
export function withheld(
  table: SharedTable,
  fields: Record<string, unknown>,
  cover: unknown,
): Record<string, unknown> {
  const secret: readonly string[] = sharedTables[table].secret ?? []
  if (secret.length === 0) return fields
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, secret.includes(field) ? cover : value]),
  )
}

interface Statements {
  findKey: Database.Statement<[string], { fingerprint: string; result: string }>
  keepKey: Database.Statement
  lastClocks: Database.Statement<[], { own: string | null; followed: string | null }>
  audit: Database.Statement
  outbox: Database.Statement
  rows: Rows
}

function prepareStatements(raw: Database.Database): Statements {
  return {
    findKey: raw.prepare('SELECT fingerprint, result FROM idempotency_key WHERE key = ?'),
    keepKey: raw.prepare(
      'INSERT INTO idempotency_key (key, fingerprint, result, created_at) VALUES (?, ?, ?, ?)',
    ),
    lastClocks: raw.prepare(
      'SELECT (SELECT clock FROM outbox_operation ORDER BY device_seq DESC LIMIT 1) AS own, (SELECT clock FROM hub_link) AS followed',
    ),
    audit: raw.prepare(
      'INSERT INTO audit_event (id, unit_id, at, actor_id, device_id, command, entity, row_id, kind, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    outbox: raw.prepare(
      'INSERT INTO outbox_operation (device_id, unit_id, actor_id, command, entity, row_id, kind, base_version, changes, clock, schema_version, previous) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    rows: rowsOf(raw),
  }
}
