/** The operations of this workstation: what is sent next, what the hub has, what may be forgotten. */
import { createClock } from '../db/hybrid-clock.ts'
import type { RawDatabase } from '../db/open.ts'
import { camelCase } from '../db/rows.ts'
import type { Row } from './merge.rules.ts'
import { batchOperations, largestBodyBytes, type Operation, type PushAnswer } from './wire.ts'

/** An operation as it lies in the outbox. */
export interface KeptOperation {
  deviceSeq: number
  entity: string
  rowId: string
  kind: 'create' | 'patch' | 'fact'
  changes: Row
  /** What undoes it; null for a new row. */
  previous: string | null
}

interface OutboxRecord {
  device_seq: number
  unit_id: string
  actor_id: string
  command: string
  entity: string
  row_id: string
  kind: 'create' | 'patch' | 'fact'
  base_version: number
  changes: string
  clock: string
  schema_version: number
  previous: string | null
}

/** Leaves room for what JSON and the protocol put around the operations. */
const largestBatchBytes = largestBodyBytes / 2

/** Operations forgotten at a time, so that nobody waits for it. */
const forgottenAtOnce = 2_000

/** The hub refuses what is further ahead than this, so what is less far may be with it already. */
const refusedAheadMs = 24 * 60 * 60_000

export function countUnsent(raw: RawDatabase): number {
  return Number(
    raw.prepare('SELECT count(*) FROM outbox_operation WHERE acked_seq IS NULL').pluck().get(),
  )
}

/**
 * What is to be sent next, or after what is on its way already: whole units, in order, no more than a
 * push may hold. A unit that is larger than a push goes in several.
 */
export function nextBatch(
  raw: RawDatabase,
  limit: number = batchOperations,
  onItsWay: number | null = null,
): Operation[] {
  const from = onItsWay === null ? firstUnsent(raw) : onItsWay + 1
  if (from === null) return []
  const records = raw
    .prepare<[number, number], OutboxRecord>(
      'SELECT * FROM outbox_operation WHERE device_seq >= ? AND acked_seq IS NULL ORDER BY device_seq LIMIT ?',
    )
    .all(from, limit + 1)
  const fitting = records.slice(0, fittingCount(records, limit))
  return fitting.map(asOperation)
}

/** The partial index holds the unsent alone, however many acknowledged ones are kept before them. */
function firstUnsent(raw: RawDatabase): number | null {
  const first = raw
    .prepare<[], number | null>(
      'SELECT min(device_seq) FROM outbox_operation INDEXED BY outbox_operation_unsent WHERE acked_seq IS NULL',
    )
    .pluck()
    .get()
  return first ?? null
}

function fittingCount(records: OutboxRecord[], limit: number): number {
  let bytes = 0
  let wholeUnits = 0
  let fitting = 0
  for (const [at, record] of records.entries()) {
    bytes += Buffer.byteLength(record.changes) + 300
    if (at === limit || (at > 0 && bytes > largestBatchBytes)) break
    fitting = at + 1
    const following = records[fitting]
    if (following === undefined || following.unit_id !== record.unit_id) wholeUnits = fitting
  }
  return wholeUnits === 0 ? fitting : wholeUnits
}

function asOperation(record: OutboxRecord): Operation {
  return {
    deviceSeq: record.device_seq,
    unitId: record.unit_id,
    actorId: record.actor_id,
    command: record.command,
    entity: camelCase(record.entity),
    rowId: record.row_id,
    kind: record.kind,
    baseVersion: record.base_version,
    changes: readFields(record.changes),
    clock: record.clock,
    schemaVersion: record.schema_version,
  }
}

/** One operation as it was sent; null when it is not kept any more. */
export function readKept(raw: RawDatabase, deviceSeq: number): Operation | null {
  const record = raw
    .prepare<[number], OutboxRecord>('SELECT * FROM outbox_operation WHERE device_seq = ?')
    .get(deviceSeq)
  return record === undefined ? null : asOperation(record)
}

/** What the program itself wrote as JSON. */
export function readFields(text: string): Row {
  const fields: Row = JSON.parse(text)
  return fields
}

/** Operations that the hub had already, though this workstation never heard: by their numbers. */
export function lateOnes(
  raw: RawDatabase,
  answer: PushAnswer,
  cursor: number,
): PushAnswer['outcomes'] {
  const isUnsent = raw
    .prepare<[number]>('SELECT 1 FROM outbox_operation WHERE device_seq = ? AND acked_seq IS NULL')
    .pluck()
  return answer.outcomes.filter(
    ({ deviceSeq, seq }) => seq <= cursor && isUnsent.get(deviceSeq) !== undefined,
  )
}

/**
 * Notes what the hub said of a push. Where nobody else's operation came between and all were taken as
 * they are, the stream holds nothing new up to there; the cursor, which is answered, moves along.
 */
export function acknowledge(raw: RawDatabase, answer: PushAnswer, cursor: number): number {
  const note = raw.prepare('UPDATE outbox_operation SET acked_seq = ? WHERE device_seq = ?')
  let moved = cursor
  let isPlain = true
  for (const { deviceSeq, seq, outcome } of answer.outcomes) {
    note.run(seq, deviceSeq)
    isPlain = isPlain && outcome === 'accepted' && seq === moved + 1
    if (isPlain) moved = seq
  }
  if (moved !== cursor) raw.prepare('UPDATE hub_link SET cursor = ?').run(moved)
  return moved
}

/** Operations that are not yet in the order of the stream up to the cursor, by `entity rowId`. */
export class Pending {
  readonly #ackedAhead = new Map<string, KeptOperation[]>()
  readonly #unsent
  readonly entities = new Set<string>()
  readonly #hasUnsent: boolean
  readonly #raw: RawDatabase

  constructor(raw: RawDatabase, cursor: number) {
    this.#raw = raw
    const ahead = raw
      .prepare<[number], OutboxRecord>(
        'SELECT * FROM outbox_operation WHERE acked_seq > ? ORDER BY device_seq',
      )
      .all(cursor)
    for (const record of ahead) {
      const key = keyOf(camelCase(record.entity), record.row_id)
      const known = this.#ackedAhead.get(key) ?? []
      this.#ackedAhead.set(key, [...known, asKept(record)])
      this.entities.add(camelCase(record.entity))
    }
    const unsent = raw
      .prepare<[], string>(
        'SELECT DISTINCT entity FROM outbox_operation INDEXED BY outbox_operation_unsent WHERE acked_seq IS NULL',
      )
      .pluck()
      .all()
    this.#hasUnsent = unsent.length > 0
    for (const entity of unsent) this.entities.add(camelCase(entity))
    this.#unsent = raw.prepare<[string, string], OutboxRecord>(
      'SELECT * FROM outbox_operation WHERE entity = ? AND row_id = ? AND acked_seq IS NULL ORDER BY device_seq',
    )
  }

  /** Every row that has one. */
  rows(): { entity: string; rowId: string }[] {
    const unsent = this.#raw
      .prepare<[], { entity: string; row_id: string }>(
        'SELECT DISTINCT entity, row_id FROM outbox_operation INDEXED BY outbox_operation_unsent WHERE acked_seq IS NULL',
      )
      .all()
    const ahead = [...this.#ackedAhead.values()].flatMap(([first]) => first ?? [])
    return [
      ...ahead.map(({ entity, rowId }) => ({ entity, rowId })),
      ...unsent.map((row) => ({ entity: camelCase(row.entity), rowId: row.row_id })),
    ]
  }

  of(entity: string, column: string, rowId: string): KeptOperation[] {
    const ahead = this.#ackedAhead.get(keyOf(entity, rowId)) ?? []
    if (!this.#hasUnsent) return ahead
    return [...ahead, ...this.#unsent.all(column, rowId).map(asKept)]
  }
}

export function keyOf(entity: string, rowId: string): string {
  return `${entity} ${rowId}`
}

function asKept(record: OutboxRecord): KeptOperation {
  const { device_seq: deviceSeq, row_id: rowId, kind, previous } = record
  const entity = camelCase(record.entity)
  return { deviceSeq, entity, rowId, kind, changes: readFields(record.changes), previous }
}

/** Acknowledged operations are kept until a backup of the hub has them. */
export function forgetBackedUp(raw: RawDatabase, seq: number): void {
  raw
    .prepare(
      `DELETE FROM outbox_operation WHERE device_seq IN (
        SELECT device_seq FROM outbox_operation WHERE acked_seq <= ? LIMIT ?
      )`,
    )
    .run(seq, forgottenAtOnce)
}

/** After a restore of the hub: what it may not have any more is sent once more. */
export function sendAgain(raw: RawDatabase, afterSeq: number): void {
  raw.prepare('UPDATE outbox_operation SET acked_seq = NULL WHERE acked_seq > ?').run(afterSeq)
}

/**
 * Gives unsent operations new readings when they were written under a clock so far ahead that the
 * hub cannot have taken them. Answers how many there were.
 */
export function restamp(raw: RawDatabase, deviceId: string, now: string): number {
  const limit = new Date(Date.parse(now) + refusedAheadMs).toISOString()
  const wrong = raw
    .prepare<[string], number>(
      'SELECT device_seq FROM outbox_operation WHERE acked_seq IS NULL AND clock > ? ORDER BY device_seq',
    )
    .pluck()
    .all(limit)
  const clock = createClock(deviceId, null)
  const write = raw.prepare('UPDATE outbox_operation SET clock = ? WHERE device_seq = ?')
  for (const deviceSeq of wrong) write.run(clock.tick(now), deviceSeq)
  return wrong.length
}
