/** What a booking costs and how it is paid: cash with change, card terminal, split, debts, refunds. */
import { isoOf, msOf } from '../../clinic/shared/days.ts'
import type { Language } from '../../clinic/shared/languages.ts'
import type { DemoService } from '../catalogue.ts'
import type { Random } from '../random.ts'
import { texts } from '../texts.ts'

export interface PlannedPayment {
  at: string
  method: 'cash' | 'terminal'
  amountMinor: number
  /** What was handed over in cash; null at the terminal. */
  tenderedMinor: number | null
}

export interface PlannedRefund {
  at: string
  amountMinor: number
  reason: string
}

export interface PlannedBill {
  issuedAt: string
  services: DemoService[]
  totalMinor: number
  payments: PlannedPayment[]
  refund: PlannedRefund | null
}

/** How long after its printing a bill is paid. */
export const paidAfterSeconds = 60

/** A bill that is paid as most are; two in a hundred stay unpaid, one in a hundred is half paid. */
export function billFor(random: Random, services: DemoService[], issuedAt: string): PlannedBill {
  const totalMinor = services.reduce((sum, service) => sum + service.priceMinor, 0)
  const bill = { issuedAt, services, totalMinor, payments: [], refund: null }
  const at = later(issuedAt, paidAfterSeconds)
  const way = random.weighted([
    ['terminal', 57],
    ['cash', 34],
    ['split', 6],
    ['partly', 1],
    ['not', 2],
  ])
  if (way === 'not') return bill
  if (way === 'terminal') return { ...bill, payments: [terminal(totalMinor, at)] }
  if (way === 'cash') return { ...bill, payments: [cash(random, totalMinor, at)] }
  // Nobody counts out the lesser coins when a part is paid.
  const part = Math.max(100, Math.round((totalMinor * random.int(3, 6)) / 1000) * 100)
  const first = cash(random, part, at)
  if (way === 'partly') return { ...bill, payments: [first] }
  return { ...bill, payments: [first, terminal(totalMinor - part, at)] }
}

/** A bill paid by card when the booking was made. */
export function prepaidBill(service: DemoService, issuedAt: string): PlannedBill {
  const totalMinor = service.priceMinor
  const payments = [terminal(totalMinor, later(issuedAt, paidAfterSeconds))]
  return { issuedAt, services: [service], totalMinor, payments, refund: null }
}

const refundReason = texts(
  'Booking cancelled',
  'Отмена записи',
  'Agendamento cancelado',
  'Rendez-vous annulé',
)

/** The refund of a prepaid booking that was cancelled: whole a day ahead, half when later. */
export function refundFor(
  bill: PlannedBill,
  cancelledAt: string,
  startsAt: string,
  language: Language,
): PlannedRefund {
  const dayAhead = msOf(startsAt) - msOf(cancelledAt) >= 24 * 3_600_000
  return {
    at: cancelledAt,
    amountMinor: dayAhead ? bill.totalMinor : Math.round(bill.totalMinor / 2),
    reason: refundReason[language],
  }
}

function terminal(amountMinor: number, at: string): PlannedPayment {
  return { at, method: 'terminal', amountMinor, tenderedMinor: null }
}

function cash(random: Random, amountMinor: number, at: string): PlannedPayment {
  // Change is given to the next round sum that notes make, or the exact sum is there.
  const note = random.pick([1, 10_00, 50_00, 100_00])
  return { at, method: 'cash', amountMinor, tenderedMinor: Math.ceil(amountMinor / note) * note }
}

function later(instant: string, seconds: number): string {
  return isoOf(msOf(instant) + seconds * 1000)
}
