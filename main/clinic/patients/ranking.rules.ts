/** Which of the patients that an index found really fit what was typed, and in which order they stand. */
import type { SearchReading } from './search.rules.ts'
import { nameKey } from './transliteration.rules.ts'

/** What the index holds of a patient. */
export interface IndexedName {
  /** Folded words of family, given name and patronymic, in that order. */
  sortName: string
  terms: string
}

/** How a patient was found, so that the list can say it. */
export type MatchedBy =
  | 'as-typed'
  | 'layout'
  | 'transliteration'
  | 'part'
  | 'phone'
  | 'birth-day'
  | 'card'

/** Whether words and phone digits of a reading fit; birth day and card are the index's to know. */
export function fitsReading({ terms }: IndexedName, reading: SearchReading): boolean {
  const words = terms.split(' ')
  const fits = (token: string) => {
    const key = nameKey(token)
    return words.some((word) => word.startsWith(token) || (key !== '' && word.startsWith(key)))
  }
  const { phoneDigits, tokens } = reading
  return tokens.every(fits) && (phoneDigits === null || terms.includes(phoneDigits))
}

/**
 * How far a patient is from what was typed, 0 the nearest: the name begins so; the family name
 * begins so; every word is the beginning of a name; only the Latin keys agree. Whole words stand
 * before beginnings.
 */
export function distanceOf({ sortName }: IndexedName, tokens: readonly string[]): number {
  const words = sortName.split(' ')
  const wholeWords = tokens.filter((token) => words.includes(token)).length
  const missing = tokens.length - wholeWords
  if (`${sortName} `.startsWith(`${tokens.join(' ')} `)) return 0
  if (sortName.startsWith(tokens.join(' '))) return 1
  const isWritten = tokens.every((token) => words.some((word) => word.startsWith(token)))
  if (!isWritten) return 1000 + keysMissing(words, tokens)
  const beginsFamily = tokens.some((token) => sortName.startsWith(token))
  return (beginsFamily ? 100 : 500) + missing
}

/** Keys that are whole words come before keys that only begin one. */
function keysMissing(words: readonly string[], tokens: readonly string[]): number {
  const keys = words.map(nameKey)
  return tokens.filter((token) => !keys.includes(nameKey(token))).length
}

/** The found patients, nearest first, then by name. */
export function ranked<Found extends IndexedName>(
  found: readonly Found[],
  tokens: readonly string[],
): Found[] {
  return found
    .map((patient) => ({ patient, distance: distanceOf(patient, tokens) }))
    .toSorted(
      (one, other) =>
        one.distance - other.distance || (one.patient.sortName < other.patient.sortName ? -1 : 1),
    )
    .map(({ patient }) => patient)
}

/** Patients found by a piece from the middle of a name: the earlier in the name it stands, the nearer. */
export function rankedByPlace<Found extends IndexedName>(
  found: readonly Found[],
  pieces: readonly string[],
): Found[] {
  const placeOf = ({ sortName }: IndexedName) => {
    const places = pieces.map((piece) => sortName.indexOf(piece))
    return Math.min(...places.map((place) => (place === -1 ? Number.MAX_SAFE_INTEGER : place)))
  }
  return found
    .map((patient) => ({ patient, place: placeOf(patient) }))
    .toSorted(
      (one, other) =>
        one.place - other.place || (one.patient.sortName < other.patient.sortName ? -1 : 1),
    )
    .map(({ patient }) => patient)
}

/** What a patient was found by; `isAlternative` is a reading of the query that was not typed so. */
export function matchedBy(
  patient: IndexedName,
  reading: SearchReading,
  isAlternative: boolean,
): MatchedBy {
  if (reading.cardNumber !== null) return 'card'
  if (reading.bornOn !== null) return 'birth-day'
  if (reading.phoneDigits !== null) return 'phone'
  if (isAlternative) return 'layout'
  const words = patient.terms.split(' ')
  const isWritten = reading.tokens.every((token) => {
    return patient.sortName.split(' ').some((word) => word.startsWith(token))
  })
  if (isWritten) return 'as-typed'
  // Digits that are too short for a phone stand in a phone or a birth day all the same.
  const digits = reading.tokens.find((token) => /^\d+$/.test(token))
  return digits !== undefined && words.some((word) => word.startsWith(digits))
    ? 'phone'
    : 'transliteration'
}
