/** Whose results are: what has to agree before the program says so by itself. */
import { nameWords, spellInLatin } from '../patients/transliteration.rules.ts'
import type { ToldIdentity } from './oru.rules.ts'

/** Why nobody was found by itself; shown beside what waits. */
export const unmatchedReasons = [
  'blank-identity',
  'unknown-patient',
  'doubtful-identity',
  'order-of-another',
  'order-revoked',
] as const

export type UnmatchedReason = (typeof unmatchedReasons)[number]

/** A patient as far as identity goes. */
export interface Candidate {
  id: string
  family: string
  bornOn: string | null
  cardNumbers: readonly string[]
}

export interface MatchQuestion {
  identity: ToldIdentity
  /** Whose order bears the number that the laboratory gave back. */
  ordered: { orderId: string; revoked: boolean; patient: Candidate } | null
  /** Patients whose card bears one of the identifiers. */
  carded: readonly Candidate[]
}

export type MatchAnswer =
  | { patientId: string; orderId: string | null; way: 'order-number' | 'identifiers' }
  | { reason: UnmatchedReason }

/**
 * Whose results are. By the number of an order of ours, where something of the identity agrees and
 * nothing contradicts; else by card number, family name and birth day all three. What is blank or
 * doubtful matches nobody: a person decides.
 */
export function decideMatch({ identity, ordered, carded }: MatchQuestion): MatchAnswer {
  if (isBlank(identity)) return { reason: 'blank-identity' }
  if (ordered !== null) {
    if (ordered.revoked) return { reason: 'order-revoked' }
    const told = agreement(identity, ordered.patient)
    if (told.contradicts) return { reason: 'order-of-another' }
    if (!told.agrees) return { reason: 'doubtful-identity' }
    return { patientId: ordered.patient.id, orderId: ordered.orderId, way: 'order-number' }
  }
  const sure = carded.filter((patient) => isSure(identity, patient))
  const [only] = sure
  if (only !== undefined && sure.length === 1) {
    return { patientId: only.id, orderId: null, way: 'identifiers' }
  }
  return { reason: carded.length === 0 ? 'unknown-patient' : 'doubtful-identity' }
}

function isBlank({ identifiers, family, bornOn }: ToldIdentity): boolean {
  return identifiers.length === 0 && family === null && bornOn === null
}

function agreement(identity: ToldIdentity, patient: Candidate) {
  const { card, family, born } = compareIdentity(identity, patient)
  return {
    contradicts: family === false || born === false,
    agrees: family === true || born === true || card === true,
  }
}

/** What of an identity agrees with a patient and what does not; null where one of the two says nothing. */
export interface Comparison {
  card: boolean | null
  family: boolean | null
  born: boolean | null
}

export function compareIdentity(identity: ToldIdentity, patient: Candidate): Comparison {
  const saysCard = identity.identifiers.length > 0 && patient.cardNumbers.length > 0
  return {
    card: saysCard ? bearsCard(identity, patient) : null,
    family: identity.family === null ? null : sameFamily(identity.family, patient.family),
    born:
      identity.bornOn === null || patient.bornOn === null
        ? null
        : identity.bornOn === patient.bornOn,
  }
}

function isSure(identity: ToldIdentity, patient: Candidate): boolean {
  return (
    bearsCard(identity, patient) &&
    identity.family !== null &&
    sameFamily(identity.family, patient.family) &&
    identity.bornOn !== null &&
    identity.bornOn === patient.bornOn
  )
}

function bearsCard({ identifiers }: ToldIdentity, { cardNumbers }: Candidate): boolean {
  const own = new Set(cardNumbers.map(plainNumber))
  return identifiers.some((identifier) => own.has(plainNumber(identifier)))
}

function plainNumber(number: string): string {
  return number.trim().toUpperCase()
}

/** The same letters, or the same spelled in Latin ones, as many a device writes. */
function sameFamily(one: string, other: string): boolean {
  const words = (name: string) => nameWords(spellInLatin(name)).join(' ')
  return words(one) !== '' && words(one) === words(other)
}
