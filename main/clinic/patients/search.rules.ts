/** Finding a patient: what the index holds of one, and how a typed query is read. */
import { parseDay } from '../shared/days.ts'
import { tidyLine } from '../shared/text.ts'
import { dialledInside, normalizePhone } from './phones.rules.ts'
import { foldText, nameKey, nameKeys, nameWords, splitWords } from './transliteration.rules.ts'

/** What of a patient the search looks at. */
export interface SearchablePatient {
  family: string
  given: string
  patronymic: string | null
  bornOn: string | null
  phones: readonly string[]
  /** ISO 3166-1 alpha-2 of the clinic, for phones typed without a country code. */
  country?: string | null
}

/** One way to read a query; every part that is there has to match. */
export interface SearchReading {
  /** Words of a name, folded (lower case, no marks), in their own alphabet; each is a beginning. */
  tokens: string[]
  /** Four digits or more that stand anywhere in a phone; a year of birth also reads so. */
  phoneDigits: string | null
  bornOn: string | null
  /** In Latin capitals with its dash: `A-01482`. */
  cardNumber: string | null
}

/** How a query is read, and the other readings to try when the first finds nobody. */
export interface PatientSearch extends SearchReading {
  alternatives: SearchReading[]
}

const longestQuery = 200
const shortestPhoneFragment = 4

/**
 * The text of the index for one patient: words of the names as written, their Latin keys, phone
 * digits with the country's code and as dialled inside, birth day as `19780412` and `12041978`.
 * Words are separated by blanks and hold letters and digits alone.
 */
export function searchTerms(patient: SearchablePatient): string {
  const terms = new Set<string>()
  for (const name of [patient.family, patient.given, patient.patronymic ?? '']) {
    for (const word of nameWords(name)) terms.add(word)
    for (const key of nameKeys(name)) terms.add(key)
    // The part after an apostrophe is a beginning too: Brien of O'Brien.
    for (const part of splitWords(foldText(name))) if (part.length > 2) terms.add(part)
  }
  for (const phone of patient.phones) {
    for (const term of phoneTerms(phone, patient.country ?? null)) terms.add(term)
  }
  if (patient.bornOn !== null) {
    const [year = '', month = '', day = ''] = patient.bornOn.split('-')
    terms.add(year + month + day).add(day + month + year)
  }
  return [...terms].join(' ')
}

/** A phone's digits with the country's code and as dialled inside; none of what is no phone. */
export function phoneTerms(phone: string, country: string | null): string[] {
  const digits = normalizePhone(phone, country)
  return digits === null ? [] : [digits, dialledInside(digits) ?? digits]
}

/**
 * Reads what was typed into the search: names in any order, phone digits, a birth day
 * (`12.04.1978`, `12/04/1978`, `1978-04-12`, `12041978`), a card number, or some of these together.
 * Other readings: the same keys in the other layout (`bdfyjd` is `иванов`), month before day, and
 * eight digits of a birth day as part of a phone.
 */
export function parseSearch(query: string): PatientSearch {
  const text = tidyLine(query.slice(0, longestQuery))
  const first = readQuery(text, 'day-first')
  const alternatives: SearchReading[] = []
  const add = (reading: SearchReading) => {
    const known = [first, ...alternatives].some((other) => sameReading(other, reading))
    if (!known && !isEmptyReading(reading)) alternatives.push(reading)
  }
  if (first.bornOn !== null) {
    add(readQuery(text, 'month-first'))
    if (/^\D*\d{8}\D*$/.test(text)) add(readQuery(text, 'no-days'))
  }
  add(readQuery(fixLayout(text), 'day-first'))
  return { ...first, alternatives }
}

/** Whether nothing to look for was typed. */
export function isEmptyReading(reading: SearchReading): boolean {
  const { tokens, phoneDigits, bornOn, cardNumber } = reading
  return tokens.length === 0 && phoneDigits === null && bornOn === null && cardNumber === null
}

/**
 * The FTS5 query for the words of a reading over {@link searchTerms}: each word is the beginning of
 * a name or of its Latin key, and the birth day is whole. Null when the reading has neither; phone
 * digits (a part of a word) and card numbers are asked for elsewhere.
 */
export function wordMatch(reading: SearchReading): string | null {
  const parts = reading.tokens.map((token) => {
    const key = nameKey(token)
    return key === '' || key === token ? `"${token}"*` : `("${token}"* OR "${key}"*)`
  })
  if (reading.bornOn !== null) parts.push(`"${reading.bornOn.replaceAll('-', '')}"`)
  return parts.length === 0 ? null : parts.join(' AND ')
}

/** The keys of a US keyboard and of the Russian one, place by place. */
const latinKeys = '`qwertyuiop[]asdfghjkl;\'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
const russianKeys = 'ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ'
const toRussian = keyMap(latinKeys, russianKeys)
const toLatin = keyMap(russianKeys, latinKeys)

/**
 * What the same keys give in the other layout, ЙЦУКЕН or QWERTY: `bdfyjd` is `иванов`, `шмфтщм` is
 * `ivanov`. Words with digits stay as they are, but for a Cyrillic letter before a card number.
 */
export function fixLayout(text: string): string {
  return text
    .split(' ')
    .map((word) => {
      const isCyrillic = /\p{Script=Cyrillic}/u.test(word)
      // A card number has Latin letters, and its dash is on the same key in both layouts.
      if (/\d/.test(word) && !(isCyrillic && cardShape.test(word))) return word
      const map = isCyrillic ? toLatin : toRussian
      return [...word].map((letter) => map.get(letter) ?? letter).join('')
    })
    .join(' ')
}

/** Cyrillic capitals that look like Latin ones, for numbers read from paper. */
const lookalikes = keyMap('АВЕКМНОРСТУХ', 'ABEKMHOPCTYX')

const cardShape = /^\p{L}{1,4}[-–—]?\d{3,10}$/u
const cardInText = /(?<![\p{L}\p{N}])(\p{L}{1,4})[-–—]?(\d{3,10})(?![\p{L}\p{N}-])/u
const yearFirst = /(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)/
const yearLast = /(?<!\d)(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?!\d)/
const phoneLike = /[+(]?\d[\d\s().+-]*/g

type DayOrder = 'day-first' | 'month-first' | 'no-days'

function readQuery(text: string, order: DayOrder): SearchReading {
  const born = order === 'no-days' ? null : takeDay(text, order)
  const card = takeCard(born?.rest ?? text)
  const rest = card?.rest ?? born?.rest ?? text
  const digits = (rest.match(phoneLike) ?? []).join('').replace(/\D/g, '')
  const isBirthDay = born === null && order !== 'no-days' && digits.length === 8
  const packedDay = isBirthDay ? readPackedDay(digits, order) : null
  const isPhone = packedDay === null && digits.length >= shortestPhoneFragment
  const tokens = nameWords(rest.replace(phoneLike, ' '))
  // Too short for a phone: the beginning of any word of digits.
  if (digits !== '' && !isPhone && packedDay === null) tokens.push(digits)
  return {
    tokens: [...new Set(tokens)],
    phoneDigits: isPhone ? phoneFragment(digits) : null,
    bornOn: born?.day ?? packedDay,
    cardNumber: card?.number ?? null,
  }
}

/** The Russian eight is not part of a number; the rest finds it however it was written down. */
function phoneFragment(digits: string): string {
  if (digits.length === 11 && /^[78]/.test(digits)) return digits.slice(1)
  // In front of a whole number two noughts are the way abroad; in a short piece they are figures.
  return digits.length > 10 ? digits.replace(/^00/, '') : digits
}

function takeDay(text: string, order: DayOrder): { day: string; rest: string } | null {
  const iso = yearFirst.exec(text)
  const day = iso === null ? null : dayFrom(iso[1], iso[2], iso[3])
  if (iso !== null && day !== null) return { day, rest: text.replace(iso[0], ' ') }
  const local = yearLast.exec(text)
  if (local === null) return null
  const dayFirst = dayFrom(local[3], local[2], local[1])
  const monthFirst = dayFrom(local[3], local[1], local[2])
  const found = order === 'month-first' ? (monthFirst ?? dayFirst) : (dayFirst ?? monthFirst)
  return found === null ? null : { day: found, rest: text.replace(local[0], ' ') }
}

function readPackedDay(digits: string, order: DayOrder): string | null {
  const yearLast = [digits.slice(4), digits.slice(2, 4), digits.slice(0, 2)] as const
  const dayFirst = dayFrom(yearLast[0], yearLast[1], yearLast[2])
  const monthFirst = dayFrom(yearLast[0], yearLast[2], yearLast[1])
  const isoDay = dayFrom(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6))
  return order === 'month-first' ? (monthFirst ?? isoDay) : (dayFirst ?? isoDay ?? monthFirst)
}

/** A day on which someone alive can have been born; other digits are no birth day. */
function dayFrom(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): string | null {
  if (year === undefined || month === undefined || day === undefined) return null
  if (year < '1900' || year > '2099') return null
  return parseDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

function takeCard(text: string): { number: string; rest: string } | null {
  const found = cardInText.exec(text)
  const [whole, letters, digits] = found ?? []
  if (whole === undefined || letters === undefined || digits === undefined) return null
  const prefix = [...letters.toUpperCase()].map((letter) => lookalikes.get(letter) ?? letter)
  return { number: `${prefix.join('')}-${digits}`, rest: text.replace(whole, ' ') }
}

function sameReading(a: SearchReading, b: SearchReading): boolean {
  return (
    a.tokens.join(' ') === b.tokens.join(' ') &&
    a.phoneDigits === b.phoneDigits &&
    a.bornOn === b.bornOn &&
    a.cardNumber === b.cardNumber
  )
}

function keyMap(from: string, to: string): Map<string, string> {
  const targets = [...to]
  return new Map([...from].map((key, index) => [key, targets[index] ?? key]))
}
