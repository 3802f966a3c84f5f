/** What is ordered: found by the beginning of a name or a code, and told in tubes before it is sent. */
import { expect, test } from 'vitest'
import {
  answersTo,
  namesOf,
  nearest,
  orderables,
  tubesOf,
  wishOf,
} from '../../../renderer/pages/labs/order-model.ts'
import type { Catalog } from '../../../renderer/pages/labs/types.ts'

const kept = { version: 1, createdAt: '', updatedAt: '' }

function analyte(
  id: string,
  name: string,
  specimenKind: Catalog['definitions'][number]['specimenKind'],
  archivedAt: string | null = null,
): Catalog['definitions'][number] {
  const rest = { unit: null, valueKind: 'quantity' as const, decimals: 1, loinc: null, ranges: [] }
  return { ...kept, ...rest, id, code: id.toUpperCase(), name, specimenKind, archivedAt }
}

const catalog: Catalog = {
  definitions: [
    analyte('hb', 'Haemoglobin', 'blood'),
    analyte('k', 'Potassium', 'serum'),
    analyte('na', 'Sodium', 'serum'),
    analyte('old', 'Retired', 'serum', '2026-01-01T00:00:00Z'),
  ],
  panels: [
    {
      ...kept,
      id: 'salts',
      code: 'LYTES',
      name: 'Salts of the blood',
      archivedAt: null,
      definitionIds: ['k', 'na', 'old'],
    },
  ],
}

test('panels come before single analytes, and what is out of use is not offered', () => {
  expect(orderables(catalog).map(({ label }) => label)).toEqual([
    'Salts of the blood',
    'Haemoglobin',
    'Potassium',
    'Sodium',
  ])
})

test.each([
  ['lyt', true],
  ['BLOOD', true],
  ['salts', true],
  ['alts', false],
  ['', true],
])('%j finds the panel: %s', (typed, isFound) => {
  expect(answersTo({ label: 'Salts of the blood', code: 'LYTES' }, typed)).toBe(isFound)
})

test('what begins with the letters is offered before what only has them in a later word', () => {
  const found = [{ label: 'Glycated haemoglobin' }, { label: 'Haemoglobin' }]
  expect(nearest(found, 'hae').map(({ label }) => label)).toEqual([
    'Haemoglobin',
    'Glycated haemoglobin',
  ])
})

test('an analyte that two wishes hold is taken once, a tube for each kind of specimen', () => {
  expect(tubesOf(catalog, ['panel:salts', 'analyte:k', 'analyte:hb'])).toEqual([
    { kind: 'blood', analytes: ['Haemoglobin'] },
    { kind: 'serum', analytes: ['Potassium', 'Sodium'] },
  ])
  expect(wishOf(['panel:salts', 'analyte:hb'])).toEqual({
    panelIds: ['salts'],
    definitionIds: ['hb'],
  })
})

test('an order is called by its panels, then by what was asked for singly', () => {
  const items = [
    { name: 'Haemoglobin', panelName: null },
    { name: 'Potassium', panelName: 'Salts of the blood' },
    { name: 'Sodium', panelName: 'Salts of the blood' },
  ]
  expect(namesOf(items)).toEqual(['Salts of the blood', 'Haemoglobin'])
})
