/** The past of a patient by years, and what is open with the till. */
import type { InvoiceSummary } from './types.ts'

/** Entries in their order, by the year of the clinic's day. */
export function byYear<Entry extends { at: string }>(
  entries: readonly Entry[],
  dayOf: (at: string) => string,
): { year: string; entries: Entry[] }[] {
  const years: { year: string; entries: Entry[] }[] = []
  for (const entry of entries) {
    const year = dayOf(entry.at).slice(0, 4)
    const last = years.at(-1)
    if (last?.year === year) last.entries.push(entry)
    else years.push({ year, entries: [entry] })
  }
  return years
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
