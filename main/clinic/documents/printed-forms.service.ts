/** Gathers what a paper says from the rows it is about; the same rows always give the same paper. */
import { z } from 'zod'
import type { Desk } from '../../db/desk.ts'
import type { DocumentReferenceRow } from '../../db/tables.ts'
import type {
  InvoiceForm,
  Letterhead,
  PrintedForm,
  PrintedPatient,
  ReceiptForm,
  ReferralForm,
  RefundReceiptForm,
  VisitSummaryForm,
} from '../../pdf/printed-form.ts'
import { readClinic } from '../settings/settings.service.ts'
import { isLanguage, type Language } from '../shared/languages.ts'
import type { HumanName } from '../shared/names.ts'
import {
  findPrintedEncounter,
  findPrintedInvoice,
  findPrintedPatient,
  findPrintedPractitioner,
  findPrintedReceipt,
  findPrintedReferral,
  findPrintedRefund,
  listPrintedAddenda,
  listPrintedLines,
  listPrintedPayments,
  sumUntilReceipt,
} from './printed-forms.queries.ts'

type Reads = Pick<Desk, 'read'>

interface CommonParts {
  language: Language
  clinic: Letterhead
}

/** The form of a paper. Throws an ordinary error when the rows it is about are not there. */
export async function gatherForm(desk: Reads, paper: DocumentReferenceRow): Promise<PrintedForm> {
  const clinic = await readClinic(desk)
  const { name, legalName, address, phone, email, taxId, country, timeZone } = clinic
  const common: CommonParts = {
    language: isLanguage(paper.language) ? paper.language : clinic.language,
    clinic: { name, legalName, address, phone, email, taxId, country, timeZone },
  }
  switch (paper.kind) {
    case 'referral':
      return gatherReferral(desk, paper, common)
    case 'invoice':
      return gatherInvoice(desk, paper, common)
    case 'receipt':
      return gatherReceipt(desk, paper, common)
    case 'refund-receipt':
      return gatherRefundReceipt(desk, paper, common)
    case 'visit-summary':
      return gatherVisitSummary(desk, paper, common)
  }
}

async function gatherReferral(
  desk: Reads,
  paper: DocumentReferenceRow,
  common: CommonParts,
): Promise<ReferralForm> {
  const request = await findPrintedReferral(desk.read, paper.subjectId)
  const { number, issuedAt, reason, diagnosis, note } = request
  return {
    ...common,
    kind: 'referral',
    number,
    issuedAt,
    reason,
    diagnosis,
    note,
    patient: await printedPatient(desk, request.patientId),
    requester: await printedPractitioner(desk, request.requesterId),
    to: {
      organization: request.performerOrganization,
      practitioner: request.performerName,
      specialty: request.specialty,
    },
    urgency: request.priority,
  }
}

/** The invoice as it was issued: what is paid later stands on the receipts. */
async function gatherInvoice(
  desk: Reads,
  paper: DocumentReferenceRow,
  common: CommonParts,
): Promise<InvoiceForm> {
  const invoice = await findPrintedInvoice(desk.read, paper.subjectId)
  const { number, issuedAt, currency, totalMinor } = invoice
  return {
    ...common,
    kind: 'invoice',
    number,
    issuedAt,
    currency,
    totalMinor,
    patient: await printedPatient(desk, invoice.patientId),
    payer: null,
    lines: await listPrintedLines(desk.read, invoice.id),
    paidMinor: 0,
    balanceMinor: totalMinor,
  }
}

async function gatherReceipt(
  desk: Reads,
  paper: DocumentReferenceRow,
  common: CommonParts,
): Promise<ReceiptForm> {
  const receipt = await findPrintedReceipt(desk.read, paper.subjectId)
  const invoice = await findPrintedInvoice(desk.read, receipt.invoiceId)
  const { paidMinor, refundedMinor } = await sumUntilReceipt(desk.read, receipt)
  return {
    ...common,
    kind: 'receipt',
    number: receipt.number,
    invoiceNumber: invoice.number,
    takenAt: receipt.issuedAt,
    cashier: (await printedPractitioner(desk, receipt.issuedBy)).name,
    patient: (await printedPatient(desk, invoice.patientId)).name,
    lines: await listPrintedLines(desk.read, invoice.id),
    payments: await listPrintedPayments(desk.read, receipt.id),
    currency: invoice.currency,
    totalMinor: receipt.totalMinor,
    balanceAfterMinor: invoice.totalMinor - paidMinor + refundedMinor,
  }
}

async function gatherRefundReceipt(
  desk: Reads,
  paper: DocumentReferenceRow,
  common: CommonParts,
): Promise<RefundReceiptForm> {
  const refund = await findPrintedRefund(desk.read, paper.subjectId)
  const invoice = await findPrintedInvoice(desk.read, refund.invoiceId)
  const { number, refundedAt, method, amountMinor, reason } = refund
  return {
    ...common,
    kind: 'refund-receipt',
    number,
    refundedAt,
    method,
    amountMinor,
    reason,
    invoiceNumber: invoice.number,
    currency: invoice.currency,
    cashier: (await printedPractitioner(desk, refund.refundedBy)).name,
    patient: (await printedPatient(desk, invoice.patientId)).name,
  }
}

async function gatherVisitSummary(
  desk: Reads,
  paper: DocumentReferenceRow,
  common: CommonParts,
): Promise<VisitSummaryForm> {
  const encounter = await findPrintedEncounter(desk.read, paper.subjectId)
  const { complaint, findings, diagnosis, diagnosisCode, plan, signedAt, contentHash } = encounter
  const addenda = await listPrintedAddenda(desk.read, encounter.id)
  return {
    ...common,
    kind: 'visit-summary',
    number: paper.number === '' ? null : paper.number,
    complaint,
    findings,
    diagnosis,
    diagnosisCode,
    plan,
    signedAt,
    contentHash,
    visitedAt: encounter.startedAt,
    patient: await printedPatient(desk, encounter.patientId),
    practitioner: await printedPractitioner(desk, encounter.practitionerId),
    addenda: addenda.map((row) => ({
      writtenAt: row.writtenAt,
      author: nameOf(row),
      text: row.text,
    })),
  }
}

const phonesColumn = z.array(z.object({ value: z.string() }))

async function printedPatient(desk: Reads, id: string): Promise<PrintedPatient> {
  const row = await findPrintedPatient(desk.read, id)
  const { bornOn, sex, address, cardNumber } = row
  return {
    name: nameOf(row),
    bornOn,
    sex,
    address,
    cardNumber,
    phone: phonesColumn.parse(JSON.parse(row.phones))[0]?.value ?? null,
    identityDocument: row.documentNumber,
  }
}

/** What the program does itself is signed by nobody. */
async function printedPractitioner(desk: Reads, id: string) {
  const row = await findPrintedPractitioner(desk.read, id)
  const nobody = { family: '', given: '', patronymic: null }
  return { name: nameOf(row ?? nobody), specialty: row?.specialty ?? null }
}

function nameOf({ family, given, patronymic }: HumanName): HumanName {
  return { family, given, patronymic }
}
