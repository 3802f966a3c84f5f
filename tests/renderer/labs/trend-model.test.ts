/** The course of an analyte on paper: one unit an axis, everything within it, and the band where it was normal. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { roundTicks } from '../../../renderer/components/trend-scale.ts'
import { trendOf, trendSize, wantedSteps } from '../../../renderer/pages/labs/trend-model.ts'
import type { TrendPoint } from '../../../renderer/pages/labs/types.ts'

function point(value: number, more: Partial<TrendPoint> = {}): TrendPoint {
  return {
    id: `${more.effectiveAt ?? ''}${value}`,
    comparator: null,
    value,
    unit: 'mmol/L',
    low: 3.5,
    high: 5.1,
    interpretation: 'N',
    effectiveAt: '2026-01-01T08:00:00Z',
    ...more,
  }
}

test('nothing measured is no course', () => {
  expect(trendOf([])).toBeNull()
})

test('one result stands in the middle, its band from edge to edge', () => {
  const trend = trendOf([point(4)])
  expect(trend?.points).toHaveLength(1)
  expect(trend?.band).toHaveLength(1)
  expect(trend?.band[0]).toMatchObject({
    x: trendSize.left,
    width: trendSize.width - trendSize.left - trendSize.right,
  })
  expect(trend?.times).toHaveLength(1)
})

test('numbers of another unit are not drawn on the same axis', () => {
  const trend = trendOf([
    point(170, { unit: 'mg/dL' }),
    point(4.2, { effectiveAt: '2026-02-01T08:00:00Z' }),
    point(4.6, { effectiveAt: '2026-03-01T08:00:00Z' }),
  ])
  expect(trend?.unit).toBe('mmol/L')
  expect(trend?.points.map(({ point: { value } }) => value)).toEqual([4.2, 4.6])
})

test('the band changes halfway to the result whose limits are others, and is absent without limits', () => {
  const trend = trendOf([
    point(4),
    point(4, { effectiveAt: '2026-02-01T08:00:00Z', low: null, high: null }),
    point(4, { effectiveAt: '2026-03-01T08:00:00Z', low: null, high: 6 }),
  ])
  const [first, last] = trend?.band ?? []
  expect(trend?.band).toHaveLength(2)
  const middle = trend?.points[1]?.x ?? 0
  expect((first?.x ?? 0) + (first?.width ?? 0)).toBeLessThan(middle)
  expect(last?.x).toBeGreaterThan(middle)
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBe(trendSize.height - trendSize.bottom)
})

const ticksFor = (values: readonly number[]) => roundTicks(values, wantedSteps)

test('the marks are round numbers that hold every value, and not many', () => {
  expect(ticksFor([3.5, 5.1])).toEqual([3.5, 4, 4.5, 5, 5.5])
  expect(ticksFor([0.1, 0.3])).toEqual([0.1, 0.15, 0.2, 0.25, 0.3])
  const value = fc
    .double({ min: -1e6, max: 1e6, noNaN: true })
    .map((one) => Math.round(one * 1e3) / 1e3)
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
      const ticks = ticksFor(values)
      expect(ticks.length).toBeGreaterThan(1)
      expect(ticks.length).toBeLessThan(10)
      expect(ticks[0]).toBeLessThanOrEqual(Math.min(...values))
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(...values))
    }),
  )
})
