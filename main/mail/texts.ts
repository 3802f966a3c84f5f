/** The words of the mails, from `mail.json` of each language, in an i18next of their own. */
import { createInstance } from 'i18next'
import en from '../../resources/locales/en/mail.json' with { type: 'json' }
import fr from '../../resources/locales/fr/mail.json' with { type: 'json' }
import ptBR from '../../resources/locales/pt-BR/mail.json' with { type: 'json' }
import ru from '../../resources/locales/ru/mail.json' with { type: 'json' }
import type { Language } from '../clinic/shared/languages.ts'

type Leaves<Tree, Path extends string = ''> = {
  [Key in keyof Tree & string]: Tree[Key] extends string
    ? `${Path}${Key}`
    : Leaves<Tree[Key], `${Path}${Key}.`>
}[keyof Tree & string]

/** Every key of `mail.json`, dotted: `appointment-moved.patient.subject`. */
export type MailTextKey = Leaves<typeof en>

export type MailText = (key: MailTextKey, values?: Record<string, string>) => string

// A language that lacks a key of the English file does not compile.
const trees: Record<Language, typeof en> = { en, ru, 'pt-BR': ptBR, fr }

const instance = createInstance()
void instance.init({
  initAsync: false,
  lng: 'en',
  fallbackLng: false,
  defaultNS: 'mail',
  resources: Object.fromEntries(
    Object.entries(trees).map(([language, tree]) => [language, { mail: tree }]),
  ),
  // What is put in is escaped where the HTML is made; the plain text must stay as it was typed.
  interpolation: { escapeValue: false },
  // A key or a value that is missing is a bug: better no mail than one with holes in it.
  parseMissingKeyHandler: (key: string) => {
    throw new Error(`The mails have no text "${key}"`)
  },
  missingInterpolationHandler: (text: string) => {
    throw new Error(`A value is missing for the text "${text}"`)
  },
})

/** The texts of one language; values are put in as they are, unescaped. */
export function mailTexts(language: Language): MailText {
  const translate: (key: string, values: Record<string, string>) => string = instance.getFixedT(
    language,
    'mail',
  )
  return (key, values = {}) => translate(key, values)
}
