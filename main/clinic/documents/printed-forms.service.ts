/** Gathers what a paper says from the rows it is about; the same rows always give the same paper. */
import * as z from 'zod'
import type { Reader } from '../../db/kysely.ts'
import type { DocumentReferenceRow } from '../../db/tables.ts'
import type {
  CertificateForm,
  ConsentForm,
  InvoiceForm,
  LabReportForm,
  Letterhead,
  PrescriptionForm,
  PrintedForm,
  PrintedPatient,
  ReceiptForm,
  ReferralForm,
  RefundReceiptForm,
  VisitSummaryForm,
} from '../../pdf/printed-form.ts'
import { normInWriting } from '../labs/reference-ranges.rules.ts'
import { isConsentPurpose } from '../patients/consents.input.ts'
import type { Clinic } from '../settings/settings.service.ts'
import { isLanguage, type Language } from '../shared/languages.ts'
import type { HumanName } from '../shared/names.ts'
import { readContents } from '../visits/content.service.ts'
import { givenDiagnoses } from '../visits/diagnoses.rules.ts'
import { emptyContent } from '../visits/visits.rules.ts'
import {
  findPrintedCertificate,
  findPrintedConsent,
  findPrintedEncounter,
  findPrintedInvoice,
  findPrintedPatient,
  findPrintedPractitioner,
  findPrintedPrescription,
  findPrintedReceipt,
  findPrintedReferral,
  findPrintedReport,
  findPrintedRefund,
  listPrintedAddenda,
  listPrintedLines,
  listPrintedMedicines,
  listPrintedPayments,
  listPrintedVitals,
  listPrintedResults,
  sumUntilReceipt,
} from './printed-forms.queries.ts'

interface CommonParts {
  language: Language
  clinic: Letterhead
}

/** The form of a paper. Throws an ordinary error when the rows it is about are not there. */
export async function gatherForm(
  db: Reader,
  clinic: Clinic,
  paper: DocumentReferenceRow,
): Promise<PrintedForm> {
  const { name, legalName, address, phone, email, taxId, country, timeZone } = clinic
  const common: CommonParts = {
    language: isLanguage(paper.language) ? paper.language : clinic.language,
    clinic: { name, legalName, address, phone, email, taxId, country, timeZone },
  }
  switch (paper.kind) {
    case 'referral':
      return gatherReferral(db, paper, common)
    case 'invoice':
      return gatherInvoice(db, paper, common)
    case 'receipt':
      return gatherReceipt(db, paper, common)
    case 'refund-receipt':
      return gatherRefundReceipt(db, paper, common)
    case 'visit-summary':
      return gatherVisitSummary(db, paper, common)
    case 'lab-report':
      return gatherLabReport(db, paper, common)
    case 'sick-note':
    case 'certificate':
      return gatherCertificate(db, paper, common)
    case 'consent':
      return gatherConsent(db, paper, common)
    case 'prescription':
      return gatherPrescription(db, paper, common)
  }
}

async function gatherReferral(
  db: Reader,
  paper: DocumentReferenceRow,
  common: CommonParts,
): Promise<ReferralForm> {
  const request = await findPrintedReferral(db, paper.subjectId)
  const { number, issuedAt, reason, diagnosis, note } = request
  return {
    ...common,
    kind: 'referral',
    number,
    issuedAt,
    reason,
    diagnosis,
    note,
    patient: await printedPatient(db, request.patientId),
    requester: await printedPractitioner(db, request.requesterId),
    to: {
      organization: request.performerOrganization,
      practitioner: request.performerName,
      specialty: request.specialty,
    },
    urgency: request.priority,
  }
}

async function gatherPrescription(
  db: Reader,
  paper: DocumentReferenceRow,
  common: CommonParts,
): Promise<PrescriptionForm> {
  const prescription = await findPrintedPrescription(db, paper.subjectId)
  const { number, issuedAt, validTo } = prescription
  return {
    ...common,
    kind: 'prescription',
    number,
    issuedAt,
    validTo,
    patient: await printedPatient(db, prescription.patientId),
    requester: await printedPractitioner(db, prescription.requesterId),
    medicines: await listPrintedMedicines(db, prescription.id),
  }
}

async function gatherLabReport(
  db: Reader,
  paper: DocumentReferenceRow,
  common: CommonParts,
): Promise<LabReportForm> {
  const report = await findPrintedReport(db, paper.subjectId)
  const { number, requesterId, performer, effectiveAt, issuedAt, status } = report
  const results = await listPrintedResults(db, report.id)
  return {
    ...common,
    kind: 'lab-report',
    number,
    performer,
    takenAt: effectiveAt,
    issuedAt,
    status,
    patient: await printedPatient(db, report.patientId),
    requester: requesterId === null ? null : await printedPractitioner(db, requesterId),
    results: results.map((result) => ({
      name: result.name,
      value: `${result.comparator ?? ''}${result.value}`,
      unit: result.unit,
      norm: normInWriting(result),
      interpretation: result.interpretation,
      note: result.note,
    })),
  }
}

/** The invoice as it was issued: what is paid later stands on the receipts. */
async function gatherInvoice(
  db: Reader,
  paper: DocumentReferenceRow,
  common: CommonParts,
): Promise<InvoiceForm> {
  const invoice = await findPrintedInvoice(db, paper.subjectId)
  const { number, issuedAt, currency, totalMinor } = invoice
  return {
    ...common,
    kind: 'invoice',
    number,
    issuedAt,
    currency,
    totalMinor,
    patient: await printedPatient(db, invoice.patientId),
    payer: null,
    lines: await listPrintedLines(db, invoice.id),
    paidMinor: 0,
    balanceMinor: totalMinor,
  }
}

async function gatherReceipt(
  db: Reader,
  paper: DocumentReferenceRow,
  common: CommonParts,
): Promise<ReceiptForm> {
  const receipt = await findPrintedReceipt(db, paper.subjectId)
  const invoice = await findPrintedInvoice(db, receipt.invoiceId)
  const { paidMinor, refundedMinor } = await sumUntilReceipt(db, receipt)
  return {
    ...common,
    kind: 'receipt',
    number: receipt.number,
    invoiceNumber: invoice.number,
    takenAt: receipt.issuedAt,
    cashier: (await printedPractitioner(db, receipt.issuedBy)).name,
    patient: (await printedPatient(db, invoice.patientId)).name,
    lines: await listPrintedLines(db, invoice.id),
    payments: await listPrintedPayments(db, receipt.id),
    currency: invoice.currency,
    totalMinor: receipt.totalMinor,
    balanceAfterMinor: invoice.totalMinor - paidMinor + refundedMinor,
  }
}

async function gatherRefundReceipt(
  db: Reader,
  paper: DocumentReferenceRow,
  common: CommonParts,
): Promise<RefundReceiptForm> {
  const refund = await findPrintedRefund(db, paper.subjectId)
  const invoice = await findPrintedInvoice(db, refund.invoiceId)
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
    cashier: (await printedPractitioner(db, refund.refundedBy)).name,
    patient: (await printedPatient(db, invoice.patientId)).name,
  }
}

async function gatherCertificate(
  db: Reader,
  paper: DocumentReferenceRow,
  common: CommonParts,
): Promise<CertificateForm> {
  const certificate = await findPrintedCertificate(db, paper.subjectId)
  const { kind, number, issuedAt, fromDay, toDay, diagnosis, presentedTo, text } = certificate
  return {
    ...common,
    kind,
    number,
    issuedAt,
    fromDay,
    toDay,
    diagnosis,
    presentedTo,
    text,
    patient: await printedPatient(db, certificate.patientId),
    requester: await printedPractitioner(db, certificate.requesterId),
  }
}

/** In the clinic's words as they stand under that version, and with its withdrawal. */
async function gatherConsent(
  db: Reader,
  paper: DocumentReferenceRow,
  common: CommonParts,
): Promise<ConsentForm> {
  const consent = await findPrintedConsent(db, paper.subjectId)
  const { purpose, textVersion, text, givenOn, method, withdrawnOn, withdrawalReason } = consent
  return {
    ...common,
    kind: 'consent',
    number: null,
    purpose: isConsentPurpose(purpose) ? purpose : null,
    textVersion,
    text,
    givenOn,
    method,
    patient: await printedPatient(db, consent.patientId),
    recorder: await printedPractitioner(db, consent.recordedBy),
    recordedAt: consent.createdAt,
    withdrawal: withdrawnOn === null ? null : { withdrawnOn, reason: withdrawalReason },
  }
}

async function gatherVisitSummary(
  db: Reader,
  paper: DocumentReferenceRow,
  common: CommonParts,
): Promise<VisitSummaryForm> {
  const encounter = await findPrintedEncounter(db, paper.subjectId)
  const { reason, complaint, history, findings, plan, signedAt, contentHash } = encounter
  const contents = await readContents(db, [encounter])
  const { diagnoses, sections } = contents.get(encounter.id) ?? emptyContent
  const addenda = await listPrintedAddenda(db, encounter.id)
  return {
    ...common,
    kind: 'visit-summary',
    number: paper.number === '' ? null : paper.number,
    reason,
    complaint,
    history,
    findings,
    sections,
    vitals: await listPrintedVitals(db, encounter.id),
    diagnoses: givenDiagnoses(diagnoses),
    plan,
    signedAt,
    contentHash,
    visitedAt: encounter.startedAt,
    patient: await printedPatient(db, encounter.patientId),
    practitioner: await printedPractitioner(db, encounter.practitionerId),
    addenda: addenda.map((row) => ({
      writtenAt: row.writtenAt,
      author: nameOf(row),
      text: row.text,
    })),
  }
}

const phonesColumn = z.array(z.object({ value: z.string() }))

export async function printedPatient(db: Reader, id: string): Promise<PrintedPatient> {
  const row = await findPrintedPatient(db, id)
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
async function printedPractitioner(db: Reader, id: string) {
  const row = await findPrintedPractitioner(db, id)
  const nobody = { family: '', given: '', patronymic: null }
  return { name: nameOf(row ?? nobody), specialty: row?.specialty ?? null }
}

function nameOf({ family, given, patronymic }: HumanName): HumanName {
  return { family, given, patronymic }
}
