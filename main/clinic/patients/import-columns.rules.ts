/** How a list of patients from another program is read: its columns' names, and each field's words. */
import { withoutGuard } from './export.rules.ts'
import { parseDay } from '../shared/days.ts'
import { type Language, languages } from '../shared/languages.ts'
import { cleanText, tidyLine } from '../shared/text.ts'

export const importColumns = [
  'family',
  'given',
  'patronymic',
  'sex',
  'born_on',
  'phone',
  'email',
  'address',
  'document_kind',
  'document_number',
  'language',
  'consent_on',
] as const

export type ImportColumn = (typeof importColumns)[number]

/** Without these nobody can be registered. */
const neededColumns: readonly ImportColumn[] = ['family', 'given']

/** What else a column may be called, in the guide's four languages; compared by {@link plainHeader}. */
const otherNames: Record<ImportColumn, readonly string[]> = {
  family: [
    'family name',
    'last name',
    'surname',
    'фамилия',
    'sobrenome',
    'apelido',
    'nom',
    'nom de famille',
  ],
  given: ['given name', 'first name', 'имя', 'nome', 'prenome', 'prenom'],
  patronymic: ['middle name', 'отчество', 'patronimico', 'nome do meio', 'patronyme'],
  sex: ['gender', 'пол', 'sexo', 'sexe'],
  born_on: [
    'birth date',
    'date of birth',
    'birthday',
    'дата рождения',
    'data de nascimento',
    'nascimento',
    'date de naissance',
    'ne le',
  ],
  phone: ['phones', 'mobile', 'телефон', 'telefone', 'celular', 'telephone'],
  email: ['e-mail', 'mail', 'почта', 'эл. почта', 'электронная почта', 'courriel'],
  address: ['адрес', 'endereco', 'adresse'],
  document_kind: [
    'document type',
    'вид документа',
    'тип документа',
    'tipo de documento',
    'type de document',
  ],
  document_number: [
    'document',
    'номер документа',
    'numero do documento',
    'numero de document',
    'numero du document',
  ],
  language: ['язык', 'idioma', 'lingua', 'langue'],
  consent_on: [
    'consent',
    'consent date',
    'дата согласия',
    'согласие',
    'consentimento',
    'data do consentimento',
    'consentement',
    'date du consentement',
  ],
}

const columnByName = new Map<string, ImportColumn>(
  importColumns.flatMap((column) =>
    [column, ...otherNames[column]].map((name) => [plainHeader(name), column] as const),
  ),
)

/** Lower case without marks, and blanks for dashes and underscores. */
function plainHeader(name: string): string {
  return tidyLine(name)
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[\s_-]+/gu, ' ')
}

export interface ImportHeader {
  /** The column at each place of the file, null where the name says nothing to us. */
  places: (ImportColumn | null)[]
  ignored: string[]
  missing: ImportColumn[]
}

/**
 * Reads the first line; of a column that stands there twice the first counts. Where a person said what
 * stands at each place, that counts and not the names.
 */
export function readHeader(
  names: readonly string[],
  mapping: readonly (ImportColumn | null)[] | null = null,
): ImportHeader {
  const known = new Set<ImportColumn>()
  const ignored: string[] = []
  const places = names.map((name, place) => {
    const column =
      mapping === null ? (columnByName.get(plainHeader(name)) ?? null) : (mapping[place] ?? null)
    if (column === null || known.has(column)) {
      ignored.push(tidyLine(name))
      return null
    }
    known.add(column)
    return column
  })
  return { places, ignored, missing: neededColumns.filter((column) => !known.has(column)) }
}

export const importSeparators = [',', ';', '\t'] as const

export type ImportSeparator = (typeof importSeparators)[number]

/** Comma, semicolon or tab, whichever stands most often in the first line outside of quotes. */
export function separatorOf(text: string): ImportSeparator {
  const end = text.search(/[\r\n]/)
  const line = (end === -1 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '')
  const count = (separator: string) => line.split(separator).length
  return importSeparators.reduce((best, one) => (count(one) > count(best) ? one : best))
}

const sexWords: Record<'female' | 'male' | 'other' | 'unknown', readonly string[]> = {
  female: ['female', 'f', 'woman', 'ж', 'жен', 'жен.', 'женский', 'feminino', 'feminin', 'femme'],
  male: ['male', 'm', 'man', 'м', 'муж', 'муж.', 'мужской', 'masculino', 'masculin', 'homme', 'h'],
  other: ['other', 'o', 'другой', 'иной', 'outro', 'autre'],
  unknown: ['', 'unknown', 'u', '-', '?', 'неизвестно', 'desconhecido', 'inconnu'],
}

/** The sex that a field names in one of the four languages, or null. */
export function readSex(field: string): keyof typeof sexWords | null {
  const word = plainHeader(field)
  for (const sex of ['female', 'male', 'other', 'unknown'] as const) {
    if (sexWords[sex].some((known) => plainHeader(known) === word)) return sex
  }
  return null
}

/** A day as `YYYY-MM-DD`, or day first as `31.12.1980` or `31/12/1980`; null when it is none. */
export function readImportDay(field: string): string | null {
  const text = tidyLine(field)
  const local = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text)
  if (local === null) return parseDay(text)
  const [, day = '', month = '', year = ''] = local
  return parseDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

/** The language that a field names (`pt` is `pt-BR`), the clinic's for an empty one, or null. */
export function readLanguage(field: string, clinicLanguage: Language): Language | null {
  const tag = tidyLine(field).toLowerCase().replace('_', '-')
  if (tag === '') return clinicLanguage
  return (
    languages.find((language) => language.toLowerCase() === tag) ??
    languages.find((language) => language.slice(0, 2) === tag) ??
    null
  )
}

/** The phones of a field, parted by comma, semicolon or bar; the first is taken for the mobile. */
export function readImportPhones(field: string): { use: 'mobile' | 'home'; value: string }[] {
  return withoutGuard(field)
    .split(/[,;|]/)
    .map((phone) => phone.trim())
    .filter((phone) => phone !== '')
    .map((value, index) => ({ use: index === 0 ? 'mobile' : 'home', value }))
}

/** A field of one line; line breaks inside quotes become blanks. Other control characters stay. */
export function readLine(field: string): string {
  return withoutGuard(field.replace(/[\r\n\t]+/g, ' ').trim())
}

/** A short, clean form of a field for showing what was read. */
export function shownField(field: string): string {
  const clean = cleanText(field)
  return clean.length > 200 ? `${clean.slice(0, 199)}…` : clean
}
