/** What each printed form is filled with: plain rows and words, no database and no layout. */
import type { HumanName } from '../clinic/shared/names.ts'
import type { Language } from '../clinic/shared/languages.ts'
import type { Certainty } from '../clinic/visits/diagnoses.rules.ts'

/** The clinic as it stands on top of each paper. */
export interface Letterhead {
  name: string
  legalName: string | null
  address: string | null
  phone: string | null
  email: string | null
  taxId: string | null
  /** ISO 3166-1 alpha-2; dates and money are written as this country writes the language. */
  country: string
  /** IANA name; instants are printed in this zone. */
  timeZone: string
}

/** The patient as a paper needs them; each form prints the part that concerns it. */
export interface PrintedPatient {
  name: HumanName
  /** Calendar day, `YYYY-MM-DD`. */
  bornOn: string | null
  /** FHIR administrative-gender. */
  sex: 'female' | 'male' | 'other' | 'unknown'
  cardNumber: string | null
  phone: string | null
  address: string | null
  identityDocument: string | null
}

export interface PrintedPractitioner {
  name: HumanName
  specialty: string | null
}

interface CommonParts {
  language: Language
  clinic: Letterhead
}

/** A ServiceRequest on paper. */
export interface ReferralForm extends CommonParts {
  kind: 'referral'
  number: string
  issuedAt: string
  patient: PrintedPatient
  requester: PrintedPractitioner
  to: { organization: string | null; practitioner: string | null; specialty: string }
  reason: string
  diagnosis: string | null
  /** FHIR request-priority. */
  urgency: 'routine' | 'urgent' | 'asap' | 'stat'
  note: string | null
}

export interface PrintedMedicine {
  medicine: string
  dosage: string
  quantity: string | null
  /** The last day of taking it, `YYYY-MM-DD`; null until it is stopped. */
  takenUntil: string | null
}

/** MedicationRequests of one group on paper. */
export interface PrescriptionForm extends CommonParts {
  kind: 'prescription'
  number: string
  issuedAt: string
  /** The last day on which a pharmacy may take it, `YYYY-MM-DD`. */
  validTo: string
  patient: PrintedPatient
  requester: PrintedPractitioner
  medicines: readonly PrintedMedicine[]
}

/** A sick note or a medical certificate out of a visit. */
export interface CertificateForm extends CommonParts {
  kind: 'sick-note' | 'certificate'
  number: string
  issuedAt: string
  patient: PrintedPatient
  requester: PrintedPractitioner
  /** Calendar days, both within; null where it is for none. */
  fromDay: string | null
  toDay: string | null
  diagnosis: string | null
  presentedTo: string | null
  text: string
}

/** One service on an invoice or a receipt; sums in minor units of the form's currency. */
export interface PrintedLine {
  code: string
  description: string
  quantity: number
  unitPriceMinor: number
  totalMinor: number
}

export interface Payer {
  name: string
  taxId: string | null
  address: string | null
}

export interface InvoiceForm extends CommonParts {
  kind: 'invoice'
  number: string
  issuedAt: string
  patient: PrintedPatient
  /** Who pays when it is not the patient. */
  payer: Payer | null
  lines: readonly PrintedLine[]
  currency: string
  totalMinor: number
  paidMinor: number
  balanceMinor: number
}

export interface PrintedPayment {
  method: 'cash' | 'terminal'
  amountMinor: number
  /** Cash handed over and given back; null for a card terminal. */
  tenderedMinor: number | null
  changeMinor: number | null
}

/** The cashier's receipt for one taking of money, by one method or split over several. */
export interface ReceiptForm extends CommonParts {
  kind: 'receipt'
  number: string
  invoiceNumber: string
  takenAt: string
  cashier: HumanName
  patient: HumanName
  lines: readonly PrintedLine[]
  payments: readonly PrintedPayment[]
  currency: string
  /** What was taken this time, all methods together. */
  totalMinor: number
  /** What is still owed on the invoice afterwards. */
  balanceAfterMinor: number
}

export interface RefundReceiptForm extends CommonParts {
  kind: 'refund-receipt'
  number: string
  invoiceNumber: string
  refundedAt: string
  cashier: HumanName
  patient: HumanName
  method: 'cash' | 'terminal'
  amountMinor: number
  currency: string
  reason: string
}

export interface PrintedAddendum {
  writtenAt: string
  author: HumanName
  text: string
}

export interface PrintedDiagnosis {
  text: string
  code: string | null
  verification: Certainty
  isChronic: boolean
}

/** An Encounter on paper; a draft says so as long as it is not signed. */
export interface VisitSummaryForm extends CommonParts {
  kind: 'visit-summary'
  number: string | null
  patient: PrintedPatient
  practitioner: PrintedPractitioner
  visitedAt: string
  reason: string
  complaint: string
  history: string
  findings: string
  /** What the visit's template asked beside these. */
  sections: readonly { title: string; text: string }[]
  vitals: readonly { code: string; value: number }[]
  /** The main one first. */
  diagnoses: readonly PrintedDiagnosis[]
  plan: string
  addenda: readonly PrintedAddendum[]
  signedAt: string | null
  /** Hash of the signed text, printed so that paper and record can be compared. */
  contentHash: string | null
}

/** A Composition on paper: a document of one of the clinic's own types. */
export interface CompositionForm extends CommonParts {
  kind: 'document'
  number: string
  title: string
  /** When it was begun; the last signature dates the file. */
  writtenAt: string
  patient: PrintedPatient | null
  /** The document that this one stands in for. */
  replacesNumber: string | null
  /** The text with its places filled; none where the fields are printed one by one. */
  paragraphs: readonly string[]
  fields: readonly { label: string; value: string | null; isLong: boolean }[]
  /** Who signed when; none as long as it is a draft. */
  signatures: readonly { signer: HumanName; signedAt: string }[]
  contentHash: string
  /** Captions of the lines to sign on by hand. */
  signatureLines: readonly string[]
}

/** One result as a patient reads it: the value with its sign, the limits in writing. */
export interface PrintedResult {
  name: string
  value: string
  unit: string | null
  norm: string
  /** HL7 table 0078; null where it was not judged. */
  interpretation: 'N' | 'L' | 'H' | 'LL' | 'HH' | 'A' | 'AA' | null
  note: string | null
}

/** A DiagnosticReport of a laboratory on paper. */
export interface LabReportForm extends CommonParts {
  kind: 'lab-report'
  /** The order's; null where the results answer none. */
  number: string | null
  patient: PrintedPatient
  requester: PrintedPractitioner | null
  /** The laboratory; null is the clinic's own. */
  performer: string | null
  takenAt: string
  issuedAt: string
  status: 'partial' | 'final' | 'corrected'
  results: readonly PrintedResult[]
}

/** A Consent on paper: what was agreed to, when, and whether it was taken back. */
export interface ConsentForm extends CommonParts {
  kind: 'consent'
  /** A consent has none. */
  number: null
  patient: PrintedPatient
  /** Null for one that this program does not know. */
  purpose: 'data-processing' | 'treatment' | 'messages' | 'photo' | 'data-sharing' | null
  textVersion: string
  /** What was agreed to, in the clinic's own words; null where the clinic keeps that version elsewhere. */
  text: string | null
  /** Calendar day, `YYYY-MM-DD`. */
  givenOn: string
  method: 'paper' | 'electronic' | 'oral'
  /** Who wrote it down, and when. */
  recorder: PrintedPractitioner
  recordedAt: string
  withdrawal: { withdrawnOn: string; reason: string | null } | null
}

export type PrintedForm =
  | CompositionForm
  | ReferralForm
  | InvoiceForm
  | ReceiptForm
  | RefundReceiptForm
  | VisitSummaryForm
  | PrescriptionForm
  | LabReportForm
  | CertificateForm
  | ConsentForm
