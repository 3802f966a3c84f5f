/** Identity documents by country, and the check digits that catch a slip of the pen. */

/** The kinds that a patient can be known by; words for them stand in the locales. */
export const documentKinds = [
  'passport',
  'national-id',
  'residence-permit',
  'driving-licence',
  'birth-certificate',
  'ru-passport',
  'snils',
  'cpf',
  'rg',
  'nir',
  'other',
] as const

export type DocumentKind = (typeof documentKinds)[number]

/** The kinds offered in a country, the commonest first. */
const kindsByCountry: Record<string, readonly DocumentKind[]> = {
  RU: ['ru-passport', 'snils', 'birth-certificate', 'passport', 'residence-permit', 'other'],
  BR: ['cpf', 'rg', 'birth-certificate', 'passport', 'residence-permit', 'other'],
  FR: ['nir', 'national-id', 'passport', 'residence-permit', 'other'],
}
const kindsElsewhere: readonly DocumentKind[] = [
  'passport',
  'national-id',
  'driving-licence',
  'residence-permit',
  'birth-certificate',
  'other',
]

export type DocumentProblem = 'required' | 'format' | 'check-digits'

/** The kinds offered to a clinic in a country (ISO 3166-1 alpha-2), the commonest first. */
export function documentKindsOf(country: string): readonly DocumentKind[] {
  return kindsByCountry[country.toUpperCase()] ?? kindsElsewhere
}

/** Whether a text of a table or a form is one of the kinds. */
export function isDocumentKind(text: string): text is DocumentKind {
  return (documentKinds as readonly string[]).includes(text)
}

/** What is wrong with a document's number, or null. Kinds without a known form take any number. */
export function documentProblem(kind: DocumentKind, number: string): DocumentProblem | null {
  const bare = bareNumber(number)
  if (bare === '') return 'required'
  switch (kind) {
    case 'ru-passport':
      return /^\d{10}$/.test(bare) ? null : 'format'
    case 'snils':
      return problemOf(/^\d{11}$/.test(bare), isSnils(bare))
    case 'cpf':
      return problemOf(/^\d{11}$/.test(bare), isCpf(bare))
    case 'nir':
      return problemOf(/^[1-478]\d{4}(?:\d{2}|2[AB])\d{8}$/.test(bare), isNir(bare))
    default:
      return bare.length <= 30 ? null : 'format'
  }
}

/** The number as the country writes it (`123.456.789-09`); a wrong one stays as it was typed. */
export function formatDocument(kind: DocumentKind, number: string): string {
  if (documentProblem(kind, number) !== null) return number.trim()
  const bare = bareNumber(number)
  switch (kind) {
    case 'ru-passport':
      return shaped(bare, '## ## ######')
    case 'snils':
      return shaped(bare, '###-###-### ##')
    case 'cpf':
      return shaped(bare, '###.###.###-##')
    case 'nir':
      return shaped(bare, '# ## ## ## ### ### ##')
    default:
      return number.trim()
  }
}

/**
 * Whether eleven digits are a Brazilian CPF: two check digits modulo 11 (Receita Federal). A digit
 * repeated eleven times passes the sum and is refused all the same.
 */
export function isCpf(number: string): boolean {
  const digits = bareNumber(number)
  if (!/^\d{11}$/.test(digits) || /^(\d)\1+$/.test(digits)) return false
  const check = (length: number) => {
    const rest = (weightedSum(digits.slice(0, length), (index) => length + 1 - index) * 10) % 11
    return rest === 10 ? 0 : rest
  }
  return check(9) === Number(digits[9]) && check(10) === Number(digits[10])
}

/**
 * Whether fifteen characters are a French NIR: key = 97 - number modulo 97, where the Corsican
 * departments 2A and 2B count as 19 and 18 (INSEE).
 */
export function isNir(number: string): boolean {
  const bare = bareNumber(number)
  if (!/^\d{5}(?:\d{2}|2[AB])\d{8}$/.test(bare)) return false
  const plain = bare.slice(0, 13).replace('2A', '19').replace('2B', '18')
  return 97 - (Number(plain) % 97) === Number(bare.slice(13))
}

/** Whether eleven digits are a Russian SNILS: nine digits weighted 9 to 1, modulo 101. */
export function isSnils(number: string): boolean {
  const digits = bareNumber(number)
  if (!/^\d{11}$/.test(digits)) return false
  const rest = weightedSum(digits.slice(0, 9), (index) => 9 - index) % 101
  return (rest === 100 ? 0 : rest) === Number(digits.slice(9))
}

function bareNumber(number: string): string {
  return number.toUpperCase().replace(/[\s.\-–—/№]/gu, '')
}

function weightedSum(digits: string, weight: (index: number) => number): number {
  return [...digits].reduce((sum, digit, index) => sum + Number(digit) * weight(index), 0)
}

function problemOf(hasForm: boolean, passes: boolean): DocumentProblem | null {
  if (!hasForm) return 'format'
  return passes ? null : 'check-digits'
}

function shaped(number: string, shape: string): string {
  let next = 0
  return shape.replace(/#/g, () => number[next++] ?? '')
}
