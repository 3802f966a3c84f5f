import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  balanceMinor,
  billBalance,
  cancellationRefundMinor,
  changeMinor,
  invoiceTotal,
  isPaidFor,
  lineTotal,
  planRefund,
  refundableMinor,
  requireChange,
  requireCurrency,
  requirePayment,
  requireRefund,
  requireTotal,
} from '../../../../main/clinic/billing/billing.rules.ts'
import type {
  BillFacts,
  PaymentFact,
  PaymentPart,
  RefundFact,
} from '../../../../main/clinic/billing/billing.rules.ts'
import { ClinicError } from '../../../../main/clinic/shared/errors.ts'
import { maximumAmountMinor } from '../../../../main/clinic/shared/money.ts'

const refusal = (code: string, data?: object) =>
  expect.objectContaining(data === undefined ? { code } : { code, data })

const bill = (parts: Partial<BillFacts>) => ({
  invoiceId: 'invoice-1',
  currency: 'EUR',
  totalMinor: 10_000,
  payments: [],
  refunds: [],
  ...parts,
})

describe('the total of a bill', () => {
  test('is exact, and the order of the lines does not matter', () => {
    const line = fc.record({
      quantity: fc.integer({ min: 1, max: 100 }),
      unitPriceMinor: fc.integer({ min: 0, max: 1_000_000 }),
    })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 50 }), (lines) => {
        const exact = lines.reduce(
          (sum, { quantity, unitPriceMinor }) => sum + BigInt(quantity) * BigInt(unitPriceMinor),
          0n,
        )
        expect(BigInt(invoiceTotal(lines))).toBe(exact)
        expect(invoiceTotal(lines.toReversed())).toBe(invoiceTotal(lines))
        expect(requireTotal(lines, 'EUR')).toBe(invoiceTotal(lines))
      }),
    )
    expect(lineTotal({ quantity: 3, unitPriceMinor: 1999 })).toBe(5997)
  })

  test.each([
    [{ quantity: 0, unitPriceMinor: 100 }, 'lines.0.quantity'],
    [{ quantity: -1, unitPriceMinor: 100 }, 'lines.0.quantity'],
    [{ quantity: 1.5, unitPriceMinor: 100 }, 'lines.0.quantity'],
    [{ quantity: 1, unitPriceMinor: -1 }, 'lines.0.unitPriceMinor'],
    [{ quantity: 1, unitPriceMinor: 0.1 }, 'lines.0.unitPriceMinor'],
    [{ quantity: 1, unitPriceMinor: Number.NaN }, 'lines.0.unitPriceMinor'],
  ])('refuses %j', (line, path) => {
    expect(() => requireTotal([line], 'EUR')).toThrow(
      refusal('invalid-input', { fields: [{ path, code: 'too-small' }] }),
    )
  })

  test('refuses no lines and too much', () => {
    expect(() => requireTotal([], 'EUR')).toThrow(refusal('invalid-input'))
    const most = { quantity: 1, unitPriceMinor: maximumAmountMinor }
    expect(requireTotal([most], 'EUR')).toBe(maximumAmountMinor)
    for (const lines of [
      [most, { quantity: 1, unitPriceMinor: 1 }],
      [{ quantity: Number.MAX_SAFE_INTEGER, unitPriceMinor: Number.MAX_SAFE_INTEGER }],
    ]) {
      expect(() => requireTotal(lines, 'EUR')).toThrow(
        refusal('amount-too-large', { maximumMinor: maximumAmountMinor, currency: 'EUR' }),
      )
    }
  })
})

describe('the balance', () => {
  const paid = (...amounts: number[]): PaymentFact[] =>
    amounts.map((amountMinor, index) => ({ id: `payment-${index}`, amountMinor }))
  const back = (amountMinor: number): RefundFact[] => [{ paymentId: 'payment-0', amountMinor }]

  test.each([
    ['nothing yet', bill({}), 'unpaid', 10_000, 0],
    ['a part', bill({ payments: paid(4000) }), 'part-paid', 6000, 0],
    ['two parts', bill({ payments: paid(4000, 6000) }), 'paid', 0, 0],
    [
      'all and some back',
      bill({ payments: paid(10_000), refunds: back(1000) }),
      'part-paid',
      1000,
      0,
    ],
    ['all back', bill({ payments: paid(10_000), refunds: back(10_000) }), 'refunded', 10_000, 0],
    ['nothing to pay', bill({ totalMinor: 0 }), 'paid', 0, 0],
    ['cancelled unpaid', bill({ isCancelled: true }), 'cancelled', 0, 0],
    ['cancelled paid', bill({ isCancelled: true, payments: paid(10_000) }), 'cancelled', 0, 10_000],
    [
      'cancelled, part given back',
      bill({ isCancelled: true, payments: paid(10_000), refunds: back(4000) }),
      'cancelled',
      0,
      6000,
    ],
    [
      'cancelled, all given back',
      bill({ isCancelled: true, payments: paid(10_000), refunds: back(10_000) }),
      'refunded',
      0,
      0,
    ],
  ])('%s', (_, facts, state, dueMinor, overpaidMinor) => {
    expect(billBalance(facts)).toMatchObject({ state, dueMinor, overpaidMinor })
  })

  test('is total less payments plus refunds', () => {
    const facts = bill({ payments: paid(4000, 5000), refunds: back(500) })
    expect(balanceMinor(facts)).toBe(1500)
    expect(billBalance(facts)).toMatchObject({
      paidMinor: 9000,
      refundedMinor: 500,
      heldMinor: 8500,
      dueMinor: 1500,
    })
    expect(isPaidFor(facts)).toBe(true)
    expect(isPaidFor(bill({ payments: paid(500), refunds: back(500) }))).toBe(false)
    expect(cancellationRefundMinor(facts)).toBe(8500)
  })
})

describe('a payment', () => {
  const cash = (amountMinor: number, tenderedMinor: number | null = null): PaymentPart => ({
    method: 'cash',
    amountMinor,
    tenderedMinor,
  })

  test('whole, in part, or split', () => {
    expect(requirePayment(bill({}), [cash(10_000, 20_000)])).toBe(10_000)
    expect(requirePayment(bill({}), [cash(2500)])).toBe(2500)
    expect(
      requirePayment(bill({}), [cash(4000, 5000), { method: 'terminal', amountMinor: 6000 }]),
    ).toBe(10_000)
  })

  test('is refused with a code', () => {
    const done = bill({ payments: [{ id: 'a', amountMinor: 10_000 }] })
    expect(() => requirePayment(done, [cash(1)])).toThrow(
      refusal('nothing-to-pay', { invoiceId: 'invoice-1' }),
    )
    expect(() => requirePayment(bill({ isCancelled: true }), [cash(1)])).toThrow(
      refusal('nothing-to-pay'),
    )
    expect(() => requirePayment(bill({}), [])).toThrow(refusal('invalid-input'))
    for (const amount of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => requirePayment(bill({}), [cash(10), cash(amount)])).toThrow(
        refusal('invalid-input', {
          fields: [{ path: 'parts.1.amountMinor', code: 'too-small' }],
        }),
      )
    }
    expect(() => requirePayment(bill({}), [cash(6000), cash(4001)])).toThrow(
      refusal('amount-too-large', { maximumMinor: 10_000, currency: 'EUR' }),
    )
    expect(() => requirePayment(bill({}), [cash(6000, 5000)])).toThrow(
      refusal('not-enough-cash', { missingMinor: 1000, currency: 'EUR' }),
    )
  })

  test('change and currency', () => {
    expect(changeMinor(5000, 4000)).toBe(1000)
    expect(requireChange(4000, 4000, 'EUR')).toBe(0)
    requireCurrency('EUR', 'EUR')
    expect(() => requireCurrency('EUR', 'BRL')).toThrow(
      refusal('currency-mismatch', { expected: 'EUR', actual: 'BRL' }),
    )
  })
})

describe('a refund', () => {
  test('is refused above what the payment still holds', () => {
    const payment = { id: 'a', amountMinor: 5000 }
    const facts = bill({ refunds: [{ paymentId: 'a', amountMinor: 2000 }] })
    expect(refundableMinor(payment, facts.refunds)).toBe(3000)
    expect(requireRefund(facts, payment, 1000)).toBe(2000)
    expect(requireRefund(facts, payment, 3000)).toBe(0)
    expect(() => requireRefund(facts, payment, 3001)).toThrow(
      refusal('amount-too-large', { maximumMinor: 3000, currency: 'EUR' }),
    )
    expect(() => requireRefund(facts, payment, 0)).toThrow(refusal('invalid-input'))
    const all = bill({ refunds: [{ paymentId: 'a', amountMinor: 5000 }] })
    expect(() => requireRefund(all, payment, 1)).toThrow(refusal('nothing-to-refund'))
  })

  test('of several payments takes the last one first', () => {
    const facts = bill({
      payments: [
        { id: 'a', amountMinor: 4000 },
        { id: 'b', amountMinor: 6000 },
      ],
      refunds: [{ paymentId: 'b', amountMinor: 1000 }],
    })
    expect(planRefund(facts, 7000)).toEqual([
      { paymentId: 'b', amountMinor: 5000 },
      { paymentId: 'a', amountMinor: 2000 },
    ])
    expect(() => planRefund(facts, 9001)).toThrow(
      refusal('amount-too-large', { maximumMinor: 9000, currency: 'EUR' }),
    )
    expect(() => planRefund(bill({}), 1)).toThrow(refusal('nothing-to-refund'))
    expect(() => planRefund(facts, -5)).toThrow(refusal('invalid-input'))
  })

  test('whatever is tried, never more goes back than came in, and no payment goes below nought', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 20_000 }), { maxLength: 5 })
    fc.assert(
      fc.property(amounts, fc.array(fc.integer({ min: -10, max: 40_000 })), (taken, tries) => {
        const payments = taken.map((amountMinor, index) => ({ id: `p${index}`, amountMinor }))
        const refunds: RefundFact[] = []
        for (const amount of tries) {
          try {
            const plan = planRefund(bill({ payments, refunds }), amount)
            expect(plan.reduce((sum, part) => sum + part.amountMinor, 0)).toBe(amount)
            refunds.push(...plan)
          } catch (error) {
            expect(error).toBeInstanceOf(ClinicError)
          }
          const { paidMinor, refundedMinor, heldMinor } = billBalance(bill({ payments, refunds }))
          expect(refundedMinor).toBeLessThanOrEqual(paidMinor)
          expect(heldMinor).toBe(cancellationRefundMinor({ payments, refunds }))
          for (const payment of payments) {
            const back = refunds
              .filter((refund) => refund.paymentId === payment.id)
              .reduce((sum, refund) => sum + refund.amountMinor, 0)
            expect(back).toBeLessThanOrEqual(payment.amountMinor)
          }
        }
      }),
    )
  })

  test('payments that were let through never exceed the bill', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 50_000 }),
        fc.array(fc.array(fc.integer({ min: -5, max: 20_000 }), { maxLength: 3 }), {
          maxLength: 8,
        }),
        (totalMinor, tries) => {
          const payments: PaymentFact[] = []
          for (const parts of tries) {
            try {
              const sum = requirePayment(
                bill({ totalMinor, payments }),
                parts.map((amountMinor) => ({ method: 'terminal', amountMinor })),
              )
              payments.push({ id: `p${payments.length}`, amountMinor: sum })
            } catch (error) {
              expect(error).toBeInstanceOf(ClinicError)
            }
          }
          const facts = bill({ totalMinor, payments })
          expect(balanceMinor(facts)).toBe(billBalance(facts).dueMinor)
          expect(billBalance(facts).overpaidMinor).toBe(0)
        },
      ),
    )
  })
})
