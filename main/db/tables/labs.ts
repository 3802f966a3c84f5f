/** The laboratory: its catalogue, orders, messages and results. */

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

/** A report that nobody has reviewed; kept by triggers. */
export interface UnreviewedReportRow {
  reportId: string
}

/** A specimen that is to be collected or sent; kept by triggers. */
export interface WaitingSpecimenRow {
  specimenId: string
}
