/** The refusals that the program knows, each with the data that its sentence needs. */
import type { FieldProblem } from './field-problems.ts'

/**
 * The one error that a person can cause. Services throw it with a code and the data a sentence
 * needs; the renderer owns the sentence (`errors.<code>` in the locales).
 */
export interface ClinicErrorData {
  // who may do what
  'not-signed-in': Record<string, never>
  locked: Record<string, never>
  forbidden: { permission: string }
  'wrong-credentials': Record<string, never>
  'locked-out': { until: string }
  'wrong-pin': { left: number }
  'pin-off': Record<string, never>
  'weak-passphrase': { minimumLength: number }
  'login-taken': { login: string }
  'last-administrator': Record<string, never>
  'already-set-up': Record<string, never>
  // the workstation
  'not-ready': Record<string, never>
  'database-trouble': { trouble: string }
  // what was sent
  'invalid-input': { fields: FieldProblem[] }
  'not-found': { entity: string; id: string }
  'version-conflict': { entity: string; id: string }
  'idempotency-mismatch': Record<string, never>
  archived: { entity: string; id: string }
  // catalog and schedule
  'code-taken': { code: string }
  'category-not-empty': { services: number }
  'category-too-deep': Record<string, never>
  'hours-overlap': {
    weekday: number
    startsLocal: string
    endsLocal: string
    validFrom: string
    validTo: string | null
  }
  // appointments
  overlap: {
    appointmentId: string
    startsAt: string
    endsAt: string
    patient: string
    practitioner: string
  }
  'outside-hours': { day: string }
  'no-free-time': { day: string }
  'resource-taken': { name: string; startsAt: string; endsAt: string }
  'resource-missing': { name: string }
  'another-branch': { locationId: string }
  blocked: { reason: string; startsAt: string; endsAt: string }
  'not-in-series': { appointmentId: string }
  'not-waiting': { entryId: string }
  'referral-is-past': { id: string }
  'time-does-not-exist': { localTime: string; timeZone: string }
  'service-not-offered': { serviceId: string; practitionerId: string }
  'status-not-allowed': { from: string; to: string }
  'reason-required': Record<string, never>
  'not-movable': { status: string }
  'nothing-to-undo': { appointmentId: string }
  'nobody-waits': Record<string, never>
  // visits, cards, referrals
  'already-signed': { encounterId: string }
  'not-signed': { encounterId: string }
  'not-the-author': Record<string, never>
  'empty-visit': Record<string, never>
  'written-meanwhile': Record<string, never>
  'vital-sign-impossible': { sign: string; low: number; high: number }
  'vital-sign-unreadable': { sign: string }
  'pressures-swapped': Record<string, never>
  'already-ended': Record<string, never>
  'template-fields-missing': { missing: { place: string; title: string }[] }
  'not-awaiting': Record<string, never>
  'signature-broken': Record<string, never>
  'allergy-warning': {
    warnings: { medicine: string; substance: string; match: 'substance' | 'class' | 'related' }[]
  }
  'already-cancelled': Record<string, never>
  'not-taken': Record<string, never>
  'task-ended': Record<string, never>
  'card-status-not-allowed': { from: string; to: string }
  'card-exists': { number: string }
  'consent-missing': { patientId: string }
  'merge-not-possible': { reason: 'same' | 'already-merged' }
  'consent-withdrawn': Record<string, never>
  'text-version-taken': { textVersion: string }
  'merge-undo': { reason: 'not-merged' | 'merged-on' }
  // laboratory
  'ranges-overlap': Record<string, never>
  'nothing-ordered': Record<string, never>
  'lab-order-revoked': { number: string }
  'lab-order-resulted': { number: string }
  'not-collected': { label: string }
  'specimen-rejected': { label: string }
  'not-a-number': { name: string }
  'nothing-new': Record<string, never>
  'already-matched': Record<string, never>
  'already-undone': Record<string, never>
  // money
  'amount-too-large': { maximumMinor: number; currency: string }
  'nothing-to-pay': { invoiceId: string }
  'nothing-to-refund': { invoiceId: string }
  'invoice-exists': { invoiceId: string; number: string }
  'not-enough-cash': { missingMinor: number; currency: string }
  'currency-mismatch': { expected: string; actual: string }
  // files, imports, mail
  'file-unreadable': { reason: string }
  'missing-columns': { columns: string[] }
  'import-gone': Record<string, never>
  'mail-not-configured': Record<string, never>
  'mail-no-address': Record<string, never>
  'disk-full': Record<string, never>
  'copy-failed': { reason: string }
  'document-not-ready': { documentId: string }
  // documents and files
  'patient-needed': Record<string, never>
  'not-signed-document': Record<string, never>
  'document-closed': Record<string, never>
  'not-your-turn': Record<string, never>
  'step-not-possible': { state: string }
  'document-incomplete': { field: string }
  'still-kept': { until: string }
  'document-disposed': Record<string, never>
  'file-too-large': { limitMegabytes: number }
  'file-empty': Record<string, never>
  'copy-gone': Record<string, never>
  'folder-not-readable': Record<string, never>
  // the hub
  'hub-refused': { code: string }
  'hub-unreachable': Record<string, never>
  'already-joined': Record<string, never>
  'not-joined': Record<string, never>
  'file-not-here-yet': { sha256: string }
}

export type ClinicErrorCode = keyof ClinicErrorData

/** The union once more as values; the type keeps both in step. */
const everyCode: Record<ClinicErrorCode, true> = {
  'not-signed-in': true,
  locked: true,
  forbidden: true,
  'wrong-credentials': true,
  'locked-out': true,
  'wrong-pin': true,
  'pin-off': true,
  'weak-passphrase': true,
  'login-taken': true,
  'last-administrator': true,
  'already-set-up': true,
  'not-ready': true,
  'database-trouble': true,
  'invalid-input': true,
  'not-found': true,
  'version-conflict': true,
  'idempotency-mismatch': true,
  archived: true,
  'code-taken': true,
  'category-not-empty': true,
  'category-too-deep': true,
  'hours-overlap': true,
  overlap: true,
  'outside-hours': true,
  'no-free-time': true,
  'resource-taken': true,
  'resource-missing': true,
  'another-branch': true,
  blocked: true,
  'not-in-series': true,
  'not-waiting': true,
  'referral-is-past': true,
  'time-does-not-exist': true,
  'service-not-offered': true,
  'status-not-allowed': true,
  'reason-required': true,
  'not-movable': true,
  'nothing-to-undo': true,
  'nobody-waits': true,
  'already-signed': true,
  'not-signed': true,
  'not-the-author': true,
  'empty-visit': true,
  'written-meanwhile': true,
  'vital-sign-impossible': true,
  'vital-sign-unreadable': true,
  'pressures-swapped': true,
  'already-ended': true,
  'template-fields-missing': true,
  'not-awaiting': true,
  'signature-broken': true,
  'allergy-warning': true,
  'already-cancelled': true,
  'not-taken': true,
  'task-ended': true,
  'card-status-not-allowed': true,
  'card-exists': true,
  'consent-missing': true,
  'consent-withdrawn': true,
  'text-version-taken': true,
  'merge-not-possible': true,
  'merge-undo': true,
  'ranges-overlap': true,
  'nothing-ordered': true,
  'lab-order-revoked': true,
  'lab-order-resulted': true,
  'not-collected': true,
  'specimen-rejected': true,
  'not-a-number': true,
  'nothing-new': true,
  'already-matched': true,
  'already-undone': true,
  'amount-too-large': true,
  'nothing-to-pay': true,
  'nothing-to-refund': true,
  'invoice-exists': true,
  'not-enough-cash': true,
  'currency-mismatch': true,
  'file-unreadable': true,
  'missing-columns': true,
  'import-gone': true,
  'mail-not-configured': true,
  'mail-no-address': true,
  'disk-full': true,
  'copy-failed': true,
  'document-not-ready': true,
  'patient-needed': true,
  'not-signed-document': true,
  'document-closed': true,
  'not-your-turn': true,
  'step-not-possible': true,
  'document-incomplete': true,
  'still-kept': true,
  'document-disposed': true,
  'file-too-large': true,
  'file-empty': true,
  'copy-gone': true,
  'folder-not-readable': true,
  'hub-refused': true,
  'hub-unreachable': true,
  'already-joined': true,
  'not-joined': true,
  'file-not-here-yet': true,
}

/** All codes, for what must know each of them: the sentences in the locales. */
export const clinicErrorCodes: readonly string[] = Object.keys(everyCode)

/** Whether something is one of the codes; what comes through the bridge has no type of its own. */
export function isClinicErrorCode(code: unknown): code is ClinicErrorCode {
  return typeof code === 'string' && Object.hasOwn(everyCode, code)
}

/** A refusal with a code of the closed union above; `data` is what the sentence on screen needs. */
export class ClinicError<Code extends ClinicErrorCode = ClinicErrorCode> extends Error {
  readonly code: Code
  readonly data: ClinicErrorData[Code]

  constructor(code: Code, data: ClinicErrorData[Code]) {
    super(code)
    this.name = 'ClinicError'
    this.code = code
    this.data = data
  }
}
