import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maximumAmountMinor } from '../../../main/clinic/shared/money.ts'
import {
  likelyTendered,
  moneyText,
  parseMoney,
} from '../../../renderer/pages/billing/money-text.ts'

describe('a typed sum', () => {
  test.each([
    // text, currency, language, minor units
    ['1800', 'RUB', 'ru', 180_000],
    ['1 800,50', 'RUB', 'ru', 180_050],
    ['1\u00a0800,5', 'RUB', 'ru', 180_050],
    ['1\u202f800,50', 'EUR', 'fr', 180_050],
    ['1800.50', 'RUB', 'ru', 180_050],
    ['1.800,50', 'BRL', 'pt-BR', 180_050],
    ['1.800', 'BRL', 'pt-BR', 180_000],
    ['1.800.000', 'BRL', 'pt-BR', 180_000_000],
    ['1,800', 'USD', 'en', 180_000],
    ['1,800.50', 'USD', 'en', 180_050],
    ['1800,50', 'USD', 'en', 180_050],
    ['12,', 'EUR', 'fr', 1_200],
    [',5', 'EUR', 'fr', 50],
    ['0,01', 'EUR', 'fr', 1],
    ['0', 'EUR', 'fr', 0],
    ['1800 ₽', 'RUB', 'ru', 180_000],
    ['1500', 'JPY', 'en', 1_500],
    ['1,500', 'JPY', 'en', 1_500],
    ['1.250', 'KWD', 'en', 1_250],
    ['8.15', 'USD', 'en', 815],
    ['1.1', 'USD', 'en', 110],
  ])('%s %s in %s', (text, currency, language, minor) => {
    expect(parseMoney(text, currency, language)).toBe(minor)
  })

  test.each([
    ['', 'RUB', 'ru'],
    ['abc', 'RUB', 'ru'],
    ['-5', 'RUB', 'ru'],
    ['1e5', 'RUB', 'ru'],
    ['1,2,3', 'RUB', 'ru'],
    ['1.5', 'JPY', 'en'],
    ['1,234', 'RUB', 'ru'],
    ['1,805', 'EUR', 'fr'],
    ['12.3456', 'USD', 'en'],
    ['1,80.50', 'USD', 'en'],
    ['.', 'USD', 'en'],
    ['99999999999999', 'USD', 'en'],
    ['١٨٠٠', 'USD', 'en'],
    ['1; DROP TABLE payment', 'USD', 'en'],
  ])('%s %s in %s is none', (text, currency, language) => {
    expect(parseMoney(text, currency, language)).toBeNull()
  })

  test('reads back every sum that a field shows, in every language and currency', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: maximumAmountMinor }),
        fc.constantFrom('RUB', 'BRL', 'EUR', 'JPY', 'KWD'),
        fc.constantFrom('en', 'ru', 'pt-BR', 'fr'),
        (minor, currency, language) => {
          expect(parseMoney(moneyText(minor, currency, language), currency, language)).toBe(minor)
        },
      ),
    )
  })
})

describe('a sum in a field', () => {
  test.each([
    [180_000, 'RUB', 'ru', '1800'],
    [180_050, 'RUB', 'ru', '1800,50'],
    [5, 'USD', 'en', '0.05'],
    [1500, 'JPY', 'en', '1500'],
  ])('%d %s in %s', (minor, currency, language, text) => {
    expect(moneyText(minor, currency, language)).toBe(text)
  })
})

describe('likely notes', () => {
  test.each([
    [180_000, 'RUB', [200_000, 500_000, 1_000_000]],
    [185_000, 'RUB', [190_000, 200_000, 500_000]],
    [4_730, 'EUR', [5_000, 10_000]],
    [200_000, 'RUB', [500_000, 1_000_000]],
  ])('for %d %s', (due, currency, sums) => {
    expect(likelyTendered(due, currency)).toEqual(sums)
  })

  test('are always above what is due', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: maximumAmountMinor }), (due) => {
        expect(likelyTendered(due, 'RUB').every((sum) => sum > due)).toBe(true)
      }),
    )
  })
})
