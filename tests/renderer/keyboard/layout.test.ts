/** Keys have the same place in every layout, and are written as they are printed on the user's own keyboard. */
import { describe, expect, test } from 'vitest'
import { keyLabel, keyName } from '../../../renderer/keyboard/layout.ts'

/** What a keyboard sends for a key: its place and what it writes in the layout. */
function pressed(code: string, key: string, modifiers: 'ctrl' | 'shift' | 'alt' | '' = '') {
  return {
    code,
    key,
    ctrlKey: modifiers === 'ctrl',
    altKey: modifiers === 'alt',
    shiftKey: modifiers === 'shift',
    metaKey: false,
  }
}

const russian = new Map([
  ['KeyG', 'п'],
  ['KeyT', 'е'],
  ['Digit1', '1'],
  ['Slash', '.'],
])
const azerty = new Map([
  ['KeyG', 'g'],
  ['KeyQ', 'a'],
  ['KeyW', 'z'],
  ['KeyM', ','],
  ['Semicolon', 'm'],
  ['Digit1', '&'],
  ['Digit2', 'é'],
  ['Slash', '!'],
])
const abnt2 = new Map([
  ['KeyG', 'g'],
  ['Semicolon', 'ç'],
  ['Slash', ';'],
  ['IntlRo', '/'],
  ['Digit1', '1'],
])

describe('bindings work by the place of the key', () => {
  test.each([
    ['G in Cyrillic', pressed('KeyG', 'п'), 'KeyG'],
    ['T in Cyrillic', pressed('KeyT', 'е'), 'KeyT'],
    ['Ctrl+K in Cyrillic', pressed('KeyK', 'л', 'ctrl'), 'Ctrl+KeyK'],
    ['Ctrl+Z in Cyrillic', pressed('KeyZ', 'я', 'ctrl'), 'Ctrl+KeyZ'],
    ['1 in the upper row of AZERTY, without Shift', pressed('Digit1', '&'), 'Digit1'],
    ['2 in the upper row of AZERTY, without Shift', pressed('Digit2', 'é'), 'Digit2'],
    ['Alt+1 in AZERTY', pressed('Digit1', '&', 'alt'), 'Alt+Digit1'],
    ['T in AZERTY', pressed('KeyT', 't'), 'KeyT'],
    ['G in ABNT2', pressed('KeyG', 'g'), 'KeyG'],
    ['F2 anywhere', pressed('F2', 'F2'), 'F2'],
    ['a digit of the number pad', pressed('Numpad1', '1'), 'Digit1'],
    ['an arrow of the number pad', pressed('Numpad8', 'ArrowUp'), 'ArrowUp'],
    ['Enter of the number pad', pressed('NumpadEnter', 'Enter'), 'Enter'],
  ])('%s', (_what, event, name) => {
    expect(keyName(event)).toBe(name)
  })

  test.each([
    ['US', pressed('Slash', '?', 'shift')],
    ['Cyrillic', pressed('Digit7', '?', 'shift')],
    ['AZERTY', pressed('KeyM', '?', 'shift')],
    ['ABNT2', pressed('IntlRo', '?', 'shift')],
  ])('the question mark of %s opens the list of keys', (_layout, event) => {
    expect(keyName(event)).toBe('Shift+Slash')
  })

  test('Ctrl+Z is where the Z is in AZERTY, as in every other program', () => {
    expect(keyName(pressed('KeyW', 'z', 'ctrl'))).toBe('Ctrl+KeyZ')
    expect(keyName(pressed('KeyZ', 'w', 'ctrl'))).toBe('Ctrl+KeyW')
  })
})

describe('what is written beside an action is what is printed on the key', () => {
  test.each([
    ['KeyG', russian, 'П'],
    ['KeyG', azerty, 'G'],
    ['KeyQ', azerty, 'A'],
    ['KeyM', azerty, ','],
    ['Digit1', azerty, '1'],
    ['Alt+Digit2', azerty, 'Alt 2'],
    ['Ctrl+KeyZ', azerty, 'Ctrl Z'],
    ['Semicolon', abnt2, 'Ç'],
    ['IntlRo', abnt2, '/'],
    ['Shift+Slash', abnt2, '?'],
    ['Shift+Slash', russian, '?'],
  ])('%s', (keys, layout, label) => {
    expect(keyLabel(keys, layout)).toBe(label)
  })

  test('a system that does not tell its layout gets the names of the keys', () => {
    const unknown = new Map<string, string>()
    expect(keyLabel('Ctrl+KeyK', unknown)).toBe('Ctrl K')
    expect(keyLabel('PageUp', unknown)).toBe('PgUp')
    expect(keyLabel('Delete', unknown)).toBe('Del')
    expect(keyLabel('F4', unknown)).toBe('F4')
    expect(keyLabel('Slash', unknown)).toBe('/')
  })
})
