/** Names across alphabets: one Latin key for the spellings that sound alike in Russian, English, French and Portuguese. */

/** Cyrillic letters in a plain Latin spelling (close to BGN/PCGN); Ukrainian and Turkic ones too. */
const cyrillic: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  і: 'i',
  є: 'ye',
  ґ: 'g',
  ә: 'a',
  ғ: 'g',
  қ: 'k',
  ң: 'n',
  ө: 'o',
  ұ: 'u',
  ү: 'u',
  һ: 'h',
}

/** Latin letters that are not just a plain letter with a mark, in the spelling that sounds alike. */
const specialLatin: Record<string, string> = {
  č: 'ch',
  ć: 'ch',
  š: 'sh',
  ş: 'sh',
  ș: 'sh',
  ž: 'zh',
}

/** Latin letters that no mark can be taken off. */
const plainLatin: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/**
 * How the spellings of one sound are folded together, in this order. `x` stands for ч, ш and щ,
 * which English, French and German write with the same letters in different ways.
 */
const folds: readonly [RegExp, string][] = [
  [/x/g, 'ks'],
  // Christina is Кристина; Schröder keeps its sch.
  [/(?<![st])ch(?=[lr])/g, 'k'],
  [/t?sch|tch|ch|sh/g, 'x'],
  // Half typed: `shc` on the way to `shch`.
  [/[stx]c$/g, 'x'],
  [/zh/g, 'z'],
  [/kh/g, 'h'],
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/ff$/g, 'v'],
  [/ck/g, 'k'],
  [/c(?=[eiy])/g, 's'],
  [/[cq]/g, 'k'],
  [/w/g, 'v'],
  [/tz/g, 'ts'],
  [/gu(?=[eiy])/g, 'g'],
  [/ou/g, 'u'],
  // Fyodor is Фёдор, and ё is е.
  [/yo/g, 'e'],
  [/[yj]/g, 'i'],
  [/i+e/g, 'e'],
  [/(.)\1+/gu, '$1'],
]

/** Cyrillic letters spelled in plain Latin, lower case; every other letter stays as it is. */
export function spellInLatin(name: string): string {
  // Composed, because й taken apart would become и; ё has no letter of its own here.
  const whole = name.normalize('NFC').toLowerCase().replaceAll('ё', 'е')
  return whole.replace(/[\u0400-\u04ff]/gu, (letter) => cyrillic[letter] ?? letter)
}

/** Lower case with the marks taken off (`João` is `joao`, ё is е, й stays); keeps the alphabet. */
export function foldText(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\u0000-\u007fа-я]/gu, (letter) => {
      return plainLatin[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, '')
    })
}

/**
 * The words of a folded name: hyphens and blanks part them, apostrophes do not (`O'Brien` is
 * `obrien`).
 */
export function nameWords(name: string): string[] {
  return splitWords(foldText(name).replace(/['’ʼ`´]/gu, ''))
}

// Letters of New Tai Lue and Vedic Sanskrit that were marks until Unicode 8: SQLite's full-text index
// still parts words at them, so words must be parted there before it does.
const betweenWords = /(?:[^\p{L}\p{N}]|[\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3])+/u

/** What stands between everything that is no letter or digit to the full-text index. */
export function splitWords(text: string): string[] {
  return text.split(betweenWords).filter((word) => word !== '')
}

// Few names make most of a registry, and a key costs twenty replacements.
const keys = new Map<string, string>()
const keptKeys = 20_000

/**
 * A Latin key shared by the spellings of one name: `Щербакова`, `Shcherbakova` and `Scherbakova`,
 * `Юлия`, `Yulia`, `Iuliia` and `Julia`, `João` and `Joao`. It is for finding and comparing only;
 * different names may share a key. Words are run together; letters of other scripts stay.
 */
export function nameKey(name: string): string {
  const known = keys.get(name)
  if (known !== undefined) return known
  if (keys.size >= keptKeys) keys.clear()
  const made = makeKey(name)
  keys.set(name, made)
  return made
}

function makeKey(name: string): string {
  const spelled = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[čćšşșž]/gu, (letter) => specialLatin[letter] ?? letter)
  const plain = spellInLatin(nameWords(spelled).join(''))
  return folds.reduce((key, [spelling, sound]) => key.replace(spelling, sound), plain)
}

/** The key of each word of a name, empty ones left out (`ь` alone has none). */
export function nameKeys(name: string): string[] {
  return nameWords(name)
    .map(nameKey)
    .filter((key) => key !== '')
}
