/** Opens the clinic's encrypted database file, or says in one word why it cannot be opened. */
import { existsSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import {
  patientKeys,
  patientSortName,
  patientTerms,
  phoneTerms,
} from '../clinic/patients/patient-index.rules.ts'

export type DatabaseTroubleCode =
  | 'wrong-key'
  | 'damaged'
  | 'disk-full'
  | 'newer-version'
  | 'not-readable'
  | 'missing-key'
  | 'copy-failed'

/** The connection itself, for main/db and for who opens and closes it. */
export type RawDatabase = Database.Database

/** The database cannot be used as it is; nothing was overwritten. `detail` is for the log. */
export class DatabaseTrouble extends Error {
  readonly code: DatabaseTroubleCode
  readonly detail: string

  constructor(code: DatabaseTroubleCode, detail: string) {
    super(`${code}: ${detail}`)
    this.name = 'DatabaseTrouble'
    this.code = code
    this.detail = detail
  }
}

export interface DatabaseAddress {
  /** Path of the file, or `:memory:` for tests. */
  path: string
  /** 32 bytes; null only for `:memory:`, which cannot hold a key. */
  key: Uint8Array | null
  /** Whether a file that is not there may be made. */
  mayCreate: boolean
}

/**
 * Opens the file with AEGIS-256 and checks that the key fits before anything is written.
 * WAL with full synchronisation: a payment that was answered survives a power cut.
 * Throws {@link DatabaseTrouble}.
 */
export function openDatabase(address: DatabaseAddress): RawDatabase {
  let raw: RawDatabase | undefined
  try {
    const sizeBytes = address.mayCreate ? null : wholeSize(address.path)
    raw = new Database(address.path, { timeout: 5000 })
    if (address.key !== null) {
      raw.pragma(`cipher = 'aegis'`)
      raw.pragma(`key = "x'${Buffer.from(address.key).toString('hex')}'"`)
    }
    // The first read is where a wrong key shows; nothing was written before it.
    raw.prepare('SELECT count(*) FROM sqlite_schema').get()
    if (sizeBytes !== null) refuseShortened(raw, sizeBytes)
    raw.pragma('journal_mode = WAL')
    raw.pragma('synchronous = FULL')
    raw.pragma('foreign_keys = ON')
    // Without it a REPLACE would take a fact's place unseen by the triggers that keep facts.
    raw.pragma('recursive_triggers = ON')
    raw.pragma('temp_store = MEMORY')
    raw.pragma('cache_size = -32000')
    registerFunctions(raw)
    // From here on a taken lock is waited for without holding up the thread; see db/kysely.
    raw.pragma('busy_timeout = 10')
    return raw
  } catch (error) {
    raw?.close()
    throw asTrouble(error)
  }
}

/** The size in bytes of a file that holds all pages, or null while a log beside it holds some. */
function wholeSize(path: string): number | null {
  if (path === ':memory:') return null
  if (!existsSync(path)) throw new DatabaseTrouble('not-readable', 'the database file is not there')
  const log = `${path}-wal`
  const hasLog = existsSync(log) && statSync(log).size > 0
  return hasLog ? null : statSync(path).size
}

/** A file that lost its end opens as long as nobody asks for what was there. */
function refuseShortened(raw: RawDatabase, sizeBytes: number): void {
  const pages = Number(raw.pragma('page_count', { simple: true }))
  const pageBytes = Number(raw.pragma('page_size', { simple: true }))
  if (pages === 0 || sizeBytes < pages * pageBytes) {
    throw new DatabaseTrouble('damaged', 'the file is shorter than it says')
  }
}

/** What SQLite's and the system's result codes mean for the person in front of the screen. */
export function asTrouble(error: unknown): Error {
  if (error instanceof DatabaseTrouble) return error
  const detail = error instanceof Error ? error.message : String(error)
  const other = error instanceof Error ? error : new Error(detail)
  const code = sqliteCode(error)
  if (code === null) {
    const trouble = systemTroubles[systemCode(error) ?? '']
    return trouble === undefined ? other : new DatabaseTrouble(trouble, detail)
  }
  if (code.startsWith('SQLITE_NOTADB')) return new DatabaseTrouble('wrong-key', detail)
  if (code.startsWith('SQLITE_CORRUPT')) return new DatabaseTrouble('damaged', detail)
  if (code.startsWith('SQLITE_FULL')) return new DatabaseTrouble('disk-full', detail)
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_IOERR')) {
    return new DatabaseTrouble('not-readable', detail)
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_PERM')) {
    return new DatabaseTrouble('not-readable', detail)
  }
  return other
}

/** The system's own words, met where a folder or the key file is read or written. */
const systemTroubles: Partial<Record<string, DatabaseTroubleCode>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'not-readable',
  EPERM: 'not-readable',
  EROFS: 'not-readable',
  EIO: 'not-readable',
}

function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

/** The result code of an SQLite error, or null for any other error. */
export function sqliteCode(error: unknown): string | null {
  const code = systemCode(error)
  return code?.startsWith('SQLITE_') === true ? code : null
}

/** Connections on which rows are being brought into the hub's order. */
const undoing = new WeakSet<RawDatabase>()

/**
 * Runs work in which facts and signed visits may be taken back or written as the hub has them.
 * For main/sync alone: what a person does goes through a unit of work.
 */
export function whileUndoing<Result>(raw: RawDatabase, work: () => Result): Result {
  undoing.add(raw)
  try {
    return work()
  } finally {
    undoing.delete(raw)
  }
}

/** The triggers of the registry call these, so that no way of writing can leave the index behind. */
function registerFunctions(raw: RawDatabase): void {
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  raw.function('sync_undoing', () => (undoing.has(raw) ? 1 : 0))
  raw.function(
    'patient_terms',
    { deterministic: true },
    (family: unknown, given: unknown, patronymic: unknown, bornOn: unknown, phones: unknown) =>
      patientTerms({
        family: text(family) ?? '',
        given: text(given) ?? '',
        patronymic: text(patronymic),
        bornOn: text(bornOn),
        phones: text(phones) ?? '[]',
      }),
  )
  raw.function('phone_terms', { deterministic: true }, (phone: unknown) =>
    phoneTerms(text(phone) ?? ''),
  )
  raw.function(
    'patient_sort_name',
    { deterministic: true },
    (family: unknown, given: unknown, patronymic: unknown) =>
      patientSortName({
        family: text(family) ?? '',
        given: text(given) ?? '',
        patronymic: text(patronymic),
      }),
  )
  raw.function(
    'patient_keys',
    { deterministic: true },
    (
      family: unknown,
      given: unknown,
      bornOn: unknown,
      phones: unknown,
      documentKind: unknown,
      documentNumber: unknown,
    ) =>
      JSON.stringify(
        patientKeys({
          family: text(family) ?? '',
          given: text(given) ?? '',
          patronymic: null,
          bornOn: text(bornOn),
          phones: text(phones) ?? '[]',
          documentKind: text(documentKind),
          documentNumber: text(documentNumber),
        }),
      ),
  )
}
