/** The one door of this room: a form's data in, the bytes of its PDF out. No database, no Electron, no clock. */
import { drawCertificate } from './certificate-form.ts'
import { drawComposition } from './composition-form.ts'
import { consentTitle, drawConsent } from './consent-form.ts'
import { drawInvoice } from './invoice-form.ts'
import { drawLabReport } from './lab-report-form.ts'
import type { PrintedForm } from './printed-form.ts'
import { drawPrescription } from './prescription-form.ts'
import { drawReceipt } from './receipt-form.ts'
import { drawReferral } from './referral-form.ts'
import { drawRefundReceipt } from './refund-receipt-form.ts'
import { documentBytes } from './form-document.ts'
import type { Paper } from './form-document.ts'
import { Sheet } from './sheet.ts'
import { drawLetterhead, drawRunningParts } from './letterhead.ts'
import { fill, wordsFor } from './texts.ts'
import type { PrintTexts, Words } from './texts.ts'
import { drawVisitSummary } from './visit-summary-form.ts'

export type * from './printed-form.ts'

/** What differs between the forms before the first word is drawn. */
interface FormFacts {
  paper: Paper
  title: string
  /** The instant the paper tells of; it dates the file as well. */
  at: string
}

function factsOf(form: PrintedForm, texts: PrintTexts): FormFacts {
  switch (form.kind) {
    case 'document':
      return {
        paper: 'A4',
        title: form.title,
        at: form.signatures.at(-1)?.signedAt ?? form.writtenAt,
      }
    case 'referral':
      return { paper: 'A4', title: texts.referral.title, at: form.issuedAt }
    case 'invoice':
      return { paper: 'A4', title: texts.invoice.title, at: form.issuedAt }
    case 'receipt':
      return { paper: 'A5 landscape', title: texts.receipt.title, at: form.takenAt }
    case 'refund-receipt':
      return { paper: 'A5 landscape', title: texts.refundReceipt.title, at: form.refundedAt }
    case 'visit-summary':
      return { paper: 'A4', title: texts.visitSummary.title, at: form.signedAt ?? form.visitedAt }
    case 'lab-report':
      return { paper: 'A4', title: texts.labReport.title, at: form.issuedAt }
    case 'sick-note':
    case 'certificate':
      return { paper: 'A4', title: texts.certificate.titles[form.kind], at: form.issuedAt }
    case 'consent':
      return { paper: 'A4', title: consentTitle(form, texts), at: form.recordedAt }
    case 'prescription':
      return { paper: 'A4', title: texts.prescription.title, at: form.issuedAt }
  }
}

function drawForm(sheet: Sheet, form: PrintedForm, words: Words): void {
  switch (form.kind) {
    case 'document':
      return drawComposition(sheet, form, words)
    case 'referral':
      return drawReferral(sheet, form, words)
    case 'invoice':
      return drawInvoice(sheet, form, words)
    case 'receipt':
      return drawReceipt(sheet, form, words)
    case 'refund-receipt':
      return drawRefundReceipt(sheet, form, words)
    case 'visit-summary':
      return drawVisitSummary(sheet, form, words)
    case 'lab-report':
      return drawLabReport(sheet, form, words)
    case 'sick-note':
    case 'certificate':
      return drawCertificate(sheet, form, words)
    case 'consent':
      return drawConsent(sheet, form, words)
    case 'prescription':
      return drawPrescription(sheet, form, words)
  }
}

/**
 * The printed form as a PDF/A-3b file, tagged and with its fonts inside. Pure: the same form gives
 * the same bytes. Throws a RangeError for an instant, day, time zone or currency that is none.
 */
export async function renderForm(form: PrintedForm): Promise<Uint8Array> {
  const words = wordsFor(form.language, form.clinic)
  const facts = factsOf(form, words.texts)
  const title =
    form.number === null
      ? facts.title
      : fill(words.texts.titleAndNumber, { title: facts.title, number: form.number })
  const sheet = new Sheet(words, facts.paper, {
    title,
    author: form.clinic.name,
    createdAt: facts.at,
  })
  drawLetterhead(sheet, form.clinic)
  drawForm(sheet, form, words)
  sheet.endText()
  drawRunningParts(sheet, { clinic: form.clinic.name, title })
  return documentBytes(sheet.document)
}
