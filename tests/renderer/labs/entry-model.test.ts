/** A sheet of results as it is typed: flagged by the limits that are kept, and sent only where something is new. */
import { expect, test } from 'vitest'
import {
  changedResults,
  judgeTyped,
  shownResult,
  type SheetItem,
} from '../../../renderer/pages/labs/entry-model.ts'

const range: NonNullable<SheetItem['range']> = {
  id: 'r',
  definitionId: 'k',
  sex: null,
  fromDays: 0,
  toDays: null,
  low: '3.5',
  high: '5.1',
  criticalLow: '2.8',
  criticalHigh: '6.2',
  normalText: null,
  archivedAt: null,
  version: 1,
  createdAt: '',
  updatedAt: '',
}

test.each([
  ['4,2', 'N', false],
  ['5.1', 'N', false],
  ['5.2', 'H', false],
  ['6.3', 'HH', false],
  ['< 2', 'LL', false],
  ['four', null, true],
  [' ', null, false],
])('%j is flagged %s, wrong: %s', (typed, interpretation, isWrong) => {
  expect(judgeTyped({ valueKind: 'quantity', range }, typed)).toEqual({ interpretation, isWrong })
})

test('words are judged by the words that are normal, and are never wrong', () => {
  const words = { ...range, low: null, high: null, normalText: 'negative|traces' }
  const item = { valueKind: 'text' as const, range: words }
  expect(judgeTyped(item, 'Negative').interpretation).toBe('N')
  expect(judgeTyped(item, '++').interpretation).toBe('A')
})

test('without a range nothing is flagged', () => {
  expect(judgeTyped({ valueKind: 'quantity', range: null }, '99').interpretation).toBeNull()
})

const item = (definitionId: string, known: string | null): SheetItem => ({
  id: definitionId,
  orderId: 'o',
  specimenId: 's',
  definitionId,
  code: definitionId,
  name: definitionId,
  unit: null,
  valueKind: 'quantity',
  decimals: 1,
  panelName: null,
  range: null,
  result: known === null ? null : knownResult(definitionId, known),
})

function knownResult(definitionId: string, value: string): NonNullable<SheetItem['result']> {
  const { low: _low, high: _high, ...limits } = range
  return {
    ...limits,
    id: `${definitionId}-result`,
    reportId: 'report',
    patientId: 'p',
    definitionId,
    position: 1,
    code: definitionId,
    name: definitionId,
    valueKind: 'quantity',
    comparator: '<',
    value,
    unit: null,
    low: null,
    high: null,
    interpretation: null,
    status: 'final',
    effectiveAt: '',
    replacesId: null,
    note: null,
    orderId: 'o',
    performer: null,
    reportStatus: 'partial',
  }
}

test('what is known is shown as it would be typed, and sent again only where it was changed', () => {
  const items = [item('a', '0.5'), item('b', null), item('c', null)]
  expect(items.map(shownResult)).toEqual(['<0.5', '', ''])
  expect(changedResults(items, { a: '<0.5', b: ' 7 ', c: '' })).toEqual([
    { definitionId: 'b', value: '7', note: null },
  ])
  expect(changedResults(items, { a: '0.6' })).toEqual([
    { definitionId: 'a', value: '0.6', note: null },
  ])
})
