/** Labels for tubes: a page each, with a barcode that says what is printed under it. */
import { expect, test } from 'vitest'
import { renderLabels, type SpecimenLabel, widthsOf } from '../../../main/pdf/specimen-label.ts'

const label: SpecimenLabel = {
  language: 'ru',
  clinic: 'Поликлиника «Три кита»',
  label: 'A-S00001',
  orderNumber: 'A-2026-L0001',
  patient: { family: 'Константинопольская-Преображенская', given: 'Анна', patronymic: 'Ивановна' },
  bornOn: '1980-02-29',
  specimenKind: 'serum',
  isUrgent: true,
  day: '2026-11-16',
  codes: ['K', 'NA', 'CREA', 'UREA', 'GLU', 'ALT', 'AST', 'BIL', 'CRP'],
}

test('each label is a page of its own, of the size of the sticker', async () => {
  const bytes = await renderLabels([label, { ...label, label: 'A-S00002', bornOn: null }])
  const text = Buffer.from(bytes).toString('latin1')
  expect(text.startsWith('%PDF-')).toBe(true)
  const boxes = text.match(/\/MediaBox \[0 0 [\d.]+ [\d.]+\]/g)
  expect(boxes).toHaveLength(2)
  expect(boxes?.[0]).toMatch(/141\.7\d* 85\.0\d*/)
})

/** Code 128: widths of the symbols of code set B that the test needs, by their values (ISO/IEC 15417). */
const stop = [2, 3, 3, 1, 1, 1, 2]
const startB = [2, 1, 1, 2, 1, 4]

test('a barcode is Code 128 of the label: start, a symbol a letter, check digit, stop', () => {
  const widths = widthsOf('A-S')
  expect(widths.slice(0, 6)).toEqual(startB)
  expect(widths.slice(-7)).toEqual(stop)
  // A is 111323, - is 122132, S is 213113; the check digit is (104 + 33 + 2 x 13 + 3 x 51) mod 103 = 7.
  expect(widths.slice(6, 24).join('')).toBe('111323122132213113')
  expect(widths.slice(24, 30).join('')).toBe('122312')
  expect(widths).toHaveLength(6 * 5 + 7)
})
