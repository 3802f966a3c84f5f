import { describe, expect, test } from 'vitest'
import {
  cashItems,
  neighbour,
  openItems,
  readKey,
} from '../../../renderer/pages/billing/cash-items.ts'

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
    totalMinor: 100_000,
    dueMinor: 100_000,
    overpaidMinor: 0,
    state: 'unpaid' as const,
    ...fields,
  }
}

function settled(id: string, fields: Partial<Parameters<typeof cashItems>[2][number]> = {}) {
  const state = 'paid' as const
  return { ...invoice(id), movedAt: '2026-11-21T09:00:00.000Z', dueMinor: 0, state, ...fields }
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
      [],
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
    const items = cashItems([], [booking('b1'), booking('b2')], [])
    expect(neighbour(items, 'b1', 1)).toBe('b2')
    expect(neighbour(items, 'b2', 1)).toBeNull()
    expect(neighbour(items, 'b1', -1)).toBeNull()
    expect(neighbour(items, 'gone', 1)).toBe('b1')
    expect(neighbour([], 'gone', 1)).toBeNull()
  })

  test('keeps what the day has settled, the last moved first, and goes on past it', () => {
    const items = cashItems(
      [invoice('partly', { state: 'part-paid', dueMinor: 40_000 })],
      [booking('b1'), booking('b2', { status: 'done', money: 'paid' })],
      [
        settled('paid', { appointmentId: 'b2' }),
        settled('back', { state: 'refunded', movedAt: '2026-11-21T09:30:00.000Z' }),
        settled('partly', { state: 'part-paid', dueMinor: 40_000 }),
      ],
    )
    expect(
      items.map(({ key, group, state, amountMinor }) => [key, group, state, amountMinor]),
    ).toEqual([
      ['b1', 'now', null, 250_000],
      ['invoice:back', 'settled', 'refunded', 100_000],
      ['b2', 'settled', 'paid', 100_000],
      ['invoice:partly', 'owed', 'part-paid', 40_000],
    ])
    expect(openItems(items).map(({ key }) => key)).toEqual(['b1', 'invoice:partly'])
  })

  test('who waits with a part paid and given back again still pays now', () => {
    const [waiting, ...rest] = cashItems(
      [],
      [booking('b1', { money: 'open' })],
      [settled('i1', { appointmentId: 'b1', state: 'refunded', dueMinor: 100_000 })],
    )
    expect(waiting).toMatchObject({ key: 'b1', group: 'now', amountMinor: 100_000 })
    expect(rest).toEqual([])
  })

  test('reads its keys back', () => {
    expect(readKey('b1')).toEqual({ appointmentId: 'b1' })
    expect(readKey('invoice:i1')).toEqual({ invoiceId: 'i1' })
  })
})
