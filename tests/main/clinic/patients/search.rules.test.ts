import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import {
  fixLayout,
  isEmptyReading,
  parseSearch,
  searchTerms,
  wordMatch,
} from '../../../../main/clinic/patients/search.rules.ts'
import { nameWords } from '../../../../main/clinic/patients/transliteration.rules.ts'
import type {
  SearchablePatient,
  SearchReading,
} from '../../../../main/clinic/patients/search.rules.ts'

const reading = (parts: Partial<SearchReading>): SearchReading => ({
  tokens: [],
  phoneDigits: null,
  bornOn: null,
  cardNumber: null,
  ...parts,
})

describe('a query is read', () => {
  test.each<[string, Partial<SearchReading>]>([
    ['Иванов Пётр', { tokens: ['иванов', 'петр'] }],
    ['  joão   DA silva ', { tokens: ['joao', 'da', 'silva'] }],
    ['8 912 345-67-89', { phoneDigits: '9123456789' }],
    ['+7 (912) 345', { phoneDigits: '7912345' }],
    ['06 12 34 56 78', { phoneDigits: '0612345678' }],
    ['4567', { phoneDigits: '4567' }],
    ['0001', { phoneDigits: '0001' }],
    ['00 33 6 12 34 56 78', { phoneDigits: '33612345678' }],
    ['91', { tokens: ['91'] }],
    ['иванов 4567', { tokens: ['иванов'], phoneDigits: '4567' }],
    ['12.04.1978', { bornOn: '1978-04-12' }],
    ['12/04/1978', { bornOn: '1978-04-12' }],
    ['1.4.1978', { bornOn: '1978-04-01' }],
    ['04/13/1978', { bornOn: '1978-04-13' }],
    ['1978-04-12', { bornOn: '1978-04-12' }],
    ['12041978', { bornOn: '1978-04-12' }],
    ['19780412', { bornOn: '1978-04-12' }],
    ['30.02.1978', { phoneDigits: '30021978' }],
    ['45678901', { phoneDigits: '45678901' }],
    ['A-01482', { cardNumber: 'A-01482' }],
    ['а-01482', { cardNumber: 'A-01482' }],
    ['a01482', { cardNumber: 'A-01482' }],
    ['B–01482', { cardNumber: 'B-01482' }],
    [
      'Иванов 12.04.1978 A-01482 4567',
      { tokens: ['иванов'], bornOn: '1978-04-12', cardNumber: 'A-01482', phoneDigits: '4567' },
    ],
    ["o'brien", { tokens: ['obrien'] }],
    ['"*% OR --', { tokens: ['or'] }],
    ['', {}],
    ['  %  ', {}],
  ])('%j', (query, expected) => {
    const { alternatives: _, ...first } = parseSearch(query)
    expect(first).toEqual(reading(expected))
  })

  test.each<[string, Partial<SearchReading>[]]>([
    ['bdfyjd', [{ tokens: ['иванов'] }]],
    [',jhbcjd gtnh', [{ tokens: ['борисов', 'петр'] }]],
    [';erjd', [{ tokens: ['жуков'] }]],
    ['шмфтщм', [{ tokens: ['ivanov'] }]],
    ['ф-01482', [{ cardNumber: 'A-01482' }]],
    ['12/04/1978', [{ bornOn: '1978-12-04' }]],
    ['12041978', [{ bornOn: '1978-12-04' }, { phoneDigits: '12041978' }]],
    ['4567', []],
    ['', []],
  ])('%j has other readings', (query, expected) => {
    expect(parseSearch(query).alternatives).toEqual(expected.map(reading))
  })

  test('whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (query) => {
        const search = parseSearch(query)
        for (const each of [search, ...search.alternatives]) {
          for (const token of each.tokens) expect(token).toMatch(/^[\p{L}\p{N}]+$/u)
          expect(each.phoneDigits ?? '0000').toMatch(/^\d{4,}$/)
        }
        for (const other of search.alternatives) expect(isEmptyReading(other)).toBe(false)
      }),
    )
  })
})

test('the other layout and back is what was typed', () => {
  expect(fixLayout('Bdfyjd <jhbc')).toBe('Иванов Борис')
  expect(fixLayout('Шмфтщм')).toBe('Ivanov')
  const russian = [...'абвгдеёжзийклмнопрстуфхцчшщъыьэюя']
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...russian), minLength: 1 }),
      (word) => fixLayout(fixLayout(word)) === word,
    ),
  )
})

describe('in the full-text index', () => {
  const people: (SearchablePatient & { id: number })[] = [
    {
      id: 1,
      family: 'Иванов',
      given: 'Пётр',
      patronymic: 'Сергеевич',
      bornOn: '1978-04-12',
      phones: ['8 912 345-67-89'],
    },
    {
      id: 2,
      family: 'Shcherbakova',
      given: 'Yulia',
      patronymic: null,
      bornOn: '1990-11-02',
      phones: ['+33 6 12 34 56 78'],
    },
    {
      id: 3,
      family: "O'Brien-Silva",
      given: 'João',
      patronymic: null,
      bornOn: null,
      phones: [],
    },
  ]
  const db = new Database(':memory:')
  db.exec(`CREATE VIRTUAL TABLE words USING fts5
    (terms, tokenize = "unicode61 remove_diacritics 0", prefix = '1 2 3', detail = none)`)
  const insert = db.prepare('INSERT INTO words (rowid, terms) VALUES (?, ?)')
  for (const person of people) insert.run(person.id, searchTerms(person))
  afterAll(() => {
    db.close()
  })

  const select = db.prepare('SELECT rowid AS id FROM words WHERE words MATCH ? ORDER BY rowid')
  /** As the registry does it: the first reading that finds anyone. */
  const find = (query: string): unknown[] => {
    const search = parseSearch(query)
    for (const each of [search, ...search.alternatives]) {
      const match = wordMatch(each)
      const found = match === null ? [] : select.pluck().all(match)
      if (found.length > 0) return found
    }
    return []
  }

  test.each<[string, number[]]>([
    ['иванов', [1]],
    ['петр ива', [1]],
    ['Сергеевич Пётр Иванов', [1]],
    ['ivanov', [1]],
    ['bdfyjd', [1]],
    ['шмфтщм', [1]],
    ['gtnh bdfyjd', [1]],
    ['12.04.1978', [1]],
    ['12041978', [1]],
    ['иванов 1978-04-12', [1]],
    ['петров', []],
    ['щербакова', [2]],
    ['юлия щерб', [2]],
    ['scherbakova', [2]],
    ['joao', [3]],
    ['JOÃO silva', [3]],
    ["o'brien", [3]],
    ['obrien', [3]],
    ['brien', [3]],
    ['"joao" OR *', []],
  ])('%s finds %j', (query, ids) => expect(find(query)).toEqual(ids))

  test('a phone stands there as it may be typed', () => {
    const [ivan] = people
    const terms = ivan === undefined ? '' : searchTerms(ivan)
    for (const typed of ['8 912 345', '+7 912 345', '912 345-67-89', '67-89', '89123456789']) {
      expect(terms).toContain(parseSearch(typed).phoneDigits)
    }
  })

  test('no query is an error, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (query) => {
        expect(Array.isArray(find(query))).toBe(true)
      }),
      // A letter to us that was none to the index: it made a phrase of a word.
      { examples: [['一ᦰ:']] },
    )
  })

  test('no letter or digit of a query parts a word in the index', () => {
    const parting: string[] = []
    for (let point = 0x80; point < 0x32400; point += 1) {
      const letter = String.fromCodePoint(point)
      if (!/[\p{L}\p{N}]/u.test(letter)) continue
      for (const word of nameWords(`a${letter}b`)) {
        try {
          select.all(`"${word}"*`)
        } catch {
          parting.push(`${letter} ${point.toString(16)}`)
        }
      }
    }
    expect(parting).toEqual([])
  })

  test('everyone is found by the beginnings of their own names, in any order', () => {
    const names = fc.constantFrom(...people)
    fc.assert(
      fc.property(names, fc.nat(3), fc.boolean(), (person, cut, swapped) => {
        const parts = [person.family.slice(0, 4 + cut), person.given.slice(0, 3 + cut)]
        const query = (swapped ? parts.toReversed() : parts).join(' ')
        expect(find(query)).toContain(person.id)
      }),
    )
  })
})
