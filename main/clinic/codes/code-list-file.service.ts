/** A file of codes read: CSV with a code and a name in each row, or a FHIR R4 CodeSystem in JSON. */
import { type Info, parse } from 'csv-parse/sync'
import { separatorOf } from '../patients/import-columns.rules.ts'
import { decodeText } from '../shared/csv-text.ts'
import { ClinicError } from '../shared/errors.ts'
import type { Language } from '../shared/languages.ts'
import { type CodeList, columnsOf, type Concept, takeConcepts } from './code-list-file.rules.ts'
import {
  codeSystemInput,
  type FhirConcept,
  largestCodeListBytes,
  packedConceptsInput,
} from './codes.input.ts'

/**
 * Reads a file of codes: CSV in UTF-8 or Windows-1251, or a FHIR CodeSystem. Throws `file-unreadable`
 * (`too-large`, `no-text`, `not-codes` when neither is in it, `no-columns` when a CSV file has no
 * column of codes or of names, `empty`).
 */
export function readCodeList(bytes: Uint8Array, language: Language): CodeList {
  const { text } = decodeText(bytes, largestCodeListBytes)
  const list = text.trimStart().startsWith('{') ? fromJson(text, language) : fromCsv(text)
  if (list.concepts.length === 0) throw new ClinicError('file-unreadable', { reason: 'empty' })
  return list
}

function fromJson(text: string, language: Language): CodeList {
  const list = readCodeSystem(parseJson(text), language)
  if (list === null) throw new ClinicError('file-unreadable', { reason: 'not-codes' })
  return list
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ClinicError('file-unreadable', { reason: 'not-codes' })
  }
}

function fromCsv(text: string): CodeList {
  const rows: { line: number; record: string[] }[] = []
  parse(text, {
    delimiter: separatorOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    on_record: (record: string[], { lines }: Info) => {
      rows.push({ line: lines, record })
      return null
    },
  })
  const [head, ...rest] = rows
  if (head === undefined) throw new ClinicError('file-unreadable', { reason: 'empty' })
  const columns = columnsOf(head.record)
  if (columns === null) throw new ClinicError('file-unreadable', { reason: 'no-columns' })
  const taken = takeConcepts(
    rest.map(({ line, record }) => ({
      line,
      code: record[columns.code] ?? '',
      display: record[columns.display] ?? '',
    })),
  )
  return { title: null, url: null, release: null, language: null, ...taken }
}

/** What a person sees of a file before it is taken. */
export interface CodeListPreview extends Omit<CodeList, 'concepts'> {
  count: number
  first: Concept[]
}

const shownConcepts = 8
const shownProblems = 50

/** For the worker: a large file takes a second. */
export function previewCodeList(bytes: Uint8Array, language: Language): CodeListPreview {
  const { concepts, problems, ...facts } = readCodeList(bytes, language)
  return {
    ...facts,
    problems: problems.slice(0, shownProblems),
    count: concepts.length,
    first: concepts.slice(0, shownConcepts),
  }
}

/**
 * A FHIR CodeSystem with its whole tree; names in
 * `language` are taken where the resource has designations in it. Null for JSON that is none.
 */
function readCodeSystem(json: unknown, language: string): CodeList | null {
  const read = codeSystemInput.safeParse(json)
  if (!read.success) return null
  const { url, version, name, title, concept } = read.data
  const rows: { line: number; code: string; display: string }[] = []
  // Without recursion: a hostile file may be nested as deep as it likes.
  const waiting = concept.toReversed()
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    rows.push({ line: rows.length + 1, code: one.code, display: nameIn(one, language) })
    waiting.push(...(one.concept ?? []).toReversed())
  }
  return {
    title: title ?? name ?? null,
    url: url ?? null,
    release: version ?? null,
    language: read.data.language ?? null,
    ...takeConcepts(rows),
  }
}

function nameIn({ display, designation = [] }: FhirConcept, language: string): string {
  const base = language.split('-')[0] ?? language
  const own = designation.find((one) => one.language === language)
  const near = designation.find((one) => one.language?.split('-')[0] === base)
  return own?.value ?? near?.value ?? display ?? designation[0]?.value ?? ''
}

/** Reads what `packConcepts` has made. Throws an ordinary error for anything else. */
export function unpackConcepts(text: string): Concept[] {
  return packedConceptsInput.parse(JSON.parse(text)).map(([code, display]) => ({ code, display }))
}
