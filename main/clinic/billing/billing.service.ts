/** Money: invoices from visits, payments with receipts, refunds; facts are appended, balances derived. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import { nextNumber } from '../../db/numbers.ts'
import type { AppointmentRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { changeStatus } from '../appointments/appointments.service.ts'
import { packageLines, priceFor } from '../catalog/prices.service.ts'
import { orderDocument } from '../documents/documents.service.ts'
import { queueReceiptMail } from '../notifications/queue-mail.service.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayBounds, dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import type { IssueInvoice, Refund, TakePayment } from './billing.input.ts'
import {
  findBilledAppointment,
  findInvoice,
  findInvoiceDocument,
  findInvoiceNumber,
  findInvoiceOfAppointment,
  findPayment,
  type InvoiceWithSums,
  listInvoicesMovedBetween,
  listInvoicesOfPatient,
  listLines,
  listOfferedServices,
  listPayments,
  listPaymentsBetween,
  listRefunds,
  listRefundsBetween,
  listUnsettledInvoices,
  sumRefundsOfPayment,
} from './billing.queries.ts'
import {
  billBalance,
  billOf,
  isOffTheDay,
  lineTotal,
  refundableMinor,
  requireChange,
  requireCurrency,
  requirePayment,
  requireRefund,
  requireTotal,
} from './billing.rules.ts'

/**
 * Turns a visit into a numbered invoice: the booked service at the price frozen on the booking, and
 * what was done beside it at the price that holds for the patient today, packages in their parts. Refused with `not-found`, `invoice-exists` (once
 * an appointment), `status-not-allowed` (cancelled, no-show), `currency-mismatch` (the catalogue has
 * another currency than the booking) and `amount-too-large`.
 */
export async function issueInvoice(desk: Desk, wish: IssueInvoice) {
  const clinic = await readClinic(desk)
  const { appointmentId, extraLines = [], packageIds = [] } = wish
  return desk.write('billing.issueInvoice', async (unit) => {
    const appointment = await requireBillable(unit, appointmentId)
    const { patientId, currency, language } = appointment
    if (extraLines.length + packageIds.length > 0) requireCurrency(currency, clinic.currency)
    const today = dayOf(unit.now, clinic.timeZone)
    const lines = [
      bookedLine(appointment),
      ...(await catalogueLines(unit, patientId, today, extraLines)),
      ...(await linesOfPackages(unit, packageIds, today)),
    ]
    const totalMinor = requireTotal(lines, currency)
    const number = await nextNumber(unit, 'invoice', dayOf(unit.now, clinic.timeZone))
    const invoiceId = unit.insert('invoice', {
      number,
      patientId,
      appointmentId,
      currency,
      totalMinor,
      issuedAt: unit.now,
      issuedBy: desk.actor.id,
    })
    for (const [position, line] of lines.entries()) {
      unit.insert('invoiceLine', { invoiceId, position, ...line, totalMinor: lineTotal(line) })
    }
    const paper = { kind: 'invoice' as const, subjectId: invoiceId, patientId, number, language }
    const documentId = orderDocument(desk, unit, paper)
    await endAppointment(unit, appointment.id, appointment.status, totalMinor)
    return { invoiceId, number, totalMinor, currency, documentId }
  })
}

async function requireBillable(unit: Unit, appointmentId: string) {
  const appointment = await findBilledAppointment(unit.db, appointmentId)
  if (appointment === undefined) {
    throw new ClinicError('not-found', { entity: 'appointment', id: appointmentId })
  }
  if (isOffTheDay(appointment.status)) {
    throw new ClinicError('status-not-allowed', { from: appointment.status, to: 'to-pay' })
  }
  const known = await findInvoiceNumber(unit.db, appointmentId)
  if (known !== undefined) {
    throw new ClinicError('invoice-exists', { invoiceId: known.id, number: known.number })
  }
  return appointment
}

interface Line {
  serviceId: string
  code: string
  description: string
  quantity: number
  unitPriceMinor: number
}

function bookedLine(appointment: {
  serviceId: string
  code: string
  serviceName: string
  priceMinor: number
}): Line {
  const { serviceId, code, serviceName, priceMinor } = appointment
  return { serviceId, code, description: serviceName, quantity: 1, unitPriceMinor: priceMinor }
}

/** Packages as the services that they are made of, whose prices make exactly the packages'. */
async function linesOfPackages(
  unit: Unit,
  packageIds: readonly string[],
  day: string,
): Promise<Line[]> {
  const lines: Line[] = []
  for (const id of packageIds) {
    for (const { serviceId, code, name, priceMinor } of await packageLines(unit.db, id, day)) {
      lines.push({ serviceId, code, description: name, quantity: 1, unitPriceMinor: priceMinor })
    }
  }
  return lines
}

async function catalogueLines(
  unit: Unit,
  patientId: string,
  day: string,
  wishes: readonly { serviceId: string; quantity: number }[],
): Promise<Line[]> {
  const ids = wishes.map((wish) => wish.serviceId)
  const offered = new Map((await listOfferedServices(unit.db, ids)).map((row) => [row.id, row]))
  const lines: Line[] = []
  for (const { serviceId, quantity } of wishes) {
    const service = offered.get(serviceId)
    if (service === undefined) {
      throw new ClinicError('not-found', { entity: 'healthcareService', id: serviceId })
    }
    const { code, name, priceMinor: catalogMinor } = service
    const { priceMinor } = await priceFor(unit.db, { patientId, serviceId, day, catalogMinor })
    lines.push({ serviceId, code, description: name, quantity, unitPriceMinor: priceMinor })
  }
  return lines
}

/**
 * Takes money for an invoice, by one method or split, on one receipt, of which the patient gets a
 * mail. With nothing left to pay the patient's visit is done. Refused with `not-found`,
 * `nothing-to-pay`, `amount-too-large` (more than is due) and `not-enough-cash`.
 */
export async function takePayment(desk: Desk, wish: TakePayment) {
  const { timeZone } = await readClinic(desk)
  const { invoiceId, payments } = wish
  return desk.write('billing.takePayment', async (unit) => {
    const invoice = await requireInvoice(unit.db, invoiceId)
    const { patientId, currency, language } = invoice
    const totalMinor = requirePayment({ ...billOf(invoice), invoiceId, currency }, payments)
    const number = await nextNumber(unit, 'receipt', dayOf(unit.now, timeZone))
    const receiptId = unit.insert('receipt', {
      number,
      invoiceId,
      totalMinor,
      issuedAt: unit.now,
      issuedBy: desk.actor.id,
    })
    const paid = { invoiceId, receiptId, takenAt: unit.now, takenBy: desk.actor.id }
    const parts = payments.map((part) => withChange(part, currency))
    for (const part of parts) unit.insert('payment', { ...paid, ...part })
    const paper = { kind: 'receipt' as const, subjectId: receiptId, patientId, number, language }
    const documentId = orderDocument(desk, unit, paper)
    await queueReceiptMail(desk, unit, receiptId)
    const dueMinor = billBalance(billOf(invoice)).dueMinor - totalMinor
    const { appointmentId, appointmentStatus: status } = invoice
    const appointmentStatus = await endAppointment(unit, appointmentId, status, dueMinor)
    const changeMinor = parts.reduce((sum, part) => sum + (part.changeMinor ?? 0), 0)
    return { receiptId, number, totalMinor, changeMinor, dueMinor, documentId, appointmentStatus }
  })
}

function withChange(part: TakePayment['payments'][number], currency: string) {
  const { method, amountMinor } = part
  if (method === 'terminal') return { method, amountMinor, tenderedMinor: null, changeMinor: null }
  const { tenderedMinor } = part
  const changeMinor = requireChange(tenderedMinor, amountMinor, currency)
  return { method, amountMinor, tenderedMinor, changeMinor }
}

/** A patient who waits to pay and owes nothing is done; answers the booking's status. */
async function endAppointment(
  unit: Unit,
  appointmentId: string | null,
  status: AppointmentRow['status'] | null,
  dueMinor: number,
): Promise<AppointmentRow['status'] | null> {
  if (appointmentId === null || status !== 'to-pay' || dueMinor > 0) return status
  await changeStatus(unit, appointmentId, 'done')
  return 'done'
}

/**
 * Gives money of one payment back, whole or in part, on a receipt of its own. Refused with
 * `not-found`, `nothing-to-refund` and `amount-too-large` (more than is left of that payment).
 */
export async function refund(desk: Desk, wish: Refund) {
  const { timeZone } = await readClinic(desk)
  const { paymentId, amountMinor, method, reason } = wish
  return desk.write('billing.refund', async (unit) => {
    const payment = await findPayment(unit.db, paymentId)
    if (payment === undefined) {
      throw new ClinicError('not-found', { entity: 'payment', id: paymentId })
    }
    const invoice = await requireInvoice(unit.db, payment.invoiceId)
    const { id: invoiceId, patientId, currency, language } = invoice
    const earlier = { paymentId, amountMinor: await sumRefundsOfPayment(unit.db, paymentId) }
    const bill = { invoiceId, currency, refunds: [earlier] }
    const leftMinor = requireRefund(bill, payment, amountMinor)
    const number = await nextNumber(unit, 'refund', dayOf(unit.now, timeZone))
    const refundId = unit.insert('refund', {
      number,
      invoiceId,
      paymentId,
      method,
      amountMinor,
      reason,
      refundedAt: unit.now,
      refundedBy: desk.actor.id,
    })
    const kind = 'refund-receipt' as const
    const paper = { kind, subjectId: refundId, patientId, number, language }
    const documentId = orderDocument(desk, unit, paper)
    const refundedMinor = invoice.refundedMinor + amountMinor
    const { dueMinor } = billBalance(billOf({ ...invoice, refundedMinor }))
    return { refundId, number, refundableMinor: leftMinor, dueMinor, documentId }
  })
}

/** What a visit's patient still owes: of its invoice, or the booked price before there is one. */
export async function owedForAppointment(
  unit: Unit,
  appointment: { id: string; priceMinor: number },
): Promise<number> {
  const invoice = await findInvoiceOfAppointment(unit.db, appointment.id)
  return invoice === undefined ? appointment.priceMinor : billBalance(billOf(invoice)).dueMinor
}

/** An invoice with its lines, payments, refunds and what they come to. */
export async function readInvoice(desk: Desk, invoiceId: string) {
  return describeInvoice(desk, await requireInvoice(desk.read, invoiceId))
}

/** The invoice of an appointment, or null before it is issued. */
export async function readInvoiceOfAppointment(desk: Desk, appointmentId: string) {
  const invoice = await findInvoiceOfAppointment(desk.read, appointmentId)
  return invoice === undefined ? null : describeInvoice(desk, invoice)
}

/** What asks for a cashier: invoices with something due, and money held above what is owed. */
export async function listOpenInvoices(desk: Desk) {
  const invoices = (await listUnsettledInvoices(desk.read)).map(summarize)
  return invoices.filter(({ state, overpaidMinor }) => state !== 'refunded' || overpaidMinor > 0)
}

/** A patient's invoices, newest first. */
export async function listInvoices(desk: Desk, patientId: string) {
  return (await listInvoicesOfPatient(desk.read, patientId)).map(summarize)
}

/**
 * The bills of one calendar day in the clinic's zone, settled or not: what was issued, paid or paid
 * back that day, the last moved first.
 */
export async function listInvoicesOfDay(desk: Desk, day: string) {
  const { timeZone } = await readClinic(desk)
  const { startsAt, endsAt } = dayBounds(day, timeZone)
  return (await listInvoicesMovedBetween(desk.read, startsAt, endsAt)).map((row) => ({
    ...summarize(row),
    movedAt: row.movedAt,
  }))
}

/**
 * The till of one calendar day in the clinic's zone: each payment and refund with how its bill
 * stands now, and their totals.
 */
export async function readCashDay(desk: Desk, day: string) {
  const { timeZone, currency } = await readClinic(desk)
  const { startsAt, endsAt } = dayBounds(day, timeZone)
  const bills = await listInvoicesMovedBetween(desk.read, startsAt, endsAt)
  const states = new Map(bills.map((bill) => [bill.id, billBalance(billOf(bill)).state]))
  const payments = await listPaymentsBetween(desk.read, startsAt, endsAt)
  const refunds = await listRefundsBetween(desk.read, startsAt, endsAt)
  const entries = [
    ...payments.map((row) => cashEntry('payment', row)),
    ...refunds.map((row) => cashEntry('refund', row)),
  ]
    .map((entry) => ({ ...entry, billState: states.get(entry.invoiceId) ?? null }))
    .toSorted((a, b) => compare(a.at, b.at) || compare(a.id, b.id))
  const totals = {
    cash: cashTotals(entries.filter(({ method }) => method === 'cash')),
    terminal: cashTotals(entries.filter(({ method }) => method === 'terminal')),
    all: cashTotals(entries),
  }
  return { day, currency, entries, totals }
}

type CashRow = Awaited<ReturnType<typeof listPaymentsBetween>>[number]

function cashEntry(kind: 'payment' | 'refund', row: CashRow) {
  const { family, given, patronymic, byFamily, byGiven, byPatronymic, ...entry } = row
  const by =
    byFamily === null || byGiven === null
      ? null
      : { family: byFamily, given: byGiven, patronymic: byPatronymic }
  return { kind, ...entry, patient: { family, given, patronymic }, by }
}

function cashTotals(entries: readonly { kind: 'payment' | 'refund'; amountMinor: number }[]) {
  const sum = (kind: 'payment' | 'refund') =>
    entries.reduce((total, entry) => total + (entry.kind === kind ? entry.amountMinor : 0), 0)
  const takenMinor = sum('payment')
  const refundedMinor = sum('refund')
  return { takenMinor, refundedMinor, netMinor: takenMinor - refundedMinor }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

async function describeInvoice(desk: Desk, invoice: InvoiceWithSums) {
  const payments = await listPayments(desk.read, invoice.id)
  const refunds = await listRefunds(desk.read, invoice.id)
  return {
    ...summarize(invoice),
    documentId: await findInvoiceDocument(desk.read, invoice.id),
    lines: await listLines(desk.read, invoice.id),
    payments: payments.map((payment) => ({
      ...payment,
      refundableMinor: refundableMinor(payment, refunds),
    })),
    refunds,
  }
}

function summarize(row: InvoiceWithSums) {
  const { family, given, patronymic, language: _language, ...invoice } = row
  return { ...invoice, patient: { family, given, patronymic }, ...billBalance(billOf(row)) }
}

async function requireInvoice(db: Reader, id: string): Promise<InvoiceWithSums> {
  const invoice = await findInvoice(db, id)
  if (invoice === undefined) throw new ClinicError('not-found', { entity: 'invoice', id })
  return invoice
}
