/** Reads about consents, their withdrawals, and the texts that are agreed to. */
import type { Reader } from '../../db/kysely.ts'

/** A patient's consents, newest first, each with its withdrawal and the names of those who recorded both. */
export async function listConsents(db: Reader, patientId: string) {
  return db
    .selectFrom('consent')
    .leftJoin('consentWithdrawal', 'consentWithdrawal.consentId', 'consent.id')
    .leftJoin('practitioner', 'practitioner.id', 'consent.recordedBy')
    .selectAll('consent')
    .select([
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
      'consentWithdrawal.withdrawnOn',
      'consentWithdrawal.reason as withdrawalReason',
    ])
    .where('consent.patientId', '=', patientId)
    .orderBy('consent.givenOn', 'desc')
    .orderBy('consent.id', 'desc')
    .execute()
}

/** Whether somebody agreed to this and did not take it back. */
export async function hasConsent(db: Reader, patientId: string, purpose: string): Promise<boolean> {
  const row = await db
    .selectFrom('consent')
    .leftJoin('consentWithdrawal', 'consentWithdrawal.consentId', 'consent.id')
    .select('consent.id')
    .where('consent.patientId', '=', patientId)
    .where('consent.purpose', '=', purpose)
    .where('consentWithdrawal.id', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

export async function findConsent(db: Reader, id: string) {
  return db
    .selectFrom('consent')
    .leftJoin('consentWithdrawal', 'consentWithdrawal.consentId', 'consent.id')
    .selectAll('consent')
    .select('consentWithdrawal.withdrawnOn')
    .where('consent.id', '=', id)
    .executeTakeFirst()
}

/** All texts, those in use first, the newest of each purpose first. */
export async function listTexts(db: Reader) {
  return db
    .selectFrom('consentText')
    .selectAll()
    .orderBy('purpose')
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

export async function findText(db: Reader, purpose: string, textVersion: string) {
  return db
    .selectFrom('consentText')
    .select('id')
    .where('purpose', '=', purpose)
    .where('textVersion', '=', textVersion)
    .executeTakeFirst()
}
