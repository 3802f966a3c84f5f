/** A file of patients as rows: FHIR, or what csv-parse makes of it, a broken row costing itself and no other. */
import { CsvError, type Info, parse } from 'csv-parse/sync'
import { decodeText, type TextEncoding } from '../shared/csv-text.ts'
import { ClinicError } from '../shared/errors.ts'
import {
  type ImportColumn,
  type ImportHeader,
  type ImportSeparator,
  readHeader,
  separatorOf,
} from './import-columns.rules.ts'
import { looksLikeFhir, readFhirPatients } from './import-fhir.service.ts'
import { largestImportBytes } from './patients.input.ts'

export interface ImportRow {
  /** The line of the file at which the row begins; the header is line 1. Of FHIR the entry, the first is 1. */
  line: number
  fields: Partial<Record<ImportColumn, string>>
  /** `quotes`, `too-many-fields` or `too-few-fields` when the row as a whole cannot be read. */
  problem: string | null
}

export interface ImportFile {
  format: 'csv' | 'fhir'
  /** The first line as it stands there. */
  names: string[]
  header: ImportHeader
  /** Null where nothing parts columns. */
  separator: ImportSeparator | null
  encoding: TextEncoding
  /** Without those in which nothing stands. */
  rows: ImportRow[]
}

/**
 * Splits the file into rows. `mapping` says what stands at each place of it, where a person has said so.
 * Throws `file-unreadable`. Columns may be missing: who takes the rows looks at the header first.
 */
export function readImportFile(
  bytes: Uint8Array,
  mapping: readonly (ImportColumn | null)[] | null = null,
): ImportFile {
  const { text, encoding } = decodeText(bytes, largestImportBytes)
  if (looksLikeFhir(text)) return { ...fhirFile(text), encoding }
  const separator = separatorOf(text)
  const [head, ...rest] = splitRows(text, separator)
  if (head === undefined) throw new ClinicError('file-unreadable', { reason: 'empty' })
  const names = head.record ?? []
  const header = readHeader(names, mapping)
  const rows = rest.map((row) => rowOf(row, header))
  return { format: 'csv', names, header, separator, encoding, rows }
}

/** FHIR's fields have names of their own, so nobody has to say what stands where. */
function fhirFile(text: string): Omit<ImportFile, 'encoding'> {
  const { rows, columns, ignored } = readFhirPatients(text)
  return {
    format: 'fhir',
    names: columns,
    header: { places: columns, ignored, missing: [] },
    separator: null,
    rows: rows.map((row) => ({ ...row, problem: null })),
  }
}

/** Refuses a file without the columns that everybody needs. Throws `missing-columns`. */
export function requireColumns({ header }: ImportFile): void {
  if (header.missing.length === 0) return
  throw new ClinicError('missing-columns', { columns: header.missing })
}

interface RawRow {
  line: number
  /** Null when its quotes do not match. */
  record: string[] | null
}

/** All fields of a row together; a quote that is never closed is found out after so much. */
const longestRow = 20_000

/**
 * The rows of the file in which something stands. A quote that is not closed takes the lines that follow into its field; such
 * a row is given up alone, and reading begins anew with the line after the one it began in.
 */
function splitRows(text: string, separator: string): RawRow[] {
  const starts = lineStarts(text)
  const rows: RawRow[] = []
  let columns: number | null = null
  let skippedLines = 0
  for (;;) {
    const part = text.slice(starts[skippedLines] ?? text.length)
    const read = splitUntilBroken(part, separator, columns)
    columns ??= read.rows[0]?.record?.length ?? null
    for (const { line, record } of read.rows) rows.push({ line: line + skippedLines, record })
    if (read.brokenLine === null) return rows
    skippedLines += read.brokenLine
    rows.push({ line: skippedLines, record: null })
  }
}

/** Where each line of the text begins. */
function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)]
}

/** Thrown to csv-parse to make it stop. */
class BrokenRow extends Error {}

function splitUntilBroken(
  text: string,
  separator: string,
  knownColumns: number | null,
): { rows: RawRow[]; brokenLine: number | null } {
  const rows: RawRow[] = []
  let lastLine = 0
  let columns = knownColumns
  const take = (record: string[], { lines }: Info) => {
    const breaks = record.reduce((sum, field) => sum + breaksIn(field), 0)
    const isBlank = record.every((field) => field.trim() === '')
    if (!isBlank) columns ??= record.length
    if (breaks > 0 && hasLostQuote(record, columns)) throw new BrokenRow()
    if (!isBlank) rows.push({ line: lines - breaks, record })
    lastLine = lines
    return null
  }
  try {
    parse(text, {
      delimiter: separator,
      relax_column_count: true,
      // Pyotr "Petya" Ivanov: quotes inside of a field are text.
      relax_quotes: true,
      max_record_size: longestRow,
      on_record: take,
    })
    return { rows, brokenLine: null }
  } catch (error) {
    if (!(error instanceof BrokenRow) && !(error instanceof CsvError)) throw error
    return { rows, brokenLine: lastLine + 1 }
  }
}

/** A field that goes over several lines and still has its quote, or that took other fields in. */
function hasLostQuote(record: readonly string[], columns: number | null): boolean {
  const isOpen = record.some((field) => field.startsWith('"') && breaksIn(field) > 0)
  return isOpen || record.length !== columns
}

function breaksIn(field: string): number {
  return field.match(/\r\n|\n|\r/g)?.length ?? 0
}

function rowOf({ line, record }: RawRow, { places }: ImportHeader): ImportRow {
  if (record === null) return { line, fields: {}, problem: 'quotes' }
  const hasMore = record.slice(places.length).some((field) => field.trim() !== '')
  const hasLess = record.length < places.length
  const fields: ImportRow['fields'] = {}
  for (const [index, column] of places.entries()) {
    const field = record[index]
    if (column !== null && field !== undefined) fields[column] = field
  }
  return { line, fields, problem: hasMore ? 'too-many-fields' : hasLess ? 'too-few-fields' : null }
}
