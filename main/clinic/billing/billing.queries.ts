/** Reads about invoices, payments and refunds; what is owed is always summed from them. */
import { sql } from 'kysely'
import type { Reader } from '../../db/kysely.ts'

/** The booking as an invoice needs it, with the price that was frozen when it was made. */
export async function findBilledAppointment(db: Reader, id: string) {
  return db
    .selectFrom('appointment')
    .innerJoin('healthcareService', 'healthcareService.id', 'appointment.serviceId')
    .innerJoin('patient', 'patient.id', 'appointment.patientId')
    .select([
      'appointment.id',
      'appointment.patientId',
      'appointment.serviceId',
      'appointment.status',
      'appointment.priceMinor',
      'appointment.currency',
      'healthcareService.code',
      'healthcareService.name as serviceName',
      'patient.language',
    ])
    .where('appointment.id', '=', id)
    .executeTakeFirst()
}

/** Services that are offered now, of those asked for. */
export async function listOfferedServices(db: Reader, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db
    .selectFrom('healthcareService')
    .select(['id', 'code', 'name', 'priceMinor'])
    .where('id', 'in', ids)
    .where('archivedAt', 'is', null)
    .execute()
}

export async function findInvoiceNumber(db: Reader, appointmentId: string) {
  return db
    .selectFrom('invoice')
    .select(['id', 'number'])
    .where('appointmentId', '=', appointmentId)
    .executeTakeFirst()
}

/** Derived each time from the facts; their indexes hold the amounts. */
const paidMinor = sql<number>`coalesce(
  (SELECT sum(amount_minor) FROM payment WHERE payment.invoice_id = invoice.id), 0)`
const refundedMinor = sql<number>`coalesce(
  (SELECT sum(amount_minor) FROM refund WHERE refund.invoice_id = invoice.id), 0)`
function selectInvoices(db: Reader) {
  return db
    .selectFrom('invoice')
    .innerJoin('patient', 'patient.id', 'invoice.patientId')
    .leftJoin('appointment', 'appointment.id', 'invoice.appointmentId')
    .select([
      'invoice.id',
      'invoice.number',
      'invoice.currency',
      'invoice.totalMinor',
      'invoice.issuedAt',
      'invoice.appointmentId',
      'appointment.status as appointmentStatus',
      'invoice.patientId',
      'patient.family',
      'patient.given',
      'patient.patronymic',
      'patient.language',
      paidMinor.as('paidMinor'),
      refundedMinor.as('refundedMinor'),
    ])
}

export type InvoiceWithSums = Awaited<ReturnType<typeof listInvoicesOfPatient>>[number]

/** The invoice with what was paid and given back. */
export async function findInvoice(db: Reader, id: string) {
  return selectInvoices(db).where('invoice.id', '=', id).executeTakeFirst()
}

export async function findInvoiceOfAppointment(db: Reader, appointmentId: string) {
  return selectInvoices(db).where('invoice.appointmentId', '=', appointmentId).executeTakeFirst()
}

/** A patient's invoices, newest first. */
export async function listInvoicesOfPatient(db: Reader, patientId: string) {
  return selectInvoices(db)
    .where('invoice.patientId', '=', patientId)
    .orderBy('invoice.issuedAt', 'desc')
    .orderBy('invoice.id', 'desc')
    .execute()
}

/**
 * Invoices whose net payment is not what is owed, oldest first: for bookings that are off the day
 * (cancelled, no-show) nothing is. The database keeps their list, or each question would sum up
 * every invoice there ever was.
 */
export async function listUnsettledInvoices(db: Reader) {
  return selectInvoices(db)
    .where('invoice.id', 'in', (eb) => eb.selectFrom('unsettledInvoice').select('invoiceId'))
    .orderBy('invoice.issuedAt')
    .orderBy('invoice.id')
    .execute()
}

/** When a bill was last issued, paid or paid back; its indexes find the facts. */
const movedAt = sql<string>`max(
  invoice.issued_at,
  coalesce((SELECT max(taken_at) FROM payment WHERE payment.invoice_id = invoice.id), ''),
  coalesce((SELECT max(refunded_at) FROM refund WHERE refund.invoice_id = invoice.id), ''))`

/** Bills that were issued, paid or paid back between two instants, half open; the last moved first. */
export async function listInvoicesMovedBetween(db: Reader, from: string, to: string) {
  const billed = db
    .selectFrom('invoice')
    .select('invoice.id')
    .where('invoice.issuedAt', '>=', from)
    .where('invoice.issuedAt', '<', to)
  const paid = db
    .selectFrom('payment')
    .select('payment.invoiceId as id')
    .where('payment.takenAt', '>=', from)
    .where('payment.takenAt', '<', to)
  const paidBack = db
    .selectFrom('refund')
    .select('refund.invoiceId as id')
    .where('refund.refundedAt', '>=', from)
    .where('refund.refundedAt', '<', to)
  return selectInvoices(db)
    .select(movedAt.as('movedAt'))
    .where('invoice.id', 'in', billed.union(paid).union(paidBack))
    .orderBy('movedAt', 'desc')
    .orderBy('invoice.id', 'desc')
    .execute()
}

export async function listLines(db: Reader, invoiceId: string) {
  return db
    .selectFrom('invoiceLine')
    .select([
      'id',
      'position',
      'serviceId',
      'code',
      'description',
      'quantity',
      'unitPriceMinor',
      'totalMinor',
    ])
    .where('invoiceId', '=', invoiceId)
    .orderBy('position')
    .execute()
}

/** An invoice's payments in the order in which they were taken. */
export async function listPayments(db: Reader, invoiceId: string) {
  return db
    .selectFrom('payment')
    .innerJoin('receipt', 'receipt.id', 'payment.receiptId')
    .leftJoin('documentReference', (join) =>
      join
        .onRef('documentReference.subjectId', '=', 'receipt.id')
        .on('documentReference.kind', '=', 'receipt'),
    )
    .select([
      'payment.id',
      'documentReference.id as documentId',
      'payment.receiptId',
      'receipt.number as receiptNumber',
      'payment.method',
      'payment.amountMinor',
      'payment.tenderedMinor',
      'payment.changeMinor',
      'payment.takenAt',
      'payment.takenBy',
    ])
    .where('payment.invoiceId', '=', invoiceId)
    .orderBy('payment.takenAt')
    .orderBy('payment.id')
    .execute()
}

/** An invoice's refunds in the order in which they were given. */
export async function listRefunds(db: Reader, invoiceId: string) {
  return db
    .selectFrom('refund')
    .leftJoin('documentReference', (join) =>
      join
        .onRef('documentReference.subjectId', '=', 'refund.id')
        .on('documentReference.kind', '=', 'refund-receipt'),
    )
    .select([
      'refund.id',
      'documentReference.id as documentId',
      'refund.number',
      'refund.paymentId',
      'refund.method',
      'refund.amountMinor',
      'refund.reason',
      'refund.refundedAt',
      'refund.refundedBy',
    ])
    .where('refund.invoiceId', '=', invoiceId)
    .orderBy('refund.refundedAt')
    .orderBy('refund.id')
    .execute()
}

export async function findPayment(db: Reader, id: string) {
  return db
    .selectFrom('payment')
    .select(['id', 'invoiceId', 'amountMinor'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** What was given back of one payment so far. */
export async function sumRefundsOfPayment(db: Reader, paymentId: string): Promise<number> {
  const row = await db
    .selectFrom('refund')
    .select((eb) => eb.fn.sum<number | null>('amountMinor').as('sum'))
    .where('paymentId', '=', paymentId)
    .executeTakeFirstOrThrow()
  return row.sum ?? 0
}

export async function findInvoiceDocument(db: Reader, invoiceId: string) {
  const row = await db
    .selectFrom('documentReference')
    .select('id')
    .where('kind', '=', 'invoice')
    .where('subjectId', '=', invoiceId)
    .executeTakeFirst()
  return row?.id ?? null
}

/** What a line of the till's day says beside the money itself. */
const cashColumns = [
  'invoice.number as invoiceNumber',
  'invoice.patientId',
  'patient.family',
  'patient.given',
  'patient.patronymic',
  'documentReference.id as documentId',
  'practitioner.family as byFamily',
  'practitioner.given as byGiven',
  'practitioner.patronymic as byPatronymic',
] as const

/** What was taken between two instants, half open. */
export async function listPaymentsBetween(db: Reader, from: string, to: string) {
  return db
    .selectFrom('payment')
    .innerJoin('receipt', 'receipt.id', 'payment.receiptId')
    .innerJoin('invoice', 'invoice.id', 'payment.invoiceId')
    .innerJoin('patient', 'patient.id', 'invoice.patientId')
    .leftJoin('practitioner', 'practitioner.id', 'payment.takenBy')
    .leftJoin('documentReference', (join) =>
      join
        .onRef('documentReference.subjectId', '=', 'receipt.id')
        .on('documentReference.kind', '=', 'receipt'),
    )
    .select([
      'payment.id',
      'payment.takenAt as at',
      'payment.invoiceId',
      'receipt.number',
      'payment.method',
      'payment.amountMinor',
    ])
    .select(cashColumns)
    .where('payment.takenAt', '>=', from)
    .where('payment.takenAt', '<', to)
    .execute()
}

/** What was given back between two instants, half open. */
export async function listRefundsBetween(db: Reader, from: string, to: string) {
  return db
    .selectFrom('refund')
    .innerJoin('invoice', 'invoice.id', 'refund.invoiceId')
    .innerJoin('patient', 'patient.id', 'invoice.patientId')
    .leftJoin('practitioner', 'practitioner.id', 'refund.refundedBy')
    .leftJoin('documentReference', (join) =>
      join
        .onRef('documentReference.subjectId', '=', 'refund.id')
        .on('documentReference.kind', '=', 'refund-receipt'),
    )
    .select([
      'refund.id',
      'refund.refundedAt as at',
      'refund.invoiceId',
      'refund.number',
      'refund.method',
      'refund.amountMinor',
    ])
    .select(cashColumns)
    .where('refund.refundedAt', '>=', from)
    .where('refund.refundedAt', '<', to)
    .execute()
}
