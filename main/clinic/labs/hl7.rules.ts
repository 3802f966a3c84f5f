/** HL7 v2 as it is on the line and in files: bytes to messages, messages to segments and fields. Knows no clinic. */
import { cleanText } from '../shared/text.ts'

/** Why a message cannot be read; the words that its sender is answered with. */
export type Hl7Problem = 'no-header' | 'no-control-id' | 'not-oru' | 'not-production' | 'no-report'

/** A message that is not what it should be. */
export class Hl7Error extends Error {
  readonly problem: Hl7Problem

  constructor(problem: Hl7Problem) {
    super(problem)
    this.name = 'Hl7Error'
    this.problem = problem
  }
}

/** The characters that a message says in MSH-1 and MSH-2 it is divided by; null where it declares none. */
export interface Delimiters {
  field: string
  component: string
  repetition: string
  escape: string | null
  subcomponent: string | null
}

export interface Segment {
  name: string
  /** Counted as HL7 counts: `fields[3]` of a PID is PID-3. Still escaped. */
  fields: readonly string[]
}

export interface Hl7Message {
  delimiters: Delimiters
  encoding: string
  segments: readonly Segment[]
}

const startOfMessage = /(?:^|[\r\n])[\v\f ]*(?=MSH[^A-Za-z0-9\r\n])/g

/**
 * The messages of a file, each as its bytes. Between them, and before the first, may stand the
 * envelopes of batches (FHS, BHS) and the marks of the line protocol; what else stands before the
 * first header belongs to no message and is answered as `stray`.
 */
export function splitMessages(bytes: Uint8Array): { messages: Uint8Array[]; stray: boolean } {
  // Read byte by byte: no byte of a header can be part of a letter in any encoding that is read here.
  const text = Buffer.from(withoutMark(bytes)).toString('latin1')
  const starts = [...text.matchAll(startOfMessage)].map(({ index, 0: mark }) => index + mark.length)
  const messages = starts.map((start, at) =>
    Uint8Array.from(Buffer.from(withoutEnvelope(text.slice(start, starts[at + 1])), 'latin1')),
  )
  const before = withoutEnvelope(text.slice(0, starts[0] ?? text.length))
  return { messages, stray: before.replaceAll(/[\s\v\x1c]/g, '') !== '' }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

function withoutEnvelope(text: string): string {
  return text
    .replaceAll(/[\v\x1c]/g, '\r')
    .split(/\r\n?|\n/)
    .filter((line) => !/^(?:FHS|BHS|FTS|BTS)[^A-Za-z0-9]/.test(line))
    .join('\r')
    .trim()
}

/** MSH-18 (HL7 table 0211) and what programs write there instead, by the names that decoders know. */
const encodings: Record<string, string> = {
  'UNICODE UTF-8': 'utf-8',
  'UTF-8': 'utf-8',
  UTF8: 'utf-8',
  '8859/1': 'windows-1252',
  '8859/5': 'iso-8859-5',
  'WINDOWS-1251': 'windows-1251',
  WINDOWS1251: 'windows-1251',
  'WIN-1251': 'windows-1251',
  CP1251: 'windows-1251',
  '1251': 'windows-1251',
  'WINDOWS-1252': 'windows-1252',
  'KOI8-R': 'koi8-r',
}

/**
 * A message's text by what it declares in MSH-18. Where it declares nothing, or what it is not: UTF-8
 * where the bytes are that, else Windows-1251.
 */
export function decodeMessage(bytes: Uint8Array): { text: string; encoding: string } {
  const header =
    Buffer.from(bytes)
      .toString('latin1')
      .split(/[\r\n]/, 1)[0] ?? ''
  const declared = (header.split(header[3] ?? '|')[17] ?? '').split(/[~^]/, 1)[0] ?? ''
  const encoding = encodings[declared.trim().toUpperCase()]
  if (encoding !== undefined && encoding !== 'utf-8') {
    return { text: new TextDecoder(encoding).decode(bytes), encoding }
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch {
    // The runtime's own answer to bytes that are no UTF-8 is this error.
    return { text: new TextDecoder('windows-1251').decode(bytes), encoding: 'windows-1251' }
  }
}

const segmentStart = /^[A-Z][A-Z0-9]{2}$/

/** A decoded message as segments. Throws {@link Hl7Error} `no-header`. */
export function parseMessage(text: string, encoding: string): Hl7Message {
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '')
  const [header = ''] = lines
  const field = header[3] ?? ''
  if (!header.startsWith('MSH') || !/^[^A-Za-z0-9\s]$/.test(field)) throw new Hl7Error('no-header')
  const [component = '^', repetition = '~', escape = null, subcomponent = null] =
    header.slice(4).split(field, 1)[0] ?? ''
  const segments: Segment[] = []
  for (const line of lines) {
    const parts = line.split(field)
    const [name = ''] = parts
    const last = segments.at(-1)
    if (segmentStart.test(name)) {
      // MSH-1 is the divider itself, so what follows it is counted from two.
      segments.push({ name, fields: name === 'MSH' ? ['MSH', field, ...parts.slice(1)] : parts })
    } else if (last !== undefined) {
      // A line that begins no segment is the rest of a text that was broken up.
      const fields = [...last.fields.slice(0, -1), `${last.fields.at(-1) ?? ''}\n${line}`]
      segments[segments.length - 1] = { name: last.name, fields }
    }
  }
  return { delimiters: { field, component, repetition, escape, subcomponent }, encoding, segments }
}

/** Reads fields of one message. */
export class FieldReader {
  readonly #message: Hl7Message

  constructor(message: Hl7Message) {
    this.#message = message
  }

  /** A component of the first repetition of a field, unescaped; empty where there is none. */
  text(segment: Segment | undefined, field: number, component = 1): string {
    return this.component(this.repetitions(segment, field)[0] ?? '', component)
  }

  repetitions(segment: Segment | undefined, field: number): string[] {
    const whole = segment?.fields[field] ?? ''
    return whole === '' || whole === '""' ? [] : whole.split(this.#message.delimiters.repetition)
  }

  /** A component of a repetition, unescaped, its first subcomponent alone. */
  component(repetition: string, component: number): string {
    const { delimiters } = this.#message
    const part = repetition.split(delimiters.component)[component - 1] ?? ''
    const { subcomponent } = delimiters
    const first = subcomponent === null ? part : (part.split(subcomponent, 1)[0] ?? '')
    return first === '""' ? '' : this.unescape(first).trim()
  }

  /** A whole field as words, its repetitions as lines; of a text no component is cut off. */
  words(segment: Segment | undefined, field: number): string {
    return this.repetitions(segment, field)
      .map((repetition) => this.unescape(repetition))
      .join('\n')
      .trim()
  }

  /** The text behind its escapes (HL7 v2.5.1 §2.7); what is no escape stays as it is. */
  unescape(text: string): string {
    const { escape } = this.#message.delimiters
    if (escape === null || !text.includes(escape)) return cleanText(text, { multiLine: true })
    const parts = text.split(escape)
    let plain = parts[0] ?? ''
    for (let at = 1; at < parts.length; at += 1) {
      const sequence = parts[at] ?? ''
      const meant = at + 1 < parts.length ? this.#meaning(sequence) : null
      if (meant === null) plain += escape + sequence
      else {
        at += 1
        plain += meant + (parts[at] ?? '')
      }
    }
    return cleanText(plain, { multiLine: true })
  }

  #meaning(sequence: string): string | null {
    const { delimiters } = this.#message
    const named: Record<string, string | null> = {
      F: delimiters.field,
      S: delimiters.component,
      R: delimiters.repetition,
      E: delimiters.escape,
      T: delimiters.subcomponent,
      // Emphasis begins and ends.
      H: '',
      N: '',
    }
    const known = named[sequence]
    if (known !== undefined) return known
    if (/^X(?:[0-9A-Fa-f]{2})+$/.test(sequence)) return this.#fromHex(sequence.slice(1))
    const command = /^\.(br|sp|fi|nf|ce|in|ti|sk)([+-]?\d*)$/.exec(sequence)
    if (command === null) return /^[CMZ][0-9A-Za-z]*$/.test(sequence) ? '' : null
    if (command[1] === 'br' || command[1] === 'ce') return '\n'
    if (command[1] === 'sp') return '\n'.repeat(Math.min(Number(command[2] ?? '') || 1, 10))
    return command[1] === 'sk' ? ' '.repeat(Math.min(Number(command[2] ?? '') || 1, 80)) : ''
  }

  /** The bytes mean what they mean in the encoding of the message. */
  #fromHex(digits: string): string {
    return new TextDecoder(this.#message.encoding).decode(Buffer.from(digits, 'hex'))
  }
}
