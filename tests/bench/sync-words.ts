/** What `npm run bench:sync` may be asked for. */

export const words = {
  log: 'ten thousand bookings from desk to desk, and one at a time, against a bare log',
  crowd:
    '[CLIENTS] [sqlite|postgres] [HUBS] [SECONDS]: so many connected while 200 of them book (20000 postgres 2 60)',
  snapshot:
    '[PATIENTS] [APPOINTMENTS]: the snapshot of a large clinic, made, fetched and swapped in (200000 1000000)',
  'catch-up': '[OPERATIONS]: a workstation that was away for so many (100000)',
  growth: '[OPERATIONS]: push, pull and live with 1, 10 and 100 times so many in the log (10000)',
} as const
export type Word = keyof typeof words

export const help = `Usage: npm run bench:sync -- [WORD]

Without a word all are measured, one after the other.

${Object.entries(words)
  .map(([word, what]) => `  ${word.padEnd(10)} ${what}`)
  .join('\n')}
`

export type Asked =
  | { kind: 'help' }
  | { kind: 'unknown'; word: string }
  | { kind: 'run'; words: Word[]; rest: string[] }

/** What the words of the command line ask for. */
export function readAsked([word, ...rest]: readonly string[]): Asked {
  if (word === undefined) return { kind: 'run', words: Object.keys(words).filter(isWord), rest: [] }
  if (word === '--help' || word === '-h' || word === 'help') return { kind: 'help' }
  return isWord(word) ? { kind: 'run', words: [word], rest } : { kind: 'unknown', word }
}

function isWord(word: string): word is Word {
  return Object.hasOwn(words, word)
}

/** A number in its place among the words, or what stands there for it. Throws for what is no number. */
export function numberAt(rest: readonly string[], place: number, otherwise: number): number {
  const text = rest[place]
  if (text === undefined) return otherwise
  if (!/^[1-9]\d*$/.test(text)) throw new RangeError(`"${text}" is no number`)
  return Number(text)
}
