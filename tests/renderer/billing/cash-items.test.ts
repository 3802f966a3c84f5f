import { describe, expect, test } from 'vitest'
import { cashItems, neighbour, readKey } from '../../../renderer/pages/billing/cash-items.ts'

const anna = { family: 'Иванова', given: 'Анна', patronymic: null }

function booking(id: string, fields: Partial<Parameters<typeof cashItems>[1][number]> = {}) {
  return {
    id,
    status: 'to-pay' as const,
    statusAt: '2026-11-21T08:00:00.000Z',
    startsAt: '2026-11-21T07:30:00.000Z',
    priceMinor: 250_000,
    currency: 'RUB',
    patient: anna,
    service: { name: 'Приём кардиолога' },
    money: 'not-billed' as const,
    ...fields,
  }
}

function invoice(id: string, fields: Partial<Parameters<typeof cashItems>[0][number]> = {}) {
  return {
    id,
    number: `A-${id}`,
    currency: 'RUB',
    issuedAt: '2026-11-20T08:00:00.000Z',
    appointmentId: null,
    patient: anna,
    dueMinor: 100_000,
    overpaidMinor: 0,
    ...fields,
  }
}

describe('the list of the till', () => {
  test('begins with who waits longest, then what goes back, then the newest debts', () => {
    const items = cashItems(
      [
        invoice('old', { issuedAt: '2026-10-01T08:00:00.000Z' }),
        invoice('new'),
        invoice('cancelled', { appointmentId: 'b9', dueMinor: 0, overpaidMinor: 180_000 }),
        invoice('billed', { appointmentId: 'b2', dueMinor: 70_000 }),
      ],
      [
        booking('b1'),
        booking('b2', { statusAt: '2026-11-21T07:00:00.000Z', money: 'open' }),
        booking('b3', { status: 'in-room' }),
        booking('b4', { money: 'paid' }),
      ],
    )
    expect(items.map(({ key, group, amountMinor }) => [key, group, amountMinor])).toEqual([
      ['b2', 'now', 70_000],
      ['b1', 'now', 250_000],
      ['b9', 'back', 180_000],
      ['invoice:new', 'owed', 100_000],
      ['invoice:old', 'owed', 100_000],
    ])
  })

  test('goes on to the next one and stays at the ends', () => {
    const items = cashItems([], [booking('b1'), booking('b2')])
    expect(neighbour(items, 'b1', 1)).toBe('b2')
    expect(neighbour(items, 'b2', 1)).toBeNull()
    expect(neighbour(items, 'b1', -1)).toBeNull()
    expect(neighbour(items, 'gone', 1)).toBe('b1')
    expect(neighbour([], 'gone', 1)).toBeNull()
  })

  test('reads its keys back', () => {
    expect(readKey('b1')).toEqual({ appointmentId: 'b1' })
    expect(readKey('invoice:i1')).toEqual({ invoiceId: 'i1' })
  })
})
