/** Papers, documents with a route, files, tasks and mails. */

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
    | 'consent'
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
  /** The step of a referral that it came with; its referral's own visit is then `encounterId`. */
  referralStepId: string | null
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
