/** What the cashier's list holds: who pays now, what goes back, what today settled, what is owed. */
import type { AppointmentStatus } from '../../../main/clinic/appointments/appointments.rules.ts'
import type { HumanName } from '../../../main/clinic/shared/names.ts'
import type { RouterOutputs } from '../../router-types.ts'

type BillState = RouterOutputs['billing']['open'][number]['state']
type MoneyState = RouterOutputs['appointments']['day']['appointments'][number]['money']

export const cashGroups = ['now', 'back', 'settled', 'owed'] as const

export type CashGroup = (typeof cashGroups)[number]

export interface CashItem {
  /** The place in the address: the booking's id, or `invoice:` and the invoice's. */
  key: string
  group: CashGroup
  patient: HumanName
  /** What is due, or what goes back; the bill's total where neither is. */
  amountMinor: number
  currency: string
  /** Start of the booking, or when the invoice was issued; of a settled one when it last moved. */
  at: string
  /** How the bill stands; null before there is one. */
  state: BillState | null
  invoiceNumber: string | null
  serviceName: string | null
}

interface ListedInvoice {
  id: string
  number: string
  currency: string
  issuedAt: string
  appointmentId: string | null
  patient: HumanName
  totalMinor: number
  dueMinor: number
  overpaidMinor: number
  state: BillState
}

interface MovedInvoice extends ListedInvoice {
  movedAt: string
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
 * whoever waits longest first), then money to give back, then what today has settled, so that a
 * bill is still found after it was paid or paid back, then what is owed; each the newest first.
 */
export function cashItems(
  invoices: readonly ListedInvoice[],
  bookings: readonly DayBooking[],
  moved: readonly MovedInvoice[],
): CashItem[] {
  const toPay = bookings
    .filter((booking) => booking.status === 'to-pay')
    .toSorted((a, b) => compare(a.statusAt, b.statusAt))
  const invoiceOf = new Map([...moved, ...invoices].map((one) => [one.appointmentId, one]))
  const now = toPay.flatMap((booking) => {
    const invoice = invoiceOf.get(booking.id)
    const asksForMoney =
      invoice === undefined ? booking.money === 'not-billed' : invoice.dueMinor > 0
    return asksForMoney ? [waitingItem(booking, invoice)] : []
  })
  const waiting = new Set(now.map((item) => item.key))
  const asking = invoices.map(openItem).filter((item) => !waiting.has(item.key))
  const open = new Set([...waiting, ...asking.map((item) => item.key)])
  const settled = moved.map(settledItem).filter((item) => !open.has(item.key))
  const newestFirst = [...asking, ...settled].toSorted((a, b) => compare(b.at, a.at))
  return cashGroups.flatMap((group) =>
    group === 'now' ? now : newestFirst.filter((item) => item.group === group),
  )
}

/** The items that ask for a cashier; whoever goes on from a bill goes on to one of these. */
export function openItems(items: readonly CashItem[]): CashItem[] {
  return items.filter((item) => item.group !== 'settled')
}

function waitingItem(booking: DayBooking, invoice: ListedInvoice | undefined): CashItem {
  return {
    key: booking.id,
    group: 'now',
    patient: booking.patient,
    amountMinor: invoice?.dueMinor ?? booking.priceMinor,
    currency: booking.currency,
    at: booking.startsAt,
    state: invoice?.state ?? null,
    invoiceNumber: invoice?.number ?? null,
    serviceName: booking.service.name,
  }
}

function openItem(invoice: ListedInvoice): CashItem {
  const isBack = invoice.overpaidMinor > 0
  return {
    ...invoiceItem(invoice),
    group: isBack ? 'back' : 'owed',
    amountMinor: isBack ? invoice.overpaidMinor : invoice.dueMinor,
    at: invoice.issuedAt,
  }
}

function settledItem(invoice: MovedInvoice): CashItem {
  return {
    ...invoiceItem(invoice),
    group: 'settled',
    amountMinor: invoice.totalMinor,
    at: invoice.movedAt,
  }
}

function invoiceItem(invoice: ListedInvoice) {
  return {
    key: invoice.appointmentId ?? invoiceKey(invoice.id),
    patient: invoice.patient,
    currency: invoice.currency,
    state: invoice.state,
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
