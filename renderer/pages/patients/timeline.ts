/** A patient's bookings with what came of each: what is to come first, then the years backwards. */
import type { Booking, InvoiceSummary, VisitSummary } from './types.ts'

export interface Entry {
  booking: Booking
  visit: VisitSummary | null
  invoice: InvoiceSummary | null
}

export interface Timeline {
  /** The next first. */
  upcoming: Entry[]
  /** The latest first, by the year of the clinic's day. */
  years: { year: string; entries: Entry[] }[]
}

export interface TimelineParts {
  upcoming: readonly Booking[]
  past: readonly Booking[]
  visits: readonly VisitSummary[]
  invoices: readonly InvoiceSummary[]
}

/** Joins bookings, visits and invoices by their booking. */
export function timelineOf({ upcoming, past, visits, invoices }: TimelineParts): Timeline {
  const visitOf = new Map(visits.map((visit) => [visit.appointmentId, visit]))
  const invoiceOf = new Map(invoices.map((invoice) => [invoice.appointmentId, invoice]))
  const entryOf = (booking: Booking): Entry => ({
    booking,
    visit: visitOf.get(booking.id) ?? null,
    invoice: invoiceOf.get(booking.id) ?? null,
  })
  const years: Timeline['years'] = []
  for (const booking of past) {
    const year = booking.day.slice(0, 4)
    const last = years.at(-1)
    if (last?.year === year) last.entries.push(entryOf(booking))
    else years.push({ year, entries: [entryOf(booking)] })
  }
  return { upcoming: upcoming.map(entryOf), years }
}

export interface Balance {
  currency: string
  /** What the patient still owes. */
  dueMinor: number
  /** What the clinic has to give back. */
  overpaidMinor: number
}

/** What is open with the till, by currency; currencies that are settled are left out. */
export function balancesOf(
  invoices: readonly Pick<InvoiceSummary, 'currency' | 'dueMinor' | 'overpaidMinor'>[],
): Balance[] {
  const balances = new Map<string, Balance>()
  for (const { currency, dueMinor, overpaidMinor } of invoices) {
    const balance = balances.get(currency) ?? { currency, dueMinor: 0, overpaidMinor: 0 }
    balance.dueMinor += dueMinor
    balance.overpaidMinor += overpaidMinor
    balances.set(currency, balance)
  }
  return [...balances.values()].filter(
    ({ dueMinor, overpaidMinor }) => dueMinor > 0 || overpaidMinor > 0,
  )
}
