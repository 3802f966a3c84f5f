/** What the money procedures take and refuse. */
import { describe, expect, test } from 'vitest'
import {
  appointmentInvoiceInput,
  cashDayInput,
  invoiceInput,
  issueInvoiceInput,
  patientInvoicesInput,
  refundInput,
  takePaymentInput,
} from '../../../../main/clinic/billing/billing.input.ts'
import {
  describeInput,
  refusesAt,
  type WrongField,
  notAmounts,
  notIds,
} from '../../../helpers/input-table.ts'

const id = '01900000-0000-7000-8000-000000000001'

const invoice = { appointmentId: id, extraLines: [{ serviceId: id, quantity: 2 }] }
describeInput('issueInvoice', issueInvoiceInput, invoice, [
  ['appointmentId', undefined, 'invalid_type'],
  ['extraLines', null, 'invalid_type'],
  ['extraLines', Array.from({ length: 21 }, () => ({ serviceId: id, quantity: 1 })), 'too_big'],
  ['extraLines.0.serviceId', undefined, 'invalid_type'],
  ['extraLines.0.quantity', 0, 'too_small'],
  ['extraLines.0.quantity', -3, 'too_small'],
  ['extraLines.0.quantity', 100, 'too_big'],
  ['extraLines.0.quantity', 1.5, 'invalid_type'],
])
refusesAt(issueInvoiceInput, invoice, 'appointmentId', notIds)
refusesAt(issueInvoiceInput, invoice, 'extraLines.0.serviceId', notIds)
test('issueInvoice needs no further lines and no packages', () => {
  expect(issueInvoiceInput.parse({ appointmentId: id })).toEqual({
    appointmentId: id,
    extraLines: [],
    packageIds: [],
  })
})

const payment = {
  invoiceId: id,
  payments: [
    { method: 'cash', amountMinor: 100, tenderedMinor: 500 },
    { method: 'terminal', amountMinor: 1 },
  ],
}
describeInput('takePayment', takePaymentInput, payment, [
  ['invoiceId', undefined, 'invalid_type'],
  ['payments', undefined, 'invalid_type'],
  ['payments', [], 'too_small'],
  [
    'payments',
    Array.from({ length: 11 }, () => ({ method: 'terminal', amountMinor: 1 })),
    'too_big',
  ],
  ['payments.0.method', 'cheque', 'invalid_union'],
  ['payments.0.method', undefined, 'invalid_union'],
  ['payments.0.tenderedMinor', undefined, 'invalid_type'],
  ['payments.0.tenderedMinor', -1, 'too_small'],
  ['payments.0.amountMinor', -100, 'too_small'],
  ['payments.1.amountMinor', 10_000_000_001, 'too_big'],
])
refusesAt(takePaymentInput, payment, 'invoiceId', notIds)
refusesAt(takePaymentInput, payment, 'payments.0.amountMinor', notAmounts)
refusesAt(takePaymentInput, payment, 'payments.1.amountMinor', notAmounts)

const wrongReasons: WrongField[] = [
  ['reason', undefined, 'invalid_type'],
  ['reason', '', 'required'],
  ['reason', '   ', 'required'],
  ['reason', 'x'.repeat(501), 'too_big'],
  ['reason', 'two\nlines', 'control-characters'],
  ['reason', 'null\u0000', 'control-characters'],
  ['reason', 'turned\u202e', 'control-characters'],
]
const refund = { paymentId: id, amountMinor: 5, method: 'cash', reason: 'Cancelled' }
describeInput('refund', refundInput, refund, [
  ...wrongReasons,
  ['method', 'voucher', 'invalid_value'],
  ['amountMinor', undefined, 'invalid_type'],
])
refusesAt(refundInput, refund, 'paymentId', notIds)
refusesAt(refundInput, refund, 'amountMinor', notAmounts)
test('a reason is text, whatever it looks like', () => {
  const reason = `<img src=x onerror=alert(1)> '; DROP TABLE payment;--`
  expect(refundInput.parse({ ...refund, reason }).reason).toBe(reason)
})

describe('reads', () => {
  refusesAt(invoiceInput, { invoiceId: id }, 'invoiceId', notIds)
  refusesAt(appointmentInvoiceInput, { appointmentId: id }, 'appointmentId', notIds)
  refusesAt(patientInvoicesInput, { patientId: id }, 'patientId', notIds)
  refusesAt(cashDayInput, { day: '2026-11-16' }, 'day', [
    '2026-02-30',
    '2026-13-01',
    '2026-1-1',
    '0000-01-01',
    'today',
    20261116,
    null,
    '2026-11-16T00:00:00Z',
  ])
})
