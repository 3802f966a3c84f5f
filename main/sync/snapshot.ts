/** The clinic's rows from the hub at once: fetched in pieces, checked, built beside and swapped in whole. */
import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import {
  closeSync,
  createWriteStream,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import * as z from 'zod'
import { createHandles } from '../db/kysely.ts'
import { migrate } from '../db/migrate.ts'
import { openDatabase, type RawDatabase, whileUndoing } from '../db/open.ts'
import { rowsOf, snakeCase } from '../db/rows.ts'
import { replayPending } from './apply.ts'
import { entityOrder, factsOf } from './entities.ts'
import { ExtraFields } from './extra.ts'
import { HubRefusal } from './hub-refusal.ts'
import type { HubRequests } from './hub-requests.ts'
import { linesOf } from './lines.rules.ts'
import type { Row } from './merge.rules.ts'
import { sendAgain } from './outbox.ts'
import {
  pieceBytes,
  type Seal,
  SealBroken,
  sealedSize,
  sealing,
  sizeOfPieces,
  unsealed,
  wholePieces,
} from './sealed.ts'

/** What the hub says of a snapshot. */
const toldSchema = z.object({
  epoch: z.string().min(1),
  seq: z.coerce.number().int().nonnegative(),
  /** Of its bytes as they came. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

/** Kept beside its pieces: with the database's key it opens them. */
const stampSchema = toldSchema.extend({
  bytes: z.number().int().nonnegative(),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
})
export type SnapshotStamp = z.infer<typeof stampSchema>

/** `phase` is `prepare` while the hub writes it down, then `download`, `load` and `index`. */
type OnProgress = (progress: { phase: string; done: number; total: number }) => void

interface Fetching {
  /** Where it is put, sealed; what is there already is gone on with. */
  path: string
  /** Of the database that it is for. */
  key: Uint8Array
  onProgress: OnProgress
  signal?: AbortSignal | undefined
}

/** How far the hub is with writing it down; asked for about once a second. */
const preparingSchema = z.object({ done: z.number(), total: z.number() })

/**
 * Fetches the snapshot to `path`, going on where an earlier try broke off. Rejects when the line
 * breaks; the next try goes on from there.
 */
export async function fetchSnapshot(
  requests: HubRequests,
  fetching: Fetching,
): Promise<SnapshotStamp> {
  const { path, key } = fetching
  const known = readStamp(path)
  const from = known === null ? 0 : placeToGoOn(path, known, key)
  const headers: Record<string, string> =
    known === null || from === 0 ? {} : { range: `bytes=${from}-`, 'if-range': `"${known.sha256}"` }
  const answer = await untilPrepared(requests, fetching, headers)
  const status = answer.statusCode ?? 0
  if (status === 416 && known !== null) {
    answer.resume()
    return verified(path, known, key)
  }
  if (status !== 200 && status !== 206) {
    answer.resume()
    throw refusalOf(status)
  }
  const told = toldSchema.parse({
    epoch: answer.headers['polyclinic-epoch'],
    seq: answer.headers['polyclinic-seq'],
    sha256: answer.headers['polyclinic-sha256'],
  })
  const length = Number(answer.headers['content-length'] ?? 0)
  if (known === null || status === 200)
    return keepSnapshot(answer, { ...told, bytes: length }, fetching)
  await keepPieces(answer, { stamp: known, from }, fetching)
  return verified(path, known, key)
}

/** Puts all of a snapshot's bytes where {@link loadSnapshot} finds them. */
export async function keepSnapshot(
  pieces: AsyncIterable<Buffer>,
  told: Omit<SnapshotStamp, 'salt'>,
  fetching: Fetching,
): Promise<SnapshotStamp> {
  const { path, key } = fetching
  const { epoch, seq, sha256, bytes } = told
  const stamp = { epoch, seq, sha256, bytes, salt: randomBytes(16).toString('hex') }
  rmSync(path, { force: true })
  writeFileSync(stampOf(path), JSON.stringify(stamp), { mode: 0o600, flush: true })
  await keepPieces(pieces, { stamp, from: 0 }, fetching)
  return verified(path, stamp, key)
}

/** A large clinic takes the hub a while, in which it says how far it is. */
async function untilPrepared(
  requests: HubRequests,
  { onProgress, signal }: Fetching,
  headers: Record<string, string>,
): Promise<IncomingMessage> {
  const wish = {
    path: '/snapshot',
    headers: { ...headers, prefer: 'respond-async, wait=1' },
    signal,
  }
  for (;;) {
    const answer = await requests.open(wish)
    if (answer.statusCode !== 202) return answer
    const pieces: Buffer[] = []
    for await (const piece of answer) pieces.push(Buffer.from(piece))
    const told = preparingSchema.parse(JSON.parse(Buffer.concat(pieces).toString()))
    onProgress({ phase: 'prepare', ...told })
  }
}

/** Seals what comes before it touches the disk. */
async function keepPieces(
  pieces: AsyncIterable<Buffer>,
  { stamp, from }: { stamp: SnapshotStamp; from: number },
  { path, key, onProgress, signal }: Fetching,
): Promise<void> {
  const { bytes: total } = stamp
  let done = from
  let told = from
  const counted = new Transform({
    transform(piece: Buffer, _encoding, next) {
      done += piece.length
      if (done === total || done - told >= total / progressSteps) {
        onProgress({ phase: 'download', done, total })
        told = done
      }
      next(null, piece)
    },
  })
  const target = createWriteStream(path, { flags: 'a', mode: 0o600, flush: true })
  const sealed = sealing(sealOf(stamp, key), from / pieceBytes)
  await pipeline(pieces, counted, sealed, target, signal === undefined ? {} : { signal })
}

/** What the hub cannot do just now, because it is full or stopping, it can do later. */
function refusalOf(status: number): Error {
  if (status >= 500) return new Error(`The hub answered ${status}`)
  return new HubRefusal(
    status === 403 ? 'revoked' : status === 401 ? 'unknown-device' : 'not-found',
  )
}

/** The bar moves so often at most: a window that draws more learns nothing by it. */
const progressSteps = 1000

/** A key for each snapshot: what is known of one file says nothing of another, nor of the database. */
function sealOf({ salt }: SnapshotStamp, key: Uint8Array): Seal {
  const own = hkdfSync('sha256', key, Buffer.from(salt, 'hex'), 'polyclinic fetched snapshot', 32)
  return { key: new Uint8Array(own), header: new Uint8Array() }
}

/** Bytes that are surely there; a piece that was cut off while it was written is taken away. */
function placeToGoOn(path: string, stamp: SnapshotStamp, key: Uint8Array): number {
  const seal = sealOf(stamp, key)
  const size = sizeOf(path)
  if (size === sealedSize(stamp.bytes, seal)) return stamp.bytes
  const pieces = wholePieces(size, seal)
  truncateSync(path, sizeOfPieces(pieces, seal))
  return pieces * pieceBytes
}

async function verified(
  path: string,
  stamp: SnapshotStamp,
  key: Uint8Array,
): Promise<SnapshotStamp> {
  const hash = createHash('sha256')
  try {
    for await (const piece of unsealed(path, sealOf(stamp, key))) hash.update(piece)
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
  }
  if (hash.digest('hex') === stamp.sha256) return stamp
  forgetSnapshot(path)
  throw new Error('The snapshot was damaged on its way')
}

/** Removes what was fetched. */
export function forgetSnapshot(path: string): void {
  rmSync(path, { force: true })
  rmSync(stampOf(path), { force: true })
}

const stampOf = (path: string) => `${path}.stamp`
const sizeOf = (path: string) => (existsSync(path) ? statSync(path).size : 0)

function readStamp(path: string): SnapshotStamp | null {
  if (!existsSync(path) || !existsSync(stampOf(path))) return null
  try {
    return stampSchema.parse(JSON.parse(readFileSync(stampOf(path), 'utf8')))
  } catch {
    // Cut off while it was written: the snapshot is begun anew.
    return null
  }
}

export interface SnapshotLoad {
  snapshotPath: string
  stamp: SnapshotStamp
  /** The database that was used so far; nobody has it open. */
  database: { path: string; key: Uint8Array }
  /** Of operations acknowledged after this number nobody knows whether the hub still has them; null: of none. */
  sendAgainAfter: number | null
}

/** Where the new database is built: beside the old one. */
export const nextDatabase = (path: string) => `${path}.next`

/** Tables that stay on this workstation and go over into the new file. */
const keptTables = [
  'device',
  'number_series',
  'workstation_setting',
  'idempotency_key',
  'sign_in_guard',
  'draft',
  'stored_file',
  'stored_chunk',
  'outbox_operation',
  'hub_link',
  'hub_file',
  'sync_refusal',
]

const rowsAtOnce = 5_000

/** The first line says what it is; each further one is a row. */
const headSchema = z.object({
  format: z.literal('polyclinic-snapshot-1'),
  /** The locations whose rows are in it; null for all. */
  branches: z.array(z.string()).nullable().default(null),
})

/**
 * Builds a new database out of the snapshot and of what is this workstation's own in the old one. The
 * old one is not touched; see {@link swapDatabase}.
 */
export async function loadSnapshot(load: SnapshotLoad, onProgress: OnProgress): Promise<void> {
  const { path, key } = load.database
  removeDatabase(nextDatabase(path))
  const next = openDatabase({ path: nextDatabase(path), key, mayCreate: true })
  try {
    await migrate(next, null)
    next.pragma('synchronous = OFF')
    // Nobody else reads it, and one that is left half built is begun anew: no page is written twice.
    next.pragma('journal_mode = MEMORY')
    next.pragma('foreign_keys = OFF')
    copyOwn(load, next)
    const putBack = layIndexesAside(next)
    const { branches } = await readRows(load, next, onProgress)
    putBack(onProgress)
    copyAudit(load, next, branches)
    next.pragma('foreign_keys = ON')
    await finish(load, next, branches)
    next.pragma('optimize')
    next.pragma('synchronous = FULL')
    next.pragma('journal_mode = WAL')
  } catch (error) {
    next.close()
    removeDatabase(nextDatabase(path))
    throw error
  }
  next.close()
  // Before it takes the old one's place all of it has to be on the disk.
  const file = openSync(nextDatabase(path), 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/**
 * What is built from rows, and keeps none apart, is built once when all of them are there: in half the
 * time. Answers what does that.
 */
function layIndexesAside(next: RawDatabase): (onProgress: OnProgress) => void {
  const laidAside = next
    .prepare<[], { name: string; type: string; sql: string }>(
      `SELECT name, type, sql FROM sqlite_schema
       WHERE (type = 'index' AND sql LIKE 'CREATE INDEX %')
         OR (type = 'trigger' AND tbl_name = 'patient_index')`,
    )
    .all()
  for (const { name, type } of laidAside) next.exec(`DROP ${type} ${name}`)
  return (onProgress) => {
    const total = laidAside.length + searchTables.length
    for (const [done, table] of searchTables.entries()) {
      onProgress({ phase: 'index', done, total })
      next.exec(`INSERT INTO ${table} (${table}) VALUES ('rebuild')`)
    }
    for (const [at, { sql }] of laidAside.entries()) {
      onProgress({ phase: 'index', done: searchTables.length + at, total })
      next.exec(sql)
    }
  }
}

/**
 * What the triggers on `patient_index` fill row by row. A relative's phone changes a patient's words while
 * rows come in: what is not in there yet cannot be taken out of it, and is called damage.
 */
const searchTables = ['patient_words', 'patient_parts']

function copyOwn({ database }: SnapshotLoad, next: RawDatabase): void {
  const old = openDatabase({ ...database, mayCreate: false })
  try {
    for (const table of keptTables) {
      next.transaction(() => copyTable(old, next, table))()
    }
    const counted = old
      .prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'outbox_operation'`)
      .pluck()
      .get()
    next.prepare(`DELETE FROM sqlite_sequence WHERE name = 'outbox_operation'`).run()
    next
      .prepare(`INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox_operation', ?)`)
      .run(counted ?? 0)
  } finally {
    old.close()
  }
}

/** What happened to rows of branches that this workstation does not serve is not told here any more. */
function copyAudit({ database }: SnapshotLoad, next: RawDatabase, branches: string[] | null): void {
  const old = openDatabase({ ...database, mayCreate: false })
  const isThere = new Map(
    entityOrder
      .filter((entity) => factsOf(entity).branchBy !== null)
      .map((entity) => snakeCase(entity))
      .map((table) => [table, next.prepare(`SELECT 1 FROM ${table} WHERE id = ?`)]),
  )
  try {
    next.transaction(() => {
      copyTable(old, next, 'audit_event', ({ entity, row_id: rowId }) => {
        const asked = branches === null ? undefined : isThere.get(String(entity))
        return asked === undefined || asked.get(rowId) !== undefined
      })
    })()
  } finally {
    old.close()
  }
}

type Columns = Record<string, string | number | Buffer | null>

function copyTable(
  old: RawDatabase,
  next: RawDatabase,
  table: string,
  mayStay: (row: Columns) => boolean = () => true,
): void {
  const columns = old
    .prepare<[], string>(`SELECT name FROM pragma_table_info('${table}')`)
    .pluck()
    .all()
  const places = columns.map(() => '?').join(', ')
  const write = next.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`)
  for (const row of old.prepare<[], Columns>(`SELECT * FROM ${table}`).iterate()) {
    if (mayStay(row)) write.run(columns.map((column) => row[column] ?? null))
  }
}

async function readRows(
  { snapshotPath, stamp, database }: SnapshotLoad,
  next: RawDatabase,
  onProgress: OnProgress,
): Promise<{ branches: string[] | null }> {
  const rows = rowsOf(next)
  const extra = new ExtraFields(next, rows)
  let read = 0
  async function* packed() {
    for await (const piece of unsealed(snapshotPath, sealOf(stamp, database.key))) {
      read += piece.length
      yield piece
    }
  }
  const unpacked = createGunzip()
  // Awaited at the end as well: reading lines alone may not hear of a broken file.
  const flowing = pipeline(Readable.from(packed()), unpacked)
  flowing.catch(() => {})
  let waiting: string[] = []
  let head: z.infer<typeof headSchema> | null = null
  const write = next.transaction((lines: string[]) => {
    whileUndoing(next, () => {
      for (const line of lines) {
        const [entity, row] = readLine(line)
        const known = extra.knownRow(entity, row)
        if (known !== null) rows.insert(entity, known)
      }
    })
  })
  for await (const line of linesOf(unpacked)) {
    if (head === null) {
      head = headSchema.parse(JSON.parse(line))
      continue
    }
    waiting.push(line)
    if (waiting.length < rowsAtOnce) continue
    write(waiting)
    waiting = []
    onProgress({ phase: 'load', done: read, total: stamp.bytes })
  }
  await flowing
  write(waiting)
  return head ?? { branches: null }
}

/** Looked at by hand: a schema takes as long for a row as SQLite does. */
function readLine(line: string): [entity: string, row: Row] {
  const value: unknown = JSON.parse(line)
  if (!Array.isArray(value)) throw new Error('The snapshot has a line that is no row')
  const [entity, row]: unknown[] = value
  if (typeof entity !== 'string' || !isRow(row)) {
    throw new Error('The snapshot has a line that is no row')
  }
  return [entity, row]
}

function isRow(row: unknown): row is Row {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return false
  for (const value of Object.values(row)) {
    if (value !== null && typeof value !== 'string' && typeof value !== 'number') return false
  }
  return true
}

/** The own operations that the snapshot has not are replayed over it. */
async function finish(
  load: SnapshotLoad,
  next: RawDatabase,
  branches: string[] | null,
): Promise<void> {
  const { stamp, sendAgainAfter } = load
  const served = branches === null ? null : JSON.stringify(branches)
  const device = next.prepare<[], { id: string }>('SELECT id FROM device').get()
  const handles = createHandles(next)
  await handles.transact(() => {
    next
      .prepare('UPDATE hub_link SET epoch = ?, cursor = ?, branches = ?')
      .run(stamp.epoch, stamp.seq, served)
    if (sendAgainAfter !== null) sendAgain(next, sendAgainAfter)
    replayPending(
      { raw: next, deviceId: device?.id ?? '', now: nowUnused, newId: nowUnused },
      stamp.seq,
    )
  })
}

/** Replaying makes nothing new: no ids, no instants. */
function nowUnused(): string {
  throw new Error('Replaying made something new')
}

/**
 * Puts the new database in the old one's place; nobody has either open. One rename: whoever is cut off
 * finds the old one or the new one.
 */
export function swapDatabase(path: string): void {
  // A log beside the old file would be read as the new one's.
  if (sizeOf(`${path}-wal`) > 0) throw new Error('The old database was not closed')
  rmSync(`${path}-wal`, { force: true })
  rmSync(`${path}-shm`, { force: true })
  renameSync(nextDatabase(path), path)
}

/** Removes what an earlier try left half built. */
export function removeDatabase(path: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
}
