/** Procedures about money. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  appointmentInvoiceInput,
  cashDayInput,
  invoiceInput,
  issueInvoiceInput,
  patientInvoicesInput,
  refundInput,
  takePaymentInput,
} from './billing.input.ts'
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
} from './billing.service.ts'

export const billingRouter = router({
  issueInvoice: procedure('billing.invoice')
    .input(issueInvoiceInput)
    .mutation(({ ctx, input }) => issueInvoice(ctx.desk, input)),
  takePayment: procedure('billing.take')
    .input(takePaymentInput)
    .mutation(({ ctx, input }) => takePayment(ctx.desk, input)),
  refund: procedure('billing.refund')
    .input(refundInput)
    .mutation(({ ctx, input }) => refund(ctx.desk, input)),
  invoice: procedure('billing.read')
    .input(invoiceInput)
    .query(({ ctx, input }) => readInvoice(ctx.desk, input.invoiceId)),
  ofAppointment: procedure('billing.read')
    .input(appointmentInvoiceInput)
    .query(({ ctx, input }) => readInvoiceOfAppointment(ctx.desk, input.appointmentId)),
  open: procedure('billing.read').query(({ ctx }) => listOpenInvoices(ctx.desk)),
  ofPatient: procedure('billing.read')
    .input(patientInvoicesInput)
    .query(({ ctx, input }) => listInvoices(ctx.desk, input.patientId)),
  ofDay: procedure('billing.read')
    .input(cashDayInput)
    .query(({ ctx, input }) => listInvoicesOfDay(ctx.desk, input.day)),
  day: procedure('billing.read')
    .input(cashDayInput)
    .query(({ ctx, input }) => readCashDay(ctx.desk, input.day)),
})
