/** Decisions about what a doctor writes: when a visit says nothing, and what its signature covers. */

/** What the doctor writes, exactly as typed. */
export interface VisitContent {
  complaint: string
  findings: string
  diagnosis: string
  /** Letters, digits and dots of whatever classification the clinic uses; null when none. */
  diagnosisCode: string | null
  plan: string
}

/** Whether nothing was written but blanks; a code alone says too little to be signed. */
export function isEmptyVisit(content: VisitContent): boolean {
  const { complaint, findings, diagnosis, plan } = content
  return [complaint, findings, diagnosis, plan].every((text) => text.trim() === '')
}

/** What a signature covers: the text, whose it is, and who signed it when. */
export interface SignedVisit extends VisitContent {
  id: string
  appointmentId: string
  patientId: string
  practitionerId: string
  startedAt: string
  signedAt: string
  signedBy: string
}

/** The one text of a signed visit that its hash is taken of (RFC 8785: sorted keys, no blanks). */
export function canonicalVisit(visit: SignedVisit): string {
  const { id, appointmentId, patientId, practitionerId, startedAt, signedAt, signedBy } = visit
  const { complaint, findings, diagnosis, diagnosisCode, plan } = visit
  return JSON.stringify({
    appointmentId,
    complaint,
    diagnosis,
    diagnosisCode,
    findings,
    id,
    patientId,
    plan,
    practitionerId,
    signedAt,
    signedBy,
    startedAt,
  })
}
