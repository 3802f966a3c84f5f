/** What the cashier's list holds: who waits to pay now, money to give back, what is still owed. */
import type { AppointmentStatus } from '../../../main/clinic/appointments/appointments.rules.ts'
import type { HumanName } from '../../../main/clinic/shared/names.ts'
import type { RouterOutputs } from '../../router-types.ts'

type MoneyState = RouterOutputs['appointments']['day']['appointments'][number]['money']

export const cashGroups = ['now', 'back', 'owed'] as const

export type CashGroup = (typeof cashGroups)[number]

export interface CashItem {
  /** The place in the address: the booking's id, or `invoice:` and the invoice's. */
  key: string
  group: CashGroup
  patient: HumanName
  /** What is due, or what goes back. */
  amountMinor: number
  currency: string
  /** Start of the booking, or when the invoice was issued. */
  at: string
  invoiceNumber: string | null
  serviceName: string | null
}

interface OpenInvoice {
  id: string
  number: string
  currency: string
  issuedAt: string
  appointmentId: string | null
  patient: HumanName
  dueMinor: number
  overpaidMinor: number
}

interface DayBooking {
  id: string
  status: AppointmentStatus
  statusAt: string
  startsAt: string
  priceMinor: number
  currency: string
  patient: HumanName
  service: { name: string }
  money: MoneyState
}

/**
 * The list of the till: first who stands before it (today's bookings at `to-pay`, billed or not,
 * whoever waits longest first), then money to give back, then what is owed, the newest first.
 */
export function cashItems(
  invoices: readonly OpenInvoice[],
  bookings: readonly DayBooking[],
): CashItem[] {
  const toPay = bookings
    .filter((booking) => booking.status === 'to-pay')
    .toSorted((a, b) => compare(a.statusAt, b.statusAt))
  const invoiceOf = new Map(invoices.map((invoice) => [invoice.appointmentId, invoice]))
  const now = toPay.flatMap((booking) => {
    const invoice = invoiceOf.get(booking.id)
    return invoice === undefined && booking.money !== 'not-billed'
      ? []
      : [waitingItem(booking, invoice)]
  })
  const shown = new Set(now.map((item) => item.key))
  const rest = invoices.map(invoiceItem).filter((item) => !shown.has(item.key))
  const newestFirst = rest.toSorted((a, b) => compare(b.at, a.at))
  return cashGroups.flatMap((group) =>
    group === 'now' ? now : newestFirst.filter((item) => item.group === group),
  )
}

function waitingItem(booking: DayBooking, invoice: OpenInvoice | undefined): CashItem {
  return {
    key: booking.id,
    group: 'now',
    patient: booking.patient,
    amountMinor: invoice?.dueMinor ?? booking.priceMinor,
    currency: booking.currency,
    at: booking.startsAt,
    invoiceNumber: invoice?.number ?? null,
    serviceName: booking.service.name,
  }
}

function invoiceItem(invoice: OpenInvoice): CashItem {
  const isBack = invoice.overpaidMinor > 0
  return {
    key: invoice.appointmentId ?? invoiceKey(invoice.id),
    group: isBack ? 'back' : 'owed',
    patient: invoice.patient,
    amountMinor: isBack ? invoice.overpaidMinor : invoice.dueMinor,
    currency: invoice.currency,
    at: invoice.issuedAt,
    invoiceNumber: invoice.number,
    serviceName: null,
  }
}

const invoicePrefix = 'invoice:'

/** The key of an invoice that belongs to no booking. */
export function invoiceKey(invoiceId: string): string {
  return `${invoicePrefix}${invoiceId}`
}

/** What a key of the list names. */
export function readKey(key: string): { appointmentId: string } | { invoiceId: string } {
  return key.startsWith(invoicePrefix)
    ? { invoiceId: key.slice(invoicePrefix.length) }
    : { appointmentId: key }
}

/** The item to go on to from one that is settled or left: the next, else the one before. */
export function neighbour(items: readonly CashItem[], key: string, step: 1 | -1): string | null {
  const at = items.findIndex((item) => item.key === key)
  if (at === -1) return items[0]?.key ?? null
  return items[at + step]?.key ?? null
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
