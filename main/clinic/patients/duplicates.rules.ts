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

export const duplicateReasons = [
  'same-document',
  'same-phone',
  'near-phone',
  'similar-name',
  'same-birth-day',
  'swapped-day-month',
] as const

export type DuplicateReason = (typeof duplicateReasons)[number]

export interface DuplicateScore {
  /** 0 is nothing in common, 1 is certain as far as the desk can see. */
  score: number
  reasons: DuplicateReason[]
}

/** From here on a pair is a likely duplicate: the same phone, or similar name and birth day. */
const likelyDuplicateScore = 0.5

// No name and no birth day alone reaches the threshold; a phone does, and the two together do.
const phoneWeight = 0.6
const nearPhoneWeight = 0.3
const nameWeight = 0.4
const birthDayWeight = 0.3
const swappedWeight = 0.2

/** A patient with the keys that every comparison needs, worked out once. */
export interface PreparedPatient {
  patient: ComparablePatient
  phones: readonly string[]
  document: string | null
}

/** Works the keys out; for comparing one patient with many. */
export function preparePatient(patient: ComparablePatient): PreparedPatient {
  return { patient, phones: phoneKeys(patient), document: documentKey(patient) }
}

/**
 * How much speaks for two patients being one person, and what. Similar names are the same but for
 * alphabet, marks, one or two letters in long words, or family and given name swapped; near phones
 * differ in one digit, or in two neighbours exchanged.
 */
export function duplicateScore(a: ComparablePatient, b: ComparablePatient): DuplicateScore {
  return scorePrepared(preparePatient(a), preparePatient(b))
}

/** The same of two who are prepared. */
export function scorePrepared(one: PreparedPatient, other: PreparedPatient): DuplicateScore {
  const { patient: a } = one
  const { patient: b } = other
  const reasons: DuplicateReason[] = []
  let score = 0
  if (one.document !== null && one.document === other.document) {
    reasons.push('same-document')
    score = 1
  }
  if (one.phones.some((key) => other.phones.includes(key))) {
    reasons.push('same-phone')
    score += phoneWeight
  } else if (one.phones.some((key) => other.phones.some((next) => isNearPhone(key, next)))) {
    reasons.push('near-phone')
    score += nearPhoneWeight
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

/** Digits of a phone without the country's code: one slip apart, and long enough for that to say something. */
function isNearPhone(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 9 && slipsBetween(a, b, 1) === 1
}

/**
 * What speaks for a pair of the registry, when it is worth a look: of a family that shares one phone each is
 * likely someone else, so the name or the document must speak for it too; and people of one name who
 * were born on other days are two, unless their document is the same.
 */
export function pairToDecide(one: PreparedPatient, other: PreparedPatient): DuplicateScore | null {
  const told = scorePrepared(one, other)
  const has = (reason: DuplicateReason) => told.reasons.includes(reason)
  if (told.score < likelyDuplicateScore) return null
  if (has('same-document')) return told
  if (!has('similar-name')) return null
  const bothBorn = one.patient.bornOn !== null && other.patient.bornOn !== null
  const sameDay = has('same-birth-day') || has('swapped-day-month')
  const slip = bothBorn && oneFigureApart(one.patient.bornOn ?? '', other.patient.bornOn ?? '')
  return bothBorn && !sameDay && !slip ? null : told
}

function oneFigureApart(a: string, b: string): boolean {
  return a.length === b.length && [...a].filter((figure, index) => figure !== b[index]).length === 1
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

/**
 * Keys that two of similar names share when their phones differ in one digit: one half of the number
 * is whole on both sides, and stands here with the first letters of the name.
 */
export function nearPhoneKeys({ patient, phones }: PreparedPatient): string[] {
  const letters = [patient.family, patient.given].map((name) => [...nameKey(name)][0] ?? '')
  return phones.flatMap((phone) =>
    phoneHalves(phone).flatMap((half) => letters.map((letter) => `${half}:${letter}`)),
  )
}

/** Both halves of a phone's digits; none of a number too short to be told from another by a slip. */
export function phoneHalves(phone: string): string[] {
  if (phone.length < 9) return []
  const middle = Math.ceil(phone.length / 2)
  return [`<${phone.slice(0, middle)}`, `>${phone.slice(middle)}`]
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

/** Kind and number with nothing but letters and digits; a number of under four says nothing. */
function documentKey(patient: ComparablePatient): string | null {
  const number = (patient.documentNumber ?? '').toUpperCase().replace(/[^\p{L}\p{N}]/gu, '')
  return number.length < 4 ? null : `${patient.documentKind ?? ''}:${number}`
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
