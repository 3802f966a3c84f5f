/** A bill as the parts of the till hand it to each other. */
import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '../../../main/ipc/app-router.ts'

export type Invoice = inferRouterOutputs<AppRouter>['billing']['invoice']
export type Payment = Invoice['payments'][number]

export interface BillParts {
  /** Told before a bill is settled and leaves the list. */
  settled: () => void
  /** Goes on to the next one, or null when there is none. */
  goOn: (() => void) | null
}

/** What was taken last, to hand over with the change. */
export interface TakenPayment {
  receiptId: string
  number: string
  totalMinor: number
  changeMinor: number
}

/** The key that gives money back, on the payment that was taken last. */
export const refundKey = 'Alt+KeyR'

/** The payment to give back first: the one that was taken last and is not given back yet. */
export function lastRefundable(invoice: Invoice): Payment | undefined {
  return invoice.payments.findLast((payment) => payment.refundableMinor > 0)
}
