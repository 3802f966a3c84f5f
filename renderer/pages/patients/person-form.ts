/** The registration form's values, and the way from them to what the services take. */
import { toNestErrors } from '@hookform/resolvers'
import type { FieldValues, Resolver } from 'react-hook-form'
import type * as z from 'zod'
import type { DocumentKind } from '../../../main/clinic/patients/identity.rules.ts'
import type {
  consentMethods,
  contactChannels,
  personInput,
  phoneUses,
  sexes,
} from '../../../main/clinic/patients/patients.input.ts'
import { fixLayout, parseSearch } from '../../../main/clinic/patients/search.rules.ts'
import { isDay } from '../../../main/clinic/shared/days.ts'
import { fieldProblems } from '../../../main/clinic/shared/field-problems.ts'
import type { Language } from '../../../main/clinic/shared/languages.ts'
import { messageOf } from '../../components/field-message.ts'

export type Sex = (typeof sexes)[number]
export type PhoneUse = (typeof phoneUses)[number]
export type ContactChannel = (typeof contactChannels)[number]

/** What the fields of a person hold: nothing is an empty text, never null. */
export interface PersonForm {
  family: string
  given: string
  patronymic: string
  sex: Sex
  /** `YYYY-MM-DD`, or the text that is no day yet. */
  bornOn: string
  phones: { use: PhoneUse; value: string }[]
  email: string
  address: string
  document: { kind: DocumentKind; number: string }
  language: Language
  note: string
  contactChannel: ContactChannel
  doNotDisturb: boolean
}

export interface ConsentForm {
  textVersion: string
  givenOn: string
  method: (typeof consentMethods)[number]
}

export interface RegisterForm extends PersonForm {
  consent: ConsentForm
  withCard: boolean
}

const consentTextKey = 'consent-text'

/** The version of the consent's text that was recorded last at this workstation. */
export function lastConsentText(): string {
  return localStorage.getItem(consentTextKey) ?? '1'
}

/** Offers the version again with the next patient. */
export function rememberConsentText(version: string): void {
  localStorage.setItem(consentTextKey, version)
}

/** The empty form; the document's kind is the commonest of the clinic's country. */
export function emptyPerson(language: Language, documentKind: DocumentKind): PersonForm {
  return {
    family: '',
    given: '',
    patronymic: '',
    sex: 'unknown',
    bornOn: '',
    phones: [{ use: 'mobile', value: '' }],
    email: '',
    address: '',
    document: { kind: documentKind, number: '' },
    language,
    note: '',
    contactChannel: 'phone',
    doNotDisturb: false,
  }
}

/** A registered person in the fields of the form. */
export function formOf(
  person: z.output<typeof personInput>,
  documentKind: DocumentKind,
): PersonForm {
  return {
    family: person.family,
    given: person.given,
    patronymic: person.patronymic ?? '',
    sex: person.sex,
    bornOn: person.bornOn ?? '',
    phones: person.phones.length === 0 ? [{ use: 'mobile', value: '' }] : [...person.phones],
    email: person.email ?? '',
    address: person.address ?? '',
    document: person.document ?? { kind: documentKind, number: '' },
    language: person.language,
    note: person.note ?? '',
    contactChannel: person.contactChannel,
    doNotDisturb: person.doNotDisturb,
  }
}

const orNull = (text: string) => (text.trim() === '' ? null : text)

/** The person as the services take it: what was left empty is null, empty phones are left out. */
export function personOf(form: PersonForm): z.input<typeof personInput> {
  return {
    family: form.family,
    given: form.given,
    patronymic: orNull(form.patronymic),
    sex: form.sex,
    bornOn: orNull(form.bornOn),
    phones: form.phones.filter(({ value }) => value.trim() !== ''),
    email: orNull(form.email.trim()),
    address: orNull(form.address),
    document: form.document.number.trim() === '' ? null : form.document,
    language: form.language,
    note: orNull(form.note),
    contactChannel: form.contactChannel,
    doNotDisturb: form.doNotDisturb,
  }
}

/** What of a half-typed form can be compared with the registry; null while there is too little. */
export function comparableOf(form: PersonForm, exceptId: string | null) {
  const { family, given, patronymic, bornOn, phones, document } = personOf(form)
  const said = phones.filter(({ value }) => value.replace(/\D/g, '').length >= 7)
  const hasName = form.family.trim().length >= 2 && form.given.trim() !== ''
  if (!hasName && said.length === 0 && document === null) return null
  return {
    family,
    given,
    patronymic,
    bornOn: bornOn !== null && isDay(bornOn) ? bornOn : null,
    phones: said,
    document,
    exceptId,
  }
}

/**
 * The path in the form of a path in the input: phones that were left empty were not sent, so the
 * others are counted again.
 */
export function formPath(path: string, form: Partial<Pick<PersonForm, 'phones'>>): string {
  const [field, index, part = 'value'] = path.split('.')
  if (field !== 'phones' || index === undefined || form.phones === undefined) return path
  const filled = form.phones.flatMap(({ value }, place) => (value.trim() === '' ? [] : [place]))
  return `phones.${filled[Number(index)] ?? index}.${part}`
}

/** Checks the form by the very schema of the procedure; see {@link messageOf} for the messages. */
export function schemaResolver<Form extends FieldValues, Output>(
  schema: z.ZodType<Output>,
  toInput: (form: Form) => unknown,
): Resolver<Form, unknown, Output> {
  return (values, _context, options) => {
    const read = schema.safeParse(toInput(values))
    if (read.success) return { values: read.data, errors: {} }
    const errors: Record<string, { type: string; message: string }> = {}
    for (const problem of fieldProblems(read.error.issues)) {
      errors[formPath(problem.path, values)] ??= { type: 'input', message: messageOf(problem) }
    }
    return { values: {}, errors: toNestErrors<Form>(errors, options) }
  }
}

/** What a patronymic says about the sex, in Russian and Turkic forms; null when it says nothing. */
export function sexOfPatronymic(patronymic: string): Sex | null {
  const text = patronymic.trim().toLowerCase()
  if (/(?:вна|чна|кызы|қызы)$/u.test(text)) return 'female'
  return /(?:вич|ьич|мич|тич|оглы|ұлы)$/u.test(text) ? 'male' : null
}

/**
 * What a search that found nobody already says of the person: names in the language's order, a
 * birth day, a phone. Words typed in the wrong layout are put right where a Russian name is meant.
 */
export function personOfQuery(query: string, language: Language): Partial<PersonForm> {
  const { bornOn } = parseSearch(query)
  const withoutDay =
    bornOn === null ? query : query.replace(/\d{1,4}[./-]\d{1,2}[./-]\d{1,4}/g, ' ')
  const digits = /[+(]?\d[\d\s().+-]*\d/.exec(withoutDay)?.[0] ?? ''
  const isPhone = digits.replace(/\D/g, '').length >= 7 && bornOn === null
  const words = withoutDay
    .split(/\s+/)
    .filter((word) => word !== '' && !/\d/.test(word) && /\p{L}/u.test(word))
    .map((word) => capital(language === 'ru' && isWrongLayout(word) ? fixLayout(word) : word))
  return {
    ...namesOf(words, language),
    ...(bornOn === null ? {} : { bornOn }),
    ...(isPhone ? { phones: [{ use: 'mobile' as const, value: digits.trim() }] } : {}),
  }
}

function namesOf(words: readonly string[], language: Language): Partial<PersonForm> {
  const [first = '', second = '', ...others] = words
  if (words.length === 0) return {}
  if (language === 'ru') return { family: first, given: second, patronymic: others.join(' ') }
  if (words.length === 1) return { family: first }
  return { given: words.slice(0, -1).join(' '), family: words.at(-1) ?? '' }
}

/** Latin keys that spell no Latin word: signs that are Russian letters, or no vowel at all. */
function isWrongLayout(word: string): boolean {
  return /^[a-z[\];',.`]+$/i.test(word) && (/[[\];',.`]/.test(word) || !/[aeiou]/i.test(word))
}

/** Small words inside names, which stay small. */
const particles = new Set('al da das de del der di do dos du ibn la le van von'.split(' '))

function capital(word: string): string {
  if (particles.has(word)) return word
  return word.charAt(0).toLocaleUpperCase() + word.slice(1)
}
