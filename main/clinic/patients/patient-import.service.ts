/** Taking a list of patients from another program: read row by row, nothing of a row half taken. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import { type Clinic, readClinic } from '../settings/settings.service.ts'
import { dayOf } from '../shared/days.ts'
import { type FieldProblem, fieldProblems } from '../shared/field-problems.ts'
import type { Language } from '../shared/languages.ts'
import type { TextEncoding } from '../shared/csv-text.ts'
import { duplicateKeys, isLikelyDuplicate } from './duplicates.rules.ts'
import { type ImportRow, readImportFile, requireColumns } from './import-file.service.ts'
import {
  type ImportColumn,
  importColumns,
  type ImportSeparator,
  readImportDay,
  readImportPhones,
  readLanguage,
  readLine,
  readSex,
  shownField,
} from './import-columns.rules.ts'
import { patientSortName, phoneValues } from './patient-index.rules.ts'
import { type Person, personInput } from './patients.input.ts'
import { type ComparableRow, listNamesakes, listSharingKey } from './patients.queries.ts'
import { addConsent, comparable, newInRegistry, patientColumns } from './patients.service.ts'
import { isSurelySame } from './same-person.rules.ts'

/** What is wrong with a row, or worth knowing; `column` is null when it is the row as a whole. */
export interface RowProblem {
  column: ImportColumn | null
  /** A code of the field problems, or a word of the import's own. */
  reason: string
  /** What the sentence is about and the limit in it, as field problems have them. */
  about?: string
  limit?: number
}

export interface ImportProblem extends RowProblem {
  /** The line of the file at which the row begins; the header is line 1. */
  line: number
  /** `refused` and `already-there` rows are not taken, those with a `warning` are. */
  kind: 'refused' | 'already-there' | 'warning'
}

export interface ImportResult {
  taken: number
  alreadyThere: number
  refused: number
  /** In the order of the file. */
  problems: ImportProblem[]
}

export interface ImportPreview {
  format: 'csv' | 'fhir'
  /** The first line as it stands there, and what is taken to stand at each of its places. */
  names: string[]
  places: (ImportColumn | null)[]
  columns: ImportColumn[]
  /** Columns without which nothing can be taken. */
  missingColumns: ImportColumn[]
  /** Headers that say nothing to the program; their fields are left out. */
  ignoredColumns: string[]
  /** Null where nothing parts columns. */
  separator: ImportSeparator | null
  encoding: TextEncoding
  /** The first rows as they were read. */
  rows: {
    line: number
    values: Partial<Record<ImportColumn, string>>
    problems: RowProblem[]
  }[]
  /** How many rows there are. */
  count: number
}

export interface ImportProgress {
  phase: string
  done: number
  total: number
}

/** What a running import tells its window. */
export type ImportEvent =
  | { kind: 'progress'; progress: ImportProgress }
  | { kind: 'done'; result: ImportResult }

const previewedRows = 20

/**
 * Reads a list without taking it: which columns were understood, the first twenty rows as they were
 * read and what is wrong with them, and how many there are. Refused with `file-unreadable`.
 */
export function previewImport(
  csv: Uint8Array,
  mapping: readonly (ImportColumn | null)[] | null = null,
): ImportPreview {
  const { format, names, header, separator, encoding, rows } = readImportFile(csv, mapping)
  return {
    format,
    names: names.map(shownField),
    places: header.places,
    missingColumns: header.missing,
    encoding,
    columns: header.places.filter((column) => column !== null),
    ignoredColumns: header.ignored,
    separator,
    rows: rows.slice(0, previewedRows).map((row) => ({
      line: row.line,
      values: Object.fromEntries(
        Object.entries(row.fields).map(([column, field]) => [column, shownField(field)]),
      ),
      problems: readRow(row, 'en', null).problems,
    })),
    count: rows.length,
  }
}

/** Rows of one unit of work: so few that the other connection's writes wait only milliseconds. */
const rowsPerUnit = 20

/** Between two units the other connection gets its turn; without it the lock would be taken again at once. */
const pauseMs = 4

export interface ImportTools {
  onProgress: (progress: ImportProgress) => void
  signal: AbortSignal
}

/** How a file is taken; by default as its header says, every row that can be. */
export interface ImportOptions {
  mapping?: readonly (ImportColumn | null)[] | null
  /** Lines that a person leaves out: who looks like somebody in the registry. */
  leaveOut?: readonly number[]
  /** Whether everything is looked at and nothing taken. */
  dryRun?: boolean
}

/**
 * Takes a list: each good row whole, with its consent, each bad one named. A row that is surely
 * someone in the registry is left out, so a list taken twice adds nobody twice; one that is likely
 * someone is taken and named, unless its line is left out. Stopping it keeps what was taken so far, each
 * row whole. A dry run says the same of the same file and takes nothing. Refused as the preview is, and
 * with `missing-columns`.
 */
export async function importPatients(
  desk: Desk,
  csv: Uint8Array,
  { onProgress, signal }: ImportTools,
  { mapping = null, leaveOut = [], dryRun = false }: ImportOptions = {},
): Promise<ImportResult> {
  const file = readImportFile(csv, mapping)
  requireColumns(file)
  const left = new Set(leaveOut)
  const rows = file.rows.filter(({ line }) => !left.has(line))
  // In a dry run the rows that would have been taken are in no registry, so they are remembered here.
  const earlier = dryRun ? { namesakes: groups([], () => []), alike: groups([], () => []) } : null
  const clinic = await readClinic(desk)
  const today = dayOf(desk.now(), clinic.timeZone)
  const result: ImportResult = { taken: 0, alreadyThere: 0, refused: 0, problems: [] }
  const progress = (done: number) => onProgress({ phase: 'import', done, total: rows.length })
  progress(0)
  for (let start = 0; start < rows.length; start += rowsPerUnit) {
    signal.throwIfAborted()
    const chunk = rows
      .slice(start, start + rowsPerUnit)
      .map((row) => readRow(row, clinic.language, today))
    const told = await takeRows(desk, chunk, clinic, earlier)
    result.taken += told.taken
    result.alreadyThere += told.alreadyThere
    result.refused += told.refused
    result.problems.push(...told.problems)
    progress(start + chunk.length)
    await wait(dryRun ? 0 : pauseMs)
  }
  return result
}

/** The rows of this file that were looked at before; only a dry run needs them. */
type Earlier = Record<'namesakes' | 'alike', ReturnType<typeof groups>> | null

async function takeRows(
  desk: Desk,
  rows: ReadRow[],
  clinic: Clinic,
  earlier: Earlier,
): Promise<ImportResult> {
  const good = rows.flatMap(({ line, wish }) => (wish === null ? [] : [{ line, wish }]))
  const bad = rows.filter(({ wish }) => wish === null)
  const refusals = bad.flatMap(({ line, problems }) =>
    problems.map((problem) => ({ ...problem, line, kind: 'refused' as const })),
  )
  const told =
    good.length === 0
      ? { taken: 0, alreadyThere: 0, problems: [] }
      : earlier === null
        ? await desk.write('patients.import', (unit) =>
            takeGoodRows(unit.db, good, clinic, null, (columns, consentOn) => {
              const id = unit.insert('patient', { ...columns, ...newInRegistry })
              if (consentOn !== null) {
                addConsent(desk, unit, id, { ...importedConsent, givenOn: consentOn })
              }
            }),
          )
        : await takeGoodRows(desk.read, good, clinic, earlier, () => {})
  const problems = [...refusals, ...told.problems].toSorted((a, b) => a.line - b.line)
  return { ...told, refused: bad.length, problems }
}

interface ImportWish {
  person: Person
  consentOn: string | null
}

async function takeGoodRows(
  db: Reader,
  rows: { line: number; wish: ImportWish }[],
  clinic: Clinic,
  earlier: Earlier,
  take: (columns: ReturnType<typeof patientColumns>, consentOn: string | null) => void,
) {
  const { country } = clinic
  const candidates = rows.map(({ line, wish }) => {
    const columns = patientColumns(wish.person, country)
    const row = { ...columns, sortName: patientSortName(columns) }
    return { line, wish, columns, row, keys: duplicateKeys(comparable(columns, country)) }
  })
  const allKeys = candidates.flatMap(({ keys }) => keys)
  const namesakes = groups(
    await listNamesakes(
      db,
      candidates.map(({ row }) => row.sortName),
    ),
    (row) => [row.sortName],
  )
  const alike = groups(await listSharingKey(db, allKeys, comparedRows), (row) =>
    duplicateKeys(comparable(row, country)),
  )
  const problems: ImportProblem[] = []
  let taken = 0
  for (const { line, wish, columns, row, keys } of candidates) {
    const self = identified(row)
    if (
      [namesakes, earlier?.namesakes]
        .flatMap((some) => some?.sharing([row.sortName]) ?? [])
        .some((other) => isSurelySame(self, identified(other), country))
    ) {
      problems.push({ line, column: null, reason: 'already-there', kind: 'already-there' })
      continue
    }
    const person = comparable(row, country)
    if (
      [alike, earlier?.alike]
        .flatMap((some) => some?.sharing(keys) ?? [])
        .some((other) => isLikelyDuplicate(person, comparable(other, country)))
    ) {
      problems.push({ line, column: null, reason: 'likely-duplicate', kind: 'warning' })
    }
    take(columns, wish.consentOn)
    if (wish.consentOn === null) {
      problems.push({ line, column: 'consent_on', reason: 'consent-missing', kind: 'warning' })
    }
    // The rows that follow are compared with this one too.
    const known = earlier ?? { namesakes, alike }
    known.namesakes.add(row, [row.sortName])
    known.alike.add(row, keys)
    taken += 1
  }
  return { taken, alreadyThere: candidates.length - taken, problems }
}

type Compared = Omit<ComparableRow, 'id' | 'cardNumber'>

/** Rows by the keys that they have, so that each is compared with few. */
function groups(rows: readonly Compared[], keysOf: (row: Compared) => string[]) {
  const byKey = new Map<string, Compared[]>()
  const add = (row: Compared, keys: readonly string[]) => {
    for (const key of keys) {
      const known = byKey.get(key)
      if (known === undefined) byKey.set(key, [row])
      else known.push(row)
    }
  }
  for (const row of rows) add(row, keysOf(row))
  return {
    add,
    sharing: (keys: readonly string[]) => [...new Set(keys.flatMap((key) => byKey.get(key) ?? []))],
  }
}

/** So many who share a key with a unit's rows are compared; a key of more says nothing. */
const comparedRows = 1000

/** Which text was signed only the older system knows. */
const importedConsent = { textVersion: 'imported', method: 'paper' } as const

function identified(row: Compared) {
  return { ...row, phones: phoneValues(row.phones) }
}

interface ReadRow {
  line: number
  /** Null when the row cannot be taken. */
  wish: ImportWish | null
  problems: RowProblem[]
}

/** Checks one row as the registration form would; `today` is null when the clock is not asked. */
function readRow(row: ImportRow, clinicLanguage: Language, today: string | null): ReadRow {
  const { line, fields } = row
  if (row.problem !== null) {
    return { line, wish: null, problems: [{ column: null, reason: row.problem }] }
  }
  const problems: RowProblem[] = []
  const days = {
    born_on: pastDay(fields, 'born_on', today, problems),
    consent_on: pastDay(fields, 'consent_on', today, problems),
  }
  const sex = readSex(fields.sex ?? '')
  if (sex === null) problems.push({ column: 'sex', reason: 'sex' })
  const language = readLanguage(fields.language ?? '', clinicLanguage)
  if (language === null) problems.push({ column: 'language', reason: 'language' })
  const text = (column: ImportColumn) => readLine(fields[column] ?? '')
  const number = text('document_number')
  const parsed = personInput.safeParse({
    family: text('family'),
    given: text('given'),
    patronymic: text('patronymic'),
    sex: sex ?? 'unknown',
    bornOn: days.born_on,
    phones: readImportPhones(fields.phone ?? ''),
    email: text('email') === '' ? null : text('email'),
    address: text('address'),
    document:
      number === '' ? null : { kind: text('document_kind').toLowerCase() || 'other', number },
    language: language ?? clinicLanguage,
    note: null,
    contactChannel: 'phone',
    doNotDisturb: false,
  })
  problems.push(...fieldProblems(parsed.error?.issues ?? []).map(rowProblem))
  const wish =
    parsed.success && problems.length === 0
      ? { person: parsed.data, consentOn: days.consent_on }
      : null
  return { line, wish, problems: inFileOrder(problems) }
}

function pastDay(
  fields: ImportRow['fields'],
  column: 'born_on' | 'consent_on',
  today: string | null,
  problems: RowProblem[],
): string | null {
  const field = readLine(fields[column] ?? '')
  if (field === '') return null
  const day = readImportDay(field)
  if (day === null) problems.push({ column, reason: 'day' })
  else if (today !== null && day > today) problems.push({ column, reason: 'day-in-future' })
  else if (column === 'consent_on' && day < '1900-01-01') {
    problems.push({ column, reason: 'day-too-early' })
  }
  return day
}

const columnOfField: Record<string, ImportColumn> = {
  family: 'family',
  given: 'given',
  patronymic: 'patronymic',
  sex: 'sex',
  bornOn: 'born_on',
  phones: 'phone',
  email: 'email',
  address: 'address',
  document: 'document_number',
  language: 'language',
}

function rowProblem({ path, code, kind, limit }: FieldProblem): RowProblem {
  if (path === 'document.kind') return { column: 'document_kind', reason: 'document-kind' }
  const [field = ''] = path.split('.')
  return {
    column: columnOfField[field] ?? null,
    reason: code,
    ...(kind === undefined ? {} : { about: kind }),
    ...(limit === undefined ? {} : { limit }),
  }
}

function inFileOrder(problems: RowProblem[]): RowProblem[] {
  const place = ({ column }: RowProblem) => (column === null ? -1 : importColumns.indexOf(column))
  return problems.toSorted((one, other) => place(one) - place(other))
}
