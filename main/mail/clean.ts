/** Makes any text safe for the place it goes to: one header line, a paragraph, HTML. */

// Breaks of every kind (CR, LF, the Unicode ones) and the other control characters.
const breaks = /\r\n?|[\n\v\f\u0085\u2028\u2029]/g
// oxlint-disable-next-line no-control-regex -- control characters are what this removes
const controls = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g
// Marks that turn the direction of what follows, so that a name could rewrite the line it stands in.
const directionMarks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/**
 * The text as one line: breaks and control characters become spaces, marks that turn the
 * writing direction go. Nothing of it can end a header or begin another one.
 */
export function oneLine(text: string, maximumLength = 500): string {
  const line = text
    .toWellFormed()
    .replace(breaks, ' ')
    .replace(controls, ' ')
    .replace(directionMarks, '')
    .replace(/[ \t]+/g, ' ')
    .trim()
  const characters = [...line]
  return characters.length <= maximumLength
    ? line
    : `${characters.slice(0, maximumLength - 1).join('')}…`
}

/** The lines of a longer text, each cleaned as `oneLine` does; empty lines at the ends go. */
export function cleanLines(text: string): string[] {
  const lines = text.replace(breaks, '\n').trim().split('\n')
  return lines.map((line) => oneLine(line, 2000))
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** The text as HTML that shows it letter by letter, in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
