/** What a caller may send about money; sums are integers of minor units in the invoice's currency. */
import * as z from 'zod'
import { amountInput, dayInput, idInput, lineInput, positiveAmountInput } from '../shared/inputs.ts'

export const issueInvoiceInput = z.object({
  appointmentId: idInput,
  /** What was done beside the booked service, at the catalogue's price of now. */
  extraLines: z
    .array(z.object({ serviceId: idInput, quantity: z.number().int().min(1).max(99) }))
    .max(20)
    .default([]),
  /** Packages that were done beside the booked service. */
  packageIds: z.array(idInput).max(10).default([]),
})

const paymentPartInput = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('cash'),
    amountMinor: positiveAmountInput,
    /** What was handed over; the change is computed. */
    tenderedMinor: amountInput,
  }),
  z.object({ method: z.literal('terminal'), amountMinor: positiveAmountInput }),
])

export const takePaymentInput = z.object({
  invoiceId: idInput,
  /** One taking of money on one receipt, by one method or split over several. */
  payments: z.array(paymentPartInput).min(1).max(10),
})

export const refundInput = z.object({
  paymentId: idInput,
  amountMinor: positiveAmountInput,
  method: z.enum(['cash', 'terminal']),
  reason: lineInput(500),
})

export const invoiceInput = z.object({ invoiceId: idInput })

export const appointmentInvoiceInput = z.object({ appointmentId: idInput })

export const patientInvoicesInput = z.object({ patientId: idInput })

export const cashDayInput = z.object({ day: dayInput })

/** `extraLines` and `packageIds` may be left out. */
export type IssueInvoice = z.input<typeof issueInvoiceInput>
export type TakePayment = z.infer<typeof takePaymentInput>
export type Refund = z.infer<typeof refundInput>
