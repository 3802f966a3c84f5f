import { describe, expect, test } from 'vitest'
import { balancesOf, byYear } from '../../../renderer/pages/patients/timeline.ts'
import type { InvoiceSummary } from '../../../renderer/pages/patients/types.ts'

const name = { family: 'Орлов', given: 'Пётр', patronymic: null }

function invoice(appointmentId: string, fields: Partial<InvoiceSummary> = {}): InvoiceSummary {
  return {
    id: `i-${appointmentId}`,
    number: 'A-1',
    currency: 'RUB',
    issuedAt: '2026-11-20T08:00:00.000Z',
    appointmentId,
    appointmentStatus: 'done',
    patientId: 'p',
    patient: name,
    totalMinor: 180_000,
    paidMinor: 0,
    refundedMinor: 0,
    heldMinor: 0,
    dueMinor: 180_000,
    overpaidMinor: 0,
    state: 'unpaid',
    ...fields,
  }
}

test('the past stands by the years of the clinic, in its order', () => {
  const entries = [
    { id: 'a', at: '2026-11-20T08:00:00.000Z' },
    { id: 'b', at: '2025-12-31T22:30:00.000Z' },
    { id: 'c', at: '2025-12-31T12:00:00.000Z' },
  ]
  // In Moscow it was the new year already.
  const dayOf = (at: string) => (at === '2025-12-31T22:30:00.000Z' ? '2026-01-01' : at.slice(0, 10))
  expect(
    byYear(entries, dayOf).map(({ year, entries: own }) => [year, own.map(({ id }) => id)]),
  ).toEqual([
    ['2026', ['a', 'b']],
    ['2025', ['c']],
  ])
})

describe('the balance', () => {
  test('adds what is open by currency and leaves out what is settled', () => {
    expect(
      balancesOf([
        invoice('a'),
        invoice('b', { dueMinor: 20_000 }),
        invoice('c', { dueMinor: 0, overpaidMinor: 5_000 }),
        invoice('d', { currency: 'EUR', dueMinor: 0 }),
      ]),
    ).toEqual([{ currency: 'RUB', dueMinor: 200_000, overpaidMinor: 5_000 }])
    expect(balancesOf([])).toEqual([])
  })
})
