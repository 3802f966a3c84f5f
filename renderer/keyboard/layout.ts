/** Keys by their place on the keyboard, and what is printed on them in the layout that is in use. */

/** What each key writes, by `KeyboardEvent.code`; empty while it is not known. */
export type KeyboardLayout = ReadonlyMap<string, string>

declare global {
  interface Navigator {
    /** Only in Chromium, and only where the page is trusted. */
    readonly keyboard?: { getLayoutMap(): Promise<KeyboardLayout> }
  }
}

type Pressed = Pick<KeyboardEvent, 'code' | 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/**
 * What a pressed key is called here: by its place, so that it is the same in Cyrillic, AZERTY and
 * ABNT2. Two are called by what they write: letters with Ctrl, because Ctrl+Z is where the Z is in
 * every program of that computer, and the question mark, which each layout has elsewhere.
 */
export function keyName(event: Pressed): string {
  const withCtrl = event.ctrlKey || event.metaKey
  if (event.key === '?' && !withCtrl && !event.altKey) return 'Shift+Slash'
  const letter = withCtrl && /^[a-z]$/i.test(event.key) ? `Key${event.key.toUpperCase()}` : null
  const parts = [
    withCtrl ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
    letter ?? placeOf(event),
  ]
  return parts.filter((part) => part !== '').join('+')
}

/** The number pad does what its keys say: digits with NumLock, arrows and pages without it. */
function placeOf({ code, key }: Pressed): string {
  if (!code.startsWith('Numpad')) return code
  if (/^\d$/.test(key)) return `Digit${key}`
  return key.length > 1 ? key : code
}

const signs: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
  Delete: 'Del',
  Insert: 'Ins',
  Backspace: '⌫',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Backslash: '\\',
  Comma: ',',
  Period: '.',
  Slash: '/',
  IntlBackslash: '\\',
}

/** How keys are written beside their action, as they are printed on this keyboard: `Ctrl K`, `F4`, `?`. */
export function keyLabel(keys: string, layout: KeyboardLayout): string {
  if (keys === 'Shift+Slash') return '?'
  const parts = keys.split('+')
  const code = parts.pop() ?? ''
  return [...parts, printedOn(code, parts.includes('Ctrl'), layout)].join(' ')
}

function printedOn(code: string, withCtrl: boolean, layout: KeyboardLayout): string {
  // The digit is printed on the key also where another sign is written without Shift, as in AZERTY.
  if (/^Digit\d$/.test(code)) return code.slice('Digit'.length)
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  if (letter !== undefined && withCtrl) return letter
  return layout.get(code)?.toUpperCase() ?? letter ?? signs[code] ?? code
}

/** What is printed on this keyboard; empty where the system does not say. */
export async function readLayout(): Promise<KeyboardLayout> {
  return (await navigator.keyboard?.getLayoutMap()) ?? new Map<string, string>()
}
