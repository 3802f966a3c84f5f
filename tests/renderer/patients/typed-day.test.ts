import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTypedDay } from '../../../renderer/pages/patients/typed-day.ts'

const today = '2026-11-21'

describe('a typed day', () => {
  test.each([
    ['12.04.1978', '1978-04-12'],
    ['12/04/1978', '1978-04-12'],
    ['12-4-1978', '1978-04-12'],
    ['12 4 1978', '1978-04-12'],
    ['1.2.2003', '2003-02-01'],
    ['12041978', '1978-04-12'],
    ['1978-04-12', '1978-04-12'],
    ['1978-4-2', '1978-04-02'],
    ['  12.04.1978. ', '1978-04-12'],
    ['29.02.2024', '2024-02-29'],
    // Two figures are the latest year that is not to come.
    ['12.04.78', '1978-04-12'],
    ['120426', '2026-04-12'],
    ['12.04.27', '1927-04-12'],
  ])('%s is %s', (text, day) => {
    expect(readTypedDay(text, today)).toBe(day)
  })

  test.each([
    '',
    '12',
    '12.04',
    '12.04.197',
    '31.02.1980',
    '29.02.2023',
    '12.13.1980',
    '00.01.1980',
    '32.01.1980',
    '1978',
    'yesterday',
    '12.04.1978 12.04.1978',
    '١٢.٠٤.١٩٧٨',
  ])('%s is none', (text) => {
    expect(readTypedDay(text, today)).toBeNull()
  })

  test('never reads a text as a day that does not exist', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789./- ') }), (text) => {
        const day = readTypedDay(text, today)
        expect(day === null || !Number.isNaN(Date.parse(`${day}T00:00:00Z`))).toBe(true)
      }),
    )
  })
})
