import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  dialledInside,
  formatPhone,
  normalizePhone,
  phoneKey,
} from '../../../../main/clinic/patients/phones.rules.ts'

describe('a phone in the form that is kept and the form that is shown', () => {
  test.each([
    ['8 912 345-67-89', 'RU', '79123456789', '+7 912 345-67-89'],
    ['+7 (912) 345 67 89', 'RU', '79123456789', '+7 912 345-67-89'],
    ['9123456789', 'RU', '79123456789', '+7 912 345-67-89'],
    ['8 (912) 345-67-89 доб. 12', null, '79123456789', '+7 912 345-67-89'],
    ['06 12 34 56 78', 'FR', '33612345678', '+33 6 12 34 56 78'],
    ['0033 6 12 34 56 78', 'BR', '33612345678', '+33 6 12 34 56 78'],
    ['(11) 98765-4321', 'BR', '5511987654321', '+55 (11) 98765-4321'],
    ['11 3456 7890', 'BR', '551134567890', '+55 (11) 3456-7890'],
    ['+55 11 98765-4321', 'FR', '5511987654321', '+55 (11) 98765-4321'],
    ['5511987654321', 'BR', '5511987654321', '+55 (11) 98765-4321'],
    ['(212) 555-0100', 'US', '12125550100', '+1 (212) 555-0100'],
    ['01632 960001', 'GB', '441632960001', '+44 1632 960001'],
    ['+998 90 123 45 67', null, '998901234567', '+998 901 234 567'],
    ['90 123', 'UZ', '90123', '90 123'],
    ['123', 'RU', null, '123'],
    ['call the son', 'RU', null, 'call the son'],
    ['1234567890123456', null, null, '1234567890123456'],
  ])('%s in %s', (typed, country, kept, shown) => {
    expect(normalizePhone(typed, country)).toBe(kept)
    expect(formatPhone(typed, country)).toBe(shown)
  })

  test('what is shown reads as what is kept', () => {
    const phone = fc.tuple(
      fc.constantFrom('RU', 'FR', 'BR', 'US', 'GB', 'PT', 'BY'),
      fc.integer({ min: 10_000, max: 999_999_999_999 }),
    )
    fc.assert(
      fc.property(phone, ([country, number]) => {
        const kept = normalizePhone(String(number), country)
        if (kept === null || dialledInside(kept) === null) return
        expect(normalizePhone(formatPhone(`+${kept}`), 'FR')).toBe(kept)
      }),
    )
  })
})

test('two spellings of one phone share a key', () => {
  const keys = ['8 912 345-67-89', '+7 912 345 67 89', '79123456789', '9123456789']
  expect(new Set(keys.map((phone) => phoneKey(phone, 'RU')))).toEqual(new Set(['9123456789']))
  expect(phoneKey('+33 6 12 34 56 78')).toBe(phoneKey('06 12 34 56 78', 'FR'))
  expect(phoneKey('12345')).toBeNull()
})

test('how it is dialled inside its country', () => {
  expect(dialledInside('79123456789')).toBe('89123456789')
  expect(dialledInside('33612345678')).toBe('0612345678')
  expect(dialledInside('351912345678')).toBeNull()
  expect(dialledInside('998901234567')).toBeNull()
})
