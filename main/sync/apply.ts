/**
 * Brings what the hub ordered into this workstation's rows: undoes the own operations that are not in
 * the order yet, applies the stream, replays them, and writes the difference, all in one transaction.
 */
import { v5 } from 'uuid'
import { laterReading, mayFollow } from '../db/hybrid-clock.ts'
import { type RawDatabase, whileUndoing } from '../db/open.ts'
import { rowsOf, type Rows, snakeCase } from '../db/rows.ts'
import { type CommittedUnit, type RowChange, withheld, writeInside } from '../db/write.ts'
import type { SharedTable } from '../db/tables.ts'
import { entities, entityOrder, factsOf, isEntity } from './entities.ts'
import { ExtraFields } from './extra.ts'
import { applyOperation, type Row } from './merge.rules.ts'
import {
  acknowledge,
  forgetBackedUp,
  keyOf,
  type KeptOperation,
  lateOnes,
  Pending,
  readKept,
} from './outbox.ts'
import { dismissMergesDoneTwice } from './refusals.ts'
import type { Operation, Ordered, PushAnswer } from './wire.ts'

export interface ApplyParts {
  raw: RawDatabase
  deviceId: string
  now: () => string
  newId: () => string
}

/** A stretch of the stream; `cursor` is the last number that it reaches. */
export interface Stretch {
  operations: readonly Ordered[]
  cursor: number
  backupSeq: number
}

/** A row that this stretch is about. */
interface Touched {
  entity: SharedTable
  rowId: string
  /** As it lies in the database. */
  before: Row | null
  /** As the stream has it, own operations that are not in it taken back. */
  base: Row | null
  /** The base with those replayed; what is written. */
  after: Row | null
  pending: KeptOperation[]
}

/** A booking whose time another one holds; `data` says which. */
type LostTime = Pick<Ordered, 'deviceId' | 'deviceSeq' | 'rowId' | 'data'>

/** Stands in `previous` for an operation that had nothing to stand on and is not in effect. */
const suspended = '"suspended"'

/** The ids of what follows from an operation, so that it is made once. */
const namespace = 'b7f1c1c4-6d0e-4c55-9d3a-0b6a7a0f2f11'

/**
 * Applies a stretch; to be run inside a transaction with nothing beside it (`handles.transact`).
 * Answers what open screens are to be told.
 */
export function applyStretch(parts: ApplyParts, stretch: Stretch): CommittedUnit {
  const { raw } = parts
  raw.pragma('defer_foreign_keys = ON')
  const link = readFollowed(raw)
  const rows = new RowsInOrder(parts, link.cursor)
  for (const operation of stretch.operations) {
    // What was applied before comes again when an answer was lost on its way.
    if (operation.seq > link.cursor) rows.take(operation)
  }
  const changed = rows.write()
  raw
    .prepare('UPDATE hub_link SET cursor = max(cursor, ?), backup_seq = ?, clock = ?')
    .run(stretch.cursor, stretch.backupSeq, laterReading(link.clock, rows.followed))
  forgetBackedUp(raw, Math.min(stretch.backupSeq, stretch.cursor))
  return { unitId: parts.newId(), command: 'sync.apply', rows: changed }
}

/**
 * Notes the hub's answer to a push; to be run inside a transaction. What the rows hold already, because
 * a snapshot was taken after an answer that was lost, is in effect twice here: once is taken back.
 * Answers the number up to which the stream is known now, and the rows that are not as they were.
 */
export function applyAnswer(
  parts: ApplyParts,
  answer: PushAnswer,
): { moved: number; rows: RowChange[] } {
  const { raw } = parts
  const { cursor } = readFollowed(raw)
  const late = lateOnes(raw, answer, cursor)
  let rows: RowChange[] = []
  if (late.length > 0) {
    raw.pragma('defer_foreign_keys = ON')
    const inOrder = new RowsInOrder(parts, cursor)
    inOrder.dropLate(late)
    rows = inOrder.write()
  }
  return { moved: acknowledge(raw, answer, cursor), rows }
}

/**
 * Replays the own operations over rows that are the hub's alone, as after a snapshot; to be run inside
 * a transaction.
 */
export function replayPending(parts: ApplyParts, cursor: number): void {
  parts.raw.pragma('defer_foreign_keys = ON')
  const rows = new RowsInOrder(parts, cursor)
  rows.replayAll()
  rows.write()
}

function readFollowed(raw: RawDatabase): { cursor: number; clock: string | null } {
  const link = raw
    .prepare<[], { cursor: number; clock: string | null }>('SELECT cursor, clock FROM hub_link')
    .get()
  if (link === undefined) throw new Error('This workstation belongs to no hub')
  return link
}

class RowsInOrder {
  readonly #parts: ApplyParts
  readonly #rows: Rows
  readonly #pending: Pending
  readonly #extra: ExtraFields
  readonly #touched = new Map<string, Touched>()
  /** Own bookings that lost their time, for the tasks that follow. */
  readonly #lost: LostTime[] = []
  /** Unique values of rows as the stream has them: who holds them. */
  readonly #holders = new Map<string, string>()
  readonly #statements
  #hasRefused = false
  /** The furthest reading that the own clock may go on from. */
  followed: string | null = null

  constructor(parts: ApplyParts, cursor: number) {
    this.#parts = parts
    this.#rows = rowsOf(parts.raw)
    this.#pending = new Pending(parts.raw, cursor)
    this.#extra = new ExtraFields(parts.raw, this.#rows)
    this.#statements = {
      ack: this.#rows.prepare('UPDATE outbox_operation SET acked_seq = ? WHERE device_seq = ?'),
      previous: this.#rows.prepare('UPDATE outbox_operation SET previous = ? WHERE device_seq = ?'),
      audit: this.#rows.prepare(
        'INSERT OR IGNORE INTO audit_event (id, unit_id, at, actor_id, device_id, command, entity, row_id, kind, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ),
      accept: this.#rows.prepare('DELETE FROM sync_refusal WHERE device_seq = ?'),
      refuse: this.#rows.prepare(
        'INSERT OR IGNORE INTO sync_refusal (device_seq, unit_id, actor_id, command, entity, row_id, kind, base_version, changes, code, data, refused_at, dismissed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ),
    }
  }

  /** Takes the next operation of the stream. */
  take(operation: Ordered): void {
    const { now, deviceId } = this.#parts
    if (mayFollow(operation.clock, now())) {
      this.followed = laterReading(this.followed, operation.clock)
    }
    const { entity, rowId } = operation
    if (!isEntity(entity)) return this.#extra.keepUnknown(operation)
    const touched = this.#touch(entity, rowId)
    const isOwn = operation.deviceId === deviceId
    if (isOwn) {
      this.#statements.ack.run(operation.seq, operation.deviceSeq)
      touched.pending = touched.pending.filter((kept) => kept.deviceSeq !== operation.deviceSeq)
    }
    if (operation.outcome === 'refused') {
      if (isOwn) this.#keepRefusal(operation, entity)
      return
    }
    // Refused before a restore of the hub, and taken after it.
    if (isOwn) this.#statements.accept.run(operation.deviceSeq)
    if (operation.leaves === true) return this.#leave(entity, rowId)
    const { arrives } = operation
    if (arrives !== undefined) return this.#arrive(operation, arrives)
    const changes = this.#extra.knownOf(entity, operation)
    const base = applyOperation(touched.base, { ...operation, changes })
    if (!isOwn || operation.outcome === 'merged') this.#audit(operation, entity, touched.base)
    touched.base = base
    if (isOwn && operation.code === 'time-taken') this.#lost.push(operation)
  }

  /** The row came to a branch that this workstation serves, with what stands on it. */
  #arrive(operation: Ordered, rows: NonNullable<Ordered['arrives']>): void {
    for (const [entity, row] of rows) {
      const known = this.#extra.knownRow(entity, row)
      if (known === null || !isEntity(entity)) continue
      this.#touch(entity, String(row['id'])).base = known
      const isMoved = row['id'] === operation.rowId
      if (isMoved) this.#audit({ ...operation, kind: 'create', changes: row }, entity, null)
    }
  }

  /** The row went to a branch that this workstation does not serve: nothing of it stays here. */
  #leave(entity: SharedTable, rowId: string): void {
    this.#touch(entity, rowId).base = null
    for (const child of entityOrder) {
      const { branchBy, parents } = factsOf(child)
      if (branchBy === null || parents[branchBy] !== entity) continue
      const standing = this.#rows
        .prepare(`SELECT id FROM ${snakeCase(child)} WHERE ${snakeCase(branchBy)} = ?`)
        .pluck()
        .all(rowId)
      for (const id of standing) if (typeof id === 'string') this.#leave(child, id)
    }
  }

  /** Touches whatever has an own operation; none of them is in effect yet. */
  replayAll(): void {
    for (const { entity, rowId } of this.#pending.rows()) {
      if (!isEntity(entity)) continue
      const touched = this.#touch(entity, rowId)
      touched.base = touched.before
    }
  }

  /** Takes operations out that the rows have by another way. */
  dropLate(late: PushAnswer['outcomes']): void {
    for (const { deviceSeq, outcome, code, data = {} } of late) {
      const operation = readKept(this.#parts.raw, deviceSeq)
      if (operation === null || !isEntity(operation.entity)) continue
      const touched = this.#touch(operation.entity, operation.rowId)
      touched.pending = touched.pending.filter((kept) => kept.deviceSeq !== deviceSeq)
      if (outcome === 'refused') {
        this.#keepRefusal({ ...operation, code, data: {} }, operation.entity)
      }
      if (code === 'time-taken') {
        this.#lost.push({ deviceId: this.#parts.deviceId, deviceSeq, rowId: operation.rowId, data })
      }
    }
  }

  /** Replays what is pending and writes the difference; answers the rows that are not as they were. */
  write(): RowChange[] {
    this.#findRivals()
    for (const entity of entityOrder) this.#replayEntity(entity)
    const changed = [...this.#touched.values()].filter((touched) => this.#isChanged(touched))
    whileUndoing(this.#parts.raw, () => this.#writeRows(changed))
    if (this.#hasRefused) dismissMergesDoneTwice(this.#parts.raw, this.#parts.now())
    const tasks = this.#lost.flatMap((operation) => this.#makeTask(operation))
    const told = [...this.#touched.values()].map(({ entity, rowId, before }) => {
      const kind: RowChange['kind'] = before === null ? 'create' : 'patch'
      return { entity, id: rowId, kind }
    })
    return [...told, ...tasks]
  }

  #touch(entity: SharedTable, rowId: string): Touched {
    const key = keyOf(entity, rowId)
    const known = this.#touched.get(key)
    if (known !== undefined) return known
    const before = this.#find(entity, rowId)
    const pending = this.#pending.of(entity, snakeCase(entity), rowId)
    const base = pending.reduceRight(undo, before)
    const touched = { entity, rowId, before, base, after: base, pending }
    this.#touched.set(key, touched)
    return touched
  }

  #find(entity: SharedTable, rowId: string): Row | null {
    const found = this.#rows.find(entity, rowId)
    return found === undefined ? null : asRow(found)
  }

  /** Own rows that hold a unique value which the stream gave to another row are touched as well. */
  #findRivals(): void {
    for (const touched of this.#touched.values()) {
      const { entity, rowId, base } = touched
      if (base === null) continue
      for (const key of uniqueKeys(entity, base)) this.#holders.set(key, rowId)
      if (!this.#pending.entities.has(entity)) continue
      for (const other of this.#othersWithSame(entity, base)) this.#touch(entity, other)
    }
  }

  #othersWithSame(entity: SharedTable, row: Row): string[] {
    return uniqueSets(entity, row).flatMap((fields) => {
      const where = fields.map((field) => `${snakeCase(field)} = ?`).join(' AND ')
      const found = this.#rows
        .prepare(`SELECT id FROM ${snakeCase(entity)} WHERE ${where} AND id <> ?`)
        .pluck()
        .all([...fields.map((field) => row[field] ?? null), row['id'] ?? null])
      return found.filter((id) => typeof id === 'string')
    })
  }

  #replayEntity(entity: SharedTable): void {
    for (const touched of this.#touched.values()) {
      if (touched.entity !== entity) continue
      this.#replay(touched)
      // What stands on a row that goes has to go first; children come later in the order.
      if (touched.after === null && touched.before !== null) this.#touchChildren(touched)
    }
  }

  #replay(touched: Touched): void {
    touched.after = touched.base
    for (const kept of touched.pending) {
      const row: Row | null = touched.after
      const next = applyOperation(row, kept)
      const isIdle = next === null || (kept.kind !== 'patch' && row !== null)
      const fits = !isIdle && this.#mayStand(touched.entity, next)
      const previous = fits ? previousOf(row, kept) : suspended
      if (fits) touched.after = next
      if (previous !== kept.previous) this.#statements.previous.run(previous, kept.deviceSeq)
    }
    const { entity, rowId, after } = touched
    if (after === null) return
    // Two rows of one's own may want the same as well: one was refused once, and is sent again after a restore.
    for (const key of uniqueKeys(entity, after)) this.#holders.set(key, rowId)
  }

  /** Whether the row's parents are there and nobody else holds its unique values. */
  #mayStand(entity: SharedTable, row: Row): boolean {
    for (const [field, parent] of Object.entries(entities[entity].parents)) {
      const id = row[field]
      if (typeof id === 'string' && !this.#isThere(parent, id)) return false
    }
    const isHeld = uniqueKeys(entity, row).some((key) => {
      const holder = this.#holders.get(key)
      return holder !== undefined && holder !== row['id']
    })
    if (isHeld) return false
    return this.#othersWithSame(entity, row).every((id) => this.#touched.has(keyOf(entity, id)))
  }

  #isThere(entity: SharedTable, id: string): boolean {
    const touched = this.#touched.get(keyOf(entity, id))
    return touched === undefined ? this.#find(entity, id) !== null : touched.after !== null
  }

  #touchChildren({ entity, rowId }: Touched): void {
    for (const child of entityOrder) {
      for (const [field, parent] of Object.entries(entities[child].parents)) {
        if (parent !== entity) continue
        const ids = this.#rows
          .prepare(`SELECT id FROM ${snakeCase(child)} WHERE ${snakeCase(field)} = ?`)
          .pluck()
          .all(rowId)
        for (const id of ids) if (typeof id === 'string') this.#touch(child, id)
      }
    }
  }

  #writeRows(changed: Touched[]): void {
    const place = (touched: Touched) => entityOrder.indexOf(touched.entity)
    const inOrder = changed.toSorted((one, other) => place(one) - place(other))
    for (const { entity, rowId, after } of inOrder.toReversed()) {
      if (after === null) this.#rows.remove(entity, rowId)
    }
    for (const { entity, rowId, before, after } of inOrder) {
      if (before === null || after === null) continue
      const fields = this.#difference(entity, before, after)
      if (Object.keys(fields).length > 0) this.#rows.set(entity, rowId, fields)
    }
    for (const { entity, before, after } of inOrder) {
      if (before === null && after !== null) this.#rows.insert(entity, after)
    }
  }

  #isChanged({ entity, before, after }: Touched): boolean {
    if (before === null || after === null) return before !== after
    return Object.keys(this.#difference(entity, before, after)).length > 0
  }

  /** Fields that are not as they were; one that is left out is what the table makes of it. */
  #difference(entity: SharedTable, before: Row, after: Row): Row {
    const changed: Row = {}
    for (const [field, byDefault] of this.#extra.columnsOf(entity)) {
      const value = after[field] === undefined ? byDefault : after[field]
      if ((before[field] ?? null) !== value) changed[field] = value
    }
    return changed
  }

  #keepRefusal(operation: Operation & Pick<Ordered, 'code' | 'data'>, entity: SharedTable): void {
    const isDropped = operation.code === 'duplicate' && entities[entity].onDuplicate === 'drop'
    const at = this.#parts.now()
    this.#hasRefused = true
    this.#statements.refuse.run(
      operation.deviceSeq,
      operation.unitId,
      operation.actorId,
      operation.command,
      entity,
      operation.rowId,
      operation.kind,
      operation.baseVersion,
      JSON.stringify(operation.changes),
      operation.code,
      JSON.stringify(operation.data),
      at,
      // The other row does the same work: there is nothing to decide.
      isDropped ? at : null,
    )
  }

  /** What another desk did is told here as it is told there. */
  #audit(operation: Ordered, entity: SharedTable, before: Row | null): void {
    const { changes } = operation
    const isPatch = operation.kind === 'patch'
    const told = isPatch
      ? Object.fromEntries(
          Object.entries(changes)
            .filter(([field]) => field !== 'updatedAt')
            .map(([field, value]) => [field, [before?.[field] ?? null, value]]),
        )
      : changes
    this.#statements.audit.run(
      `${operation.deviceId}:${operation.deviceSeq}`,
      operation.unitId,
      operation.clock.slice(0, 24),
      operation.actorId,
      operation.deviceId,
      operation.command,
      snakeCase(entity),
      operation.rowId,
      operation.kind,
      JSON.stringify(withheld(entity, told, isPatch ? ['•', '•'] : '•')),
    )
  }

  /** The booking wants a new time: one task, however often the operation is met. */
  #makeTask({ deviceId, deviceSeq, rowId, data }: LostTime): RowChange[] {
    const { heldBy, resource = null, startsAt, endsAt } = data
    const id = v5(`${deviceId}:${deviceSeq}`, namespace)
    if (typeof heldBy !== 'string' || typeof startsAt !== 'string' || typeof endsAt !== 'string')
      return []
    if (this.#find('rebookTask', id) !== null || this.#hasOpenTask(rowId)) return []
    return writeInside(this.#parts.raw, this.#parts, 'appointments.lostTime', (unit) => {
      for (const message of this.#unsentMails(rowId)) {
        unit.patch('message', message, {
          state: 'cancelled',
          nextAttemptAt: null,
          errorCode: 'time-taken',
        })
      }
      unit.insert('rebookTask', {
        id,
        appointmentId: rowId,
        heldById: heldBy,
        heldResource: typeof resource === 'string' ? resource : null,
        startsAt,
        endsAt,
        state: 'open',
        decidedAt: null,
        decidedBy: null,
      })
    })
  }

  /** Mails that tell of a booking which does not stand; what is on its way cannot be called back. */
  #unsentMails(appointmentId: string): string[] {
    return this.#rows
      .prepare(`SELECT id FROM message WHERE appointment_id = ? AND state IN ('due', 'failed')`)
      .pluck()
      .all(appointmentId)
      .filter((id) => typeof id === 'string')
  }

  #hasOpenTask(appointmentId: string): boolean {
    const found = this.#rows
      .prepare(`SELECT 1 FROM rebook_task WHERE appointment_id = ? AND state = 'open'`)
      .get(appointmentId)
    return found !== undefined
  }
}

/** The row without an operation that is in effect on it. */
function undo(row: Row | null, kept: KeptOperation): Row | null {
  if (kept.previous === suspended) return row
  if (kept.kind !== 'patch' || row === null) return null
  const previous: Row = kept.previous === null ? {} : JSON.parse(kept.previous)
  return { ...row, ...previous, version: Number(row['version']) - 1 }
}

function previousOf(row: Row | null, { kind, changes }: KeptOperation): string | null {
  if (kind !== 'patch' || row === null) return null
  return JSON.stringify(
    Object.fromEntries(Object.keys(changes).map((field) => [field, row[field] ?? null])),
  )
}

function asRow(found: Record<string, unknown>): Row {
  const row: Row = {}
  for (const [field, value] of Object.entries(found)) {
    row[field] = typeof value === 'string' || typeof value === 'number' ? value : null
  }
  return row
}

/** The sets of fields that must be the row's alone; one with an empty field excepts the row. */
function uniqueSets(entity: SharedTable, row: Row): readonly (readonly string[])[] {
  const sets: readonly (readonly string[])[] = entities[entity].unique
  return sets.filter((fields) => fields.every((field) => (row[field] ?? null) !== null))
}

function uniqueKeys(entity: SharedTable, row: Row): string[] {
  return uniqueSets(entity, row).map((fields) =>
    JSON.stringify([entity, ...fields.map((field) => [field, row[field]])]),
  )
}
