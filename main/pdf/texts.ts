/** The words of the printed forms in four languages, and days, times and money as a country writes them. */
import { Temporal } from 'temporal-polyfill'
import { formatMoney, minorDigits } from '../clinic/shared/money.ts'
import type { Language } from '../clinic/shared/languages.ts'
import type { Letterhead } from './printed-form.ts'
import en from '../../resources/locales/en/print.json' with { type: 'json' }
import fr from '../../resources/locales/fr/print.json' with { type: 'json' }
import ptBR from '../../resources/locales/pt-BR/print.json' with { type: 'json' }
import ru from '../../resources/locales/ru/print.json' with { type: 'json' }

export type PrintTexts = typeof en

const texts: Record<Language, PrintTexts> = { en, ru, 'pt-BR': ptBR, fr }

/** The words of a language alone, for what is no letter. */
export function printTexts(language: Language): PrintTexts {
  return texts[language]
}

/** A sentence with its `{{name}}` places filled; a place that has no value stays empty. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** All that turns a form's data into words. */
export interface Words {
  readonly language: Language
  readonly texts: PrintTexts
  /** A calendar day `YYYY-MM-DD`. */
  day(day: string): string
  /** The day of a UTC instant in the clinic's time zone. */
  dayOf(instant: string): string
  /** Day and time of a UTC instant in the clinic's time zone. */
  dayAndTimeOf(instant: string): string
  money(amountMinor: number, currency: string): string
  /** The number alone, for a column whose head names the currency. */
  amount(amountMinor: number, currency: string): string
  quantity(quantity: number): string
}

/** The language as the clinic's country writes it (`en` in GB is `en-GB`); the plain language when unknown. */
function localeOf(language: Language, country: string): string {
  return /^[A-Za-z]{2}$/.test(country)
    ? new Intl.Locale(language, { region: country }).toString()
    : language
}

/** The words of a language, with days and money as the clinic's country writes them. */
export function wordsFor(language: Language, clinic: Letterhead): Words {
  const locale = localeOf(language, clinic.country)
  const inClinic = (instant: string) =>
    Temporal.Instant.from(instant).toZonedDateTimeISO(clinic.timeZone)
  return {
    language,
    texts: texts[language],
    day: (day) => Temporal.PlainDate.from(day).toLocaleString(locale, { dateStyle: 'long' }),
    dayOf: (instant) =>
      inClinic(instant).toPlainDate().toLocaleString(locale, { dateStyle: 'long' }),
    dayAndTimeOf: (instant) =>
      inClinic(instant)
        .toPlainDateTime()
        .toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' }),
    money: (amountMinor, currency) => formatMoney({ amountMinor, currency }, locale),
    amount: (amountMinor, currency) => {
      const digits = minorDigits(currency)
      return new Intl.NumberFormat(locale, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(amountMinor / 10 ** digits)
    },
    quantity: (quantity) => new Intl.NumberFormat(locale).format(quantity),
  }
}
