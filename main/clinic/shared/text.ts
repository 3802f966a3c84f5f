/** What may stand in a typed text: whole Unicode, and no characters that only steer a screen. */

// C0 and C1 controls, line and paragraph separators, and the marks that turn reading direction
// around (a name could show other letters than it holds).
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u
const controlButLines =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u
const controls = new RegExp(control, 'gu')
const controlsButLines = new RegExp(controlButLines, 'gu')

export interface TextKind {
  /** Whether the field takes line breaks and tabs. */
  multiLine?: boolean
}

/** Whether a text holds a control character or half a surrogate pair; see {@link TextKind}. */
export function hasControlCharacters(text: string, kind: TextKind = {}): boolean {
  return !text.isWellFormed() || (kind.multiLine === true ? controlButLines : control).test(text)
}

/**
 * The text in NFC without control characters and without blanks around it. A multi-line text keeps
 * tabs and line breaks (as `\n`); in a single line they become blanks.
 */
export function cleanText(text: string, kind: TextKind = {}): string {
  const whole = text.toWellFormed().replace(/\r\n?|[\u2028\u2029]/gu, '\n')
  const kept =
    kind.multiLine === true
      ? whole.replace(controlsButLines, '')
      : whole.replace(/[\t\n]+/gu, ' ').replace(controls, '')
  return kept.normalize('NFC').trim()
}

/** {@link cleanText} of a single line, with every run of blanks made one blank. */
export function tidyLine(text: string): string {
  return cleanText(text).replace(/\s+/gu, ' ')
}
