/** Sums of a bill: totals from lines, balances from facts, change, and what may be given back. */
import { ClinicError } from '../shared/errors.ts'
import { maximumAmountMinor } from '../shared/money.ts'

/** One position of a bill; the price is in minor units of the bill's currency. */
export interface BillLine {
  quantity: number
  unitPriceMinor: number
}

/** Money that came in; appended and never changed. */
export interface PaymentFact {
  id: string
  amountMinor: number
}

/** Money that went back from one payment; appended and never changed. */
export interface RefundFact {
  paymentId: string
  amountMinor: number
}

/** What happened to the money of one bill. */
export interface BillFacts {
  totalMinor: number
  payments: readonly PaymentFact[]
  refunds: readonly RefundFact[]
  /** The booking was cancelled: nothing is owed any more, and what is held goes back. */
  isCancelled?: boolean
}

/** A bill as the cashier sees it. */
export interface BillBalance {
  totalMinor: number
  paidMinor: number
  refundedMinor: number
  /** Paid and not given back. */
  heldMinor: number
  /** Still to pay; nought when the booking was cancelled. */
  dueMinor: number
  /** Held above what is owed. */
  overpaidMinor: number
  state: BillState
}

export type BillState = 'unpaid' | 'part-paid' | 'paid' | 'refunded' | 'cancelled'

/** How a booking stands with the till, without sums. */
export type MoneyState = 'not-billed' | 'open' | 'paid' | 'nothing-due'

/** One way of paying a part of a sum. */
export interface PaymentPart {
  method: 'cash' | 'terminal'
  amountMinor: number
  /** What the patient put on the desk; cash only. */
  tenderedMinor?: number | null
}

/** What a line comes to. */
export function lineTotal(line: BillLine): number {
  return line.quantity * line.unitPriceMinor
}

/** The exact sum of the lines, in minor units. */
export function invoiceTotal(lines: readonly BillLine[]): number {
  return lines.reduce((sum, line) => sum + lineTotal(line), 0)
}

/**
 * The total of lines that may stand on a bill: whole quantities above nought, whole prices of
 * nought or more, and a sum that a bill may carry.
 * Throws `invalid-input` at the field and `amount-too-large`.
 */
export function requireTotal(lines: readonly BillLine[], currency: string): number {
  const fields = lines.flatMap((line, index) => {
    const wrong: { path: string; code: string }[] = []
    if (!Number.isSafeInteger(line.quantity) || line.quantity < 1) {
      wrong.push({ path: `lines.${index}.quantity`, code: 'too-small' })
    }
    if (!Number.isSafeInteger(line.unitPriceMinor) || line.unitPriceMinor < 0) {
      wrong.push({ path: `lines.${index}.unitPriceMinor`, code: 'too-small' })
    }
    return wrong
  })
  if (lines.length === 0) fields.push({ path: 'lines', code: 'required' })
  if (fields.length > 0) throw new ClinicError('invalid-input', { fields })
  let total = 0
  for (const line of lines) {
    total += lineTotal(line)
    // Checked at every step, so that no sum leaves the integers that are exact.
    if (total > maximumAmountMinor) tooLarge(maximumAmountMinor, currency)
  }
  return total
}

/** A bill's sums as the database adds them up, and how its booking stands; null without a booking. */
export interface BillSums {
  id: string
  totalMinor: number
  paidMinor: number
  refundedMinor: number
  appointmentStatus: string | null
}

/** The facts of a bill from its sums; the balance needs no more than these. */
export function billOf({ id, ...sums }: BillSums): BillFacts {
  return {
    totalMinor: sums.totalMinor,
    payments: [{ id, amountMinor: sums.paidMinor }],
    refunds: [{ paymentId: id, amountMinor: sums.refundedMinor }],
    isCancelled: isOffTheDay(sums.appointmentStatus),
  }
}

/** Whether a booking is off the day (cancelled, no-show), so that nothing is owed for it. */
export function isOffTheDay(status: string | null): boolean {
  return status === 'cancelled' || status === 'no-show'
}

/** The bill's balance, derived from what happened; nothing of it is stored. */
export function billBalance(bill: BillFacts): BillBalance {
  const paidMinor = sumOf(bill.payments)
  const refundedMinor = sumOf(bill.refunds)
  const heldMinor = paidMinor - refundedMinor
  const owedMinor = bill.isCancelled === true ? 0 : bill.totalMinor
  return {
    totalMinor: bill.totalMinor,
    paidMinor,
    refundedMinor,
    heldMinor,
    dueMinor: Math.max(0, owedMinor - heldMinor),
    overpaidMinor: Math.max(0, heldMinor - owedMinor),
    state: stateOf(bill, heldMinor, refundedMinor),
  }
}

/** Total less payments plus refunds: above nought is still to pay, below is too much held. */
export function balanceMinor(bill: BillFacts): number {
  return bill.totalMinor - sumOf(bill.payments) + sumOf(bill.refunds)
}

/** Whether more was paid than was given back; the status machine asks. */
export function isPaidFor(bill: Pick<BillFacts, 'payments' | 'refunds'>): boolean {
  return sumOf(bill.payments) > sumOf(bill.refunds)
}

/** What can still be given back of one payment. */
export function refundableMinor(payment: PaymentFact, refunds: readonly RefundFact[]): number {
  const refunded = sumOf(refunds.filter((refund) => refund.paymentId === payment.id))
  return Math.max(0, payment.amountMinor - refunded)
}

/** Cash back to the patient; below nought when what lies on the desk is not enough. */
export function changeMinor(tenderedMinor: number, amountMinor: number): number {
  return tenderedMinor - amountMinor
}

/** The change of a cash payment. Throws `not-enough-cash` with what is missing. */
export function requireChange(
  tenderedMinor: number,
  amountMinor: number,
  currency: string,
): number {
  const change = changeMinor(tenderedMinor, amountMinor)
  if (change < 0) throw new ClinicError('not-enough-cash', { missingMinor: -change, currency })
  return change
}

/** Refuses money of another currency than the bill's. Throws `currency-mismatch`. */
export function requireCurrency(expected: string, actual: string): void {
  if (expected !== actual) throw new ClinicError('currency-mismatch', { expected, actual })
}

/**
 * The sum of a payment in one or more parts (cash, terminal), checked against the bill: each part
 * above nought, cash enough for its part, all together at most what is due.
 * Throws `nothing-to-pay`, `invalid-input`, `amount-too-large` and `not-enough-cash`.
 */
export function requirePayment(
  bill: BillFacts & { invoiceId: string; currency: string },
  parts: readonly PaymentPart[],
): number {
  const { dueMinor } = billBalance(bill)
  if (dueMinor === 0) throw new ClinicError('nothing-to-pay', { invoiceId: bill.invoiceId })
  requireParts(parts)
  let sum = 0
  for (const part of parts) {
    sum += part.amountMinor
    if (sum > dueMinor) tooLarge(dueMinor, bill.currency)
  }
  for (const part of parts) {
    const tendered = part.tenderedMinor ?? null
    if (part.method === 'cash' && tendered !== null) {
      requireChange(tendered, part.amountMinor, bill.currency)
    }
  }
  return sum
}

/**
 * Checks a sum to give back from one payment and returns what stays refundable after it.
 * Throws `nothing-to-refund`, `invalid-input` and `amount-too-large` (with what may be refunded).
 */
export function requireRefund(
  bill: { invoiceId: string; currency: string; refunds: readonly RefundFact[] },
  payment: PaymentFact,
  amountMinor: number,
): number {
  const refundable = refundableMinor(payment, bill.refunds)
  if (refundable === 0) throw new ClinicError('nothing-to-refund', { invoiceId: bill.invoiceId })
  requireAmount(amountMinor, 'amountMinor')
  if (amountMinor > refundable) tooLarge(refundable, bill.currency)
  return refundable - amountMinor
}

/** What a cancelled booking gives back when nobody decides otherwise: all that is still held. */
export function cancellationRefundMinor(bill: Pick<BillFacts, 'payments' | 'refunds'>): number {
  return Math.max(0, sumOf(bill.payments) - sumOf(bill.refunds))
}

/**
 * From which payments a sum is given back: the last one first, never more than each still holds.
 * `payments` are in the order in which they were taken. Throws as {@link requireRefund} does.
 */
export function planRefund(
  bill: Pick<BillFacts, 'payments' | 'refunds'> & { invoiceId: string; currency: string },
  amountMinor: number,
): RefundFact[] {
  const held = bill.payments.map((payment) => ({
    paymentId: payment.id,
    amountMinor: refundableMinor(payment, bill.refunds),
  }))
  const most = sumOf(held)
  if (most === 0) throw new ClinicError('nothing-to-refund', { invoiceId: bill.invoiceId })
  requireAmount(amountMinor, 'amountMinor')
  if (amountMinor > most) tooLarge(most, bill.currency)
  let left = amountMinor
  const plan: RefundFact[] = []
  for (const { paymentId, amountMinor: available } of held.toReversed()) {
    const part = Math.min(left, available)
    if (part > 0) plan.push({ paymentId, amountMinor: part })
    left -= part
  }
  return plan
}

function stateOf(bill: BillFacts, heldMinor: number, refundedMinor: number): BillState {
  if (refundedMinor > 0 && heldMinor === 0) return 'refunded'
  if (bill.isCancelled === true) return 'cancelled'
  if (heldMinor >= bill.totalMinor) return 'paid'
  return heldMinor > 0 ? 'part-paid' : 'unpaid'
}

function requireParts(parts: readonly PaymentPart[]): void {
  if (parts.length === 0) {
    throw new ClinicError('invalid-input', { fields: [{ path: 'parts', code: 'required' }] })
  }
  for (const [index, part] of parts.entries()) {
    requireAmount(part.amountMinor, `parts.${index}.amountMinor`)
  }
}

function requireAmount(amountMinor: number, path: string): void {
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 1) {
    throw new ClinicError('invalid-input', { fields: [{ path, code: 'too-small' }] })
  }
}

function tooLarge(maximumMinor: number, currency: string): never {
  throw new ClinicError('amount-too-large', { maximumMinor, currency })
}

function sumOf(facts: readonly { amountMinor: number }[]): number {
  return facts.reduce((sum, fact) => sum + fact.amountMinor, 0)
}
