/**
 * A booking typed in a line: `ivanov cardio tue 16`. Days and times in four languages, specialties and
 * doctors in either alphabet, anything in the wrong keyboard layout; what is left is the patient.
 */
import { addDays, isoWeekday, parseDay } from '../shared/days.ts'
import { fixLayout } from '../patients/search.rules.ts'
import { foldText, nameKey, nameWords } from '../patients/transliteration.rules.ts'
import {
  daysAheadOf,
  isAfter,
  isBefore,
  isDoctorWord,
  isFiller,
  isLooseFiller,
  isNoon,
  joinPhrases,
  monthOf,
  partOf,
  weekdayOf,
} from './typed-words.rules.ts'

/** What the words are held against. */
export interface TypedGround {
  /** The clinic's day and wall time now. */
  today: string
  localNow: string
  doctors: readonly { id: string; family: string; specialty: string | null }[]
  services: readonly { id: string; code: string; name: string }[]
}

export interface TypedTime {
  /** `at` is the very time; the others are where it is looked for. */
  kind: 'at' | 'between'
  /** Wall times; `to` is exclusive. */
  from: string
  to: string
}

export interface TypedBooking {
  /** The patient's words as they were typed. */
  patient: string
  /** As typed, seven digits or more. */
  phone: string | null
  /** Doctors that were named; null when none was. */
  doctorIds: string[] | null
  specialty: string | null
  serviceIds: string[] | null
  day: string | null
  time: TypedTime | null
  /** Whether anything but a patient was typed. */
  isBooking: boolean
}

interface Word {
  /** As typed. */
  text: string
  /** Folded, and the same keys in the other layout. */
  readings: readonly string[]
}

const wholeDay = { from: '00:00', to: '24:00' }
const parts = {
  morning: { from: '00:00', to: '12:00' },
  afternoon: { from: '12:00', to: '17:00' },
  evening: { from: '17:00', to: '24:00' },
}

/** Reads a typed booking. Pure: the same text on the same ground is read the same. */
export function readTypedBooking(typed: string, ground: TypedGround): TypedBooking {
  const reader = new Reader(ground)
  const { text, phone } = takePhone(typed.slice(0, 200), (part) => reader.readsAsDay(part))
  const words = wordsOf(text)
  let index = 0
  while (index < words.length) index += reader.take(words, index)
  return reader.result(phone)
}

/** A phone is taken out whole: its parts would be read as times. Dates hold as many digits. */
function takePhone(
  text: string,
  isDay: (part: string) => boolean,
): { text: string; phone: string | null } {
  const found = [...text.matchAll(/\+?\d[\d().-]*(?: [\d().-]+)*/g)].find(
    ([part]) => part.replaceAll(/\D/g, '').length >= 7 && !part.split(' ').some(isDay),
  )
  if (found === undefined) return { text, phone: null }
  let phone = found[0].trim()
  // More digits than a number has: the last ones are a time.
  while (phone.replaceAll(/\D/g, '').length > 11 && phone.includes(' ')) {
    phone = phone.slice(0, phone.lastIndexOf(' '))
  }
  return { text: text.replace(phone, ' '), phone }
}

function wordsOf(text: string): Word[] {
  const joined = joinPhrases(text)
  const isJoined = joined !== foldText(text)
  return (isJoined ? joined : text)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ({
      text: word,
      readings: [foldText(word), foldText(fixLayout(word))],
    }))
}

class Reader {
  readonly #ground: TypedGround
  #patient: string[] = []
  #doctorIds: string[] | null = null
  #specialty: string | null = null
  #serviceIds: string[] | null = null
  #day: string | null = null
  #weekdayWord: string | null = null
  #time: TypedTime | null = null
  /** `after` or `before` has been read, and a time has to follow. */
  #edge: 'from' | 'to' | null = null
  #namesDoctor = false

  constructor(ground: TypedGround) {
    this.#ground = ground
  }

  readsAsDay(text: string): boolean {
    return this.#dateOf(foldText(text)) !== null
  }

  result(phone: string | null): TypedBooking {
    const known = [this.#doctorIds, this.#specialty, this.#serviceIds, this.#day, this.#time]
    return {
      patient: this.#patient.join(' '),
      phone,
      doctorIds: this.#doctorIds,
      specialty: this.#specialty,
      serviceIds: this.#serviceIds,
      day: this.#day,
      time: this.#time,
      isBooking: known.some((part) => part !== null),
    }
  }

  /** Reads the word at a place, and answers how many words that took. */
  take(words: readonly Word[], index: number): number {
    const word = words[index]
    if (word === undefined) return 1
    const next = words[index + 1]
    for (const reading of word.readings) {
      if (this.#takeDay(reading, next)) return 2
      if (this.#takeWord(reading, word, words, index)) return 1
    }
    this.#takeName(word)
    return 1
  }

  /** `12 декабря`: a number and a month. */
  #takeDay(reading: string, next: Word | undefined): boolean {
    if (!/^\d{1,2}$/.test(reading) || next === undefined) return false
    const month = next.readings.map(monthOf).find((found) => found !== null) ?? null
    if (month === null) return false
    const day = this.#comingDay(Number(reading), month, null)
    if (day === null) return false
    this.#day = day
    return true
  }

  #takeWord(reading: string, word: Word, words: readonly Word[], index: number): boolean {
    const date = this.#dateOf(reading)
    if (date !== null) {
      // A day that is long past is the patient's birth day.
      if (date < this.#ground.today) this.#patient.push(word.text)
      else this.#day = date
      return true
    }
    const ahead = daysAheadOf(reading)
    if (ahead !== null) {
      this.#day = addDays(this.#ground.today, ahead)
      return true
    }
    if (this.#takeWeekday(reading, word, words, index)) return true
    const time = timeOf(reading)
    if (time !== null) {
      this.#takeTime(time)
      return true
    }
    const part = partOf(reading)
    if (part !== null) {
      this.#takePart(part)
      return true
    }
    if (isAfter(reading) || isBefore(reading)) {
      this.#edge = isAfter(reading) ? 'from' : 'to'
      return true
    }
    if (isDoctorWord(reading)) {
      this.#namesDoctor = true
      return true
    }
    // `da` belongs to da Silva, unless a day or `depois` came before it.
    if (isLooseFiller(reading)) return this.#edge !== null || this.#day !== null
    return isFiller(reading) && index > 0
  }

  #takeWeekday(reading: string, word: Word, words: readonly Word[], index: number): boolean {
    const weekday = weekdayOf(reading)
    if (weekday === null) return false
    // Sam, Mar and Dom are people too: the first word is one when another one is the day.
    const others = words.slice(index + 1).flatMap(({ readings }) => readings)
    if (index === 0 && others.some((other) => weekdayOf(other) !== null)) return false
    if (this.#weekdayWord !== null) return false
    this.#weekdayWord = word.text
    const { today } = this.#ground
    this.#day = addDays(today, (weekday - isoWeekday(today) + 7) % 7)
    this.#laterToday()
    return true
  }

  #takeTime(time: string): void {
    const known = this.#time ?? wholeDay
    this.#time =
      this.#edge === null
        ? { kind: 'at', from: time, to: '24:00' }
        : { kind: 'between', ...wholeDay, ...known, [this.#edge]: time }
    this.#edge = null
    this.#laterToday()
  }

  #takePart(part: 'morning' | 'afternoon' | 'evening'): void {
    // `16 pm`: the time was said already; `4 pm` is four hours after noon.
    if (this.#time?.kind === 'at') {
      const hour = Number(this.#time.from.slice(0, 2))
      if (part !== 'morning' && hour < 12) {
        this.#time = { ...this.#time, from: `${hour + 12}${this.#time.from.slice(2)}` }
      }
      return
    }
    this.#time = { kind: 'between', ...parts[part] }
  }

  /** A weekday that is today means next week once its time is over. */
  #laterToday(): void {
    const { today, localNow } = this.#ground
    const isOver = this.#time?.kind === 'at' && this.#time.from <= localNow
    if (this.#weekdayWord !== null && this.#day === today && isOver) {
      this.#day = addDays(today, 7)
    }
  }

  #takeName(word: Word): void {
    const isFirst = this.#patient.length === 0 && !this.#namesDoctor
    const specialty = this.#specialtyOf(word)
    if (specialty !== null && this.#specialty === null) {
      this.#specialty = specialty
      return
    }
    const doctorIds = isFirst ? [] : this.#doctorsOf(word)
    if (doctorIds.length > 0) {
      this.#doctorIds = doctorIds
      this.#namesDoctor = false
      return
    }
    const serviceIds = isFirst ? [] : this.#servicesOf(word)
    if (serviceIds.length > 0) {
      this.#serviceIds = serviceIds
      return
    }
    this.#patient.push(word.text)
  }

  #specialtyOf(word: Word): string | null {
    for (const reading of word.readings) {
      const key = nameKey(reading)
      if (reading.length < 3 || key.length < 3) continue
      for (const { specialty } of this.#ground.doctors) {
        if (specialty === null) continue
        if (nameWords(specialty).some((part) => isForm(key, nameKey(part)))) return specialty
      }
    }
    return null
  }

  #doctorsOf(word: Word): string[] {
    for (const reading of word.readings) {
      const key = nameKey(reading)
      if (key.length < 3) continue
      const fitting = this.#ground.doctors.filter(({ family }) => nameKey(family).startsWith(key))
      const whole = fitting.filter(({ family }) => nameKey(family) === key)
      if (fitting.length > 0) return (whole.length > 0 ? whole : fitting).map(({ id }) => id)
    }
    return []
  }

  /** By its code, or by the beginning of a word of its name. */
  #servicesOf(word: Word): string[] {
    const { services } = this.#ground
    for (const reading of word.readings) {
      const byCode = services.filter(({ code }) => foldText(code) === reading)
      if (byCode.length > 0) return byCode.map(({ id }) => id)
      const key = nameKey(reading)
      const isWord = (part: string) => nameKey(part) === key && key.length >= 3
      const begins = (part: string) => nameKey(part).startsWith(key) && key.length >= 4
      const byWord = services.filter(({ name }) => nameWords(name).some(isWord))
      const found =
        byWord.length > 0 ? byWord : services.filter(({ name }) => nameWords(name).some(begins))
      if (found.length > 0) return found.map(({ id }) => id)
    }
    return []
  }

  /** `12.12`, `12/12/2026`, `2026-12-12`; the day comes first, as it does in three of the languages. */
  #dateOf(reading: string): string | null {
    const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(reading)
    if (iso !== null) return this.#comingDay(Number(iso[3]), Number(iso[2]), Number(iso[1]))
    const local = /^(\d{1,2})[./-](\d{1,2})(?:[./-](\d{2}|\d{4}))?\.?$/.exec(reading)
    if (local === null) return null
    const year = local[3] === undefined ? null : Number(local[3].padStart(4, '20'))
    return this.#comingDay(Number(local[1]), Number(local[2]), year)
  }

  /** The day of that year, or the next one that is to come. */
  #comingDay(day: number, month: number, year: number | null): string | null {
    const thisYear = Number(this.#ground.today.slice(0, 4))
    const written = (which: number) =>
      parseDay(`${which}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
    if (year !== null) return written(year)
    const first = written(thisYear)
    if (first !== null && first >= this.#ground.today) return first
    return written(thisYear + 1)
  }
}

/** A beginning of a word, or the word with another ending: `кардиологу`, `cardiologist`. */
function isForm(key: string, word: string): boolean {
  return (
    word.startsWith(key) ||
    (word.length > 4 && key.startsWith(word) && key.length < word.length + 5)
  )
}

/** `16`, `16:30`, `16.30`, `16h30`, `16ч`, `4pm`, `1630`; bare hours before seven are after noon. */
function timeOf(reading: string): string | null {
  if (isNoon(reading)) return '12:00'
  const clock = /^(\d{1,2})(?:[:.hч](\d{2}))?(?:h|ч|am|pm)?$/.exec(reading)
  const packed = /^(\d{2})([0-5][05])$/.exec(reading)
  const [, hours, minutes = '00'] = clock ?? packed ?? []
  if (hours === undefined) return null
  const isBare = !/[^\d]/.test(reading) && reading.length <= 2
  const shift = reading.endsWith('pm') && Number(hours) < 12 ? 12 : 0
  const afternoon = isBare && Number(hours) >= 1 && Number(hours) < 7 ? 12 : 0
  const hour = Number(hours) + Math.max(shift, afternoon)
  if (hour > 23 || Number(minutes) > 59) return null
  if (packed !== null && (hour < 6 || hour > 22)) return null
  return `${String(hour).padStart(2, '0')}:${minutes}`
}
