/** HL7 v2 as laboratories write it: several messages a file, their own delimiters, escapes, and encodings. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeMessage,
  FieldReader,
  Hl7Error,
  parseMessage,
  splitMessages,
} from '../../../../main/clinic/labs/hl7.rules.ts'
import { instantOfTime, readHeader, readOru } from '../../../../main/clinic/labs/oru.rules.ts'
import { oru, potassium, sodium, utf8, windows1251 } from '../../../helpers/oru.ts'

const zone = 'Europe/Moscow'
const parse = (text: string, encoding = 'utf-8') => parseMessage(text, encoding)
const read = (text: string) => readOru(parse(text), zone)
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('a file', () => {
  test.each([
    ['carriage returns', '\r'],
    ['line feeds', '\n'],
    ['both', '\r\n'],
    ['empty lines between', '\r\n\r\n'],
  ])('of several messages divided by %s', (_, between) => {
    const lines = [oru({ controlId: 'a' }), oru({ controlId: 'b' }), oru({ controlId: 'c' })]
    const file = utf8(lines.join('\r').replaceAll('\r', between))
    const { messages, stray } = splitMessages(file)
    expect(stray).toBe(false)
    const ids = messages.map((one) => readHeader(parse(textOf(one))).controlId)
    expect(ids).toEqual(['a', 'b', 'c'])
  })

  test('with a mark, envelopes of batches and marks of the line protocol', () => {
    const framed = `\v${oru({ controlId: 'a' })}\x1c\r\v${oru({ controlId: 'b' })}\x1c\r`
    const file = utf8(`\ufeffFHS|^~\\&|LAB\rBHS|^~\\&|LAB\r${framed}BTS|2\rFTS|1\r`)
    const { messages, stray } = splitMessages(file)
    expect(stray).toBe(false)
    expect(messages.map((one) => readHeader(parse(textOf(one))).controlId)).toEqual(['a', 'b'])
    expect(textOf(messages[1] ?? new Uint8Array())).not.toMatch(/[\v\x1c]|BTS|FTS/)
  })

  test('that begins with something else says so, and one without messages has none', () => {
    expect(splitMessages(utf8(`hello\r${oru()}`))).toMatchObject({ stray: true })
    expect(splitMessages(utf8('PID|1||'))).toEqual({ messages: [], stray: true })
    expect(splitMessages(utf8(''))).toEqual({ messages: [], stray: false })
  })

  test('where a result speaks of MSH is not divided there', () => {
    const note = 'NTE|1||see MSH|1 of yesterday'
    expect(splitMessages(utf8(oru({ results: [potassium('4'), note] }))).messages).toHaveLength(1)
  })
})

describe('letters', () => {
  const family = 'Ёлкина'

  test.each([
    ['UTF-8 that says so', utf8(oru({ family, charset: 'UNICODE UTF-8' })), 'utf-8'],
    ['UTF-8 that says nothing', utf8(oru({ family })), 'utf-8'],
    ['UTF-8 that says it is ASCII', utf8(oru({ family, charset: 'ASCII' })), 'utf-8'],
    [
      'Windows-1251 that says so',
      windows1251(oru({ family, charset: 'WINDOWS-1251' })),
      'windows-1251',
    ],
    ['Windows-1251 that says nothing', windows1251(oru({ family })), 'windows-1251'],
    [
      'Windows-1251 that says it is UTF-8',
      windows1251(oru({ family, charset: 'UNICODE UTF-8' })),
      'windows-1251',
    ],
  ])('in %s', (_, bytes, encoding) => {
    const decoded = decodeMessage(bytes)
    expect(decoded.encoding).toBe(encoding)
    expect(readOru(parse(decoded.text, encoding), zone)[0]?.identity.family).toBe(family)
  })
})

describe('escapes', () => {
  const unescape = (text: string, encoding = 'utf-8') =>
    new FieldReader(parse(oru(), encoding)).unescape(text)

  test.each([
    ['a\\F\\b', 'a|b'],
    ['a\\S\\b', 'a^b'],
    ['a\\T\\b', 'a&b'],
    ['a\\R\\b', 'a~b'],
    ['a\\E\\b', 'a\\b'],
    ['\\E\\F\\E\\', '\\F\\'],
    ['one\\.br\\two', 'one\ntwo'],
    ['one\\.sp2\\two', 'one\n\ntwo'],
    ['\\H\\bold\\N\\ plain', 'bold plain'],
    ['\\X41\\\\X42\\', 'AB'],
    ['a\\X0D0A\\b', 'a\nb'],
    ['\\XD09F\\', 'П'],
    ['\\Q\\', '\\Q\\'],
    ['C:\\lab', 'C:\\lab'],
    ['50 \\% sure\\', '50 \\% sure\\'],
    ['\\X4\\', '\\X4\\'],
  ])('%j is %j', (escaped, plain) => {
    expect(unescape(escaped)).toBe(plain)
  })

  test('of bytes mean what they mean in the encoding of the message', () => {
    expect(unescape('\\XCF\\', 'windows-1251')).toBe('П')
  })

  test('undo what a sender escapes', () => {
    const signs: Record<string, string> = { '|': 'F', '^': 'S', '&': 'T', '~': 'R', '\\': 'E' }
    const escapeText = (text: string) =>
      text.replaceAll(/[|^&~\\]/g, (sign) => `\\${signs[sign] ?? ''}\\`)
    const letters = fc.array(fc.constantFrom('a', 'Ж', ' ', '|', '^', '&', '~', '\\', 'X', 'F'))
    fc.assert(
      fc.property(letters, (parts) => {
        const text = `x${parts.join('')}x`
        expect(unescape(escapeText(text))).toBe(text)
      }),
    )
  })

  test('are those that the message declares, as its other delimiters are', () => {
    const text = oru({ family: 'O$T$Neil', card: 'A-1', results: [potassium('4')] })
      .replaceAll('|', '#')
      .replaceAll('^', '*')
      .replace('*~\\&', '*@$%')
    const [report] = read(text)
    expect(report?.identity).toMatchObject({ family: 'O%Neil', identifiers: ['A-1'] })
    expect(report?.results).toMatchObject([{ codes: ['2823-3'], value: '4' }])
  })

  test('are none where the message declares none', () => {
    const text = oru({ family: 'a\\F\\b' }).replace('^~\\&', '^~')
    expect(read(text)[0]?.identity.family).toBe('a\\F\\b')
  })
})

describe('values', () => {
  const value = (type: string, told: string, rest = '') =>
    read(oru({ results: [`OBX|1|${type}|GLU^Glucose||${told}|ммоль/л${rest}`] }))[0]?.results[0]

  test.each([
    ['NM', '5.50', 'quantity', null, '5.50'],
    ['NM', '5,5', 'quantity', null, '5.5'],
    ['NM', '<0.1', 'quantity', '<', '0.1'],
    ['NM', '1e3', 'text', null, '1e3'],
    ['ST', '7', 'quantity', null, '7'],
    ['ST', 'не обнаружено', 'text', null, 'не обнаружено'],
    ['SN', '>^100', 'quantity', '>', '100'],
    ['SN', '=^5', 'quantity', null, '5'],
    ['SN', '^1^:^128', 'text', null, '1:128'],
    ['SN', '^2^-^5', 'text', null, '2-5'],
    ['CE', 'POS^Положительно^L', 'text', null, 'Положительно'],
    ['CWE', 'A^^L~B^Вторая^L', 'text', null, 'A\nВторая'],
    ['TX', 'one~two', 'text', null, 'one\ntwo'],
    ['FT', 'one\\.br\\two', 'text', null, 'one\ntwo'],
    ['ED', '^application^pdf^Base64^JVBE', 'text', null, '[ED]'],
  ])('%s %j', (type, told, valueKind, comparator, plain) => {
    expect(value(type, told)).toMatchObject({ valueKind, comparator, value: plain })
  })

  test.each([
    ['', null],
    ['N', 'N'],
    ['hh', 'HH'],
    ['~A', 'A'],
    ['?', null],
    ['POS', 'A'],
  ])('flag %j', (flag, read8) => {
    expect(value('NM', '5', `||${flag}`)?.flag).toBe(read8)
  })

  test('norm, status, time and notes', () => {
    const results = [
      'OBX|1|NM|GLU||7|ммоль/л|4.1-5.9|H|||C|||20261116101500',
      'NTE|1||Гемолиз',
      'NTE|2||Повторить~завтра',
    ]
    expect(read(oru({ results }))[0]?.results).toMatchObject([
      {
        limits: { low: '4.1', high: '5.9' },
        status: 'corrected',
        effectiveAt: '2026-11-16T07:15:00.000Z',
        note: 'Гемолиз\nПовторить\nзавтра',
      },
    ])
  })

  test.each([
    ['F', 'final'],
    ['P', 'preliminary'],
    ['X', 'cancelled'],
    ['W', 'cancelled'],
    ['', 'final'],
  ])('OBX-11 %j is %s', (status, told) => {
    const results = [`OBX|1|NM|GLU||7||||||${status}`]
    expect(read(oru({ results }))[0]?.results[0]?.status).toBe(told)
  })

  test('that was only ordered, or has no code, is no result', () => {
    const results = ['OBX|1|NM|GLU||||||||O', 'OBX|2|NM|||5']
    expect(read(oru({ results }))[0]?.results).toEqual([])
  })
})

describe('reports', () => {
  test('of one order are one, whatever panels they come in', () => {
    const text = [
      oru({ placer: 'L1', results: [potassium('4')] }),
      'OBR|2|L1||GAS|||||||||||||||||||||F',
      sodium('140'),
      'OBR|3|L2||OTHER|||||||||||||||||||||P',
      sodium('141'),
    ].join('\r')
    expect(
      read(text).map(({ placerNumber, status, results }) => [placerNumber, status, results.length]),
    ).toEqual([
      ['L1', 'final', 2],
      ['L2', 'partial', 1],
    ])
  })

  test('of two patients are two', () => {
    const text = `${oru({ placer: 'L1', family: 'A' })}\rPID|2||||B\rOBR|1|L1\r${potassium('5')}`
    expect(read(text).map(({ identity }) => identity.family)).toEqual(['A', 'B'])
  })

  test('take their number from the ORC where the OBR has none', () => {
    const text = oru().replace('\rOBR|1||', '\rORC|RE|L7|F7\rOBR|1||')
    expect(read(text)[0]).toMatchObject({ placerNumber: 'L7', fillerNumber: 'F7' })
  })

  test.each([
    ['F', [potassium('4')], 'final'],
    ['C', [potassium('4')], 'corrected'],
    ['P', [potassium('4')], 'partial'],
    ['A', [potassium('4')], 'partial'],
    ['', [potassium('4')], 'final'],
    ['', [potassium('4', { status: 'P' })], 'partial'],
    ['F', [potassium('4'), sodium('140', { status: 'P' })], 'partial'],
  ])('with OBR-25 %j and %j are %s', (status, results, told) => {
    expect(read(oru({ status, results }))[0]?.status).toBe(told)
  })
})

test.each([
  ['20261116', '2026-11-15T21:00:00.000Z'],
  ['202611160945', '2026-11-16T06:45:00.000Z'],
  ['20261116094530.123', '2026-11-16T06:45:00.000Z'],
  ['20261116094530+0000', '2026-11-16T09:45:30.000Z'],
  ['20261116094530-0500', '2026-11-16T14:45:30.000Z'],
  ['2026', null],
  ['20261301', null],
  ['yesterday', null],
  ['', null],
])('the time %j', (text, instant) => {
  expect(instantOfTime(text, zone)).toBe(instant)
})

test.each([
  ['a text', 'hello', 'no-header'],
  ['another segment first', 'PID|1', 'no-header'],
  ['an order', oru({ type: 'ORM^O01' }), 'not-oru'],
  ['a message on trial', oru({ processingId: 'T' }), 'not-production'],
  ['a message without a report', oru().split('\rOBR')[0] ?? '', 'no-report'],
])('%s is refused', (_, text, problem) => {
  expect(() => read(text)).toThrow(new Hl7Error(problem as 'no-header'))
})

test('nothing that bytes can be breaks the reader: it reads or refuses', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const { messages } = splitMessages(Uint8Array.from([...utf8('MSH|^~\\&|'), ...bytes]))
      for (const message of messages) {
        const { text, encoding } = decodeMessage(message)
        try {
          readOru(parse(text, encoding), zone)
        } catch (error) {
          expect(error).toBeInstanceOf(Hl7Error)
        }
      }
    }),
  )
})
