import { describe, expect, test } from 'vitest'
import { readPayment, type TypedPayment } from '../../../renderer/pages/billing/payment-parts.ts'

const bill = { dueMinor: 180_000, currency: 'RUB' }

function read(typed: Partial<TypedPayment>) {
  return readPayment(
    { way: 'cash', amount: '1800', cashPart: '', tendered: '', ...typed },
    bill,
    'ru',
  )
}

describe('cash', () => {
  test('counts the change', () => {
    expect(read({ tendered: '2000' })).toMatchObject({
      parts: [{ method: 'cash', amountMinor: 180_000, tenderedMinor: 200_000 }],
      changeMinor: 20_000,
      problems: {},
    })
  })

  test('says what is missing', () => {
    expect(read({ tendered: '1500,50' })).toMatchObject({
      parts: null,
      changeMinor: -29_950,
      problems: { tendered: 'not-enough' },
    })
  })

  test('waits for what is on the desk', () => {
    expect(read({})).toMatchObject({ parts: null, problems: { tendered: 'required' } })
  })

  test('takes a part of the bill', () => {
    expect(read({ amount: '800', tendered: '1000' }).parts).toEqual([
      { method: 'cash', amountMinor: 80_000, tenderedMinor: 100_000 },
    ])
  })

  test.each([
    ['1801', 'too-large'],
    ['0', 'too-small'],
    ['', 'required'],
    ['abc', 'not-a-sum'],
    ['-1', 'not-a-sum'],
  ])('refuses to take %s', (amount, problem) => {
    expect(read({ amount, tendered: '5000' })).toMatchObject({
      parts: null,
      problems: { amount: problem },
    })
  })
})

describe('terminal', () => {
  test('takes the sum without cash or change', () => {
    expect(read({ way: 'terminal' })).toMatchObject({
      parts: [{ method: 'terminal', amountMinor: 180_000 }],
      changeMinor: null,
      problems: {},
    })
  })
})

describe('split', () => {
  test('leaves the rest to the terminal', () => {
    expect(read({ way: 'split', cashPart: '1000', tendered: '1500' })).toMatchObject({
      parts: [
        { method: 'cash', amountMinor: 100_000, tenderedMinor: 150_000 },
        { method: 'terminal', amountMinor: 80_000 },
      ],
      terminalMinor: 80_000,
      changeMinor: 50_000,
    })
  })

  test('refuses a cash part that is the whole sum or more', () => {
    expect(read({ way: 'split', cashPart: '1800', tendered: '2000' })).toMatchObject({
      parts: null,
      problems: { cashPart: 'too-large' },
    })
  })
})
