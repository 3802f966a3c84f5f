/** Ages of ranges: days in the tables, years and months on screen, and nothing changes that nobody changed. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysOf, spanOf } from '../../../renderer/pages/catalog/age-span.ts'

test.each([
  [0, { count: 0, unit: 'days' }],
  [28, { count: 28, unit: 'days' }],
  [183, { count: 6, unit: 'months' }],
  [365, { count: 12, unit: 'months' }],
  [730, { count: 2, unit: 'years' }],
  [6570, { count: 18, unit: 'years' }],
  [6574, { count: 18, unit: 'years' }],
])('%i days are %j', (days, span) => {
  expect(spanOf(days)).toEqual(span)
})

test('a span that is typed is that many whole days', () => {
  expect(daysOf({ count: 18, unit: 'years' }, null)).toBe(6574)
  expect(daysOf({ count: 6, unit: 'months' }, null)).toBe(182)
  expect(daysOf({ count: 10, unit: 'days' }, 6570)).toBe(10)
})

test('a span that was not touched keeps its days', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60_000 }), (days) => {
      expect(daysOf(spanOf(days), days)).toBe(days)
    }),
  )
})
