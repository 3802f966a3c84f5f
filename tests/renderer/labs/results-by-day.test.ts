/** A patient's results by day: those of one report stand together, and one analyte can be looked for. */
import { expect, test } from 'vitest'
import { resultsByDay, resultsNamed } from '../../../renderer/pages/labs/results-by-day.ts'
import type { PatientResult } from '../../../renderer/pages/labs/types.ts'

function result(name: string, reportId: string, effectiveAt: string): PatientResult {
  return {
    id: `${reportId}${name}`,
    reportId,
    patientId: 'p',
    definitionId: null,
    position: 1,
    code: name.slice(0, 2).toUpperCase(),
    name,
    valueKind: 'quantity',
    comparator: null,
    value: '1',
    unit: null,
    low: null,
    high: null,
    criticalLow: null,
    criticalHigh: null,
    normalText: null,
    interpretation: null,
    status: 'final',
    effectiveAt,
    replacesId: null,
    note: null,
    version: 1,
    createdAt: effectiveAt,
    updatedAt: effectiveAt,
    orderId: null,
    performer: null,
    reportStatus: 'final',
  }
}

const results = [
  result('Potassium', 'r2', '2026-02-01T20:30:00Z'),
  result('Sodium', 'r2', '2026-02-01T20:30:00Z'),
  result('Glucose', 'r3', '2026-02-01T07:00:00Z'),
  result('Potassium', 'r1', '2025-12-30T07:00:00Z'),
]

test('results stand under the day they were taken on, a report at a time', () => {
  const days = resultsByDay(results, (instant) => instant.slice(0, 10))
  expect(
    days.map(({ day, reports }) => [
      day,
      reports.map((report) => report.results.map(({ name }) => name)),
    ]),
  ).toEqual([
    ['2026-02-01', [['Potassium', 'Sodium'], ['Glucose']]],
    ['2025-12-30', [['Potassium']]],
  ])
})

test('an analyte is found by a part of its name or by its code, in any case', () => {
  expect(resultsNamed(results, ' POTAS')).toHaveLength(2)
  expect(resultsNamed(results, 'gl').map(({ name }) => name)).toEqual(['Glucose'])
  expect(resultsNamed(results, '')).toHaveLength(results.length)
})
