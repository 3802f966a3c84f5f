/** Consents: given to a version of a text for one purpose, taken back by another record, never changed. */
import type { Desk } from '../../db/desk.ts'
import { findDocumentOf } from '../documents/documents.queries.ts'
import { orderDocument, reorderDocument } from '../documents/documents.service.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { requireSubject } from '../visits/subject.service.ts'
import type { AddConsentText, ArchiveConsentText, WithdrawConsent } from './consents.input.ts'
import { findConsent, findText, listTexts } from './consents.queries.ts'

/**
 * Records that a patient took a consent back. Refused with `not-found`, `consent-withdrawn` the second
 * time, and `invalid-input` for a day in the future or before the consent.
 */
export async function withdrawConsent(
  desk: Desk,
  { consentId, withdrawnOn, reason }: WithdrawConsent,
): Promise<{ id: string }> {
  const today = dayOf(desk.now(), (await readClinic(desk)).timeZone)
  return desk.write('patients.withdrawConsent', async (unit) => {
    const consent = await findConsent(unit.db, consentId)
    if (consent === undefined) {
      throw new ClinicError('not-found', { entity: 'consent', id: consentId })
    }
    if (consent.withdrawnOn !== null) throw new ClinicError('consent-withdrawn', {})
    const refuse = (code: string) => {
      throw new ClinicError('invalid-input', { fields: [{ path: 'withdrawnOn', code }] })
    }
    if (withdrawnOn > today) refuse('day-in-future')
    if (withdrawnOn < consent.givenOn) refuse('before-consent')
    const recordedBy = desk.actor.id
    const id = unit.insert('consentWithdrawal', { consentId, withdrawnOn, reason, recordedBy })
    await reorderDocument(desk, unit, 'consent', consentId)
    return { id }
  })
}

/**
 * Orders a consent on paper, in the patient's language; one that was printed before is not made again.
 * Refused with `not-found`.
 */
export async function printConsent(desk: Desk, consentId: string): Promise<{ documentId: string }> {
  return desk.write('patients.printConsent', async (unit) => {
    const consent = await findConsent(unit.db, consentId)
    if (consent === undefined) {
      throw new ClinicError('not-found', { entity: 'consent', id: consentId })
    }
    const before = await findDocumentOf(unit.db, 'consent', consentId)
    if (before !== undefined) return { documentId: before.id }
    const { patientId } = consent
    const { language } = await requireSubject(unit.db, { patientId, encounterId: null })
    const paper = { kind: 'consent' as const, subjectId: consentId, patientId, language }
    return { documentId: orderDocument(desk, unit, { ...paper, number: '' }) }
  })
}

/** The texts that patients agree to, by purpose, the newest first; those put away last seen too. */
export async function listConsentTexts(desk: Desk) {
  return listTexts(desk.read)
}

/** Adds a version of a text; what was agreed to before keeps its own. Refused with `text-version-taken`. */
export async function addConsentText(desk: Desk, wish: AddConsentText): Promise<{ id: string }> {
  return desk.write('settings.addConsentText', async (unit) => {
    const { purpose, textVersion } = wish
    if ((await findText(unit.db, purpose, textVersion)) !== undefined) {
      throw new ClinicError('text-version-taken', { textVersion })
    }
    return { id: unit.insert('consentText', { ...wish, archivedAt: null }) }
  })
}

/** Takes a version out of use, or back into it; consents that name it are as they were. */
export async function archiveConsentText(
  desk: Desk,
  { id, archived }: ArchiveConsentText,
): Promise<void> {
  await desk.write('settings.archiveConsentText', async (unit) => {
    unit.patch('consentText', id, { archivedAt: archived ? unit.now : null })
  })
}
