/** The registry: patients, what they agreed to, who belongs to them, and who may be the same. */
import type { Generated } from 'kysely'

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
