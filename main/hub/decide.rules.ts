/**
 * What becomes of a batch of operations: dependencies, permissions, uniqueness, claims and merging,
 * decided from what was read before. The hub's one place of decisions; it reads and writes nothing.
 */
import { may } from '../clinic/shared/permissions.ts'
import type { SharedTable } from '../db/tables.ts'
import { factsOf, isEntity, mayWrite, programMayWrite } from '../sync/entities.ts'
import { applyOperation, canonical, type Row } from '../sync/merge.rules.ts'
import type { Fields, Operation, Ordered } from '../sync/wire.ts'
import { ClaimLedger } from './claim-ledger.rules.ts'
import type {
  BranchMove,
  Claim,
  DecidedBatch,
  DeviceRecord,
  HubState,
  LoggedOperation,
  RowKey,
  StoredRow,
  UniqueValue,
} from './store.ts'

/** What a batch stands on; {@link rowsNeeded} and {@link moreNeeded} say what has to be in it. */
export interface Ground {
  device: DeviceRecord
  state: HubState
  rows: readonly (RowKey & StoredRow)[]
  holders: readonly (UniqueValue & { rowId: string })[]
  claims: readonly Claim[]
}

/** An operation with the hash of what its device sent. */
export interface Arrived {
  operation: Operation
  hash: string
}

const nobodys = new Set(['system', 'nobody'])

/** Every row that the operations change, stand on or were made by. */
export function rowsNeeded(operations: readonly Operation[]): RowKey[] {
  const keys = new Map<string, RowKey>()
  const need = (entity: string, rowId: string) => keys.set(keyOf(entity, rowId), { entity, rowId })
  for (const { entity, rowId, changes, actorId } of operations) {
    if (!isEntity(entity)) continue
    need(entity, rowId)
    if (!nobodys.has(actorId)) need('practitioner', actorId)
    for (const [field, parent] of parentsOf(entity)) {
      const id = changes[field]
      if (typeof id === 'string') need(parent, id)
    }
  }
  return [...keys.values()]
}

/**
 * Ids of rows that an operation may take to another branch: what stands on them has to be in the
 * ground as well, and what stands on that.
 */
export function movesIn(
  operations: readonly Operation[],
  rows: readonly (RowKey & StoredRow)[],
): string[] {
  const known = new Map(rows.map((one) => [keyOf(one.entity, one.rowId), one.row]))
  const moved = new Set<string>()
  for (const { entity, rowId, kind, changes } of operations) {
    if (kind !== 'patch' || !isEntity(entity)) continue
    const { branchBy } = factsOf(entity)
    const row = known.get(keyOf(entity, rowId))
    if (branchBy === null || row === undefined || changes[branchBy] === undefined) continue
    if (changes[branchBy] !== (row[branchBy] ?? null)) moved.add(rowId)
  }
  return [...moved]
}

/** The unique values and stretches of time that matter, once the rows are known. */
export function moreNeeded(
  device: Pick<DeviceRecord, 'prefix'>,
  operations: readonly Operation[],
  rows: readonly (RowKey & StoredRow)[],
): { values: UniqueValue[]; spans: Claim[] } {
  const known = new Map(rows.map((one) => [keyOf(one.entity, one.rowId), one.row]))
  const values = new Map<string, UniqueValue>()
  const spans = new Map<string, Claim>()
  const need = (value: UniqueValue | null) => value && values.set(valueKey(value), value)
  for (const operation of operations) {
    const { entity, rowId } = operation
    if (!isEntity(entity)) continue
    const key = keyOf(entity, rowId)
    const after = applyOperation(known.get(key) ?? null, operation)
    if (after === null) continue
    known.set(key, after)
    for (const fields of factsOf(entity).unique) {
      const value = uniqueValue(entity, fields, after)
      need(value)
      if (value === null || !isNumbered(entity, fields)) continue
      for (const other of otherNumbers(device, String(after[fields[0] ?? '']), rowId)) {
        need(uniqueValue(entity, fields, { ...after, [fields[0] ?? '']: other }))
      }
    }
    if (entity !== 'appointment') continue
    for (const claim of wantedTime(rowId, after).claims) {
      spans.set(`${claim.resource}/${claim.startsMs}/${claim.endsMs}`, claim)
    }
  }
  return { values: [...values.values()], spans: [...spans.values()] }
}

/**
 * Decides the operations in their order; each gets exactly one outcome and the next number. Those of
 * one unit come about together or not at all.
 */
export function decideBatch(ground: Ground, arrived: readonly Arrived[]): DecidedBatch {
  const desk = new Desk(ground)
  let unit: Arrived[] = []
  for (const one of arrived) {
    if (unit[0] !== undefined && unit[0].operation.unitId !== one.operation.unitId) {
      desk.decideUnit(unit)
      unit = []
    }
    unit.push(one)
  }
  if (unit.length > 0) desk.decideUnit(unit)
  return desk.result()
}

type Code = NonNullable<Ordered['code']>

/** What is made of an operation that is taken. */
interface Made {
  changes: Row
  codes: Code[]
  data: Fields
}

class Refusal {
  readonly code: Code
  readonly data: Fields

  constructor(code: Code, data: Fields = {}) {
    this.code = code
    this.data = data
  }
}

/** A map whose changes can be taken back. */
class Ledger<Value> {
  readonly #now = new Map<string, Value>()
  /** What was there before each change, oldest first. */
  #before: [key: string, value: Value | undefined][] = []

  get(key: string): Value | undefined {
    return this.#now.get(key)
  }

  set(key: string, value: Value | undefined): void {
    this.#before.push([key, this.#now.get(key)])
    this.#put(key, value)
  }

  entries(): IterableIterator<[string, Value]> {
    return this.#now.entries()
  }

  begin(): void {
    this.#before = []
  }

  takeBack(): void {
    for (const [key, value] of this.#before.toReversed()) this.#put(key, value)
    this.#before = []
  }

  #put(key: string, value: Value | undefined): void {
    if (value === undefined) this.#now.delete(key)
    else this.#now.set(key, value)
  }
}

/** The state of the clinic while a batch is worked through. */
class Desk {
  readonly #device: DeviceRecord
  readonly #rows = new Ledger<StoredRow>()
  readonly #holders = new Ledger<string>()
  readonly #claims = new ClaimLedger()
  readonly #operations: LoggedOperation[] = []
  /** What differs from what was read, in the order in which it came to. */
  readonly #changedRows = new Ledger<RowKey>()
  readonly #changedValues = new Ledger<UniqueValue>()
  readonly #changedClaims = new Ledger<readonly Claim[]>()
  readonly #ledgers
  /** By a row's id, the keys of those that share its branch. */
  readonly #standing = new Map<string, Set<string>>()
  readonly #stateBefore: HubState
  #head: number
  #clinicId: HubState['clinicId']
  #founder: HubState['founder']

  constructor({ device, state, rows, holders, claims }: Ground) {
    this.#device = device
    this.#stateBefore = state
    this.#head = state.head
    this.#clinicId = state.clinicId
    this.#founder = state.founder
    for (const { entity, rowId, row, branch } of rows) {
      this.#rows.set(keyOf(entity, rowId), { row, branch })
      this.#noteGround(entity, rowId, row)
    }
    for (const held of holders) this.#holders.set(valueKey(held), held.rowId)
    for (const claim of new Map(claims.map((one) => [claimKey(one), one])).values()) {
      this.#claims.add(claim)
    }
    this.#ledgers = [
      this.#rows,
      this.#holders,
      this.#claims,
      this.#changedRows,
      this.#changedValues,
      this.#changedClaims,
    ]
  }

  decideUnit(unit: readonly Arrived[]): void {
    for (const ledger of this.#ledgers) ledger.begin()
    const clinicBefore = this.#clinicId
    const decided = unit.map((one) => this.#decide(one))
    const guilty = decided.find(isFatal)
    if (guilty === undefined) {
      this.#operations.push(...decided)
      return
    }
    for (const ledger of this.#ledgers) ledger.takeBack()
    this.#clinicId = clinicBefore
    const { entity, rowId } = guilty
    for (const [index, { operation }] of unit.entries()) {
      const one = decided[index]
      if (one === undefined) continue
      const { move: _move, ...stayed } = one
      const withUnit: LoggedOperation = {
        ...stayed,
        changes: operation.changes,
        outcome: 'refused',
        code: 'depends-on-missing',
        data: { entity, rowId },
      }
      this.#operations.push(one.outcome === 'refused' ? one : withUnit)
    }
  }

  result(): DecidedBatch {
    const taken: DecidedBatch['taken'] = []
    const freed: UniqueValue[] = []
    for (const [key, value] of this.#changedValues.entries()) {
      const rowId = this.#holders.get(key)
      if (rowId === undefined) freed.push(value)
      else taken.push({ ...value, rowId })
    }
    const rows: DecidedBatch['rows'] = []
    for (const [key, row] of this.#changedRows.entries()) {
      const stored = this.#rows.get(key)
      if (stored !== undefined) rows.push({ ...row, ...stored })
    }
    const claims: DecidedBatch['claims'] = []
    for (const [appointmentId, held] of this.#changedClaims.entries()) {
      claims.push({ appointmentId, claims: [...held] })
    }
    const state: HubState = {
      ...this.#stateBefore,
      head: this.#head,
      clinicId: this.#clinicId,
      founder: this.#founder,
    }
    return { operations: this.#operations, rows, taken, freed, claims, state }
  }

  #decide({ operation, hash }: Arrived): LoggedOperation {
    this.#head += 1
    this.#endHistory(operation)
    const key = keyOf(operation.entity, operation.rowId)
    const before = this.#rows.get(key)
    const verdict = this.#verdict(operation)
    if (verdict.outcome !== 'refused') this.#apply(operation, verdict.changes)
    const stored = this.#rows.get(key)
    const isMoved = before !== undefined && stored?.branch !== before.branch
    return {
      ...operation,
      ...verdict,
      seq: this.#head,
      deviceId: this.#device.id,
      branch: stored?.branch ?? null,
      // The one branch hears that the row goes, the other one gets it with what stands on it.
      ...(isMoved ? { move: this.#takeAlong(operation, before.branch) } : {}),
      hash,
    }
  }

  /** Brings what stands on a row that has moved to the row's branch. */
  #takeAlong({ entity, rowId }: Operation, from: string | null): BranchMove {
    const to = this.#rows.get(keyOf(entity, rowId))?.branch ?? null
    const rows: BranchMove['rows'] = []
    const waiting: RowKey[] = [{ entity, rowId }]
    for (const moved of waiting) {
      const key = keyOf(moved.entity, moved.rowId)
      const stored = this.#rows.get(key)
      if (stored === undefined) continue
      this.#rows.set(key, { ...stored, branch: to })
      this.#changedRows.set(key, moved)
      rows.push([moved.entity, stored.row])
      for (const child of this.#standing.get(moved.rowId) ?? []) waiting.push(splitKey(child))
    }
    return { from, rows }
  }

  #noteGround(entity: string, rowId: string, row: Row): void {
    if (!isEntity(entity)) return
    const { branchBy } = factsOf(entity)
    const ground = branchBy === null || branchBy === 'locationId' ? null : row[branchBy]
    if (typeof ground !== 'string') return
    const known = this.#standing.get(ground)
    if (known === undefined) this.#standing.set(ground, new Set([keyOf(entity, rowId)]))
    else known.add(keyOf(entity, rowId))
  }

  #verdict(operation: Operation): Pick<Ordered, 'outcome' | 'code' | 'data'> & { changes: Row } {
    const { changes } = operation
    try {
      const made = this.#check(operation)
      const [code = null] = made.codes
      const outcome = code === null ? 'accepted' : 'merged'
      return { outcome, code, data: made.data, changes: made.changes }
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      return { outcome: 'refused', code: refusal.code, data: refusal.data, changes }
    }
  }

  /** What is made of an operation; throws why it is refused. */
  #check(operation: Operation): Made {
    const { entity, rowId, kind, changes } = operation
    if (!isEntity(entity)) throw new Refusal('unknown-entity')
    const before = this.#rows.get(keyOf(entity, rowId))?.row ?? null
    const made: Made = { changes, codes: [], data: {} }
    if (kind === 'patch') {
      if (before === null) throw new Refusal('depends-on-missing', { entity, rowId })
      const signs = entity === 'encounter' || entity === 'composition'
      const isSigned = signs && (before['signedAt'] ?? null) !== null
      const neverChanges = factsOf(entity).kind === 'fact' || isSigned
      const isMoved = isMove(operation, factsOf(entity).movable) && !leavesSigned(operation)
      if (neverChanges && !isMoved) throw new Refusal('never-changes')
    } else if (before !== null) {
      if (!isSameRow(before, operation)) throw new Refusal('row-exists')
      return made
    }
    if (entity === 'organization' && ![null, rowId].includes(this.#clinicId)) {
      throw new Refusal('row-exists')
    }
    this.#requirePermission(operation, before)
    this.#requireParents(operation)
    this.#requireBranch(operation, before)
    this.#makeUnique(operation, before, made)
    if (entity === 'appointment') this.#claimTime(operation, before, made)
    return made
  }

  /** Once its founder has sent something that it did as a member, nothing is history any more. */
  #endHistory({ clock }: Operation): void {
    const founder = this.#founder
    if (founder?.deviceId !== this.#device.id || instantOf(clock) <= founder.until) return
    this.#founder = null
  }

  /** What the founder did before it joined: at that time, who might do what was decided there. */
  #isHistory(): boolean {
    return this.#founder?.deviceId === this.#device.id
  }

  #requirePermission(operation: Operation, before: Row | null): void {
    const { entity, actorId, changes } = operation
    if (!isEntity(entity) || this.#isHistory()) return
    const permissions = isMove(operation, patientFieldsOf(entity))
      ? (['patients.merge'] as const)
      : factsOf(entity).permissions
    if (nobodys.has(actorId)) {
      if (!programMayWrite(permissions)) throw new Refusal('forbidden')
      return
    }
    const actor = this.#rows.get(keyOf('practitioner', actorId))?.row ?? null
    if (actor === null) throw new Refusal('unknown-actor')
    if ((actor['archivedAt'] ?? null) !== null) throw new Refusal('forbidden')
    const roles = rolesOf(actor)
    if (!mayWrite(roles, permissions)) throw new Refusal('forbidden')
    const setsOver = changes['overbooked'] === 1 && before?.['overbooked'] !== 1
    if (entity === 'appointment' && setsOver && !may(roles, 'appointments.overbook')) {
      throw new Refusal('forbidden')
    }
  }

  #requireParents({ entity, changes }: Operation): void {
    if (!isEntity(entity)) return
    for (const [field, parent] of parentsOf(entity)) {
      const id = changes[field]
      if (typeof id !== 'string' || this.#rows.get(keyOf(parent, id)) !== undefined) continue
      throw new Refusal('depends-on-missing', { entity: parent, rowId: id })
    }
  }

  /** A workstation that serves some branches writes in these alone, and moves nothing out of them. */
  #requireBranch({ entity, rowId, changes }: Operation, before: Row | null): void {
    const { branches } = this.#device
    if (branches === null || !isEntity(entity)) return
    const { branchBy } = factsOf(entity)
    const stored = this.#rows.get(keyOf(entity, rowId))
    const wanted =
      branchBy === null || changes[branchBy] === undefined
        ? null
        : this.#branchOf(entity, { ...before, ...changes })
    for (const branch of [stored?.branch ?? null, wanted]) {
      if (branch !== null && !branches.includes(branch)) {
        throw new Refusal('another-branch', { locationId: branch })
      }
    }
  }

  #makeUnique(operation: Operation, before: Row | null, made: Made): void {
    const { entity, rowId } = operation
    if (!isEntity(entity)) return
    const facts = factsOf(entity)
    for (const fields of facts.unique) {
      if (!fields.some((field) => field in made.changes)) continue
      const after = applyOperation(before, { ...operation, changes: made.changes }) ?? {}
      const holder = this.#holderOf(uniqueValue(entity, fields, after), rowId)
      if (holder === null) continue
      const [field = ''] = fields
      if (isNumbered(entity, fields)) {
        const was = String(after[field])
        const number = otherNumbers(this.#device, was, rowId).find(
          (other) =>
            this.#holderOf(uniqueValue(entity, fields, { ...after, [field]: other }), rowId) ===
            null,
        )
        if (number === undefined) throw new Refusal('duplicate', { rowId: holder })
        made.changes = { ...made.changes, [field]: number }
        made.codes.push('number-taken')
        made.data = { ...made.data, was }
      } else if (facts.onDuplicate === 'detach') {
        made.changes = { ...made.changes, [field]: null }
        // The bill beside the bill is what a person has to look at, more than its number.
        made.codes.unshift('bill-exists')
        made.data = { ...made.data, rowId: holder }
      } else {
        throw new Refusal('duplicate', { rowId: holder })
      }
    }
  }

  /** Who else has the value. */
  #holderOf(value: UniqueValue | null, rowId: string): string | null {
    const holder = value === null ? undefined : this.#holders.get(valueKey(value))
    return holder === undefined || holder === rowId ? null : holder
  }

  /** A booking that wants time which another one holds becomes a cancelled one with the winner's name. */
  #claimTime(operation: Operation, before: Row | null, made: Made): void {
    const { rowId, clock } = operation
    const after = applyOperation(before, { ...operation, changes: made.changes }) ?? {}
    const wish = wantedTime(rowId, after)
    const [holder] = wish.claims.flatMap((claim) => this.#claims.rivalOf(claim) ?? [])
    if (holder === undefined) return this.#setClaims(rowId, before, wish.claims)
    this.#setClaims(rowId, before, [])
    // The patient was in the room already: it cannot be undone, so it stands beside the other one.
    if (wish.happened) return
    made.changes = {
      ...made.changes,
      status: 'cancelled',
      statusAt: instantOf(clock),
      cancelReason: 'time-taken',
    }
    made.codes.unshift('time-taken')
    made.data = {
      ...made.data,
      heldBy: holder.appointmentId,
      resource: holder.resource,
      startsAt: String(after['startsAt']),
      endsAt: String(after['endsAt']),
    }
  }

  #apply(operation: Operation, changes: Row): void {
    const { entity, rowId } = operation
    if (!isEntity(entity)) return
    const key = keyOf(entity, rowId)
    const stored = this.#rows.get(key)
    const before = stored?.row ?? null
    const row = applyOperation(before, { ...operation, changes })
    if (row === null || row === before) return
    const { branchBy } = factsOf(entity)
    const stays = stored !== undefined && (branchBy === null || changes[branchBy] === undefined)
    // What the row stands on is not there for a change of something else.
    this.#rows.set(key, { row, branch: stays ? stored.branch : this.#branchOf(entity, row) })
    this.#changedRows.set(key, { entity, rowId })
    if (stored === undefined) this.#noteGround(entity, rowId, row)
    this.#holdValues(entity, before, row, rowId)
    if (entity === 'organization') this.#clinicId ??= rowId
  }

  #branchOf(entity: SharedTable, row: Row): string | null {
    const { branchBy } = factsOf(entity)
    if (branchBy === null) return null
    const id = row[branchBy] ?? null
    if (typeof id !== 'string') return null
    if (branchBy === 'locationId') return id
    const parent = factsOf(entity).parents[branchBy]
    return parent === undefined ? null : (this.#rows.get(keyOf(parent, id))?.branch ?? null)
  }

  /** Gives up the unique values that the row has no more, and takes the new ones. */
  #holdValues(entity: SharedTable, before: Row | null, after: Row, rowId: string): void {
    const former = before === null ? [] : uniqueValues(entity, before)
    const values = uniqueValues(entity, after)
    const isIn = (list: UniqueValue[], { fields, value }: UniqueValue) =>
      list.some((one) => one.fields === fields && one.value === value)
    const change = (value: UniqueValue, holder: string | undefined) => {
      this.#holders.set(valueKey(value), holder)
      this.#changedValues.set(valueKey(value), value)
    }
    for (const value of former) if (!isIn(values, value)) change(value, undefined)
    for (const value of values) if (!isIn(former, value)) change(value, rowId)
  }

  #setClaims(appointmentId: string, before: Row | null, claims: readonly Claim[]): void {
    const former = before === null ? [] : wantedTime(appointmentId, before).claims
    for (const claim of former) this.#claims.remove(claim)
    for (const claim of claims) this.#claims.add(claim)
    if (former.length > 0 || claims.length > 0) this.#changedClaims.set(appointmentId, claims)
  }
}

/** Whether it takes its unit with it: another row that does the same work already does not. */
function isFatal({ outcome, code, entity }: LoggedOperation): boolean {
  if (outcome !== 'refused') return false
  const isDropped =
    code === 'duplicate' && isEntity(entity) && factsOf(entity).onDuplicate === 'drop'
  return !isDropped
}

const waitingStatuses: ReadonlySet<unknown> = new Set([
  'requested',
  'confirmed',
  'arrived',
  'called',
])
const happenedStatuses: ReadonlySet<unknown> = new Set(['in-room', 'to-pay', 'done'])

/** What a booking claims as it stands: nothing when it is off, or was set over another on purpose. */
function wantedTime(appointmentId: string, row: Row): { claims: Claim[]; happened: boolean } {
  const happened = happenedStatuses.has(row['status'])
  const startsMs = Date.parse(String(row['startsAt']))
  const endsMs = Date.parse(String(row['endsAt']))
  const isOff = !happened && !waitingStatuses.has(row['status'])
  // Written so that what is no time at all claims none.
  if (isOff || row['overbooked'] === 1 || !(startsMs < endsMs)) return { claims: [], happened }
  const resources = [`practitioner:${String(row['practitionerId'])}`, ...others(row['resourceIds'])]
  const claims = resources.map((resource) => ({ resource, appointmentId, startsMs, endsMs }))
  return { claims, happened }
}

/** Rooms and equipment of a booking, from the column's JSON list. */
function others(column: Row[string] | undefined): string[] {
  const ids = readList(column)
  return [...new Set(ids)].map((id) => `resource:${id}`)
}

/** The texts of a JSON list; none where a stranger wrote something else. */
function readList(column: Row[string] | undefined): string[] {
  if (typeof column !== 'string') return []
  try {
    const list: unknown = JSON.parse(column)
    return Array.isArray(list) ? list.map(String) : []
  } catch {
    return []
  }
}

/** Whether the row that is there came from this very content, whatever was changed in it since. */
function isSameRow(before: Row, { rowId, kind, changes }: Operation): boolean {
  if (before['version'] !== 1) return before['createdAt'] === changes['createdAt']
  const whole = applyOperation(null, { rowId, kind, changes }) ?? {}
  return canonical(before) === canonical(whole)
}

/** Whether a patch changes nothing but whose a row is: what a merge of patients does, and its undoing. */
function isMove({ kind, changes }: Operation, fields: readonly string[]): boolean {
  const changed = Object.keys(changes).filter((field) => field !== 'updatedAt')
  return kind === 'patch' && changed.length > 0 && changed.every((one) => fields.includes(one))
}

/** Whether a signed document would become something that is not signed: another desk had not heard of it. */
function leavesSigned({ entity, changes }: Operation): boolean {
  const state = changes['state'] ?? null
  return entity === 'composition' && state !== null && state !== 'archived' && state !== 'disposed'
}

/** The fields that say whose a row is. */
function patientFieldsOf(entity: SharedTable): string[] {
  return parentsOf(entity).flatMap(([field, parent]) => (parent === 'patient' ? [field] : []))
}

const rolesOf = (practitioner: Row) => readList(practitioner['roles'])

const instantOf = (clock: string) => clock.slice(0, 24)

const parents = new Map<SharedTable, [field: string, parent: SharedTable][]>()

function parentsOf(entity: SharedTable): [field: string, parent: SharedTable][] {
  const known = parents.get(entity)
  if (known !== undefined) return known
  const made = Object.entries(factsOf(entity).parents).flatMap(
    ([field, parent]): [string, SharedTable][] => (parent === undefined ? [] : [[field, parent]]),
  )
  parents.set(entity, made)
  return made
}

/** Whether a duplicate gets another number: a human one, which nobody has to look up. */
function isNumbered(entity: SharedTable, fields: readonly string[]): boolean {
  if (fields.length !== 1) return false
  return fields[0] === 'number' || factsOf(entity).onDuplicate === 'suffix'
}

/** Numbers that a row may get instead, in this order; the last one is nobody else's. */
function otherNumbers({ prefix }: Pick<DeviceRecord, 'prefix'>, number: string, rowId: string) {
  return [`${number}-${prefix}`, `${number}-${prefix}2`, `${number}-${prefix}-${rowId}`]
}

function uniqueValues(entity: SharedTable, row: Row): UniqueValue[] {
  const facts = factsOf(entity)
  return facts.unique.flatMap((fields) => uniqueValue(entity, fields, row) ?? [])
}

/** Null when one of the fields is empty: such a row is excepted. */
function uniqueValue(entity: string, fields: readonly string[], row: Row): UniqueValue | null {
  const values = fields.map((field) => row[field] ?? null)
  if (values.includes(null)) return null
  return { entity, fields: fields.join(','), value: JSON.stringify(values) }
}

const keyOf = (entity: string, rowId: string) => `${entity}/${rowId}`

function splitKey(key: string): RowKey {
  const at = key.indexOf('/')
  return { entity: key.slice(0, at), rowId: key.slice(at + 1) }
}

const valueKey = ({ entity, fields, value }: UniqueValue) => `${entity}/${fields}/${value}`
const claimKey = ({ resource, appointmentId }: Claim) => `${resource}/${appointmentId}`
