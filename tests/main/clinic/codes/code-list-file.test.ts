/** Files of codes: CSV and FHIR CodeSystem, in any language, with what is wrong told by its line. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { packConcepts } from '../../../../main/clinic/codes/code-list-file.rules.ts'
import {
  previewCodeList,
  readCodeList,
  unpackConcepts,
} from '../../../../main/clinic/codes/code-list-file.service.ts'
import { largestCodeListBytes } from '../../../../main/clinic/codes/codes.input.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a CSV file', () => {
  test.each([
    ['code,display\nJ06.9,Acute infection\n', 'J06.9', 'Acute infection'],
    ['"Описание";"Код"\n"Острый бронхит";"J20.9"\n', 'J20.9', 'Острый бронхит'],
    ['CÓDIGO\tDESCRIÇÃO\nI10\tHipertensão\n', 'I10', 'Hipertensão'],
    ['﻿Code;Libellé\r\nE11;"Diabète; type 2"\r\n', 'E11', 'Diabète; type 2'],
  ])('is read by its head: %j', (text, code, display) => {
    expect(readCodeList(bytes(text), 'en').concepts).toEqual([{ code, display }])
  })

  test('in Windows-1251 is read as Russian', () => {
    const cp1251 = Uint8Array.from([
      ...bytes('code;name\nJ00;'),
      0xcd,
      0xe0,
      0xf1,
      0xec,
      0xee,
      0xf0,
      0xea,
    ])
    expect(readCodeList(cp1251, 'ru').concepts).toEqual([{ code: 'J00', display: 'Насморк' }])
  })

  test('leaves out what is no code, with the line and why', () => {
    const text =
      'code,name\nJ00,Cold\n,Nameless\nJ01,\nA B,Blank inside\nJ00,Again\nJ02,Sore throat\n'
    const { concepts, problems } = readCodeList(bytes(text), 'en')
    expect(concepts.map(({ code }) => code)).toEqual(['J00', 'J02'])
    expect(problems).toEqual([
      { line: 3, problem: 'no-code' },
      { line: 4, problem: 'no-name' },
      { line: 5, problem: 'not-a-code' },
      { line: 6, problem: 'twice' },
    ])
  })
})

describe('a FHIR CodeSystem', () => {
  const resource = {
    resourceType: 'CodeSystem',
    url: 'http://example.org/codes',
    version: '2026',
    title: 'Example',
    language: 'en',
    status: 'active',
    content: 'complete',
    concept: [
      {
        code: 'J00-J06',
        display: 'Upper airways',
        concept: [
          {
            code: 'J00',
            display: 'Common cold',
            designation: [
              { language: 'ru-RU', value: 'Насморк' },
              { language: 'fr', value: 'Rhume' },
            ],
          },
          { code: 'J02', designation: [{ value: 'Sore throat' }] },
        ],
      },
      { code: 'J18', display: 'Pneumonia' },
    ],
  }

  test('is read with its whole tree in order, and names in the clinic’s language', () => {
    const list = readCodeList(bytes(JSON.stringify(resource)), 'ru')
    expect(list).toMatchObject({
      title: 'Example',
      url: 'http://example.org/codes',
      release: '2026',
      language: 'en',
      // A group of codes is no code of a diagnosis.
      problems: [{ line: 1, problem: 'not-a-code' }],
    })
    expect(list.concepts).toEqual([
      { code: 'J00', display: 'Насморк' },
      { code: 'J02', display: 'Sore throat' },
      { code: 'J18', display: 'Pneumonia' },
    ])
  })

  test('that is nested very deep is read all the same', () => {
    let concept: unknown[] = []
    for (let depth = 500; depth > 0; depth -= 1) {
      concept = [{ code: `A${depth}`, display: `Level ${depth}`, concept }]
    }
    const text = JSON.stringify({ resourceType: 'CodeSystem', concept })
    expect(readCodeList(bytes(text), 'en').concepts).toHaveLength(500)
  })
})

test.each([
  ['', 'empty'],
  ['code,name\n', 'empty'],
  ['a,b\n1,2\n', 'no-columns'],
  ['{"resourceType":"Patient"}', 'not-codes'],
  ['{"resourceType":', 'not-codes'],
  ['{"resourceType":"CodeSystem","concept":[]}', 'empty'],
  ['\u0000\u0001', 'no-columns'],
])('%j is refused: %s', (text, reason) => {
  expect(() => readCodeList(bytes(text), 'en')).toThrow(
    expect.objectContaining({ code: 'file-unreadable', data: { reason } }),
  )
})

test('what is too large, and what is no text, is refused', () => {
  const refusal = (reason: string) =>
    expect.objectContaining({ code: 'file-unreadable', data: { reason } })
  expect(() => readCodeList(new Uint8Array(largestCodeListBytes + 1), 'en')).toThrow(
    refusal('too-large'),
  )
  expect(() => readCodeList(Uint8Array.from([0x98, 0xff, 0x00]), 'en')).toThrow(refusal('no-text'))
})

test('a preview tells how many there are and shows the first', () => {
  const rows = Array.from({ length: 200 }, (_, index) => `A${index},Name ${index}`)
  const preview = previewCodeList(bytes(['code,name', ...rows, ',lost'].join('\n')), 'en')
  expect(preview.count).toBe(200)
  expect(preview.first).toHaveLength(8)
  expect(preview.first[0]).toEqual({ code: 'A0', display: 'Name 0' })
  expect(preview.problems).toEqual([{ line: 202, problem: 'no-code' }])
})

test('what goes from desk to desk is what was read', () => {
  const concepts = [
    { code: 'J00', display: 'Насморк "острый"' },
    { code: '5A11', display: 'Diabète' },
  ]
  expect(unpackConcepts(packConcepts(concepts))).toEqual(concepts)
  expect(() => unpackConcepts('[["J00"]]')).toThrow('Too small')
})

test('the program’s own short list has every code once, each named in four languages', () => {
  const file = path.join(
    import.meta.dirname,
    '../../../../resources/code-lists/common-diagnoses.json',
  )
  const list: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const rows = Array.isArray(list) ? list : []
  expect(rows.length).toBeGreaterThan(50)
  const codes = rows.map((row: { code: string }) => row.code)
  expect(codes).toEqual([...new Set(codes)].toSorted())
  for (const row of rows) {
    expect(Object.keys(row)).toEqual(['code', 'en', 'ru', 'pt-BR', 'fr'])
    expect(Object.values(row).every((text) => typeof text === 'string' && text !== '')).toBe(true)
  }
})
