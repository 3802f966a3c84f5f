/** The title of a task about a report: what worries first, with its figures, and not more than fits a line. */
import { expect, test } from 'vitest'
import type { Interpretation } from '../../../main/clinic/labs/reference-ranges.rules.ts'
import { toldResults } from '../../../renderer/pages/labs/told-results.ts'

function result(name: string, interpretation: Interpretation | null, value = '4') {
  return { name, interpretation, value, comparator: null, unit: 'mmol/L', status: 'final' as const }
}

test('what is critical stands before what is off, with figures and units; what is normal is left out', () => {
  expect(
    toldResults([
      result('Sodium', 'N'),
      result('Calcium', 'L', '1.9'),
      result('Potassium', 'HH', '7.1'),
    ]),
  ).toBe('Potassium 7.1 mmol/L, Calcium 1.9 mmol/L')
})

test('where nothing worries, the names are told', () => {
  expect(toldResults([result('Sodium', 'N'), result('Note', null)])).toBe('Sodium, Note')
})

test('a comparator stands at its figure, and what has no unit ends with its value', () => {
  expect(toldResults([{ ...result('CRP', 'H', '500'), comparator: '>', unit: null }])).toBe(
    'CRP >500',
  )
})

test('beyond the third there is an ellipsis, and what was cancelled is not told', () => {
  const four = ['A', 'B', 'C', 'D'].map((name) => result(name, 'H', '9'))
  expect(toldResults(four)).toBe('A 9 mmol/L, B 9 mmol/L, C 9 mmol/L, …')
  expect(toldResults([{ ...result('A', 'HH'), status: 'cancelled' }, result('B', 'N')])).toBe('B')
})
