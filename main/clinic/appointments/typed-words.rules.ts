/** The words for days and times that a typed booking may hold, in all four languages at once. */
import { foldText } from '../patients/transliteration.rules.ts'

/** Beginnings are not enough here: `mar` is a Tuesday and `mara` is somebody. */
const weekdayWords: readonly string[][] = [
  'mon monday пн пон понедельник понедельника seg segunda segunda-feira lun lundi'.split(' '),
  'tue tues tuesday вт вторник вторника ter terca terca-feira mar mardi'.split(' '),
  'wed weds wednesday ср сред среда среду среды qua quarta quarta-feira mer mercredi'.split(' '),
  'thu thur thurs thursday чт чет четверг четверга qui quinta quinta-feira jeu jeudi'.split(' '),
  'fri friday пт пят пятница пятницу пятницы sex sexta sexta-feira ven vendredi'.split(' '),
  'sat saturday сб суб суббота субботу субботы sab sabado sam samedi'.split(' '),
  'sun sunday вс вск воскресенье воскресенья dom domingo dim dimanche'.split(' '),
]

const monthWords: readonly string[][] = [
  'jan january янв января janeiro janv janvier'.split(' '),
  'feb february фев февр февраля fev fevereiro fevr fevrier'.split(' '),
  'mar march мар марта marco mars'.split(' '),
  'apr april апр апреля abr abril avr avril'.split(' '),
  'may мая mai maio'.split(' '),
  'jun june июн июня junho juin'.split(' '),
  'jul july июл июля julho juil juillet'.split(' '),
  'aug august авг августа ago agosto aout'.split(' '),
  'sep sept september сен сент сентября set setembro septembre'.split(' '),
  'oct october окт октября out outubro octobre'.split(' '),
  'nov november ноя нояб ноября novembro novembre'.split(' '),
  'dec december дек декабря dez dezembro decembre'.split(' '),
]

const relativeWords: readonly string[][] = [
  "today сегодня hoje aujourd'hui aujourdhui auj".split(' '),
  'tomorrow tmrw завтра amanha demain'.split(' '),
  'послезавтра apres-demain apresdemain aftertomorrow'.split(' '),
]

export type TypedPart = 'morning' | 'afternoon' | 'evening'

const partWords: Record<TypedPart, readonly string[]> = {
  morning: 'morning утро утром утра manha matin am'.split(' '),
  afternoon: 'afternoon день днем tarde apres-midi apresmidi pm'.split(' '),
  evening: 'evening вечер вечером вечера noite soir'.split(' '),
}

const noonWords = 'noon полдень meio-dia midi'.split(' ')
const afterWords = 'after от после с from depois apos apres'.split(' ')
const beforeWords = 'before до until antes ate avant'.split(' ')
/** Words that only join the others. */
const fillerWords =
  'at on to in в во на к ко as a o à le la chez with com para pour и e et h'.split(' ')
/** Joining words that are parts of names as well. */
const looseFillerWords = 'de da do das dos du des d'.split(' ')
const doctorWords =
  'dr dra doctor docteur doutor doutora врач врачу доктор доктору д-р medecin medico'.split(' ')

/** Several words that mean one. */
const phrases: readonly [RegExp, string][] = [
  [/\bday after tomorrow\b/g, 'aftertomorrow'],
  [/\bdepois de amanha\b/g, 'aftertomorrow'],
  [/\bapres demain\b/g, 'aftertomorrow'],
  [/\bapres midi\b/g, 'apres-midi'],
  [/\bmeio dia\b/g, 'meio-dia'],
]

/** The text folded, with several words that mean one made one. */
export function joinPhrases(text: string): string {
  return phrases.reduce((read, [phrase, word]) => read.replace(phrase, word), foldText(text))
}

function indexIn(lists: readonly (readonly string[])[], word: string): number | null {
  const index = lists.findIndex((words) => words.includes(word))
  return index === -1 ? null : index
}

/** ISO weekday of a folded word; a dot at its end does not count. */
export function weekdayOf(word: string): number | null {
  const index = indexIn(weekdayWords, word.replace(/\.$/, ''))
  return index === null ? null : index + 1
}

/** 1 to 12. */
export function monthOf(word: string): number | null {
  const index = indexIn(monthWords, word.replace(/\.$/, ''))
  return index === null ? null : index + 1
}

/** Days from today: 0, 1 or 2. */
export function daysAheadOf(word: string): number | null {
  return indexIn(relativeWords, word)
}

export function partOf(word: string): TypedPart | null {
  if (partWords.morning.includes(word)) return 'morning'
  if (partWords.afternoon.includes(word)) return 'afternoon'
  return partWords.evening.includes(word) ? 'evening' : null
}

export const isNoon = (word: string) => noonWords.includes(word)
export const isAfter = (word: string) => afterWords.includes(word)
export const isBefore = (word: string) => beforeWords.includes(word)
export const isFiller = (word: string) => fillerWords.includes(word)
export const isLooseFiller = (word: string) => looseFillerWords.includes(word)
export const isDoctorWord = (word: string) => doctorWords.includes(word.replace(/\.$/, ''))
