/** The trend of a measured value: where its points stand, what is out of the limits, and the same in words. */
import { MantineProvider } from '@mantine/core'
import fc from 'fast-check'
import i18next from 'i18next'
import { renderToStaticMarkup } from 'react-dom/server'
import { I18nextProvider, initReactI18next } from 'react-i18next'
import { beforeAll, expect, test } from 'vitest'
import { TrendChart } from '../../../renderer/components/trend-chart.tsx'
import { roundTicks, scalesOf, sideOf } from '../../../renderer/components/trend-scale.ts'
import common from '../../../resources/locales/ru/common.json' with { type: 'json' }

beforeAll(async () => {
  await i18next.use(initReactI18next).init({
    lng: 'ru',
    resources: { ru: { common } },
    interpolation: { escapeValue: false },
  })
})

const pressure = [
  { at: '2026-11-20T09:00:00.000Z', value: 162 },
  { at: '2026-05-20T09:00:00.000Z', value: 118 },
  { at: '2026-08-20T09:00:00.000Z', value: 88.5 },
]

function drawn(points: typeof pressure): string {
  return renderToStaticMarkup(
    <I18nextProvider i18n={i18next}>
      <MantineProvider>
        <TrendChart
          points={points}
          unit="мм рт. ст."
          band={{ low: 90, high: 140 }}
          label="Давление"
        />
      </MantineProvider>
    </I18nextProvider>,
  )
}

test('those who hear the trend are told its count, its days and its last value', () => {
  expect(drawn(pressure)).toContain(
    'aria-label="Давление: 3 значения с 20.05.2026 по 20.11.2026; последнее 162 мм рт. ст."',
  )
})

test('what is out of the limits has another shape, and its side in words', () => {
  const markup = drawn(pressure)
  expect([...markup.matchAll(/data-side="(\w+)"/g)].map((match) => match[1])).toEqual([
    'within',
    'below',
    'above',
  ])
  expect(markup).toContain('<td>88,5 мм рт. ст.</td><td>ниже нормы</td>')
  expect(markup).toContain('<td>162 мм рт. ст.</td><td>выше нормы</td>')
})

test('nothing measured draws nothing', () => {
  expect(drawn([])).not.toContain('<svg')
})

test.each([
  [90, 'within'],
  [89.9, 'below'],
  [140, 'within'],
  [140.1, 'above'],
] as const)('%s within 90 and 140 is %s', (value, side) => {
  expect(sideOf(value, { low: 90, high: 140 })).toBe(side)
})

test('a limit on one side alone, or none, holds nothing on the other', () => {
  expect(sideOf(1, { low: null, high: 5 })).toBe('within')
  expect(sideOf(9, { low: 5, high: null })).toBe('within')
  expect(sideOf(9, undefined)).toBe('within')
})

test.each([
  [
    [36.6, 38.2],
    [36.5, 37, 37.5, 38, 38.5],
  ],
  [
    [118, 162],
    [100, 120, 140, 160, 180],
  ],
  [
    [0.1, 0.3],
    [0.1, 0.15, 0.2, 0.25, 0.3],
  ],
])('the round ticks around %j are %j', (values, ticks) => {
  expect(roundTicks(values)).toEqual(ticks)
})

const value = fc.double({ min: 0.001, max: 100_000, noNaN: true })

test('any values lie between the lowest and the highest tick, and no more than ten ticks are drawn', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
      const ticks = roundTicks(values)
      expect(ticks.length).toBeGreaterThan(1)
      expect(ticks.length).toBeLessThanOrEqual(10)
      expect(ticks[0]).toBeLessThanOrEqual(Math.min(...values) * (1 + 1e-9))
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(...values) * (1 - 1e-9))
    }),
  )
})

test('points stand by their time, not by their count, and one alone in the middle', () => {
  const frame = { width: 120, height: 100, left: 10, right: 10, top: 0, bottom: 0 }
  const { x } = scalesOf(pressure, [], frame)
  expect(x('2026-05-20T09:00:00.000Z')).toBe(10)
  expect(x('2026-08-20T09:00:00.000Z')).toBeCloseTo(60, 0)
  expect(x('2026-11-20T09:00:00.000Z')).toBe(110)
  const alone = scalesOf(pressure.slice(0, 1), [], frame)
  expect(alone.x('2026-11-20T09:00:00.000Z')).toBe(60)
})
