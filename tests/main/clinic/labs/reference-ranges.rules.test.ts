/** Ranges by sex and age, and flags at their limits: what is shown and what is flagged come from one place. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  flagOf,
  graver,
  type Interpretation,
  interpretations,
  isCritical,
  type Limits,
  noLimits,
  parseQuantity,
  parseReferenceText,
  rangeFor,
  rangesOverlap,
  type ReferenceRange,
} from '../../../../main/clinic/labs/reference-ranges.rules.ts'
import { addDays } from '../../../../main/clinic/shared/days.ts'

const range = (parts: Partial<ReferenceRange> & { name?: string }) => ({
  ...noLimits,
  sex: null,
  fromDays: 0,
  toDays: null,
  name: '',
  ...parts,
})

describe('the range for somebody', () => {
  const haemoglobin = [
    range({ name: 'newborn', toDays: 28 }),
    range({ name: 'child', fromDays: 28, toDays: 6570 }),
    range({ name: 'woman', sex: 'female', fromDays: 6570 }),
    range({ name: 'man', sex: 'male', fromDays: 6570 }),
  ]
  const bornOn = '2008-11-16'

  test.each([
    ['on the day of birth', 'female', 0, 'newborn'],
    ['the day before the limit', 'female', 27, 'newborn'],
    ['on the day of the limit', 'female', 28, 'child'],
    ['the last day of childhood', 'male', 6569, 'child'],
    ['the first day after it', 'male', 6570, 'man'],
    ['the first day after it', 'female', 6570, 'woman'],
    ['at a hundred', 'female', 36_525, 'woman'],
    ['before birth', 'female', -1, null],
    ['of another sex, grown up', 'other', 6570, null],
    ['of another sex, a child', 'other', 100, 'child'],
  ])('%s: %s of %i days', (_, sex, days, name) => {
    const found = rangeFor(haemoglobin, { sex, bornOn, onDay: addDays(bornOn, days) })
    expect(found?.name ?? null).toBe(name)
  })

  test('of their own sex goes before one for all', () => {
    const ranges = [range({ name: 'all' }), range({ name: 'men', sex: 'male' })]
    const whose = { bornOn, onDay: '2026-11-16' }
    expect(rangeFor(ranges, { ...whose, sex: 'male' })?.name).toBe('men')
    expect(rangeFor(ranges, { ...whose, sex: 'female' })?.name).toBe('all')
  })

  test('that begins later goes before one that holds for ever', () => {
    const ranges = [range({ name: 'all' }), range({ name: 'old', fromDays: 21_915 })]
    const old = { sex: 'male', bornOn: '1950-01-01', onDay: '2026-11-16' }
    expect(rangeFor(ranges, old)?.name).toBe('old')
    expect(rangeFor(ranges, { ...old, bornOn })?.name).toBe('all')
  })

  test('whose birth day is not known is one for every age, or none', () => {
    const whose = { sex: 'female', bornOn: null, onDay: '2026-11-16' }
    expect(rangeFor(haemoglobin, whose)).toBeNull()
    expect(rangeFor([...haemoglobin, range({ name: 'all' })], whose)?.name).toBe('all')
  })

  const cut = fc.uniqueArray(fc.integer({ min: 1, max: 40_000 }), { maxLength: 6 })

  test('is exactly one at every age where ranges stand edge to edge', () => {
    fc.assert(
      fc.property(cut, fc.integer({ min: 0, max: 45_000 }), (cuts, ageDays) => {
        const edges = [0, ...cuts.toSorted((one, other) => one - other)]
        const ranges = edges.map((fromDays, at) =>
          range({ fromDays, toDays: edges[at + 1] ?? null }),
        )
        const onDay = addDays('1900-01-01', ageDays)
        const found = rangeFor(ranges, { sex: 'male', bornOn: '1900-01-01', onDay })
        const holding = ranges.filter(
          (one) => one.fromDays <= ageDays && ageDays < (one.toDays ?? Infinity),
        )
        expect(holding).toEqual([found])
        for (const [at, one] of ranges.entries()) {
          for (const other of ranges.slice(at + 1)) expect(rangesOverlap(one, other)).toBe(false)
        }
      }),
    )
  })
})

test.each([
  ['the same', { fromDays: 0, toDays: 10 }, { fromDays: 0, toDays: 10 }, true],
  ['edge to edge', { fromDays: 0, toDays: 10 }, { fromDays: 10, toDays: 20 }, false],
  ['by one day', { fromDays: 0, toDays: 11 }, { fromDays: 10, toDays: 20 }, true],
  ['one within the other', { fromDays: 0 }, { fromDays: 10, toDays: 20 }, true],
  ['of two sexes', { sex: 'male' as const }, { sex: 'female' as const }, false],
])('ranges that claim the same people: %s', (_, one, other, overlap) => {
  expect(rangesOverlap(range(one), range(other))).toBe(overlap)
  expect(rangesOverlap(range(other), range(one))).toBe(overlap)
})

const potassium: Limits = {
  ...noLimits,
  low: '3.5',
  high: '5.1',
  criticalLow: '2.8',
  criticalHigh: '6.2',
}

describe('the flag of a number', () => {
  test.each<[string, Interpretation]>([
    ['2.79', 'LL'],
    ['2.8', 'L'],
    ['2.80', 'L'],
    ['3.49', 'L'],
    ['3.5', 'N'],
    ['3.50', 'N'],
    ['5.1', 'N'],
    ['5.10', 'N'],
    ['5.11', 'H'],
    ['6.2', 'H'],
    ['6.21', 'HH'],
    ['-1', 'LL'],
  ])('%s is %s', (value, flag) => {
    expect(flagOf({ valueKind: 'quantity', comparator: null, value }, potassium)).toBe(flag)
  })

  test('without limits is none', () => {
    const measured = { valueKind: 'quantity' as const, comparator: null, value: '5' }
    expect(flagOf(measured, noLimits)).toBeNull()
    expect(flagOf({ ...measured, value: 'five' }, potassium)).toBeNull()
  })

  test('with one limit says what that one says', () => {
    const measured = { valueKind: 'quantity' as const, comparator: null, value: '5' }
    expect(flagOf(measured, { ...noLimits, high: '5' })).toBe('N')
    expect(flagOf(measured, { ...noLimits, high: '4.99' })).toBe('H')
    expect(flagOf(measured, { ...noLimits, low: '5.01' })).toBe('L')
    expect(flagOf(measured, { ...noLimits, criticalHigh: '4' })).toBe('HH')
  })

  test.each<['<' | '<=' | '>' | '>=', string, Interpretation | null]>([
    ['<', '2.8', 'LL'],
    ['<=', '2.8', 'L'],
    ['<', '3.5', 'L'],
    ['<=', '3.5', null],
    ['<', '4', null],
    ['<', '9', null],
    ['>', '6.2', 'HH'],
    ['>=', '6.2', 'H'],
    ['>', '5.1', 'H'],
    ['>=', '5.1', null],
    ['>', '4', null],
  ])('%s%s is %s', (comparator, value, flag) => {
    expect(flagOf({ valueKind: 'quantity', comparator, value }, potassium)).toBe(flag)
  })

  test('that is only known to be small is normal where nothing is too low', () => {
    const below = { valueKind: 'quantity' as const, comparator: '<' as const, value: '5' }
    expect(flagOf(below, { ...noLimits, high: '5' })).toBe('N')
    expect(flagOf(below, { ...noLimits, high: '4' })).toBeNull()
    const above = { ...below, comparator: '>' as const, value: '60' }
    expect(flagOf(above, { ...noLimits, low: '60' })).toBe('N')
  })

  const decimal = fc.integer({ min: -5000, max: 5000 }).map((hundredths) => hundredths / 100)
  const someLimits = fc
    .uniqueArray(decimal, { minLength: 4, maxLength: 4 })
    .map((four) => four.toSorted((one, other) => one - other).map(String))
    .map(([criticalLow = '', low = '', high = '', criticalHigh = '']) => ({
      ...noLimits,
      criticalLow,
      low,
      high,
      criticalHigh,
    }))

  test('grows from LL over N to HH with the value', () => {
    const order: (Interpretation | null)[] = ['LL', 'L', 'N', 'H', 'HH']
    const flag = (value: number, limits: Limits) =>
      order.indexOf(flagOf({ valueKind: 'quantity', comparator: null, value: `${value}` }, limits))
    fc.assert(
      fc.property(someLimits, decimal, decimal, (limits, one, other) => {
        const [small, large] = [Math.min(one, other), Math.max(one, other)]
        expect(flag(small, limits)).toBeGreaterThanOrEqual(0)
        expect(flag(small, limits)).toBeLessThanOrEqual(flag(large, limits))
      }),
    )
  })

  test('of `<x` never says milder or graver than is true of a value below x', () => {
    fc.assert(
      fc.property(someLimits, decimal, decimal, (limits, top, value) => {
        fc.pre(value < top)
        const all = flagOf({ valueKind: 'quantity', comparator: '<', value: String(top) }, limits)
        const one = flagOf(
          { valueKind: 'quantity', comparator: null, value: String(value) },
          limits,
        )
        // All that is below a low limit is low, some of it critically so; anything else must agree.
        if (all === 'L') expect(['L', 'LL']).toContain(one)
        else if (all !== null) expect(one).toBe(all)
      }),
    )
  })
})

describe('the flag of words', () => {
  test.each<[string, string | null, Interpretation | null]>([
    ['Отрицательно', 'отрицательно', 'N'],
    [' negative ', 'not found|negative', 'N'],
    ['positive', 'not found|negative', 'A'],
    ['positive', null, null],
    ['', 'negative', null],
  ])('%j where %j is normal', (value, normalText, flag) => {
    const measured = { valueKind: 'text' as const, comparator: null, value }
    expect(flagOf(measured, { ...noLimits, normalText })).toBe(flag)
  })
})

test('critical are the doubled ones alone, and of two flags the graver counts', () => {
  expect(interpretations.filter(isCritical)).toEqual(['LL', 'HH', 'AA'])
  expect(isCritical(null)).toBe(false)
  expect(graver('H', 'HH')).toBe('HH')
  expect(graver('HH', 'N')).toBe('HH')
  expect(graver(null, 'N')).toBe('N')
  expect(graver('N', 'A')).toBe('A')
  expect(graver('L', 'H')).toBe('L')
})

test.each([
  ['5.5', null, '5.5'],
  ['5,50', null, '5.50'],
  [' <0,01', '<', '0.01'],
  ['≤ 3', '<=', '3'],
  ['>=100', '>=', '100'],
  ['-2', null, '-2'],
])('%j is a number', (text, comparator, value) => {
  expect(parseQuantity(text)).toEqual({ comparator, value })
})

test.each(['', '-', 'five', '1e5', '5.', '1.2.3', '<', '1 000', '12345678901'])(
  '%j is no number',
  (text) => {
    expect(parseQuantity(text)).toBeNull()
  },
)

test.each([
  ['3.5-5.1', '3.5', '5.1'],
  ['3,5 – 5,1', '3.5', '5.1'],
  ['-2 - 2', '-2', '2'],
  ['<5', null, '5'],
  ['> 60', '60', null],
])('a laboratory’s norm %j', (text, low, high) => {
  expect(parseReferenceText(text)).toEqual({ ...noLimits, low, high })
})

test.each(['', 'negative', '5', '5.1-3.5', 'see comment'])(
  'a laboratory’s norm %j is nothing to compare with',
  (text) => {
    expect(parseReferenceText(text)).toBeNull()
  },
)
