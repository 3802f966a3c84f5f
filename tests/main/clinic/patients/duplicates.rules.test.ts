import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  duplicateKeys,
  duplicateScore,
  isLikelyDuplicate,
  slipsBetween,
  swapDayAndMonth,
} from '../../../../main/clinic/patients/duplicates.rules.ts'
import type {
  ComparablePatient,
  DuplicateReason,
} from '../../../../main/clinic/patients/duplicates.rules.ts'

const patient = (parts: Partial<ComparablePatient>): ComparablePatient => ({
  family: 'Иванов',
  given: 'Пётр',
  patronymic: null,
  bornOn: '1978-04-12',
  phones: [],
  country: 'RU',
  ...parts,
})

describe('two patients', () => {
  const ivan = patient({})
  test.each<[string, Partial<ComparablePatient>, DuplicateReason[], boolean]>([
    ['the same', {}, ['similar-name', 'same-birth-day'], true],
    ['in Latin', { family: 'Ivanov', given: 'Petr' }, ['similar-name', 'same-birth-day'], true],
    ['ё as е', { given: 'Петр' }, ['similar-name', 'same-birth-day'], true],
    ['a slip', { family: 'Ивонов' }, ['similar-name', 'same-birth-day'], true],
    ['two letters exchanged', { family: 'Иваонв' }, ['similar-name', 'same-birth-day'], true],
    [
      'family and given swapped',
      { family: 'Пётр', given: 'Иванов' },
      ['similar-name', 'same-birth-day'],
      true,
    ],
    [
      'day and month swapped',
      { bornOn: '1978-12-04' },
      ['similar-name', 'swapped-day-month'],
      true,
    ],
    ['name alone', { bornOn: '1980-01-01' }, ['similar-name'], false],
    ['name without a birth day', { bornOn: null }, ['similar-name'], false],
    ['birth day alone', { family: 'Сидоров', given: 'Олег' }, ['same-birth-day'], false],
    ['a twin', { given: 'Павел' }, ['same-birth-day'], false],
    ['nothing', { family: 'Сидоров', given: 'Олег', bornOn: '1980-01-01' }, [], false],
  ])('%s', (_, parts, reasons, isLikely) => {
    const other = patient(parts)
    expect(duplicateScore(ivan, other).reasons).toEqual(reasons)
    expect(isLikelyDuplicate(ivan, other)).toBe(isLikely)
  })

  test('share a phone, however it is written', () => {
    const a = patient({ phones: ['8 912 345-67-89'] })
    const b = patient({
      family: 'Сидорова',
      given: 'Ольга',
      bornOn: null,
      phones: ['+7 900 000-00-00', '+7 (912) 3456789'],
    })
    expect(duplicateScore(a, b)).toEqual({ score: 0.6, reasons: ['same-phone'] })
    expect(isLikelyDuplicate(a, b)).toBe(true)
  })

  test('share a document, spaces or not', () => {
    const a = patient({ documentKind: 'ru-passport', documentNumber: '45 08 123456' })
    const b = patient({
      family: 'Сидорова',
      given: 'Ольга',
      bornOn: '1990-01-01',
      documentKind: 'ru-passport',
      documentNumber: '4508123456',
    })
    expect(duplicateScore(a, b)).toEqual({ score: 1, reasons: ['same-document'] })
    expect(duplicateScore(a, { ...b, documentKind: 'passport' }).score).toBe(0)
    expect(duplicateScore(patient({ bornOn: null }), patient({ bornOn: null })).reasons).toEqual([
      'similar-name',
    ])
  })

  test('of long Portuguese names are compared by the parts that both have', () => {
    const a = patient({ family: 'da Silva Santos', given: 'Maria Clara' })
    expect(isLikelyDuplicate(a, patient({ family: 'Silva', given: 'Maria' }))).toBe(true)
    expect(isLikelyDuplicate(a, patient({ family: 'Souza', given: 'Maria' }))).toBe(false)
  })

  test('with other patronymics are less alike, and still worth a look', () => {
    const a = patient({ patronymic: 'Сергеевич' })
    const same = duplicateScore(a, patient({ patronymic: 'Сергеевич' })).score
    const other = duplicateScore(a, patient({ patronymic: 'Андреевич' })).score
    expect(other).toBeLessThan(same)
    expect(other).toBeGreaterThanOrEqual(0.5)
  })
})

const letters = [...'абвгдежзиклмнопрстуфхчшщюя']
const anyPatient = fc.record({
  family: fc.string({ unit: fc.constantFrom(...letters), minLength: 2, maxLength: 9 }),
  given: fc.string({ unit: fc.constantFrom(...letters), minLength: 2, maxLength: 7 }),
  patronymic: fc.constantFrom(null, 'Иванович', 'Petrovich'),
  bornOn: fc.constantFrom(null, '1978-04-12', '1978-12-04', '1978-12-24'),
  phones: fc.subarray(['8 912 345-67-89', '+7 912 345 67 89', '+7 900 111-22-33']),
  country: fc.constant('RU'),
})

describe('every pair', () => {
  test('is scored the same both ways, between 0 and 1', () => {
    fc.assert(
      fc.property(anyPatient, anyPatient, (a, b) => {
        const there = duplicateScore(a, b)
        expect(there).toEqual(duplicateScore(b, a))
        expect(there.score).toBeGreaterThanOrEqual(0)
        expect(there.score).toBeLessThanOrEqual(1)
        expect(there.score > 0).toBe(there.reasons.length > 0)
      }),
    )
  })

  test('that is likely shares a key, unless both first letters slipped', () => {
    fc.assert(
      fc.property(anyPatient, fc.nat(6), fc.constantFrom(...letters), (a, place, letter) => {
        const at = 1 + (place % (a.family.length - 1))
        const b = {
          ...a,
          family: a.family.slice(0, at) + letter + a.family.slice(at + 1),
          bornOn: a.bornOn === null ? null : (swapDayAndMonth(a.bornOn) ?? a.bornOn),
        }
        if (!isLikelyDuplicate(a, b)) return
        const keys = new Set(duplicateKeys(a))
        expect(duplicateKeys(b).some((key) => keys.has(key))).toBe(true)
      }),
    )
  })
})

test('keys of a patient', () => {
  const keys = duplicateKeys(
    patient({
      phones: ['8 912 345-67-89', '+79123456789'],
      documentKind: 'snils',
      documentNumber: '112-233-445 95',
    }),
  )
  expect(keys).toEqual([
    'phone:9123456789',
    'document:snils:11223344595',
    'born:1978-04-12:i',
    'born:1978-04-12:p',
  ])
  expect(duplicateKeys(patient({ bornOn: '1978-12-04' }))).toEqual([
    'born:1978-04-12:i',
    'born:1978-04-12:p',
  ])
  expect(duplicateKeys(patient({ bornOn: null }))).toEqual([])
})

test.each([
  ['', '', 0],
  ['ivanov', 'ivanov', 0],
  ['ivanov', 'ivonov', 1],
  ['ivanov', 'ivnov', 1],
  ['ivanov', 'iavnov', 1],
  ['ivanov', 'petrov', 4],
  ['', 'abc', 3],
])('between %j and %j lie %i slips', (a, b, slips) => {
  expect(slipsBetween(a, b)).toBe(slips)
  expect(slipsBetween(b, a)).toBe(slips)
  expect(slipsBetween(a, b, 1)).toBe(Math.min(slips, 2))
})

test('day and month change places where that is a day', () => {
  expect(swapDayAndMonth('1978-04-12')).toBe('1978-12-04')
  expect(swapDayAndMonth('1978-04-13')).toBeNull()
})
