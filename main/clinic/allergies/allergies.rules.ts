/** Allergies: their words, and which of them speaks against a medicine. */
import { drugClassesOf, relatedClasses } from './drug-classes.rules.ts'
import { nameKey, nameWords } from '../patients/transliteration.rules.ts'

/** FHIR R4 reaction-event-severity, the mildest first. */
export const severities = ['mild', 'moderate', 'severe'] as const

/** FHIR R4 allergyintolerance-verification; `refuted` is kept, so that nobody notes it again. */
export const verifications = ['unconfirmed', 'confirmed', 'refuted'] as const

export type Verification = (typeof verifications)[number]

export interface KnownAllergy {
  id: string
  substance: string
  verification: Verification
}

/**
 * Why an allergy speaks against a medicine: it is the `substance` itself, of the same `class` (all
 * penicillins), or of a `related` one (cephalosporins for who is allergic to penicillin).
 */
export type AllergyMatch = 'substance' | 'class' | 'related'

export interface AllergyWarning {
  allergyId: string
  substance: string
  match: AllergyMatch
}

/** Shorter words (`acid`, `oil` are not, `gel` is) name a form rather than a substance. */
const shortestWord = 4

/** Words that stand on many medicines and name none: salts, forms, and what is eaten. */
const commonWords = new Set(
  [
    [
      'sodium',
      'natrium',
      'potassium',
      'calcium',
      'chloride',
      'acid',
      'tablet',
      'tablets',
      'capsule',
    ],
    ['solution', 'forte', 'plus', 'drops', 'cream', 'ointment', 'injection', 'syrup', 'allergy'],
    ['натрия', 'натрий', 'калия', 'кальция', 'хлорид', 'кислота', 'таблетки', 'капсулы', 'раствор'],
    ['форте', 'плюс', 'капли', 'крем', 'мазь', 'сироп', 'аллергия'],
    ['sódio', 'potássio', 'cálcio', 'cloreto', 'ácido', 'comprimido', 'comprimidos', 'cápsulas'],
    ['solução', 'gotas', 'pomada', 'xarope', 'alergia'],
    ['potassium', 'chlorure', 'acide', 'comprimé', 'comprimés', 'gélules', 'gouttes', 'pommade'],
    ['sirop', 'allergie'],
  ]
    .flat()
    .flatMap((word) => nameWords(word))
    .map((word) => nameKey(word)),
)

/** The words that may name a substance, as one key for both alphabets: `амоксициллин` is `amoxicillin`. */
function substanceKeys(text: string): string[] {
  return (
    nameWords(text)
      .filter((word) => [...word].length >= shortestWord && !/\d/.test(word))
      .map((word) => nameKey(word))
      .filter((key) => key !== '' && !commonWords.has(key))
      // Russian writes the soft c of these names with ц: `амоксициллин`, `цефалексин`.
      .map((key) => key.replaceAll('ts', 's'))
  )
}

/** Endings differ between languages (`ibuprofen`, `ibuprofeno`): so many first letters must agree. */
const agreeingLetters = 6

function sameSubstance(one: string, other: string): boolean {
  if (one === other) return true
  const shorter = Math.min(one.length, other.length)
  if (shorter < agreeingLetters || Math.abs(one.length - other.length) > 2) return false
  const stem = Math.max(agreeingLetters, shorter - 1)
  return one.slice(0, stem) === other.slice(0, stem)
}

/**
 * Which allergies speak against a medicine, each with the strongest reason; refuted ones do not. A
 * sentence of words is all that is known of either, so this warns rather too often than too seldom.
 */
export function allergyWarnings(
  medicine: string,
  allergies: readonly KnownAllergy[],
): AllergyWarning[] {
  const medicineKeys = substanceKeys(medicine)
  const medicineClasses = drugClassesOf(medicine)
  return allergies.flatMap(({ id, substance, verification }) => {
    if (verification === 'refuted') return []
    const match = matchOf(medicineKeys, medicineClasses, substance)
    return match === null ? [] : [{ allergyId: id, substance, match }]
  })
}

function matchOf(
  medicineKeys: readonly string[],
  medicineClasses: ReturnType<typeof drugClassesOf>,
  substance: string,
): AllergyMatch | null {
  const keys = substanceKeys(substance)
  if (medicineKeys.some((one) => keys.some((other) => sameSubstance(one, other)))) {
    return 'substance'
  }
  const classes = drugClassesOf(substance)
  if (medicineClasses.some((one) => classes.includes(one))) return 'class'
  const related = classes.flatMap((one) => relatedClasses[one] ?? [])
  return medicineClasses.some((one) => related.includes(one)) ? 'related' : null
}
