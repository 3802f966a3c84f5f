/** Codes of diagnoses: how a typed text is looked for, and the short list of the program's own. */
import { fixLayout } from '../patients/search.rules.ts'
import { foldText, splitWords } from '../patients/transliteration.rules.ts'
import type { Language } from '../shared/languages.ts'
import commonDiagnoses from '../../../resources/code-lists/common-diagnoses.json' with { type: 'json' }

export interface FoundCode {
  code: string
  display: string
}

/** What a diagnosis keeps of a code: letters, digits and dots (`J06.9`, `5A11`); see the visit's input. */
export const longestCode = 16

/** Whether a text is a code that a diagnosis can keep. */
export function isCode(text: string): boolean {
  return text.length <= longestCode && /^[A-Za-z0-9.]+$/.test(text)
}

/** The words of a name as the index keeps them. */
export function conceptTerms(display: string): string {
  return [...new Set(splitWords(foldText(display)))].join(' ')
}

/** One way to read what was typed. */
export interface CodeReading {
  /** The beginning of a code in capitals, without dots and blanks; null when it is none. */
  code: string | null
  /** Words, folded; each is the beginning of a word of the name. */
  words: string[]
}

/** As typed, and with the same keys of the other layout (`ь54` is `M54`, `,hjy[bn` is `бронхит`). */
export function readCodeQuery(query: string): CodeReading[] {
  const readings = [query, fixCode(query), fixLayout(query)].map(readingOf)
  const seen = new Set<string>()
  return readings.filter((reading) => {
    const key = JSON.stringify(reading)
    const isNew = !seen.has(key) && (reading.code !== null || reading.words.length > 0)
    seen.add(key)
    return isNew
  })
}

function readingOf(text: string): CodeReading {
  const code = codeKey(text)
  return {
    code: /^[A-Z0-9]*\d[A-Z0-9]*$/.test(code) || /^[A-Z]$/.test(code) ? code : null,
    words: splitWords(foldText(text)),
  }
}

/** A code with digits in it that was typed with the Cyrillic layout on: `ь54ю5`. */
function fixCode(text: string): string {
  return [...text]
    .map((letter) => (/\p{Script=Cyrillic}/u.test(letter) ? fixLayout(letter) : letter))
    .join('')
}

/** A code as it is compared: in capitals, without dots and blanks. */
export function codeKey(code: string): string {
  return code.replaceAll(/[\s.]/g, '').toUpperCase()
}

/** How the beginning of a code may stand in a list: with its dot after the third sign, or without one. */
export function spellingsOf(key: string): string[] {
  return key.length > 3 ? [key, `${key.slice(0, 3)}.${key.slice(3)}`] : [key]
}

/** The FTS5 query for the words of a reading; null when there are none. */
export function wordsMatch(words: readonly string[]): string | null {
  return words.length === 0 ? null : words.map((word) => `"${word}"*`).join(' AND ')
}

/** What the program knows without any list: codes of ICD-10 with names of our own. */
export function searchCommon(query: string, language: Language, limit: number): FoundCode[] {
  const known = commonDiagnoses.map(({ code, ...names }) => ({ code, display: names[language] }))
  for (const { code, words } of readCodeQuery(query)) {
    const found = known.filter(
      (one) =>
        (code !== null && codeKey(one.code).startsWith(code)) ||
        (words.length > 0 && hasWords(one.display, words)),
    )
    if (found.length > 0) return found.slice(0, limit)
  }
  return []
}

function hasWords(display: string, words: readonly string[]): boolean {
  const own = splitWords(foldText(display))
  return words.every((word) => own.some((one) => one.startsWith(word)))
}
