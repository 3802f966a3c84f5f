/** Money from the visit to the till: invoices, payments, refunds, and what is derived from them. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { changeStatus } from '../../../../main/clinic/appointments/appointments.service.ts'
import {
  issueInvoice,
  listInvoices,
  listInvoicesOfDay,
  listOpenInvoices,
  readCashDay,
  readInvoice,
  readInvoiceOfAppointment,
  refund,
  takePayment,
} from '../../../../main/clinic/billing/billing.service.ts'
import {
  billedVisit,
  extraPriceMinor,
  openVisit,
  openVisitDay,
  signedVisit,
  type VisitDay,
} from '../../../helpers/visit-day.ts'

let day: VisitDay

beforeEach(async () => {
  day = await openVisitDay()
})
afterEach(() => day.close())

const statusOf = (id: string) =>
  day.raw.prepare<[string]>('SELECT status FROM appointment WHERE id = ?').pluck().get(id)
const count = (table: string) => day.raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
const terminal = (amountMinor: number) => ({ method: 'terminal' as const, amountMinor })
const cash = (amountMinor: number, tenderedMinor: number) => ({
  method: 'cash' as const,
  amountMinor,
  tenderedMinor,
})

async function paidVisit(amountMinor = 250_000) {
  const visit = await billedVisit(day, amountMinor)
  await takePayment(day.cashier, { ...visit, payments: [terminal(amountMinor)] })
  const [payment] = (await readInvoice(day.cashier, visit.invoiceId)).payments
  if (payment === undefined) throw new Error('no payment')
  return { ...visit, paymentId: payment.id }
}

function receiptMails() {
  return day.raw
    .prepare<[], { eventKey: string; state: string; audience: string; content: string }>(
      `SELECT event_key AS eventKey, state, audience, content FROM message
       WHERE template = 'payment-receipt' ORDER BY id`,
    )
    .all()
    .map(({ content, ...row }) => ({ ...row, content: JSON.parse(content) as unknown }))
}

async function cancel(appointmentId: string) {
  await day.desk.write('test.cancel', async (unit) => {
    await changeStatus(unit, appointmentId, 'cancelled', 'Передумала')
  })
}

describe('issueInvoice', () => {
  test('takes the price of the booking and of the catalogue, once an appointment', async () => {
    const { appointmentId } = await signedVisit(day, 200_000)
    await day.desk.write('test.dearer', async (unit) =>
      unit.patch('healthcareService', day.serviceId, { priceMinor: 999_000 }),
    )
    const extraLines = [{ serviceId: day.extraServiceId, quantity: 2 }]
    const told = await issueInvoice(day.reception, { appointmentId, extraLines })
    expect(told).toMatchObject({
      number: 'A-2026-0001',
      totalMinor: 200_000 + 2 * extraPriceMinor,
      currency: 'RUB',
    })
    const invoice = await readInvoice(day.reception, told.invoiceId)
    expect(invoice).toMatchObject({
      appointmentId,
      appointmentStatus: 'to-pay',
      patient: { family: 'Иванова' },
      documentId: told.documentId,
      state: 'unpaid',
      dueMinor: told.totalMinor,
      payments: [],
      refunds: [],
      lines: [
        { code: 'K-01', description: 'Приём кардиолога', quantity: 1, totalMinor: 200_000 },
        { code: 'K-02', quantity: 2, unitPriceMinor: extraPriceMinor, totalMinor: 180_000 },
      ],
    })
    const again = issueInvoice(day.reception, { appointmentId })
    await expect(again).rejects.toMatchObject({
      code: 'invoice-exists',
      data: { invoiceId: told.invoiceId, number: told.number },
    })
    expect(await readInvoiceOfAppointment(day.reception, appointmentId)).toEqual(invoice)
  })

  test('two at once make one invoice', async () => {
    const { appointmentId } = await signedVisit(day)
    const both = await Promise.allSettled([
      issueInvoice(day.reception, { appointmentId }),
      issueInvoice(day.cashier, { appointmentId }),
    ])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(count('invoice')).toBe(1)
  })

  test('leaves nothing when it is refused', async () => {
    const { appointmentId } = await signedVisit(day)
    const unknown = [{ serviceId: day.newId(), quantity: 1 }]
    await expect(
      issueInvoice(day.reception, { appointmentId, extraLines: unknown }),
    ).rejects.toMatchObject({ code: 'not-found', data: { entity: 'healthcareService' } })
    await day.desk.write('test.dear', async (unit) =>
      unit.patch('healthcareService', day.extraServiceId, { priceMinor: 10_000_000_000 }),
    )
    const dear = [{ serviceId: day.extraServiceId, quantity: 2 }]
    await expect(
      issueInvoice(day.reception, { appointmentId, extraLines: dear }),
    ).rejects.toMatchObject({ code: 'amount-too-large' })
    await expect(issueInvoice(day.reception, { appointmentId: day.newId() })).rejects.toMatchObject(
      { code: 'not-found' },
    )
    expect([count('invoice'), count('invoice_line')]).toEqual([0, 0])
    const { number } = await issueInvoice(day.reception, { appointmentId })
    expect(number).toBe('A-2026-0001')
  })

  test.each(['cancelled', 'no-show'] as const)('is refused for a %s booking', async (status) => {
    const appointmentId = await day.addAppointment({ status })
    await expect(issueInvoice(day.reception, { appointmentId })).rejects.toMatchObject({
      code: 'status-not-allowed',
    })
  })

  test('of nothing leaves nothing to pay', async () => {
    const appointmentId = await day.addAppointment({ status: 'to-pay', priceMinor: 0 })
    const { invoiceId } = await issueInvoice(day.reception, { appointmentId })
    expect(statusOf(appointmentId)).toBe('done')
    await expect(
      takePayment(day.cashier, { invoiceId, payments: [terminal(1)] }),
    ).rejects.toMatchObject({ code: 'nothing-to-pay' })
  })
})

describe('takePayment', () => {
  test('splits over cash and terminal, counts the change, and ends the visit when all is paid', async () => {
    const { invoiceId, appointmentId } = await billedVisit(day)
    const part = await takePayment(day.cashier, { invoiceId, payments: [terminal(50_000)] })
    expect(part).toMatchObject({ dueMinor: 200_000, changeMinor: 0, appointmentStatus: 'to-pay' })
    const rest = await takePayment(day.cashier, {
      invoiceId,
      payments: [cash(150_000, 200_000), terminal(50_000)],
    })
    expect(rest).toMatchObject({
      number: 'A-2026-R00002',
      totalMinor: 200_000,
      dueMinor: 0,
      changeMinor: 50_000,
      appointmentStatus: 'done',
    })
    expect(statusOf(appointmentId)).toBe('done')
    const invoice = await readInvoice(day.cashier, invoiceId)
    expect(invoice).toMatchObject({ state: 'paid', paidMinor: 250_000, dueMinor: 0 })
    expect(invoice.payments).toMatchObject([
      { method: 'terminal', amountMinor: 50_000, receiptNumber: part.number },
      { method: 'cash', tenderedMinor: 200_000, changeMinor: 50_000, documentId: rest.documentId },
      { method: 'terminal', receiptNumber: rest.number },
    ])
  })

  test('tells the patient by mail what each receipt says, once', async () => {
    const { invoiceId } = await billedVisit(day)
    const payments = [cash(50_000, 50_000), terminal(100_000)]
    const wish = { invoiceId, payments }
    const request = { key: 'till-1', content: wish }
    const pay = () => takePayment(day.cashier.with({ actor: day.cashier.actor, request }), wish)
    const receipt = await pay()
    await pay()
    const rest = await takePayment(day.cashier, { invoiceId, payments: [terminal(100_000)] })
    expect(receiptMails()).toMatchObject([
      {
        eventKey: `receipt:${receipt.receiptId}`,
        state: 'due',
        audience: 'patient',
        content: {
          template: 'payment-receipt',
          receiptNumber: receipt.number,
          invoiceNumber: 'A-2026-0001',
          amount: { amountMinor: 150_000, currency: 'RUB' },
          method: 'split',
        },
      },
      { eventKey: `receipt:${rest.receiptId}`, content: { method: 'card' } },
    ])
    expect(day.woken).toContain('mail')
  })

  test('writes no mail for a patient without an address', async () => {
    await day.desk.write('test.no-address', async (unit) =>
      unit.patch('patient', day.patientId, { email: null }),
    )
    const { invoiceId } = await billedVisit(day)
    await takePayment(day.cashier, { invoiceId, payments: [terminal(250_000)] })
    expect(receiptMails()).toEqual([])
  })

  test('writes no mail to a patient who is not to be disturbed', async () => {
    await day.desk.write('test.disturb', async (unit) =>
      unit.patch('patient', day.patientId, { doNotDisturb: 1 }),
    )
    const { invoiceId } = await billedVisit(day)
    await takePayment(day.cashier, { invoiceId, payments: [terminal(250_000)] })
    expect(receiptMails()).toEqual([])
  })

  test('never takes more than is due', async () => {
    const { invoiceId } = await billedVisit(day)
    const pay = (payments: Parameters<typeof takePayment>[1]['payments']) =>
      takePayment(day.cashier, { invoiceId, payments })
    await expect(pay([terminal(250_001)])).rejects.toMatchObject({
      code: 'amount-too-large',
      data: { maximumMinor: 250_000, currency: 'RUB' },
    })
    await expect(pay([terminal(250_000), cash(1, 1)])).rejects.toMatchObject({
      code: 'amount-too-large',
    })
    await expect(pay([cash(250_000, 249_900)])).rejects.toMatchObject({
      code: 'not-enough-cash',
      data: { missingMinor: 100 },
    })
    expect([count('receipt'), count('payment')]).toEqual([0, 0])
    const both = await Promise.allSettled([pay([terminal(250_000)]), pay([terminal(250_000)])])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(pay([terminal(1)])).rejects.toMatchObject({ code: 'nothing-to-pay' })
    await expect(
      takePayment(day.cashier, { invoiceId: day.newId(), payments: [terminal(1)] }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  test('the same call twice is one payment', async () => {
    const { invoiceId } = await billedVisit(day)
    const wish = { invoiceId, payments: [terminal(250_000)] }
    const request = { key: 'till-1', content: wish }
    const pay = () => takePayment(day.cashier.with({ actor: day.cashier.actor, request }), wish)
    expect(await pay()).toEqual(await pay())
    expect(count('payment')).toBe(1)
  })

  test('pays in advance without touching the booking', async () => {
    const appointmentId = await day.addAppointment({ status: 'confirmed' })
    const { invoiceId } = await issueInvoice(day.reception, { appointmentId })
    await takePayment(day.reception, { invoiceId, payments: [terminal(250_000)] })
    expect(statusOf(appointmentId)).toBe('confirmed')
  })

  test('takes nothing for a cancelled booking', async () => {
    const appointmentId = await day.addAppointment({ status: 'confirmed' })
    const { invoiceId } = await issueInvoice(day.reception, { appointmentId })
    await cancel(appointmentId)
    await expect(
      takePayment(day.reception, { invoiceId, payments: [terminal(1)] }),
    ).rejects.toMatchObject({ code: 'nothing-to-pay' })
    expect(await listOpenInvoices(day.reception)).toEqual([])
  })
})

describe('refund', () => {
  const reason = 'Отмена'

  test('gives a cancelled, paid booking’s money back, in parts and never above', async () => {
    const { invoiceId, appointmentId, paymentId } = await paidVisit()
    await cancel(appointmentId)
    expect(await listOpenInvoices(day.cashier)).toMatchObject([
      { id: invoiceId, overpaidMinor: 250_000, dueMinor: 0, state: 'cancelled' },
    ])
    const method = 'cash' as const
    const part = await refund(day.cashier, { paymentId, amountMinor: 100_000, method, reason })
    expect(part).toMatchObject({ number: 'A-2026-B0001', refundableMinor: 150_000, dueMinor: 0 })
    const tooMuch = refund(day.cashier, { paymentId, amountMinor: 150_001, method, reason })
    await expect(tooMuch).rejects.toMatchObject({
      code: 'amount-too-large',
      data: { maximumMinor: 150_000 },
    })
    await refund(day.cashier, { paymentId, amountMinor: 150_000, method, reason })
    const more = refund(day.cashier, { paymentId, amountMinor: 1, method, reason })
    await expect(more).rejects.toMatchObject({ code: 'nothing-to-refund', data: { invoiceId } })
    const invoice = await readInvoice(day.cashier, invoiceId)
    expect(invoice).toMatchObject({ state: 'refunded', heldMinor: 0, refundedMinor: 250_000 })
    expect(invoice.payments).toMatchObject([{ refundableMinor: 0 }])
    expect(invoice.refunds).toMatchObject([{ amountMinor: 100_000, reason }, { paymentId }])
    expect(await listOpenInvoices(day.cashier)).toEqual([])
  })

  test('a wrong payment goes back and can be taken anew', async () => {
    const { invoiceId, paymentId } = await paidVisit()
    const method = 'terminal' as const
    await refund(day.cashier, { paymentId, amountMinor: 250_000, method, reason })
    const told = await takePayment(day.cashier, { invoiceId, payments: [cash(250_000, 250_000)] })
    expect(told.dueMinor).toBe(0)
  })

  test('two at once never give back more than was paid', async () => {
    const { paymentId } = await paidVisit()
    const wish = { paymentId, amountMinor: 200_000, method: 'cash' as const, reason }
    const both = await Promise.allSettled([refund(day.cashier, wish), refund(day.reception, wish)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const sum = day.raw.prepare('SELECT sum(amount_minor) FROM refund').pluck().get()
    expect(sum).toBe(200_000)
  })

  test('is refused for a payment that is not there', async () => {
    const wish = { paymentId: day.newId(), amountMinor: 1, method: 'cash' as const, reason }
    await expect(refund(day.cashier, wish)).rejects.toMatchObject({ code: 'not-found' })
  })
})

test('payments, refunds and receipts are facts that the database does not let go of', async () => {
  const { paymentId } = await paidVisit()
  await refund(day.cashier, { paymentId, amountMinor: 1, method: 'cash', reason: 'x' })
  for (const table of ['payment', 'refund', 'receipt', 'invoice_line']) {
    expect(() => day.raw.prepare(`UPDATE ${table} SET version = 2`).run()).toThrow('append-only')
    expect(() => day.raw.prepare(`DELETE FROM ${table}`).run()).toThrow('append-only')
  }
})

describe('lists', () => {
  test('the till of a day follows the clinic’s clock', async () => {
    // 23:30 in Moscow, then half past midnight.
    day.setNow('2026-11-16T20:30:00.000Z')
    const { invoiceId, paymentId } = await paidVisit()
    day.setNow('2026-11-16T21:30:00.000Z')
    await refund(day.cashier, { paymentId, amountMinor: 50_000, method: 'cash', reason: 'x' })
    await takePayment(day.reception, { invoiceId, payments: [cash(20_000, 20_000)] })
    const first = await readCashDay(day.cashier, '2026-11-16')
    expect(first.entries).toMatchObject([
      { kind: 'payment', by: { family: 'Осенева' }, patient: { family: 'Иванова' } },
    ])
    const second = await readCashDay(day.cashier, '2026-11-17')
    expect(second.entries.map(({ kind, method }) => [kind, method])).toEqual([
      ['refund', 'cash'],
      ['payment', 'cash'],
    ])
    expect(second).toMatchObject({
      day: '2026-11-17',
      currency: 'RUB',
      totals: {
        cash: { takenMinor: 20_000, refundedMinor: 50_000, netMinor: -30_000 },
        terminal: { takenMinor: 0, refundedMinor: 0, netMinor: 0 },
        all: { takenMinor: 20_000, refundedMinor: 50_000, netMinor: -30_000 },
      },
    })
    expect((await readCashDay(day.cashier, '2026-11-18')).entries).toEqual([])
  })

  test('the bills of a day are found that day, settled or not, with how they stand', async () => {
    const back = { method: 'cash' as const, reason: 'Ошибка' }
    const yesterdays = await paidVisit(1000)
    const quiet = await billedVisit(day, 2000)
    // The next day in Moscow.
    day.setNow('2026-11-16T21:30:00.000Z')
    const refunded = await paidVisit()
    await refund(day.cashier, { paymentId: refunded.paymentId, amountMinor: 250_000, ...back })
    day.setNow('2026-11-17T07:00:00.000Z')
    const partly = await billedVisit(day)
    await takePayment(day.cashier, { ...partly, payments: [terminal(1)] })
    day.setNow('2026-11-17T08:00:00.000Z')
    const paid = await paidVisit()
    day.setNow('2026-11-17T09:00:00.000Z')
    await refund(day.cashier, { paymentId: yesterdays.paymentId, amountMinor: 1000, ...back })

    const bills = await listInvoicesOfDay(day.reception, '2026-11-17')
    expect(bills.map(({ id, state, movedAt }) => [id, state, movedAt.slice(11, 16)])).toEqual([
      [yesterdays.invoiceId, 'refunded', '09:00'],
      [paid.invoiceId, 'paid', '08:00'],
      [partly.invoiceId, 'part-paid', '07:00'],
      [refunded.invoiceId, 'refunded', '21:30'],
    ])
    const before = await listInvoicesOfDay(day.cashier, '2026-11-16')
    expect(before.map(({ id }) => id).toSorted()).toEqual(
      [yesterdays.invoiceId, quiet.invoiceId].toSorted(),
    )
    expect(await listInvoicesOfDay(day.cashier, '2026-11-18')).toEqual([])

    const { entries } = await readCashDay(day.cashier, '2026-11-17')
    expect(entries.map(({ kind, billState }) => [kind, billState])).toEqual([
      ['payment', 'refunded'],
      ['refund', 'refunded'],
      ['payment', 'part-paid'],
      ['payment', 'paid'],
      ['refund', 'refunded'],
    ])
  })

  test('open is what a booking called off leaves to give back, until that is done', async () => {
    const { appointmentId, paymentId } = await paidVisit(1000)
    expect(await listOpenInvoices(day.cashier)).toEqual([])
    await cancel(appointmentId)
    expect(await listOpenInvoices(day.cashier)).toMatchObject([{ overpaidMinor: 1000 }])
    const back = { paymentId, method: 'cash' as const, reason: 'x' }
    await refund(day.cashier, { ...back, amountMinor: 400 })
    expect(await listOpenInvoices(day.cashier)).toMatchObject([{ overpaidMinor: 600 }])
    await refund(day.cashier, { ...back, amountMinor: 600 })
    expect(await listOpenInvoices(day.cashier)).toEqual([])
    expect(count('unsettled_invoice')).toBe(0)
  })

  test('open are the unpaid ones, oldest first; a patient’s are all, newest first', async () => {
    const unpaid = await billedVisit(day)
    day.setNow('2026-11-16T07:00:00.000Z')
    const paid = await paidVisit()
    day.setNow('2026-11-16T08:00:00.000Z')
    const partly = await billedVisit(day)
    await takePayment(day.cashier, { ...partly, payments: [terminal(1)] })
    const open = await listOpenInvoices(day.cashier)
    expect(open.map(({ id, state }) => [id, state])).toEqual([
      [unpaid.invoiceId, 'unpaid'],
      [partly.invoiceId, 'part-paid'],
    ])
    const all = await listInvoices(day.cashier, day.patientId)
    expect(all.map(({ id }) => id)).toEqual([partly, paid, unpaid].map((v) => v.invoiceId))
    expect(await readInvoiceOfAppointment(day.cashier, day.newId())).toBeNull()
  })
})

test.each([
  [`SELECT * FROM payment WHERE taken_at >= 'a' AND taken_at < 'b'`, 'INDEX payment_by_time'],
  [`SELECT * FROM refund WHERE refunded_at >= 'a' AND refunded_at < 'b'`, 'INDEX refund_by_time'],
  [
    `SELECT sum(amount_minor) FROM payment WHERE invoice_id = 'a'`,
    'COVERING INDEX payment_by_invoice',
  ],
  [
    `SELECT sum(amount_minor) FROM refund WHERE invoice_id = 'a'`,
    'COVERING INDEX refund_by_invoice',
  ],
  [`SELECT sum(amount_minor) FROM refund WHERE payment_id = 'a'`, 'INDEX refund_by_payment'],
  [`SELECT * FROM invoice WHERE patient_id = 'a' ORDER BY issued_at DESC`, 'invoice_by_patient'],
])('the till asks through an index: %s', (query, index) => {
  const plan = JSON.stringify(day.raw.prepare(`EXPLAIN QUERY PLAN ${query}`).all())
  expect(plan).toContain(index)
  expect(plan).not.toContain('SCAN')
})

test('any run of payments and refunds keeps to the model', async () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('pay' as const),
      parts: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('refund' as const),
      which: fc.nat(6),
      amountMinor: fc.integer({ min: 1, max: 400 }),
    }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { invoiceId } = await (async () => {
        const { appointmentId } = await openVisit(day, 1000)
        return issueInvoice(day.reception, { appointmentId })
      })()
      /** What is left of each payment. */
      const held = new Map<string, number>()
      let due = 1000
      for (const wish of steps) {
        if (wish.kind === 'pay') {
          const sum = wish.parts.reduce((total, part) => total + part, 0)
          const paying = takePayment(day.cashier, {
            invoiceId,
            payments: wish.parts.map((part, i) => (i % 2 === 0 ? terminal(part) : cash(part, 500))),
          })
          if (sum > due) {
            await expect(paying).rejects.toMatchObject({
              code: due === 0 ? 'nothing-to-pay' : 'amount-too-large',
            })
            continue
          }
          due -= sum
          expect((await paying).dueMinor).toBe(due)
          for (const { id, amountMinor } of (await readInvoice(day.cashier, invoiceId)).payments) {
            if (!held.has(id)) held.set(id, amountMinor)
          }
        } else {
          const paymentId = [...held.keys()][wish.which]
          if (paymentId === undefined) continue
          const left = held.get(paymentId) ?? 0
          const { amountMinor } = wish
          const giving = refund(day.cashier, {
            paymentId,
            amountMinor,
            method: 'cash',
            reason: 'x',
          })
          if (amountMinor > left) {
            await expect(giving).rejects.toMatchObject({
              code: left === 0 ? 'nothing-to-refund' : 'amount-too-large',
            })
            continue
          }
          held.set(paymentId, left - amountMinor)
          due += amountMinor
          expect(await giving).toMatchObject({ refundableMinor: left - amountMinor, dueMinor: due })
        }
      }
      const invoice = await readInvoice(day.cashier, invoiceId)
      expect(invoice.dueMinor).toBe(due)
      expect(invoice.heldMinor).toBe([...held.values()].reduce((sum, left) => sum + left, 0))
      expect(invoice.heldMinor + invoice.dueMinor).toBe(1000)
      // The list that the database keeps says what the sums say.
      const open = (await listOpenInvoices(day.cashier)).some(({ id }) => id === invoiceId)
      expect(open).toBe(invoice.overpaidMinor > 0 || (due > 0 && invoice.state !== 'refunded'))
    }),
    { numRuns: 40, seed: 20261116 },
  )
})
