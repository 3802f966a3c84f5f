import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText, hasControlCharacters, tidyLine } from '../../../../main/clinic/shared/text.ts'

describe('control characters', () => {
  test.each([
    ['Иванов', false, false],
    ["O'Brien; DROP TABLE patient --", false, false],
    ['<script>alert(1)</script>', false, false],
    ['João 👨‍⚕️', false, false],
    ['a\u0000b', true, true],
    ['a\u001bb', true, true],
    ['a\u007fb', true, true],
    ['a\u0085b', true, true],
    ['a\u202eb', true, true],
    ['a\ud800b', true, true],
    ['a\nb', true, false],
    ['a\r\nb', true, false],
    ['a\tb', true, false],
  ])('%j', (text, inLine, inLines) => {
    expect(hasControlCharacters(text)).toBe(inLine)
    expect(hasControlCharacters(text, { multiLine: true })).toBe(inLines)
  })

  test('are gone after cleaning, and cleaning twice is cleaning once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, multiLine) => {
        const clean = cleanText(text, { multiLine })
        expect(hasControlCharacters(clean, { multiLine })).toBe(false)
        expect(cleanText(clean, { multiLine })).toBe(clean)
      }),
    )
  })
})

test('cleaning composes letters, trims, and keeps lines where lines may be', () => {
  expect(cleanText('  Joa\u0303o ')).toBe('João')
  expect(cleanText('a\r\nb\rc\td')).toBe('a b c d')
  expect(cleanText('a\r\nb\rc\td ', { multiLine: true })).toBe('a\nb\nc\td')
  expect(cleanText('a\u0000b')).toBe('ab')
  expect(cleanText('a\u0000\u0303')).toBe('ã')
  expect(tidyLine(' Анна   Мария \n Ли ')).toBe('Анна Мария Ли')
})
