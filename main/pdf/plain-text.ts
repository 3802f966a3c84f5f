/** Makes any text fit to print: no control characters, and a visible sign where the font has no glyph. */

/** U+FFFD, which the embedded font has; PDF/A forbids the font's own "missing glyph". */
const missingGlyph = '\uFFFD'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Control and invisible format characters (bidi overrides, joiners, soft hyphens), but not the line break. */
const unprintable = /[[\p{Cc}\p{Cf}\p{Variation_Selector}]--[\n]]/gv

/**
 * The text with line breaks as `\n`, tabs as spaces, control and invisible format characters
 * removed, and each character that `hasGlyph` does not know replaced by U+FFFD (an emoji of
 * several code points becomes one sign).
 */
export function printable(text: string, hasGlyph: (codePoint: number) => boolean): string {
  const plain = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
    .replace(/\t/g, ' ')
  const covered = (character: string) => hasGlyph(character.codePointAt(0) ?? 0)
  let result = ''
  for (const { segment } of graphemes.segment(plain)) {
    const characters = [...segment.replace(unprintable, '')]
    const first = characters[0]
    if (first === undefined) continue
    if (first !== '\n' && !covered(first)) result += missingGlyph
    else
      result += characters
        .map((one) => (one === '\n' || covered(one) ? one : missingGlyph))
        .join('')
  }
  return result
}

/** The text on one line: breaks and runs of blanks become one space. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\u0085]+/g, (blank) => (/^[\u00A0\u202F]$/.test(blank) ? blank : ' '))
    .trim()
}

/** Text as it may stand in XML; XML 1.0 forbids most control characters even when escaped. */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\uFFFE\uFFFF]/gu, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
}

/** Whether there is anything to print. */
export function isGiven(text: string | null): text is string {
  return text !== null && text.trim() !== ''
}
