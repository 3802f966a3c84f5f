/** The rows of the clinic database as kysely sees them; the same names as the columns, in camelCase. */
import type { Generated } from 'kysely'

export interface DeviceRow {
  id: string
  name: string
  prefix: string
  createdAt: string
}

export interface NumberSeriesRow {
  kind: string
  year: number
  nextNumber: number
}

export interface WorkstationSettingRow {
  key: string
  value: string
}

export interface IdempotencyKeyRow {
  key: string
  fingerprint: string
  result: string
  createdAt: string
}

export interface SignInGuardRow {
  login: string
  failures: number
  lockedUntil: string | null
}

export interface DraftRow {
  kind: string
  subjectId: string
  authorId: string
  body: string
  baseVersion: number
  savedAt: string
}

export interface StoredFileRow {
  sha256: string
  mediaType: string
  sizeBytes: number
  /** Empty where the file lies in pieces. */
  bytes: Uint8Array
  storedAt: string
  /** The pieces' `file_id`; null where the bytes stand in the row. */
  chunksId: string | null
}

/** A piece of a file that is too large for one value. */
export interface StoredChunkRow {
  fileId: string
  position: number
  /** Of this piece alone: what is read in pieces is checked in pieces. */
  sha256: string
  bytes: Uint8Array
}

export interface AuditEventRow {
  id: string
  unitId: string
  at: string
  actorId: string
  deviceId: string
  command: string
  entity: string
  rowId: string
  kind: 'create' | 'patch' | 'fact'
  changes: string
}

export interface OutboxOperationRow {
  deviceSeq: Generated<number>
  deviceId: string
  unitId: string
  actorId: string
  command: string
  entity: string
  rowId: string
  kind: 'create' | 'patch' | 'fact'
  baseVersion: number
  changes: string
  clock: string
  schemaVersion: number
  /** The hub's number for it; null until the hub has it. */
  ackedSeq: number | null
  /** JSON of what the changed fields held before; null for a new row. */
  previous: string | null
}

/** The hub that this workstation belongs to; one row or none. */
export interface HubLinkRow {
  id: number
  address: string
  /** SHA-256 of the hub's certificate, 64 hex digits. */
  fingerprint: string
  certificate: string
  privateKey: string
  epoch: string
  cursor: number
  backupSeq: number
  lastContactAt: string | null
  revokedAt: string | null
  /** The furthest clock reading of any workstation that this one's clock goes on from. */
  clock: string | null
  /** The locations whose rows this workstation has, as a JSON list; null for all. */
  branches: string | null
}

/** A file of this workstation that the hub has too. */
export interface HubFileRow {
  sha256: string
}

/** An operation that the hub refused, kept until a person has decided. */
export interface SyncRefusalRow {
  deviceSeq: number
  unitId: string
  actorId: string
  command: string
  entity: string
  rowId: string
  kind: string
  baseVersion: number
  changes: string
  code: string
  data: string
  refusedAt: string
  dismissedAt: string | null
}

/** Fields that only a newer program knows, as JSON. */
export interface SyncExtraRow {
  entity: string
  rowId: string
  fields: string
}

export interface OrganizationRow {
  id: string
  name: string
  legalName: string | null
  country: string
  language: string
  currency: string
  timeZone: string
  address: string | null
  phone: string | null
  email: string | null
  taxId: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface SettingRow {
  id: string
  value: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface LocationRow {
  id: string
  name: string
  /** What the room is for, in the clinic's own word. */
  kind: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface PractitionerRow {
  id: string
  family: string
  given: string
  patronymic: string | null
  roles: string
  specialty: string | null
  email: string | null
  phone: string | null
  language: string
  /** Who signs this one's visits as well; null for who needs nobody. */
  supervisorId: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface CredentialRow {
  id: string
  practitionerId: string
  login: string
  passwordHash: string
  passwordChangedAt: string
  mustChange: number
  version: number
  createdAt: string
  updatedAt: string
}

/** A passphrase that was given at a workstation, and what came of it. */
export interface SignInRow {
  id: string
  /** Null when nobody has the login; what was typed is not kept, it may be a passphrase. */
  practitionerId: string | null
  outcome: 'accepted' | 'refused' | 'locked'
  method: 'passphrase' | 'pin'
  at: string
  deviceId: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface ServiceCategoryRow {
  id: string
  /** Of a subcategory: the category that it is in. */
  parentId: string | null
  name: string
  position: number
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface HealthcareServiceRow {
  id: string
  categoryId: string
  code: string
  name: string
  durationMinutes: number
  priceMinor: number
  preparation: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface PractitionerServiceRow {
  id: string
  practitionerId: string
  serviceId: string
  /** Where the service is offered; null wherever the practitioner works. */
  locationId: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface WeeklyHoursRow {
  id: string
  practitionerId: string
  locationId: string | null
  weekday: number
  startsLocal: string
  endsLocal: string
  validFrom: string
  validTo: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface LeaveRow {
  id: string
  practitionerId: string
  fromDay: string
  toDay: string
  /** Of an absence of some hours: from when on each of its days; null for whole days. */
  startsLocal: string | null
  endsLocal: string | null
  /** RFC 5545 rule, counted from `fromDay`; null when it comes once. */
  recurrence: string | null
  reason: string
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface PatientRow {
  id: string
  family: string
  given: string
  patronymic: string | null
  sex: 'female' | 'male' | 'other' | 'unknown'
  bornOn: string | null
  phones: string
  email: string | null
  address: string | null
  documentKind: string | null
  documentNumber: string | null
  language: string
  note: string | null
  archivedAt: string | null
  /** Whom this patient turned out to be. */
  mergedIntoId: string | null
  contactChannel: string
  doNotDisturb: 0 | 1
  photoSha256: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface ConsentRow {
  id: string
  patientId: string
  purpose: string
  textVersion: string
  givenOn: string
  method: 'paper' | 'electronic' | 'oral'
  recordedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface ConsentWithdrawalRow {
  id: string
  consentId: string
  withdrawnOn: string
  reason: string | null
  recordedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

/** A text that patients agree to, by its purpose and the name of its version. */
export interface ConsentTextRow {
  id: string
  purpose: string
  textVersion: string
  text: string
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** A relative, guardian or payer: another patient, or a name and a phone. */
export interface RelatedPersonRow {
  id: string
  patientId: string
  relativeId: string | null
  relationship: string
  name: string | null
  phone: string | null
  isGuardian: 0 | 1
  isPayer: 0 | 1
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface PatientNoteRow {
  id: string
  patientId: string
  text: string
  /** 1 for what must be seen before anything is done with the patient. */
  isAlert: 0 | 1
  writtenBy: string
  writtenAt: string
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** Two records that were one person: whose rows went where. */
export interface PatientMergeRow {
  id: string
  survivorId: string
  mergedId: string
  /** Which merge of this patient it is, from 1. */
  turn: number
  /** JSON list of the rows that were given to the survivor; see merge.rules. */
  moved: string
  /** JSON list of the fields that were changed beside them, with what they held before and after. */
  changed: string
  mergedAt: string
  mergedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface PatientMergeUndoRow {
  id: string
  mergeId: string
  undoneAt: string
  undoneBy: string
  version: number
  createdAt: string
  updatedAt: string
}

/** Two who look alike and are not the same person; the smaller id first. */
export interface PatientDistinctRow {
  id: string
  oneId: string
  otherId: string
  decidedAt: string
  decidedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface MedicalCardRow {
  id: string
  patientId: string
  number: string
  status: 'draft' | 'submitted' | 'approved' | 'returned'
  bloodType: string | null
  allergies: string | null
  chronicConditions: string | null
  medicines: string | null
  emergencyContact: string | null
  note: string | null
  submittedAt: string | null
  submittedBy: string | null
  decidedAt: string | null
  decidedBy: string | null
  returnReason: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface PatientIndexRow {
  rowid: Generated<number>
  patientId: string
  /** Folded words of family, given name and patronymic, in that order. */
  sortName: string
  terms: string
}

export interface PatientKeyRow {
  patientId: string
  key: string
}

/** A patient who has to be compared with the others. */
export interface DuplicateCheckRow {
  patientId: string
  /** The version that has to be; what changed meanwhile stays to be compared. */
  patientVersion: number
}

/** Two patients who look like one person; the smaller id first. */
export interface DuplicatePairRow {
  oneId: string
  otherId: string
  /** 0 to 100. */
  score: number
  /** JSON list of the reasons. */
  reasons: string
}

export interface AppointmentRow {
  id: string
  patientId: string
  practitionerId: string
  serviceId: string
  locationId: string | null
  day: string
  startsAt: string
  endsAt: string
  timeZone: string
  status:
    | 'requested'
    | 'confirmed'
    | 'arrived'
    | 'called'
    | 'in-room'
    | 'to-pay'
    | 'done'
    | 'no-show'
    | 'cancelled'
  statusAt: string
  priceMinor: number
  currency: string
  note: string | null
  cancelReason: string | null
  /** 1 for a booking that was set over another one on purpose. */
  overbooked: 0 | 1
  /** JSON list of the rooms and equipment that it claims besides the doctor. */
  resourceIds: string
  /** The same in all bookings that were made together; null for a single one. */
  seriesId: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface AppointmentStepRow {
  id: string
  appointmentId: string
  fromStatus: string | null
  toStatus: string
  at: string
  actorId: string
  reason: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface EncounterRow {
  id: string
  appointmentId: string
  patientId: string
  practitionerId: string
  startedAt: string
  complaint: string
  findings: string
  /** Of a visit in the second format its main one, for lists and for older programs. */
  diagnosis: string
  diagnosisCode: string | null
  plan: string
  signedAt: string | null
  signedBy: string | null
  contentHash: string | null
  reason: string
  history: string
  /** JSON list of `{ title, text }`: what its template asked beside the usual texts. */
  sections: string
  templateId: string | null
  /** What the signature covers: 1 is the texts alone, 2 is everything in the visit. */
  contentFormat: number
  /** JSON list of ids: the prescriptions, referrals and laboratory orders that it covers. */
  covered: string
  /** Who has to sign it as well. */
  cosignerId: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface EncounterDraftRow {
  id: string
  encounterId: string
  /** JSON of what is written so far. */
  body: string
  /** JSON list of the marks of the texts that it grew out of, the latest last. */
  lineage: string
  savedAt: string
  savedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface ConditionRow {
  id: string
  patientId: string
  encounterId: string
  position: number
  rank: 'main' | 'secondary'
  code: string | null
  text: string
  verification: 'provisional' | 'differential' | 'confirmed' | 'refuted'
  isChronic: number
  recordedAt: string
  recordedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface ConditionEndRow {
  id: string
  conditionId: string
  /** The condition's own, which says whose branch it is. */
  encounterId: string
  endedAt: string
  endedBy: string
  reason: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface VitalSignRow {
  id: string
  patientId: string
  encounterId: string
  /** One of `vitalSigns`; a newer program may know more. */
  code: string
  value: number
  /** UCUM. */
  unit: string
  effectiveAt: string
  recordedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface VisitTemplateRow {
  id: string
  title: string
  /** Null is for every specialty. */
  specialty: string | null
  /** JSON list of its fields. */
  fields: string
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface VisitPhraseRow {
  id: string
  /** Null is the clinic's. */
  ownerId: string | null
  name: string
  text: string
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface MedicalCertificateRow {
  id: string
  number: string
  kind: 'sick-note' | 'certificate'
  patientId: string
  encounterId: string
  requesterId: string
  issuedAt: string
  fromDay: string | null
  toDay: string | null
  diagnosis: string | null
  presentedTo: string | null
  text: string
  cancelledAt: string | null
  cancelledBy: string | null
  cancelReason: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface EncounterCosignatureRow {
  id: string
  encounterId: string
  turn: number
  decision: 'cosigned' | 'returned'
  remark: string | null
  contentHash: string
  decidedAt: string
  decidedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface EncounterAddendumRow {
  id: string
  encounterId: string
  authorId: string
  text: string
  writtenAt: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface ServiceRequestRow {
  id: string
  number: string
  patientId: string
  encounterId: string | null
  requesterId: string
  performerOrganization: string | null
  performerName: string | null
  specialty: string
  reason: string
  diagnosis: string | null
  note: string | null
  priority: 'routine' | 'urgent' | 'asap' | 'stat'
  issuedAt: string
  /** The service of this clinic that is wished for; null for a referral to somebody elsewhere. */
  serviceId: string | null
  /** The doctor of this clinic who is wished for; null for any. */
  performerId: string | null
  performerEmail: string | null
  /** The calendar day by which an answer is expected. */
  dueOn: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** What happened to a referral. */
export interface ReferralStepRow {
  id: string
  referralId: string
  /** The visit that the referral came out of, as the referral has it. */
  encounterId: string | null
  status: 'sent' | 'booked' | 'declined' | 'answered' | 'closed' | 'revoked'
  note: string | null
  /** The appointment that came of it. */
  bookingId: string | null
  at: string
  actorId: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface AllergyIntoleranceRow {
  id: string
  patientId: string
  substance: string
  reaction: string | null
  severity: 'mild' | 'moderate' | 'severe' | null
  verification: 'unconfirmed' | 'confirmed' | 'refuted'
  notedBy: string
  notedAt: string
  archivedAt: string | null
  archiveReason: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface PrescriptionRow {
  id: string
  number: string
  patientId: string
  encounterId: string | null
  requesterId: string
  issuedAt: string
  /** The last calendar day on which a pharmacy may take it. */
  validTo: string
  /** JSON list of the allergies that were warned of. */
  warnings: string
  overrideReason: string | null
  cancelledAt: string | null
  cancelledBy: string | null
  cancelReason: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface MedicationRequestRow {
  id: string
  prescriptionId: string
  position: number
  medicine: string
  dosage: string
  quantity: string | null
  /** The last calendar day of taking it; null until it is stopped. */
  takenUntil: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface MedicationStopRow {
  id: string
  medicationRequestId: string
  stoppedAt: string
  stoppedBy: string
  reason: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface DocumentReferenceRow {
  id: string
  kind:
    | 'referral'
    | 'invoice'
    | 'receipt'
    | 'refund-receipt'
    | 'visit-summary'
    | 'prescription'
    | 'lab-report'
    | 'sick-note'
    | 'certificate'
  subjectId: string
  patientId: string
  number: string
  language: string
  state: 'due' | 'ready' | 'failed'
  sha256: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface InvoiceRow {
  id: string
  number: string
  patientId: string
  appointmentId: string | null
  currency: string
  totalMinor: number
  issuedAt: string
  issuedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface InvoiceLineRow {
  id: string
  invoiceId: string
  position: number
  serviceId: string | null
  code: string
  description: string
  quantity: number
  unitPriceMinor: number
  totalMinor: number
  version: number
  createdAt: string
  updatedAt: string
}

export interface ReceiptRow {
  id: string
  number: string
  invoiceId: string
  totalMinor: number
  issuedAt: string
  issuedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface PaymentRow {
  id: string
  invoiceId: string
  receiptId: string
  method: 'cash' | 'terminal'
  amountMinor: number
  tenderedMinor: number | null
  changeMinor: number | null
  takenAt: string
  takenBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface RefundRow {
  id: string
  number: string
  invoiceId: string
  paymentId: string
  method: 'cash' | 'terminal'
  amountMinor: number
  reason: string
  refundedAt: string
  refundedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface MessageRow {
  id: string
  eventKey: string
  template: string
  language: string
  audience: 'patient' | 'practitioner' | 'staff'
  recipientName: string
  recipientAddress: string | null
  patientId: string | null
  appointmentId: string | null
  content: string
  subject: string
  state: 'due' | 'sending' | 'sent' | 'failed' | 'cancelled'
  attempts: number
  nextAttemptAt: string | null
  sentAt: string | null
  errorCode: string | null
  errorText: string | null
  deviceId: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface UnsettledInvoiceRow {
  invoiceId: string
}

/** A booking that lost its time to another desk's and wants a new one. */
export interface RebookTaskRow {
  id: string
  appointmentId: string
  /** The booking that holds the time; one of a branch that this workstation does not serve is not here. */
  heldById: string
  /** What was taken: `practitioner:ID`, or `resource:ID` for a room or equipment; null in older rows. */
  heldResource: string | null
  /** The time that was lost. */
  startsAt: string
  endsAt: string
  state: 'open' | 'rebooked' | 'dismissed'
  decidedAt: string | null
  decidedBy: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** A machine or instrument that bookings claim; stands in a room, or goes where it is needed. */
export interface EquipmentRow {
  id: string
  name: string
  kind: string | null
  locationId: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** One thing that a service claims beside the doctor. */
export interface ServiceNeedRow {
  id: string
  serviceId: string
  target: 'room' | 'equipment'
  /** Any of this kind; null where `resourceIds` names them. */
  kind: string | null
  /** JSON list: one of these. */
  resourceIds: string
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface PriceListRow {
  id: string
  name: string
  /** `everyone`, or those alone who have a coverage. */
  audience: 'everyone' | 'covered'
  validFrom: string
  validTo: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface ServicePriceRow {
  id: string
  priceListId: string
  serviceId: string
  priceMinor: number
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** A patient who pays by a price list, as an insurer's do. */
export interface CoverageRow {
  id: string
  patientId: string
  priceListId: string
  policyNumber: string | null
  validFrom: string
  validTo: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface ServicePackageRow {
  id: string
  code: string
  name: string
  priceMinor: number
  validFrom: string
  validTo: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface PackagePartRow {
  id: string
  packageId: string
  serviceId: string
  quantity: number
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** Hours beside the weekly ones, of one day or of the days of a rule. */
export interface ExtraHoursRow {
  id: string
  practitionerId: string
  locationId: string | null
  day: string
  startsLocal: string
  endsLocal: string
  /** RFC 5545 rule, counted from `day`; null when it comes once. */
  recurrence: string | null
  note: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** A day on which the clinic is closed, or open although it is a public holiday. */
export interface ClinicDayRow {
  id: string
  day: string
  kind: 'closed' | 'open'
  name: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** What holds the time of rooms and equipment; kept by triggers from appointment. */
export interface ResourceClaimRow {
  resourceId: string
  startsAt: string
  endsAt: string
  appointmentId: string
}

/** A patient's number in the waiting room, given at the arrival. */
export interface QueueTicketRow {
  id: string
  appointmentId: string
  /** Of the arrival; the numbers begin anew each day. */
  day: string
  /** The desk's prefix and its count: `A12`. */
  label: string
  version: number
  createdAt: string
  updatedAt: string
}

/** Time of a doctor or of a room that is no booking: exactly one of the two is named. */
export interface ScheduleBlockRow {
  id: string
  practitionerId: string | null
  locationId: string | null
  startsAt: string
  endsAt: string
  reason: string
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface WaitlistEntryRow {
  id: string
  patientId: string
  serviceId: string
  /** Null: any doctor who offers the service. */
  practitionerId: string | null
  /** JSON list of ISO weekdays; empty: any. */
  weekdays: string
  partOfDay: 'morning' | 'afternoon' | 'evening' | null
  fromDay: string
  toDay: string | null
  urgency: 'urgent' | 'soon' | 'routine'
  note: string | null
  state: 'waiting' | 'booked' | 'withdrawn'
  /** The booking that came of it. */
  appointmentId: string | null
  /** The referral that it came of. */
  referralId: string | null
  decidedAt: string | null
  decidedBy: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** A patient of the waitlist was asked about a time. */
export interface WaitlistCallRow {
  id: string
  entryId: string
  practitionerId: string
  startsAt: string
  endsAt: string
  answer: 'accepted' | 'declined' | 'thinking' | 'not-reached'
  note: string | null
  at: string
  actorId: string
  version: number
  createdAt: string
  updatedAt: string
}

/** A patient was called about a booking. */
export interface AppointmentCallRow {
  id: string
  appointmentId: string
  purpose: 'confirmation' | 'absence'
  result: 'confirmed' | 'not-reached' | 'cancelled' | 'moved'
  /** When the booking was to start as the call was made. */
  startsAt: string
  note: string | null
  at: string
  actorId: string
  version: number
  createdAt: string
  updatedAt: string
}

/** What one person chose for themselves, at every workstation. */
export interface PreferenceRow {
  id: string
  practitionerId: string
  name: string
  /** JSON, in the shape that goes with the name. */
  value: string
  version: number
  createdAt: string
  updatedAt: string
}

/** Who gave their passphrase at this workstation, and the PIN with which they come back to it. */
export interface WorkstationPinRow {
  practitionerId: string
  passphraseAt: string
  /** The credential's `passwordChangedAt` when the passphrase was given; another one ends the PIN. */
  passwordChangedAt: string
  pinHash: string | null
  /** Wrong PINs in a row. */
  failures: number
}

/** A kind of document as an administrator set it down; what is JSON is read by document-types.service. */
export interface DocumentTypeRow {
  id: string
  name: string
  fields: string
  form: string
  route: string
  isMedical: 0 | 1
  needsPatient: 0 | 1
  /** Null: kept for ever. */
  retentionYears: number | null
  /** `signed`, `archived`, or the key of a field that is a day. */
  retentionFrom: string
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** A document that goes its route from draft to archive. */
export interface CompositionRow {
  id: string
  typeId: string
  number: string
  patientId: string | null
  language: string
  /** JSON: the type as it was when the document was begun. */
  definition: string
  /** JSON: the answers by the keys of the fields. */
  content: string
  state:
    | 'draft'
    | 'review'
    | 'returned'
    | 'approved'
    | 'signed'
    | 'archived'
    | 'disposed'
    | 'discarded'
  /** Whose turn it is, counted along the route. */
  routeStep: number
  authorId: string
  replacesId: string | null
  signedAt: string | null
  contentHash: string | null
  /** Of the signed PDF. */
  sha256: string | null
  retainUntil: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface CompositionStepRow {
  id: string
  compositionId: string
  action: 'begin' | 'submit' | 'return' | 'approve' | 'sign' | 'archive' | 'dispose' | 'discard'
  fromState: string | null
  toState: string
  routeStep: number
  remark: string | null
  contentHash: string
  at: string
  actorId: string
  version: number
  createdAt: string
  updatedAt: string
}

/** A file that belongs to a patient, to one of their visits, or to a document. */
export interface AttachmentRow {
  id: string
  patientId: string | null
  encounterId: string | null
  compositionId: string | null
  name: string
  mediaType: string
  sizeBytes: number
  sha256: string
  note: string | null
  addedAt: string
  addedBy: string
  archivedAt: string | null
  archiveReason: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** What somebody asked of a colleague or of whoever holds a role: exactly one of the two is named. */
export interface TaskRow {
  id: string
  patientId: string | null
  /** What it is about; the kind says of which table the id is. */
  focusKind: string | null
  focusId: string | null
  title: string
  description: string | null
  requesterId: string
  ownerId: string | null
  ownerRole: string | null
  /** The last day on which it is in time. */
  dueOn: string | null
  status: 'requested' | 'completed' | 'cancelled'
  endedAt: string | null
  endedBy: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface TaskStepRow {
  id: string
  taskId: string
  kind:
    | 'requested'
    | 'commented'
    | 'delegated'
    | 'due-changed'
    | 'completed'
    | 'cancelled'
    | 'reopened'
  /** Whom it was given to and when it was due with this step; null where the step says nothing of it. */
  ownerId: string | null
  ownerRole: string | null
  dueOn: string | null
  comment: string | null
  at: string
  actorId: string
  version: number
  createdAt: string
  updatedAt: string
}

/** Something that can be measured or seen. */
export interface ObservationDefinitionRow {
  id: string
  code: string
  name: string
  unit: string | null
  valueKind: 'quantity' | 'text'
  decimals: number
  loinc: string | null
  specimenKind: string
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** What is normal and what is critical for one sex or all, from `fromDays` of age to before `toDays`. */
export interface ReferenceRangeRow {
  id: string
  definitionId: string
  sex: 'female' | 'male' | null
  fromDays: number
  toDays: number | null
  low: string | null
  high: string | null
  criticalLow: string | null
  criticalHigh: string | null
  /** Of values that are words: those that are normal, a `|` between them. */
  normalText: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** Analytes that are ordered together. */
export interface ObservationPanelRow {
  id: string
  code: string
  name: string
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface ObservationPanelMemberRow {
  id: string
  panelId: string
  definitionId: string
  position: number
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** A ServiceRequest to a laboratory. */
export interface LabOrderRow {
  id: string
  number: string
  patientId: string
  encounterId: string | null
  requesterId: string
  priority: 'routine' | 'urgent' | 'asap' | 'stat'
  note: string | null
  orderedAt: string
  revokedAt: string | null
  revokedBy: string | null
  revokeReason: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** One tube of an order. */
export interface SpecimenRow {
  id: string
  orderId: string
  /** What is printed on it and scanned; begins with the prefix of the desk. */
  label: string
  kind: string
  collectedAt: string | null
  collectedBy: string | null
  sentAt: string | null
  sentBy: string | null
  sentTo: string | null
  /** The first specimen that was taken for the same analytes, where this one is taken in its stead. */
  replacesId: string | null
  /** It could not be used: another one takes its place. */
  rejectedAt: string | null
  rejectedBy: string | null
  rejectReason: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface LabOrderItemRow {
  id: string
  orderId: string
  specimenId: string
  definitionId: string
  /** The panel it came with; null where it was chosen by itself. */
  panelId: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** A message of a laboratory as it came. */
export interface LabMessageRow {
  id: string
  source: 'file' | 'mllp'
  sender: string
  controlId: string
  /** SHA-256 of its bytes. */
  contentHash: string
  encoding: string
  content: string
  receivedAt: string
  version: number
  createdAt: string
  updatedAt: string
}

/** One order's results in a message (an OBR with what follows), and whom the laboratory says that they are of. */
export interface LabMessageReportRow {
  id: string
  messageId: string
  position: number
  placerNumber: string | null
  fillerNumber: string | null
  cardNumber: string | null
  family: string | null
  given: string | null
  bornOn: string | null
  sex: string | null
  /** Why nobody was found by itself; null where somebody was. */
  reason: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** Whose the results of a message are. */
export interface LabMatchRow {
  id: string
  messageReportId: string
  /** 1 for the first time, one more after each time it was undone. */
  turn: number
  patientId: string
  way: 'order-number' | 'identifiers' | 'by-hand'
  matchedAt: string
  matchedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

/** A match that was wrong: the reports that came of it do not count. */
export interface LabMatchUndoRow {
  id: string
  matchId: string
  reason: string
  undoneAt: string
  undoneBy: string
  version: number
  createdAt: string
  updatedAt: string
}

/** Results of a message that are nobody's here: out of the way, unless somebody brings them back. */
export interface LabPutAwayRow {
  id: string
  messageReportId: string
  reason: string
  putAwayAt: string
  putAwayBy: string
  broughtBackAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** Results that came together. */
export interface DiagnosticReportRow {
  id: string
  patientId: string
  orderId: string | null
  /** Null where it was entered by hand. */
  matchId: string | null
  status: 'partial' | 'final' | 'corrected'
  effectiveAt: string
  issuedAt: string
  /** The laboratory. */
  performer: string | null
  enteredBy: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** One result. */
export interface ObservationRow {
  id: string
  reportId: string
  patientId: string
  /** Null for what the catalogue does not know. */
  definitionId: string | null
  position: number
  code: string
  name: string
  valueKind: 'quantity' | 'text'
  comparator: '<' | '<=' | '>' | '>=' | null
  /** A decimal as it was reported, or words. */
  value: string
  unit: string | null
  low: string | null
  high: string | null
  criticalLow: string | null
  criticalHigh: string | null
  normalText: string | null
  interpretation: 'N' | 'L' | 'H' | 'LL' | 'HH' | 'A' | 'AA' | null
  status: 'preliminary' | 'final' | 'corrected' | 'cancelled'
  effectiveAt: string
  /** The result that this one corrects. */
  replacesId: string | null
  note: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** Somebody has seen a report and answers for it. */
export interface ReportReviewRow {
  id: string
  reportId: string
  note: string | null
  reviewedAt: string
  reviewedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

/** A message's results that nobody was found for; kept by triggers. */
export interface UnmatchedLabReportRow {
  messageReportId: string
}

/** A referral that nobody has closed; kept by triggers. */
export interface OpenReferralRow {
  referralId: string
}

/** A report that nobody has reviewed; kept by triggers. */
export interface UnreviewedReportRow {
  reportId: string
}

/** A specimen that is to be collected or sent; kept by triggers. */
export interface WaitingSpecimenRow {
  specimenId: string
}

/** Rows that stay on this workstation. */
export interface CodeSystemRow {
  id: string
  title: string
  url: string | null
  release: string | null
  language: string | null
  conceptCount: number
  /** The file of its codes, as it goes from desk to desk. */
  sha256: string
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

interface CodeIndexRow {
  codeSystemId: string
  indexedAt: string
}

interface CodeConceptRow {
  rowid: Generated<number>
  codeSystemId: string
  code: string
  display: string
  terms: string
}

export interface LocalTables {
  codeIndex: CodeIndexRow
  codeConcept: CodeConceptRow
  device: DeviceRow
  numberSeries: NumberSeriesRow
  workstationSetting: WorkstationSettingRow
  idempotencyKey: IdempotencyKeyRow
  signInGuard: SignInGuardRow
  draft: DraftRow
  storedFile: StoredFileRow
  storedChunk: StoredChunkRow
  auditEvent: AuditEventRow
  outboxOperation: OutboxOperationRow
  patientIndex: PatientIndexRow
  patientKey: PatientKeyRow
  duplicateCheck: DuplicateCheckRow
  duplicatePair: DuplicatePairRow
  unsettledInvoice: UnsettledInvoiceRow
  resourceClaim: ResourceClaimRow
  hubLink: HubLinkRow
  hubFile: HubFileRow
  syncRefusal: SyncRefusalRow
  syncExtra: SyncExtraRow
  workstationPin: WorkstationPinRow
  unmatchedLabReport: UnmatchedLabReportRow
  unreviewedReport: UnreviewedReportRow
  waitingSpecimen: WaitingSpecimenRow
  openReferral: OpenReferralRow
}

/** Rows that every workstation of the clinic shares; written only through a unit of work. */
export interface SharedTables {
  organization: OrganizationRow
  setting: SettingRow
  location: LocationRow
  practitioner: PractitionerRow
  credential: CredentialRow
  signIn: SignInRow
  serviceCategory: ServiceCategoryRow
  healthcareService: HealthcareServiceRow
  practitionerService: PractitionerServiceRow
  weeklyHours: WeeklyHoursRow
  leave: LeaveRow
  equipment: EquipmentRow
  serviceNeed: ServiceNeedRow
  priceList: PriceListRow
  servicePrice: ServicePriceRow
  servicePackage: ServicePackageRow
  packagePart: PackagePartRow
  extraHours: ExtraHoursRow
  clinicDay: ClinicDayRow
  patient: PatientRow
  coverage: CoverageRow
  consent: ConsentRow
  consentWithdrawal: ConsentWithdrawalRow
  consentText: ConsentTextRow
  relatedPerson: RelatedPersonRow
  patientNote: PatientNoteRow
  patientMerge: PatientMergeRow
  patientMergeUndo: PatientMergeUndoRow
  patientDistinct: PatientDistinctRow
  medicalCard: MedicalCardRow
  appointment: AppointmentRow
  appointmentStep: AppointmentStepRow
  encounter: EncounterRow
  encounterAddendum: EncounterAddendumRow
  encounterDraft: EncounterDraftRow
  condition: ConditionRow
  conditionEnd: ConditionEndRow
  vitalSign: VitalSignRow
  encounterCosignature: EncounterCosignatureRow
  visitTemplate: VisitTemplateRow
  visitPhrase: VisitPhraseRow
  medicalCertificate: MedicalCertificateRow
  serviceRequest: ServiceRequestRow
  referralStep: ReferralStepRow
  allergyIntolerance: AllergyIntoleranceRow
  prescription: PrescriptionRow
  medicationRequest: MedicationRequestRow
  medicationStop: MedicationStopRow
  codeSystem: CodeSystemRow
  documentReference: DocumentReferenceRow
  invoice: InvoiceRow
  invoiceLine: InvoiceLineRow
  receipt: ReceiptRow
  payment: PaymentRow
  refund: RefundRow
  message: MessageRow
  rebookTask: RebookTaskRow
  queueTicket: QueueTicketRow
  preference: PreferenceRow
  scheduleBlock: ScheduleBlockRow
  waitlistEntry: WaitlistEntryRow
  waitlistCall: WaitlistCallRow
  appointmentCall: AppointmentCallRow
  documentType: DocumentTypeRow
  composition: CompositionRow
  compositionStep: CompositionStepRow
  attachment: AttachmentRow
  task: TaskRow
  taskStep: TaskStepRow
  observationDefinition: ObservationDefinitionRow
  referenceRange: ReferenceRangeRow
  observationPanel: ObservationPanelRow
  observationPanelMember: ObservationPanelMemberRow
  labOrder: LabOrderRow
  specimen: SpecimenRow
  labOrderItem: LabOrderItemRow
  labMessage: LabMessageRow
  labMessageReport: LabMessageReportRow
  labMatch: LabMatchRow
  labMatchUndo: LabMatchUndoRow
  labPutAway: LabPutAwayRow
  diagnosticReport: DiagnosticReportRow
  observation: ObservationRow
  reportReview: ReportReviewRow
}

/** Fields that a new row may leave out: the column, added by a later migration, has a default. */
export interface LaterFields {
  location: 'kind'
  serviceCategory: 'parentId'
  practitionerService: 'locationId'
  leave: 'startsLocal' | 'endsLocal' | 'recurrence'
  appointment: 'seriesId'
  practitioner: 'supervisorId'
  encounter:
    | 'reason'
    | 'history'
    | 'sections'
    | 'templateId'
    | 'contentFormat'
    | 'covered'
    | 'cosignerId'
  serviceRequest: 'serviceId' | 'performerId' | 'performerEmail' | 'dueOn'
  waitlistEntry: 'referralId'
  specimen: 'replacesId' | 'rejectedAt' | 'rejectedBy' | 'rejectReason'
}

export interface ClinicTables extends LocalTables, SharedTables {}

export type SharedTable = keyof SharedTables

/**
 * How each shared table is written: `registry` rows are patched field by field, `fact` rows are
 * appended and never changed, but for `movable` fields: whose a fact is, when two records turn out to
 * be one person. `secret` fields are told to the outbox and withheld from the audit.
 */
export const sharedTables: {
  [Table in SharedTable]: {
    kind: 'registry' | 'fact'
    movable?: readonly (keyof SharedTables[Table])[]
    secret?: readonly (keyof SharedTables[Table])[]
  }
} = {
  organization: { kind: 'registry' },
  setting: { kind: 'registry', secret: ['value'] },
  location: { kind: 'registry' },
  practitioner: { kind: 'registry' },
  credential: { kind: 'registry', secret: ['passwordHash'] },
  signIn: { kind: 'fact' },
  serviceCategory: { kind: 'registry' },
  healthcareService: { kind: 'registry' },
  practitionerService: { kind: 'registry' },
  weeklyHours: { kind: 'registry' },
  leave: { kind: 'registry' },
  equipment: { kind: 'registry' },
  serviceNeed: { kind: 'registry' },
  priceList: { kind: 'registry' },
  servicePrice: { kind: 'registry' },
  servicePackage: { kind: 'registry' },
  packagePart: { kind: 'registry' },
  extraHours: { kind: 'registry' },
  clinicDay: { kind: 'registry' },
  patient: { kind: 'registry' },
  coverage: { kind: 'registry' },
  consent: { kind: 'fact', movable: ['patientId'] },
  consentWithdrawal: { kind: 'fact' },
  consentText: { kind: 'registry' },
  relatedPerson: { kind: 'registry' },
  patientNote: { kind: 'registry' },
  patientMerge: { kind: 'fact' },
  patientMergeUndo: { kind: 'fact' },
  patientDistinct: { kind: 'fact' },
  medicalCard: { kind: 'registry' },
  appointment: { kind: 'registry' },
  appointmentStep: { kind: 'fact' },
  encounter: { kind: 'registry' },
  encounterAddendum: { kind: 'fact' },
  encounterDraft: { kind: 'registry', secret: ['body', 'lineage'] },
  condition: { kind: 'fact', movable: ['patientId'] },
  conditionEnd: { kind: 'fact' },
  vitalSign: { kind: 'fact', movable: ['patientId'] },
  encounterCosignature: { kind: 'fact' },
  visitTemplate: { kind: 'registry' },
  visitPhrase: { kind: 'registry' },
  medicalCertificate: { kind: 'registry' },
  serviceRequest: { kind: 'registry' },
  referralStep: { kind: 'fact' },
  allergyIntolerance: { kind: 'registry' },
  prescription: { kind: 'registry' },
  medicationRequest: { kind: 'fact' },
  medicationStop: { kind: 'fact' },
  codeSystem: { kind: 'registry' },
  documentReference: { kind: 'registry' },
  invoice: { kind: 'registry' },
  invoiceLine: { kind: 'fact' },
  receipt: { kind: 'fact' },
  payment: { kind: 'fact' },
  refund: { kind: 'fact' },
  message: { kind: 'registry' },
  rebookTask: { kind: 'registry' },
  queueTicket: { kind: 'fact' },
  preference: { kind: 'registry' },
  scheduleBlock: { kind: 'registry' },
  waitlistEntry: { kind: 'registry' },
  waitlistCall: { kind: 'fact' },
  appointmentCall: { kind: 'fact' },
  documentType: { kind: 'registry' },
  composition: { kind: 'registry' },
  compositionStep: { kind: 'fact' },
  attachment: { kind: 'registry' },
  task: { kind: 'registry' },
  taskStep: { kind: 'fact' },
  observationDefinition: { kind: 'registry' },
  referenceRange: { kind: 'registry' },
  observationPanel: { kind: 'registry' },
  observationPanelMember: { kind: 'registry' },
  labOrder: { kind: 'registry' },
  specimen: { kind: 'registry' },
  labOrderItem: { kind: 'fact' },
  labMessage: { kind: 'fact' },
  labMessageReport: { kind: 'fact' },
  labMatch: { kind: 'fact', movable: ['patientId'] },
  labMatchUndo: { kind: 'fact' },
  labPutAway: { kind: 'registry' },
  diagnosticReport: { kind: 'fact', movable: ['patientId'] },
  observation: { kind: 'fact', movable: ['patientId'] },
  reportReview: { kind: 'fact' },
}
