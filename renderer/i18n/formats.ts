/** Days, times, names and sums as the spoken language and the clinic's time zone write them. */
import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { isLanguage, type Language } from '../../main/clinic/shared/languages.ts'
import { formatMoney } from '../../main/clinic/shared/money.ts'
import { fullName, type HumanName, shortName } from '../../main/clinic/shared/names.ts'

export interface ClinicFrame {
  timeZone: string
  currency: string
  country: string
}

/** The clinic's zone, currency and country, once someone is signed in. */
export const ClinicFrameContext = createContext<ClinicFrame>({
  timeZone: 'UTC',
  currency: 'EUR',
  country: 'FR',
})

export interface Formats {
  /** Instant to wall time in the clinic's zone: `09:30`. */
  time(instant: string): string
  /** Instant to the clinic's calendar day, `YYYY-MM-DD`. */
  dayOf(instant: string): string
  /** `12.04.1978` */
  day(day: string): string
  /** `Friday, 20 November` */
  longDay(day: string): string
  /** `20 Nov` */
  shortDay(day: string): string
  /** Name of an ISO weekday, 1 is Monday: `Monday`. */
  weekday(isoWeekday: number): string
  /** `Mon` */
  shortWeekday(isoWeekday: number): string
  /** Day, month and time of an instant: `21.11, 09:30`. */
  shortMoment(instant: string): string
  /** Day and time of an instant. */
  moment(instant: string): string
  money(amountMinor: number, currency?: string): string
  name(name: HumanName): string
  shortName(name: HumanName): string
  number(value: number): string
}

export function useFormats(): Formats {
  const { i18n } = useTranslation()
  const { timeZone, currency } = useContext(ClinicFrameContext)
  const language = isLanguage(i18n.language) ? i18n.language : 'en'
  return formatsOf(language, timeZone, currency)
}

/** A clinic's day shows hundreds of times and names at once, and a formatter is dear to make. */
const made = new Map<string, Formats>()

function formatsOf(language: Language, timeZone: string, currency: string): Formats {
  const key = `${language} ${timeZone} ${currency}`
  const known = made.get(key) ?? makeFormats(language, timeZone, currency)
  made.set(key, known)
  return known
}

function makeFormats(language: Language, timeZone: string, currency: string): Formats {
  const of = (options: Intl.DateTimeFormatOptions, zone: string) =>
    // British English: 24 hours and day first, which is what a clinic's lists need.
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      ...options,
      timeZone: zone,
    })
  const time = of({ hour: '2-digit', minute: '2-digit', hour12: false }, timeZone)
  const moment = of(
    {
      day: '2-digit',
      month: '2-digit',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    },
    timeZone,
  )
  const shortMoment = of(
    { day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit', hour12: false },
    timeZone,
  )
  const day = of({ day: '2-digit', month: '2-digit', year: 'numeric' }, 'UTC')
  const longDay = of({ weekday: 'long', day: 'numeric', month: 'long' }, 'UTC')
  const shortDay = of({ day: 'numeric', month: 'short' }, 'UTC')
  const weekday = of({ weekday: 'long' }, 'UTC')
  const shortWeekday = of({ weekday: 'short' }, 'UTC')
  const number = new Intl.NumberFormat(language)
  const noon = (calendarDay: string) => new Date(`${calendarDay}T12:00:00Z`)
  // 5 January 2026 is a Monday.
  const dayNamed = (isoWeekday: number) =>
    noon(`2026-01-${String(4 + isoWeekday).padStart(2, '0')}`)
  const capital = (text: string) => text.charAt(0).toLocaleUpperCase(language) + text.slice(1)
  return {
    time: (instant) => time.format(new Date(instant)),
    dayOf: (instant) =>
      Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString(),
    day: (calendarDay) => day.format(noon(calendarDay)),
    longDay: (calendarDay) => capital(longDay.format(noon(calendarDay))),
    shortDay: (calendarDay) => shortDay.format(noon(calendarDay)),
    weekday: (isoWeekday) => capital(weekday.format(dayNamed(isoWeekday))),
    // French and Portuguese write a point behind it.
    shortWeekday: (isoWeekday) =>
      capital(shortWeekday.format(dayNamed(isoWeekday)).replace(/\.$/, '')),
    shortMoment: (instant) => shortMoment.format(new Date(instant)),
    moment: (instant) => moment.format(new Date(instant)),
    money: (amountMinor, other) =>
      formatMoney({ amountMinor, currency: other ?? currency }, language, 'left-out'),
    name: (name) => fullName(name, language),
    shortName: (name) => shortName(name, language),
    number: (value) => number.format(value),
  }
}
