/** What a laboratory's ORU^R01 says: reports of results, and whom it says they are of. */
import { instantOf, isDay, isWallTime } from '../shared/days.ts'
import { FieldReader, Hl7Error, type Hl7Message, type Segment } from './hl7.rules.ts'
import type { ReportStatus } from './labs.rules.ts'
import {
  type Comparator,
  type Interpretation,
  type Limits,
  noLimits,
  parseQuantity,
  parseReferenceText,
} from './reference-ranges.rules.ts'

/** Whom a laboratory says that results are of; null where it does not say. */
export interface ToldIdentity {
  /** All identifiers of PID-2, PID-3 and PID-4: one of them may be our card. */
  identifiers: string[]
  family: string | null
  given: string | null
  bornOn: string | null
  sex: 'female' | 'male' | null
}

export interface ToldResult {
  /** Codes that it may be known by here, the laboratory's own first. */
  codes: string[]
  name: string
  valueKind: 'quantity' | 'text'
  comparator: Comparator | null
  value: string
  unit: string | null
  limits: Limits | null
  flag: Interpretation | null
  status: 'preliminary' | 'final' | 'corrected' | 'cancelled'
  effectiveAt: string | null
  note: string | null
}

export interface ToldReport {
  placerNumber: string | null
  fillerNumber: string | null
  identity: ToldIdentity
  status: ReportStatus
  effectiveAt: string | null
  results: ToldResult[]
}

/** What its sender is known by, and what is answered to it. */
export interface MessageHeader {
  sender: string
  controlId: string
  /** MSH-9 as it stands, such as `ORU^R01`. */
  type: string
  /** MSH-11: production, training or debugging. */
  processingId: string
  version: string
}

/** The header of a message. Throws {@link Hl7Error} `no-header`. */
export function readHeader(message: Hl7Message): MessageHeader {
  const [header] = message.segments
  if (header?.name !== 'MSH') throw new Hl7Error('no-header')
  const fields = new FieldReader(message)
  const [type, event] = [fields.text(header, 9), fields.text(header, 9, 2)]
  return {
    sender: `${fields.text(header, 3)}|${fields.text(header, 4)}`,
    controlId: fields.text(header, 10),
    type: event === '' ? type : `${type}^${event}`,
    processingId: fields.text(header, 11),
    version: fields.text(header, 12),
  }
}

/**
 * The reports of a message: what was ordered together comes as one. Times without an offset are of
 * the clinic's zone. Throws {@link Hl7Error} `not-oru`, `not-production` and `no-report`.
 */
export function readOru(message: Hl7Message, timeZone: string): ToldReport[] {
  const { type, processingId } = readHeader(message)
  if (type !== 'ORU^R01' && type !== 'ORU') throw new Hl7Error('not-oru')
  // A laboratory that tries out its line must not fill anybody's record.
  if (processingId === 'T' || processingId === 'D') throw new Hl7Error('not-production')
  const groups = groupsOf(message, new FieldReader(message))
  if (groups.length === 0) throw new Hl7Error('no-report')
  return groups.map((group) => readGroup(group, new FieldReader(message), timeZone))
}

interface Group {
  patient: Segment | undefined
  placer: string
  filler: string
  requests: Segment[]
  results: { segment: Segment; notes: Segment[] }[]
}

/** Panels of one order come as an OBR each: they belong together where their placer number is the same. */
function groupsOf({ segments }: Hl7Message, fields: FieldReader): Group[] {
  const groups: Group[] = []
  let patient: Segment | undefined
  let common: Segment | undefined
  let current: Group | undefined
  for (const segment of segments) {
    if (segment.name === 'PID') {
      patient = segment
      common = undefined
      current = undefined
    } else if (segment.name === 'ORC') common = segment
    else if (segment.name === 'OBR') {
      const placer = fields.text(segment, 2) || fields.text(common, 2)
      const filler = fields.text(segment, 3) || fields.text(common, 3)
      const known = groups.find(
        (group) =>
          group.patient === patient &&
          (placer === '' ? filler !== '' && group.filler === filler : group.placer === placer),
      )
      current = known ?? { patient, placer, filler, requests: [], results: [] }
      current.requests.push(segment)
      if (known === undefined) groups.push(current)
      common = undefined
    } else if (segment.name === 'OBX') current?.results.push({ segment, notes: [] })
    else if (segment.name === 'NTE') current?.results.at(-1)?.notes.push(segment)
  }
  return groups
}

function readGroup(group: Group, fields: FieldReader, timeZone: string): ToldReport {
  const results = group.results.flatMap(({ segment, notes }) =>
    readResult(segment, notes, fields, timeZone),
  )
  const [request] = group.requests
  return {
    placerNumber: group.placer || null,
    fillerNumber: group.filler || null,
    identity: readIdentity(group.patient, fields),
    status: statusOf(
      group.requests.map((segment) => fields.text(segment, 25)),
      results,
    ),
    effectiveAt: instantOfTime(fields.text(request, 7), timeZone),
    results,
  }
}

function readIdentity(patient: Segment | undefined, fields: FieldReader): ToldIdentity {
  const identifiers = [3, 2, 4].flatMap((field) =>
    fields.repetitions(patient, field).map((repetition) => fields.component(repetition, 1)),
  )
  const sex = fields.text(patient, 8)
  return {
    identifiers: [...new Set(identifiers.filter((identifier) => identifier !== ''))],
    family: fields.text(patient, 5) || null,
    given: fields.text(patient, 5, 2) || null,
    bornOn: dayOfTime(fields.text(patient, 7)),
    sex: sex === 'F' ? 'female' : sex === 'M' ? 'male' : null,
  }
}

/** HL7 table 0123, where it is said; else what the results say of themselves. */
function statusOf(said: readonly string[], results: readonly ToldResult[]): ReportStatus {
  const words = said.filter((word) => word !== '')
  if (words.some((word) => !['F', 'C', 'X'].includes(word))) return 'partial'
  if (results.some(({ status }) => status === 'preliminary')) return 'partial'
  return words.includes('C') ? 'corrected' : 'final'
}

const resultStatuses: Record<string, ToldResult['status']> = {
  F: 'final',
  U: 'final',
  '': 'final',
  C: 'corrected',
  P: 'preliminary',
  R: 'preliminary',
  S: 'preliminary',
  I: 'preliminary',
  B: 'preliminary',
  X: 'cancelled',
  D: 'cancelled',
  // It was of somebody else.
  W: 'cancelled',
}

const flags: Record<string, Interpretation> = {
  N: 'N',
  L: 'L',
  H: 'H',
  LL: 'LL',
  HH: 'HH',
  A: 'A',
  AA: 'AA',
  LU: 'L',
  HU: 'H',
  NEG: 'N',
  POS: 'A',
}

function readResult(
  segment: Segment,
  notes: readonly Segment[],
  fields: FieldReader,
  timeZone: string,
): ToldResult[] {
  const status = resultStatuses[fields.text(segment, 11)]
  // What only says that something was ordered or not asked for is no result.
  if (status === undefined) return []
  const codes = [fields.text(segment, 3), fields.text(segment, 3, 4)].filter((code) => code !== '')
  const [code] = codes
  if (code === undefined) return []
  const flag = fields
    .repetitions(segment, 8)
    .map((repetition) => flags[fields.component(repetition, 1).toUpperCase()])
    .find((one) => one !== undefined)
  const note = notes.map((one) => fields.words(one, 3)).join('\n')
  return [
    {
      codes,
      name: fields.text(segment, 3, 2) || fields.text(segment, 3, 5) || code,
      ...readValue(segment, fields),
      unit: fields.text(segment, 6) || null,
      limits: readLimits(fields.words(segment, 7)),
      flag: flag ?? null,
      status,
      effectiveAt: instantOfTime(fields.text(segment, 14), timeZone),
      note: note === '' ? null : note,
    },
  ]
}

function readLimits(text: string): Limits | null {
  if (text === '') return null
  return parseReferenceText(text) ?? { ...noLimits, normalText: null }
}

type Value = Pick<ToldResult, 'valueKind' | 'comparator' | 'value'>

const asWords = (value: string): Value => ({ valueKind: 'text', comparator: null, value })

/** A number wherever one stands: laboratories send numbers as texts as well. */
function asNumber(text: string): Value | null {
  const quantity = parseQuantity(text)
  return quantity === null ? null : { valueKind: 'quantity', ...quantity }
}

function readValue(segment: Segment, fields: FieldReader): Value {
  const type = fields.text(segment, 2)
  const words = fields.words(segment, 5)
  if (['CE', 'CWE', 'CNE', 'CF'].includes(type)) {
    const coded = fields
      .repetitions(segment, 5)
      .map(
        (one) => fields.component(one, 2) || fields.component(one, 9) || fields.component(one, 1),
      )
    return asWords(coded.join('\n'))
  }
  if (type === 'SN') return readStructured(segment, fields)
  // Pictures and papers are kept in the message, not in a result.
  if (['ED', 'RP'].includes(type)) return asWords(`[${type}]`)
  return asNumber(words) ?? asWords(words)
}

/** `>^100` is above a hundred, `^1^:^128` a titre, `^1^-^5` a span (HL7 v2.5.1 §2.A.70). */
function readStructured(segment: Segment, fields: FieldReader): Value {
  const [sign, first, separator, second] = [1, 2, 3, 4].map((at) => fields.text(segment, 5, at))
  const isOne = (separator ?? '') === '' && (second ?? '') === ''
  const number = isOne ? asNumber(`${sign === '=' ? '' : (sign ?? '')}${first ?? ''}`) : null
  return number ?? asWords([sign, first, separator, second].join(''))
}

/** The day of a time as HL7 writes it, or null. */
function dayOfTime(text: string): string | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(text) ?? []
  const written = `${year ?? ''}-${month ?? ''}-${day ?? ''}`
  return isDay(written) ? written : null
}

/** `20261116094500+0300`, less exact as it may be, as a UTC instant; null where it is no time. */
export function instantOfTime(text: string, timeZone: string): string | null {
  const day = dayOfTime(text)
  if (day === null) return null
  const [, hour = '00', minute = '00', second = '00', offset] =
    /^\d{8}(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.\d+)?)?)?)?([+-]\d{4})?$/.exec(text) ?? []
  const time = `${hour}:${minute}`
  if (!isWallTime(time)) return null
  if (offset === undefined) return instantOf(day, time, timeZone)
  const zone = `${offset.slice(0, 3)}:${offset.slice(3)}`
  const ms = Date.parse(`${day}T${time}:${second}${zone}`)
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}
