/**
 * Public holidays by country, computed by their rules. Sources: RU Labour Code art. 112; FR Code du
 * travail L3133-1; BR Leis 662/1949, 6.802/1980, 9.093/1995 and 14.759/2023; GB Banking and Financial
 * Dealings Act 1971 (England and Wales); US 5 U.S.C. § 6103. Days that a government moves by a decree of
 * the year (RU) are entered by the clinic.
 */
import { addDays, isoWeekday } from '../shared/days.ts'

export const holidayKeys = [
  'newYear',
  'newYearHolidays',
  'orthodoxChristmas',
  'defenders',
  'womens',
  'labour',
  'victory',
  'russia',
  'unity',
  'goodFriday',
  'easterMonday',
  'ascension',
  'whitMonday',
  'bastille',
  'assumption',
  'allSaints',
  'armistice',
  'christmas',
  'boxing',
  'earlyMay',
  'springBank',
  'summerBank',
  'tiradentes',
  'independence',
  'aparecida',
  'allSouls',
  'republic',
  'blackAwareness',
  'luther',
  'presidents',
  'memorial',
  'juneteenth',
  'columbus',
  'veterans',
  'thanksgiving',
] as const

export type HolidayKey = (typeof holidayKeys)[number]

export interface PublicHoliday {
  day: string
  key: HolidayKey
}

/** Countries whose holidays are known; others have those alone that the clinic enters. */
export const holidayCountries = ['RU', 'FR', 'BR', 'GB', 'US'] as const

type Country = (typeof holidayCountries)[number]

/** The public holidays of a country within a stretch of days, in order. */
export function publicHolidays(country: string, fromDay: string, toDay: string): PublicHoliday[] {
  const known = holidayCountries.find((one) => one === country)
  if (known === undefined) return []
  const [first, last] = [yearOf(fromDay), yearOf(toDay)]
  const found: PublicHoliday[] = []
  // A New Year's day that is kept on the Friday before stands in the year before.
  for (let year = first; year <= last + 1; year += 1) found.push(...holidaysOfYear(known, year))
  return found
    .filter(({ day }) => fromDay <= day && day <= toDay)
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
}

const kept = new Map<string, readonly PublicHoliday[]>()

function holidaysOfYear(country: Country, year: number): readonly PublicHoliday[] {
  const key = `${country} ${year}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const made = Object.entries(rules[country](year)).flatMap(([day, holiday]) =>
    isHolidayKey(holiday) ? [{ day, key: holiday }] : [],
  )
  kept.set(key, made)
  return made
}

function isHolidayKey(word: string): word is HolidayKey {
  return (holidayKeys as readonly string[]).includes(word)
}

type Days = Record<string, HolidayKey>

const rules: Record<Country, (year: number) => Days> = {
  RU: russia,
  FR: france,
  BR: brazil,
  GB: england,
  US: unitedStates,
}

function russia(year: number): Days {
  const days: Days = {}
  for (const day of [1, 2, 3, 4, 5, 6, 8]) days[date(year, 1, day)] = 'newYearHolidays'
  days[date(year, 1, 7)] = 'orthodoxChristmas'
  const others: [number, number, HolidayKey][] = [
    [2, 23, 'defenders'],
    [3, 8, 'womens'],
    [5, 1, 'labour'],
    [5, 9, 'victory'],
    [6, 12, 'russia'],
    [11, 4, 'unity'],
  ]
  for (const [month, dayOfMonth, key] of others) {
    const day = date(year, month, dayOfMonth)
    days[day] = key
    // One that falls on a day of rest is kept on the next working day too.
    if (isoWeekday(day) > 5) days[mondayAfter(day)] = key
  }
  return days
}

function france(year: number): Days {
  const easter = easterSunday(year)
  return {
    [date(year, 1, 1)]: 'newYear',
    [addDays(easter, 1)]: 'easterMonday',
    [date(year, 5, 1)]: 'labour',
    [date(year, 5, 8)]: 'victory',
    [addDays(easter, 39)]: 'ascension',
    [addDays(easter, 50)]: 'whitMonday',
    [date(year, 7, 14)]: 'bastille',
    [date(year, 8, 15)]: 'assumption',
    [date(year, 11, 1)]: 'allSaints',
    [date(year, 11, 11)]: 'armistice',
    [date(year, 12, 25)]: 'christmas',
  }
}

function brazil(year: number): Days {
  return {
    [date(year, 1, 1)]: 'newYear',
    [addDays(easterSunday(year), -2)]: 'goodFriday',
    [date(year, 4, 21)]: 'tiradentes',
    [date(year, 5, 1)]: 'labour',
    [date(year, 9, 7)]: 'independence',
    [date(year, 10, 12)]: 'aparecida',
    [date(year, 11, 2)]: 'allSouls',
    [date(year, 11, 15)]: 'republic',
    ...(year >= 2024 ? { [date(year, 11, 20)]: 'blackAwareness' as const } : {}),
    [date(year, 12, 25)]: 'christmas',
  }
}

function england(year: number): Days {
  const easter = easterSunday(year)
  const days: Days = {
    [addDays(easter, -2)]: 'goodFriday',
    [addDays(easter, 1)]: 'easterMonday',
    [nth(year, 5, 1, 1)]: 'earlyMay',
    [lastMonday(year, 5)]: 'springBank',
    [lastMonday(year, 8)]: 'summerBank',
  }
  const newYear = date(year, 1, 1)
  days[isoWeekday(newYear) > 5 ? mondayAfter(newYear) : newYear] = 'newYear'
  // On a weekend both are kept on the next two days that are no holiday yet.
  for (const [dayOfMonth, key] of [
    [25, 'christmas'],
    [26, 'boxing'],
  ] as const) {
    const day = date(year, 12, dayOfMonth)
    days[isoWeekday(day) > 5 ? addDays(day, 2) : day] = key
  }
  return days
}

function unitedStates(year: number): Days {
  const days: Days = {
    [nth(year, 1, 1, 3)]: 'luther',
    [nth(year, 2, 1, 3)]: 'presidents',
    [lastMonday(year, 5)]: 'memorial',
    [nth(year, 9, 1, 1)]: 'labour',
    [nth(year, 10, 1, 2)]: 'columbus',
    [nth(year, 11, 4, 4)]: 'thanksgiving',
  }
  const fixed: [string, HolidayKey][] = [
    [date(year, 1, 1), 'newYear'],
    [date(year, 7, 4), 'independence'],
    [date(year, 11, 11), 'veterans'],
    [date(year, 12, 25), 'christmas'],
  ]
  if (year >= 2021) fixed.push([date(year, 6, 19), 'juneteenth'])
  for (const [day, key] of fixed) {
    const weekday = isoWeekday(day)
    days[weekday === 6 ? addDays(day, -1) : weekday === 7 ? addDays(day, 1) : day] = key
  }
  return days
}

/** The Sunday of Western Easter (the anonymous Gregorian computus, as in Meeus, ch. 8). */
export function easterSunday(year: number): string {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 19 * l) / 433)
  const month = Math.floor((h + l - 7 * m + 90) / 25)
  return date(year, month, (h + l - 7 * m + 33 * month + 19) % 32)
}

/** The nth such weekday of a month. */
function nth(year: number, month: number, weekday: number, count: number): string {
  const first = date(year, month, 1)
  return addDays(first, ((weekday - isoWeekday(first) + 7) % 7) + (count - 1) * 7)
}

function lastMonday(year: number, month: number): string {
  const fifth = nth(year, month, 1, 5)
  return Number(fifth.slice(5, 7)) === month ? fifth : addDays(fifth, -7)
}

function mondayAfter(day: string): string {
  return addDays(day, 8 - isoWeekday(day))
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4))
}

function date(year: number, month: number, day: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}
