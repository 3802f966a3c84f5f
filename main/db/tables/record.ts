/** What doctors write: visits, diagnoses, measurements, allergies, medicines, referrals, certificates. */

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

/** A referral that nobody has closed; kept by triggers. */
export interface OpenReferralRow {
  referralId: string
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

/** A list of codes; what is in it stands in a file and is indexed on each workstation. */
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
