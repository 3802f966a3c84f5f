/** The log: what workstations push is decided and put in order, what they pull is cut to what is theirs. */
import { hash } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import type * as z from 'zod'
import {
  batchOperations,
  type HelloAnswer,
  type helloInput,
  largestBodyBytes,
  type News,
  type Operation,
  type Ordered,
  protocolVersion,
  type PullAnswer,
  type pullInput,
  type PushAnswer,
  type pushInput,
} from '../sync/wire.ts'
import { sameBranches } from '../sync/branches.rules.ts'
import { restoreBackup, writeBackup } from './backup.ts'
import { type Arrived, decideBatch, moreNeeded, movesIn, rowsNeeded } from './decide.rules.ts'
import { HubError } from './hub-error.ts'
import type { Standing, Told } from './feed.ts'
import { createRecent, type Recent } from './recent.ts'
import { createSnapshots, type Snapshot, type SnapshotProgress } from './snapshots.ts'
import type {
  DeviceRecord,
  HubState,
  HubStore,
  HubWrite,
  KnownOperation,
  LoggedOperation,
  RowKey,
  Sender,
  StoredRow,
} from './store.ts'

type Hello = z.infer<typeof helloInput>
type Push = z.infer<typeof pushInput>
type Pull = z.input<typeof pullInput>

export interface HubLog {
  /** Throws `protocol-not-spoken`, `another-clinic`. */
  hello(device: DeviceRecord, input: Hello): Promise<HelloAnswer>
  /**
   * Each operation gets its one outcome, or none of them: throws `epoch-changed`, `clock-too-far`,
   * `out-of-order`, `device-cloned`, `revoked`, `unknown-device`, `disk-full`.
   */
  push(device: DeviceRecord, input: Push): Promise<PushAnswer>
  /** Throws `epoch-changed`, `snapshot-needed`. */
  pull(device: DeviceRecord, input: Pull): Promise<PullAnswer>
  /** Where the log stands. */
  standing(): Promise<Standing>
  /**
   * What came since a device was told last, to be told it unasked. Null when it has to ask: there is
   * too much of it, it is not at hand, or the device wrote all of it.
   */
  news(device: DeviceRecord, told: Told): News | null
  /** All rows that the device may have, as a file that stays for a while. */
  snapshot(device: DeviceRecord): Promise<Snapshot>
  /** How far it has come with the one for this device. */
  snapshotProgress(device: DeviceRecord): SnapshotProgress
  /** Forgets what every living device has. */
  compact(): Promise<{ compactedTo: number }>
  /**
   * Writes everything to a file, sealed where a passphrase is given; operations that it holds need not
   * be kept anywhere else.
   */
  backup(path: string, passphrase?: string | null): Promise<{ seq: number }>
  /** Takes a backup into an empty storage and begins a new epoch. Throws {@link BackupTrouble}. */
  restore(path: string, passphrase?: string | null): Promise<{ epoch: string; seq: number }>
  /** Removes the snapshots' files. */
  close(): Promise<void>
}

interface LogOptions {
  now: () => string
  newId: () => string
}

/** A clock that is further ahead than this belongs to a workstation that has to be put right first. */
const farFutureMs = 24 * 60 * 60_000

/** A device that was not heard of for so long does not hold up the forgetting; it takes a snapshot. */
const longestAwayMs = 180 * 24 * 60 * 60_000

/** How far an answer grows: below what a connection takes, with room for its wrapping. */
const answerBytes = largestBodyBytes / 2
const pageOperations = 250

/** Kept in memory for who follows: what a device that sends much has sent last. */
const recentOperations = 4 * batchOperations

/** More than a few operations are asked for: a device that is slow must not be sent them twice. */
const newsOperations = 50
const newsBytes = 64 * 1024

/** That a device was here is written down so often, or when it has come so far. */
const touchMs = 60_000
const touchOperations = 5_000

/** Makes the log over a storage; any number of them may work on one. */
export function createHubLog(store: HubStore, { now, newId }: LogOptions): HubLog {
  const snapshots = createSnapshots(store, { now })
  const recent = createRecent(recentOperations)
  const inTurn = createTurns()
  const touched = new Map<string, { atMs: number; cursor: number }>()

  /** Kept in this process alone: what is lost of it makes the hub keep more than it must. */
  async function touch(device: DeviceRecord, cursor: number): Promise<void> {
    const at = now()
    const known = touched.get(device.id)
    const isFresh = known !== undefined && Date.parse(at) - known.atMs < touchMs
    if (isFresh && Math.abs(cursor - known.cursor) < touchOperations) return
    touched.set(device.id, { atMs: Date.parse(at), cursor })
    try {
      await store.devices.touch(device.id, at, cursor)
    } catch (error) {
      // A full disk takes nothing in; what is there already is given out all the same.
      if (!(error instanceof HubError) || error.code !== 'disk-full') throw error
    }
  }

  return {
    async hello(device, input) {
      if (input.protocol > protocolVersion || input.protocol < protocolVersion - 1) {
        throw new HubError('protocol-not-spoken', { protocol: protocolVersion })
      }
      const known = await store.state()
      const isStranger = known.clinicId !== null && input.clinicId !== null
      if (isStranger && known.clinicId !== input.clinicId) throw new HubError('another-clinic')
      const brings = known.clinicId === null && input.clinicId !== null
      const state = brings ? await welcomeFounder(store, device, input, now()) : known
      await touch(device, Math.min(input.cursor, state.head))
      const { clinicId, epoch, restored, head, compactedTo, heritage = null } = state
      const { id: deviceId, prefix, branches } = device
      const where = { epoch, restored, head, compactedTo }
      return { deviceId, prefix, clinicId, ...where, now: now(), branches, heritage }
    },

    push: (device, input) =>
      inTurn(device.id, async () => {
        const decided = await push(store, device, input, now())
        recent.add(input.epoch, decided.fresh)
        return decided.answer
      }),

    async pull(device, input) {
      const answer = await pull(store, recent, device, input)
      await touch(device, input.cursor)
      return answer
    },

    async standing() {
      const { epoch, head, backupSeq } = await store.state()
      return { epoch, head, backupSeq }
    },

    news: (device, told) => newsFor(recent, device, told),

    snapshot: (device) => snapshots.of(device.branches),
    snapshotProgress: (device) => snapshots.progressOf(device.branches),
    compact: () => compact(store, now()),

    async backup(path, passphrase = null) {
      const seq = await whole(path, (unfinished) =>
        writeBackup(store, { path: unfinished, passphrase }),
      )
      await store.write(async (tx) => {
        const state = await tx.state()
        await tx.setState({ ...state, backupSeq: Math.max(state.backupSeq, seq) })
      })
      return { seq }
    },

    restore: (path, passphrase = null) => restoreBackup(store, { path, passphrase }, newId()),
    close: () => snapshots.close(),
  }
}

/** A file comes under its name when it is whole: until then an earlier one stays as it was. */
async function whole<Result>(
  path: string,
  write: (unfinished: string) => Promise<Result>,
): Promise<Result> {
  const unfinished = `${path}.new`
  try {
    const result = await write(unfinished)
    await rename(unfinished, path)
    return result
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

/** The first one with a clinic brings it; its history ends with the later of both clocks. */
function welcomeFounder(store: HubStore, device: DeviceRecord, input: Hello, now: string) {
  return store.write(async (tx) => {
    const state = await tx.state()
    if (state.clinicId !== null || state.founder !== null) return state
    const until = input.now > now ? input.now : now
    const { heritage } = input
    const founded: HubState = { ...state, founder: { deviceId: device.id, until }, heritage }
    await tx.setState(founded)
    return founded
  })
}

async function push(
  store: HubStore,
  device: DeviceRecord,
  { epoch, operations }: Push,
  now: string,
): Promise<{ answer: PushAnswer; fresh: LoggedOperation[] }> {
  requireClocks(operations, now)
  const arrived = operations.map((operation) => ({ operation, hash: hashOf(operation) }))
  const needed = rowsNeeded(operations)
  const [known, fresh] = await store.write(async (tx) => {
    // Asked together: each answer that is waited for holds up every other writer.
    const [{ state, sender }, rows] = await Promise.all([tx.opening(device.id), tx.rows(needed)])
    if (state.epoch !== epoch) throw new HubError('epoch-changed')
    if (sender === null) throw new HubError('unknown-device')
    if (sender.device.revokedAt !== null) throw new HubError('revoked')
    const known = await replayed(tx, sender, arrived)
    const fresh = arrived.slice(known.length)
    requireOrder(state, sender, arrived, fresh)
    const decided = fresh.length === 0 ? [] : await decide(tx, { state, sender, rows }, fresh)
    return [known, decided]
  })
  const outcomes = [...known, ...fresh].map(({ deviceSeq, seq, outcome, code, data }) => ({
    deviceSeq,
    seq,
    outcome,
    code,
    ...(code === 'time-taken' ? { data } : {}),
  }))
  return { answer: { outcomes }, fresh }
}

/** A device's pushes one after the other, as it sent them: another connection to the storage may be quicker. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>()
  return async <Result>(id: string, work: () => Promise<Result>): Promise<Result> => {
    const before = last.get(id) ?? Promise.resolve()
    const mine = before.then(work)
    const ended = mine.catch(() => {})
    last.set(id, ended)
    try {
      return await mine
    } finally {
      if (last.get(id) === ended) last.delete(id)
    }
  }
}

/** Nothing is taken from a clock that is a day ahead: its readings would outlive the mistake. */
function requireClocks(operations: readonly Operation[], now: string): void {
  const limit = new Date(Date.parse(now) + farFutureMs).toISOString()
  const isFar = operations.some(({ clock }) => clock.slice(0, limit.length) > limit)
  if (isFar) throw new HubError('clock-too-far', { now })
}

/** Of what the workstation did; its clock may be put right between two tries. */
function hashOf({ clock: _clock, schemaVersion: _schema, ...content }: Operation): string {
  return hash('sha256', JSON.stringify(content), 'base64')
}

/** The outcomes of operations that have come before; the same number never means two things. */
async function replayed(
  tx: HubWrite,
  { device, lastDeviceSeq }: Sender,
  arrived: readonly Arrived[],
): Promise<KnownOperation[]> {
  const from = arrived[0]?.operation.deviceSeq ?? 0
  if (from > lastDeviceSeq) return []
  const again = arrived.filter(({ operation }) => operation.deviceSeq <= lastDeviceSeq)
  const known = await tx.known(device.id, from, again.at(-1)?.operation.deviceSeq ?? from)
  const isSame =
    known.length === again.length &&
    known.every(
      (one, at) => one.hash === again[at]?.hash && one.deviceSeq === again[at].operation.deviceSeq,
    )
  if (!isSame) throw new HubError('device-cloned', { deviceSeq: from })
  return known
}

/**
 * Each number follows the one before it: a gap is work that got lost on its way. Only at a device's
 * first push, and its first after a restore, the hub cannot know what came before.
 */
function requireOrder(
  { restored }: HubState,
  { lastDeviceSeq, lastSeq }: Sender,
  arrived: readonly Arrived[],
  fresh: readonly Arrived[],
): void {
  const first = arrived[0]?.operation.deviceSeq ?? 0
  const isRow = arrived.every(({ operation }, at) => operation.deviceSeq === first + at)
  const next = fresh[0]?.operation.deviceSeq ?? lastDeviceSeq + 1
  const mayBegin = lastDeviceSeq === 0 || (restored !== null && lastSeq <= restored.seq)
  const follows = next === lastDeviceSeq + 1 || (mayBegin && next > lastDeviceSeq)
  if (!isRow || !follows) throw new HubError('out-of-order', { expected: lastDeviceSeq + 1 })
}

/** What a push finds at its beginning. */
interface Opened {
  state: HubState
  sender: Sender
  rows: Awaited<ReturnType<HubWrite['rows']>>
}

async function decide(
  tx: HubWrite,
  { state: known, sender, rows: named }: Opened,
  fresh: readonly Arrived[],
): Promise<LoggedOperation[]> {
  const { device } = sender
  const operations = fresh.map(({ operation }) => operation)
  const founder = known.founder ?? { deviceId: device.id, until: device.joinedAt }
  const state = known.clinicId === null ? { ...known, founder } : known
  const rows = [...named, ...(await readStanding(tx, movesIn(operations, named)))]
  const { values, spans } = moreNeeded(device, operations, rows)
  const [holders, claims] = await Promise.all([
    values.length === 0 ? [] : tx.holders(values),
    spans.length === 0 ? [] : tx.claims(spans),
  ])
  const batch = decideBatch({ device, state, rows, holders, claims }, fresh)
  await tx.save(batch)
  return batch.operations
}

/** What stands on rows that go to another branch, and on that in turn. */
async function readStanding(tx: HubWrite, moved: string[]): Promise<(RowKey & StoredRow)[]> {
  const found: (RowKey & StoredRow)[] = []
  for (let ids = moved; ids.length > 0;) {
    const standing = await tx.standingOn(ids)
    found.push(...standing)
    ids = standing.map(({ rowId }) => rowId)
  }
  return found
}

async function pull(
  store: HubStore,
  recent: Recent,
  device: DeviceRecord,
  { epoch, cursor, limit = batchOperations, branches }: Pull,
): Promise<PullAnswer> {
  const state = await store.state()
  if (state.epoch !== epoch) throw new HubError('epoch-changed')
  if (cursor < state.compactedTo || cursor > state.head) throw new HubError('snapshot-needed')
  // It serves other branches now: what it has is too much or too little.
  const isOtherPart = branches !== undefined && !sameBranches(branches, device.branches)
  if (isOtherPart) throw new HubError('snapshot-needed')
  const { head, backupSeq } = state
  if (cursor === head) return { operations: [], cursor, head, backupSeq }
  const atHand = recent.after(cursor, state, limit + 1)
  const logged = atHand === null ? await readLog(store, cursor, limit) : fitting(atHand)
  const found = wholeUnits(logged, limit)
  const reached = found.at(-1)?.seq ?? cursor
  return {
    operations: found.flatMap((one) => shownTo(device, one) ?? []),
    cursor: reached,
    head: Math.max(head, reached),
    backupSeq,
  }
}

/** Up to one more than asked for, so that it can be seen where a unit ends; less when they are large. */
async function readLog(store: HubStore, cursor: number, limit: number): Promise<LoggedOperation[]> {
  const found: LoggedOperation[] = []
  let bytes = 0
  while (found.length <= limit && bytes < answerBytes) {
    const count = Math.min(pageOperations, limit + 1 - found.length)
    const page = await store.operations(found.at(-1)?.seq ?? cursor, count)
    for (const one of page) {
      found.push(one)
      bytes += sizeOf(one)
      if (bytes >= answerBytes) break
    }
    if (page.length < count) break
  }
  return found
}

/** As many as an answer may hold. */
function fitting(found: LoggedOperation[]): LoggedOperation[] {
  let bytes = 0
  const over = found.findIndex((one) => {
    bytes += sizeOf(one)
    return bytes >= answerBytes
  })
  return over === -1 ? found : found.slice(0, over + 1)
}

function newsFor(
  recent: Recent,
  device: DeviceRecord,
  { before: after, standing }: Told,
): News | null {
  const { epoch, head, backupSeq } = standing
  if (after === null || head <= after || head - after > newsOperations) return null
  const found = recent.after(after, standing, newsOperations)
  if (found === null || found.every(({ deviceId }) => deviceId === device.id)) return null
  if (found.reduce((bytes, one) => bytes + sizeOf(one), 0) > newsBytes) return null
  const operations = found.flatMap((one) => shownTo(device, one) ?? [])
  return { epoch, after, operations, cursor: head, backupSeq }
}

/** About what it is on the wire. */
function sizeOf({ changes, move }: LoggedOperation): number {
  const moved = move?.rows.map(([, row]) => row) ?? []
  return [changes, ...moved].reduce((bytes, row) => bytes + sizeOfRow(row), 0)
}

function sizeOfRow(row: Operation['changes']): number {
  let bytes = 400
  for (const value of Object.values(row)) {
    bytes += typeof value === 'string' ? 20 + value.length : 24
  }
  return bytes
}

/** As many as may be sent without cutting a unit; a unit that is larger than an answer goes in several. */
function wholeUnits(found: LoggedOperation[], limit: number): LoggedOperation[] {
  if (found.length <= limit) return found
  const over = found[limit]
  const isOfNext = (one: LoggedOperation | undefined) =>
    one?.unitId === over?.unitId && one?.deviceId === over?.deviceId
  let end = limit
  while (end > 0 && isOfNext(found[end - 1])) end -= 1
  return found.slice(0, end === 0 ? limit : end)
}

/**
 * As a device is shown it; null when it is not. Its own always; others' refusals never, and others'
 * rows only of the branches that it serves, with where they come from and go to.
 */
function shownTo(device: DeviceRecord, logged: LoggedOperation): Ordered | null {
  const { branch, hash: _hash, move, ...ordered } = logged
  const isOwn = ordered.deviceId === device.id
  if (ordered.outcome === 'refused') return isOwn ? ordered : null
  const sees = serves(device, branch)
  const saw = move === undefined ? sees : serves(device, move.from)
  if (sees) return saw || move === undefined ? ordered : { ...ordered, arrives: move.rows }
  return saw || isOwn ? { ...ordered, leaves: true } : null
}

function serves({ branches }: DeviceRecord, branch: string | null): boolean {
  return branch === null || branches === null || branches.includes(branch)
}

function compact(store: HubStore, now: string): Promise<{ compactedTo: number }> {
  const awaySince = new Date(Date.parse(now) - longestAwayMs).toISOString()
  return store.write(async (tx) => {
    const state = await tx.state()
    const devices = await store.devices.list()
    const living = devices.filter(
      ({ revokedAt, lastSeenAt, joinedAt }) =>
        revokedAt === null && (lastSeenAt ?? joinedAt) >= awaySince,
    )
    const lowest = Math.min(state.head, ...living.map(({ cursor }) => cursor))
    const compactedTo = Math.max(state.compactedTo, lowest)
    await tx.forgetLog(compactedTo)
    await tx.setState({ ...state, compactedTo })
    return { compactedTo }
  })
}
