/** The patients' registry: registering with consent, likely duplicates, changes, one patient's facts. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { PatientRow } from '../../db/tables.ts'
import type { NewRow, Unit } from '../../db/write.ts'
import { type Clinic, readClinic } from '../settings/settings.service.ts'
import { dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { nameOrNull } from '../shared/names.ts'
import { isLanguage } from '../shared/languages.ts'
import { may } from '../shared/permissions.ts'
import {
  type ComparablePatient,
  type DuplicateReason,
  duplicateKeys,
  duplicateScore,
  isLikelyDuplicate,
} from './duplicates.rules.ts'
import { type ConsentPurpose, isConsentPurpose } from './consents.input.ts'
import { listConsents } from './consents.queries.ts'
import { listNearPhones } from './duplicate-pairs.service.ts'
import { formatDocument, isDocumentKind } from './identity.rules.ts'
import { findCardOf } from './medical-card.queries.ts'
import { openCard } from './medical-card.service.ts'
import { listMergedInto } from './merge.queries.ts'
import { phoneValues } from './patient-index.rules.ts'
import {
  type ArchivePatient,
  contactChannels,
  type FindDuplicates,
  type Person,
  phoneUses,
  type RecordConsent,
  type RegisterPatient,
  type UpdatePatient,
} from './patients.input.ts'
import {
  type ComparableRow,
  countUpcoming,
  findPatient,
  listComparable,
  listSharingKey,
} from './patients.queries.ts'
import { formatPhone } from './phones.rules.ts'

/** What nobody has done with a new patient yet. */
export const newInRegistry = { archivedAt: null, mergedIntoId: null, photoSha256: null } as const

/** What is kept of a person, with phones and documents written as their country writes them. */
export function patientColumns(
  person: Person,
  country: string,
): Omit<NewRow<'patient'>, 'id' | keyof typeof newInRegistry> {
  const { document, phones, doNotDisturb, ...fields } = person
  return {
    ...fields,
    phones: JSON.stringify(
      phones.map(({ use, value }) => ({ use, value: formatPhone(value, country) })),
    ),
    doNotDisturb: doNotDisturb ? 1 : 0,
    documentKind: document?.kind ?? null,
    documentNumber: document === null ? null : formatDocument(document.kind, document.number),
  }
}

/**
 * Registers a patient with the consent to data processing, in one unit, and opens an empty medical
 * card when wished. A likely duplicate does not stop it: see {@link findDuplicates}. Days in the
 * future are refused with `invalid-input` at their field.
 */
export async function registerPatient(
  desk: Desk,
  wish: RegisterPatient,
): Promise<{ id: string; cardId: string | null; cardNumber: string | null }> {
  const { consent, withCard, ...person } = wish
  const clinic = await readClinic(desk)
  requirePast(desk, clinic, { bornOn: person.bornOn, 'consent.givenOn': consent.givenOn })
  return desk.write('patients.register', async (unit) => {
    const id = unit.insert('patient', {
      ...patientColumns(person, clinic.country),
      ...newInRegistry,
    })
    addConsent(desk, unit, id, consent)
    const card = withCard ? await openCard(unit, id) : null
    return { id, cardId: card?.id ?? null, cardNumber: card?.number ?? null }
  })
}

/** Writes the consent as a record of its own; nothing changes it later. */
export function addConsent(
  desk: Desk,
  unit: Unit,
  patientId: string,
  consent: RegisterPatient['consent'],
  purpose: ConsentPurpose = 'data-processing',
): string {
  return unit.insert('consent', { ...consent, patientId, purpose, recordedBy: desk.actor.id })
}

function requirePast(desk: Desk, clinic: Clinic, days: Record<string, string | null>): void {
  const today = dayOf(desk.now(), clinic.timeZone)
  const fields = Object.entries(days)
    .filter(([, day]) => day !== null && day > today)
    .map(([path]) => ({ path, code: 'day-in-future' }))
  if (fields.length > 0) throw new ClinicError('invalid-input', { fields })
}

/** Changes a patient's data, as of the version that the caller saw. */
export async function updatePatient(desk: Desk, wish: UpdatePatient): Promise<void> {
  const { id, version, ...person } = wish
  const clinic = await readClinic(desk)
  requirePast(desk, clinic, { bornOn: person.bornOn })
  await desk.write('patients.update', async (unit) => {
    unit.patch('patient', id, patientColumns(person, clinic.country), version)
  })
}

/**
 * Puts a patient away, or takes one back, as of the version that the caller saw: searches leave out
 * who is put away and nobody can book for them; every record and booking of theirs stays.
 */
export async function archivePatient(desk: Desk, wish: ArchivePatient): Promise<void> {
  await desk.write('patients.archive', async (unit) => {
    const { archivedAt } = await requirePatient(unit.db, wish.id)
    // Put away a second time, the first day stays the day.
    const change = wish.archived ? (archivedAt ?? unit.now) : null
    unit.patch('patient', wish.id, { archivedAt: change }, wish.version)
  })
}

/** Records a consent that a patient gave later, or to a newer text. */
export async function recordConsent(desk: Desk, wish: RecordConsent): Promise<{ id: string }> {
  const { patientId, purpose, ...consent } = wish
  requirePast(desk, await readClinic(desk), { givenOn: consent.givenOn })
  return desk.write('patients.recordConsent', async (unit) => {
    await requirePatient(unit.db, patientId)
    return { id: addConsent(desk, unit, patientId, consent, purpose) }
  })
}

async function requirePatient(db: Reader, id: string): Promise<PatientRow> {
  const row = await findPatient(db, id)
  if (row === undefined) throw new ClinicError('not-found', { entity: 'patient', id })
  return row
}

/**
 * One patient: the person, the consents newest first, the medical card (for those who may read
 * cards; everyone sees its number) and how many appointments are to come. Refused with `not-found`.
 */
export async function getPatient(desk: Desk, id: string) {
  const row = await requirePatient(desk.read, id)
  const consents = await listConsents(desk.read, id)
  const card = (await findCardOf(desk.read, id)) ?? null
  const { phones, documentKind, documentNumber, language, contactChannel, mergedIntoId } = row
  const { doNotDisturb, ...shown } = row
  const mergedInto = mergedIntoId === null ? undefined : await findPatient(desk.read, mergedIntoId)
  return {
    ...shown,
    contactChannel: contactChannels.find((one) => one === contactChannel) ?? 'phone',
    doNotDisturb: doNotDisturb === 1,
    mergedInto: mergedInto === undefined ? null : nameOf(mergedInto),
    /** Who turned out to be this patient, with the numbers that their cards had. */
    mergedHere: await listMergedInto(desk.read, id),
    phones: readPhones(phones),
    document: readDocument(documentKind, documentNumber),
    language: isLanguage(language) ? language : (await readClinic(desk)).language,
    consents: consents.map(({ family, given, patronymic, purpose, ...consent }) => ({
      ...consent,
      purpose: isConsentPurpose(purpose) ? purpose : null,
      recordedByName: nameOrNull({ family, given, patronymic }),
    })),
    card: may(desk.actor.roles, 'cards.read') ? card : null,
    cardNumber: card?.number ?? null,
    upcomingAppointments: await countUpcoming(desk.read, id, desk.now()),
  }
}

function nameOf({ id, family, given, patronymic }: PatientRow) {
  return { id, family, given, patronymic }
}

/** The phones column as the input takes it. */
export function readPhones(column: string): Person['phones'] {
  const phones: unknown = JSON.parse(column)
  if (!Array.isArray(phones)) return []
  return phones.flatMap((phone: unknown) => {
    if (typeof phone !== 'object' || phone === null) return []
    if (!('value' in phone) || typeof phone.value !== 'string') return []
    const found = 'use' in phone ? phoneUses.find((use) => use === phone.use) : undefined
    return [{ use: found ?? 'mobile', value: phone.value }]
  })
}

function readDocument(kind: string | null, number: string | null): Person['document'] {
  if (kind === null || number === null) return null
  return { kind: isDocumentKind(kind) ? kind : 'other', number }
}

/** So many are compared at most; a key shared by more says nothing. */
const comparedLimit = 200

export interface LikelyDuplicate {
  id: string
  family: string
  given: string
  patronymic: string | null
  bornOn: string | null
  phones: Person['phones']
  cardNumber: string | null
  /** 50 to 100. */
  score: number
  reasons: DuplicateReason[]
}

/** Patients who are likely the same person, the likeliest first; ten at most. It warns and never blocks. */
export async function findDuplicates(desk: Desk, wish: FindDuplicates): Promise<LikelyDuplicate[]> {
  const { country } = await readClinic(desk)
  const person: ComparablePatient = {
    family: wish.family ?? '',
    given: wish.given ?? '',
    patronymic: wish.patronymic,
    bornOn: wish.bornOn,
    phones: wish.phones.flatMap(({ value }) => (value === null ? [] : [value])),
    documentKind: wish.document?.kind ?? null,
    documentNumber: wish.document?.number ?? null,
    country,
  }
  const sharing = await listSharingKey(desk.read, duplicateKeys(person), comparedLimit)
  const known = new Set(sharing.map(({ id }) => id))
  const near = (await listNearPhones(desk.read, person)).filter((id) => !known.has(id))
  return [...sharing, ...(await listComparable(desk.read, near))]
    .filter((row) => row.id !== wish.exceptId)
    .filter((row) => isLikelyDuplicate(person, comparable(row, country)))
    .map((row) => ({ row, ...duplicateScore(person, comparable(row, country)) }))
    .toSorted((one, other) => other.score - one.score)
    .slice(0, 10)
    .map(({ row, score, reasons }) => ({
      id: row.id,
      family: row.family,
      given: row.given,
      patronymic: row.patronymic,
      bornOn: row.bornOn,
      phones: readPhones(row.phones),
      cardNumber: row.cardNumber,
      score: Math.round(score * 100),
      reasons,
    }))
}

/** A row as the comparison takes it. */
export function comparable(
  row: Pick<
    ComparableRow,
    'family' | 'given' | 'patronymic' | 'bornOn' | 'phones' | 'documentKind' | 'documentNumber'
  >,
  country: string,
): ComparablePatient {
  return { ...row, phones: phoneValues(row.phones), country }
}
