/** Whether two patients are likely one person, across alphabets, slips of the pen and swapped fields. */
import { parseDay } from '../shared/days.ts'
import { phoneKey } from './phones.rules.ts'
import { nameKey, nameKeys } from './transliteration.rules.ts'

/** What of a patient is compared. */
export interface ComparablePatient {
  family: string
  given: string
  patronymic: string | null
  bornOn: string | null
  phones: readonly string[]
  documentKind?: string | null
  documentNumber?: string | null
  /** ISO 3166-1 alpha-2 of the clinic, for phones typed without a country code. */
  country?: string | null
}

export type DuplicateReason =
  | 'same-document'
  | 'same-phone'
  | 'similar-name'
  | 'same-birth-day'
  | 'swapped-day-month'

export interface DuplicateScore {
  /** 0 is nothing in common, 1 is certain as far as the desk can see. */
  score: number
  reasons: DuplicateReason[]
}

/** From here on a pair is a likely duplicate: the same phone, or similar name and birth day. */
const likelyDuplicateScore = 0.5

// No name and no birth day alone reaches the threshold; a phone does, and the two together do.
const phoneWeight = 0.6
const nameWeight = 0.4
const birthDayWeight = 0.3
const swappedWeight = 0.2

/**
 * How much speaks for two patients being one person, and what. Similar names are the same but for
 * alphabet, marks, one or two letters in long words, or family and given name swapped.
 */
export function duplicateScore(a: ComparablePatient, b: ComparablePatient): DuplicateScore {
  const reasons: DuplicateReason[] = []
  let score = 0
  if (haveSameDocument(a, b)) {
    reasons.push('same-document')
    score = 1
  }
  if (phoneKeys(a).some((key) => phoneKeys(b).includes(key))) {
    reasons.push('same-phone')
    score += phoneWeight
  }
  const likeness = nameLikeness(a, b)
  if (likeness > 0) {
    reasons.push('similar-name')
    score += nameWeight * likeness
  }
  if (a.bornOn !== null && a.bornOn === b.bornOn) {
    reasons.push('same-birth-day')
    score += birthDayWeight
  } else if (a.bornOn !== null && b.bornOn !== null && swapDayAndMonth(a.bornOn) === b.bornOn) {
    reasons.push('swapped-day-month')
    score += swappedWeight
  }
  return { score: Math.min(1, Math.round(score * 1000) / 1000), reasons }
}

/** Whether the desk should be warned of the pair. */
export function isLikelyDuplicate(a: ComparablePatient, b: ComparablePatient): boolean {
  return duplicateScore(a, b).score >= likelyDuplicateScore
}

/**
 * Keys that every likely duplicate shares at least one of, for finding candidates in the database:
 * the phone's last ten digits, the document, and the birth day (whichever of day and month is
 * written first) with the first letter of the family or the given name. A slip in both first letters
 * is the price of a short list.
 */
export function duplicateKeys(patient: ComparablePatient): string[] {
  const keys = phoneKeys(patient).map((key) => `phone:${key}`)
  const document = documentKey(patient)
  if (document !== null) keys.push(`document:${document}`)
  if (patient.bornOn !== null) {
    const swapped = swapDayAndMonth(patient.bornOn) ?? patient.bornOn
    const day = swapped < patient.bornOn ? swapped : patient.bornOn
    for (const name of [patient.family, patient.given]) {
      for (const key of nameKeys(name)) keys.push(`born:${day}:${[...key][0] ?? ''}`)
    }
  }
  return [...new Set(keys)]
}

/** The day with its day and month the other way round, or null where that is no day. */
export function swapDayAndMonth(day: string): string | null {
  const [year = '', month = '', date = ''] = day.split('-')
  return parseDay(`${year}-${date}-${month}`)
}

/**
 * How many slips lie between two words: letters added, left out, changed, or two neighbours
 * exchanged (optimal string alignment). Stops counting past `most`, with `most + 1`.
 */
export function slipsBetween(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
  const left = [...a]
  const right = [...b]
  if (Math.abs(left.length - right.length) > most) return most + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= right.length; j += 1) {
      const changed = at(last, j - 1) + (left[i - 1] === right[j - 1] ? 0 : 1)
      let least = Math.min(at(last, j) + 1, at(row, j - 1) + 1, changed)
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        least = Math.min(least, at(beforeLast, j - 2) + 1)
      }
      row.push(least)
    }
    beforeLast = last
    last = row
  }
  return Math.min(at(last, right.length), most + 1)
}

/** Words in between that people leave out of a name or put in. */
const particles = new Set([
  'da',
  'de',
  'di',
  'do',
  'du',
  'das',
  'dos',
  'des',
  'del',
  'e',
  'van',
  'von',
])

/** 0 for names that are not similar, else up to 1 for the same. */
function nameLikeness(a: ComparablePatient, b: ComparablePatient): number {
  const straight = partLikeness(a.family, b.family) * partLikeness(a.given, b.given)
  const swapped = 0.95 * partLikeness(a.family, b.given) * partLikeness(a.given, b.family)
  const likeness = Math.max(straight, swapped)
  const haveBoth = isWritten(a.patronymic) && isWritten(b.patronymic)
  // Another patronymic speaks against it, but a father's name is often misheard.
  return haveBoth && partLikeness(a.patronymic ?? '', b.patronymic ?? '') === 0
    ? likeness * 0.6
    : likeness
}

/** Likeness of one part of a name: 0, or 0.75 and more. */
function partLikeness(a: string, b: string): number {
  const whole = wordLikeness(nameKey(a), nameKey(b))
  if (whole > 0) return whole
  const left = significantKeys(a)
  const right = significantKeys(b)
  const [few, many] = left.length <= right.length ? [left, right] : [right, left]
  // Maria Clara is Maria in another register, da Silva Santos is Silva.
  const isPart = few.length > 0 && few.every((word) => many.includes(word))
  return isPart ? 0.85 : 0
}

function wordLikeness(a: string, b: string): number {
  if (a === '' || b === '') return 0
  const longest = Math.max(a.length, b.length)
  const allowed = longest <= 3 ? 0 : longest <= 7 ? 1 : 2
  const slips = slipsBetween(a, b, allowed)
  return slips > allowed ? 0 : Math.max(0.75, 1 - slips / longest)
}

function significantKeys(name: string): string[] {
  return name
    .split(/[^\p{L}\p{M}\p{N}'’]+/u)
    .filter((word) => !particles.has(word.toLowerCase()))
    .map(nameKey)
    .filter((key) => key.length > 1)
}

function isWritten(name: string | null): boolean {
  return name !== null && name.trim() !== ''
}

function phoneKeys(patient: ComparablePatient): string[] {
  return patient.phones
    .map((phone) => phoneKey(phone, patient.country ?? null))
    .filter((key) => key !== null)
}

function haveSameDocument(a: ComparablePatient, b: ComparablePatient): boolean {
  const document = documentKey(a)
  return document !== null && document === documentKey(b)
}

/** Kind and number with nothing but letters and digits; a number of under four says nothing. */
function documentKey(patient: ComparablePatient): string | null {
  const number = (patient.documentNumber ?? '').toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')
  return number.length < 4 ? null : `${patient.documentKind ?? ''}:${number}`
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
