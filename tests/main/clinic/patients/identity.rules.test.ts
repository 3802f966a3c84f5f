import { describe, expect, test } from 'vitest'
import {
  documentKinds,
  documentKindsOf,
  documentProblem,
  formatDocument,
  isCpf,
  isDocumentKind,
  isNir,
  isSnils,
} from '../../../../main/clinic/patients/identity.rules.ts'
import type {
  DocumentKind,
  DocumentProblem,
} from '../../../../main/clinic/patients/identity.rules.ts'

test.each<[DocumentKind, string, DocumentProblem | null, string]>([
  ['cpf', '12345678909', null, '123.456.789-09'],
  ['cpf', '123.456.789-09', null, '123.456.789-09'],
  ['cpf', '123.456.789-00', 'check-digits', '123.456.789-00'],
  ['cpf', '11111111111', 'check-digits', '11111111111'],
  ['cpf', '123', 'format', '123'],
  ['nir', '2 55 08 14 168 025 38', null, '2 55 08 14 168 025 38'],
  ['nir', '255081416802538', null, '2 55 08 14 168 025 38'],
  ['nir', '255081416802539', 'check-digits', '255081416802539'],
  ['nir', '955081416802538', 'format', '955081416802538'],
  ['snils', '11223344595', null, '112-233-445 95'],
  ['snils', '112-233-445 96', 'check-digits', '112-233-445 96'],
  ['ru-passport', '4508123456', null, '45 08 123456'],
  ['ru-passport', '45 08 № 123456', null, '45 08 123456'],
  ['ru-passport', '450812345', 'format', '450812345'],
  ['passport', ' X1234567 ', null, 'X1234567'],
  ['passport', '  ', 'required', ''],
  ['other', 'a'.repeat(31), 'format', 'a'.repeat(31)],
])('%s %s', (kind, number, problem, shown) => {
  expect(documentProblem(kind, number)).toBe(problem)
  expect(formatDocument(kind, number)).toBe(shown)
})

describe('check digits', () => {
  test('of a CPF', () => {
    const right = ['12345678909', '11144477735', '52998224725']
    for (const number of right) {
      for (let check = 0; check < 100; check += 1) {
        const typed = number.slice(0, 9) + String(check).padStart(2, '0')
        expect(isCpf(typed)).toBe(typed === number)
      }
    }
  })

  test('a NIR of Corsica counts 2A as 19 and 2B as 18', () => {
    const withKey = (start: string, plain: number) =>
      start + String(97 - (plain % 97)).padStart(2, '0')
    expect(isNir(withKey('185052A004015', 1_850_519_004_015))).toBe(true)
    expect(isNir(withKey('185052B004015', 1_850_518_004_015))).toBe(true)
    expect(isNir(withKey('185052B004015', 1_850_519_004_015))).toBe(false)
  })

  test('a SNILS', () => {
    expect(isSnils('112-233-445 95')).toBe(true)
    expect(isSnils('112-233-445 94')).toBe(false)
    expect(isSnils('')).toBe(false)
  })
})

test('the kinds offered in a country', () => {
  expect(documentKindsOf('RU')[0]).toBe('ru-passport')
  expect(documentKindsOf('br')[0]).toBe('cpf')
  expect(documentKindsOf('FR')[0]).toBe('nir')
  expect(documentKindsOf('GB')[0]).toBe('passport')
  expect(documentKinds.every(isDocumentKind)).toBe(true)
  expect(isDocumentKind('library-card')).toBe(false)
})
