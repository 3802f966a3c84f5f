/** A person gives an action other keys; what was chosen holds, and two actions on one key are seen. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { languages } from '../../../main/clinic/shared/languages.ts'
import { actionOf, keyActions } from '../../../renderer/keyboard/actions.ts'
import { actionsWith, chooseKeys, keysOf, withKeys } from '../../../renderer/keyboard/bindings.ts'

afterEach(() => chooseKeys([]))

describe('the keys of an action', () => {
  test('are its own from the start', () => {
    expect(keysOf('place.day')).toBe('F2')
  })

  test('are those that were chosen, also none', () => {
    chooseKeys([
      { action: 'place.day', keys: 'F3' },
      { action: 'lock', keys: null },
    ])
    expect(keysOf('place.day')).toBe('F3')
    expect(keysOf('lock')).toBeNull()
    expect(keysOf('search')).toBe('Ctrl+KeyK')
  })

  test('of an action that this version does not have are passed over', () => {
    chooseKeys([{ action: 'place.moon', keys: 'F2' }])
    expect(actionsWith('F2', 'lock')).toEqual(['place.day'])
  })
})

describe('choosing', () => {
  test('adds to what was chosen, and an action gets its own keys back', () => {
    chooseKeys([{ action: 'lock', keys: null }])
    const both = withKeys('place.day', 'KeyD')
    expect(both).toEqual([
      { action: 'lock', keys: null },
      { action: 'place.day', keys: 'KeyD' },
    ])
    chooseKeys(both)
    expect(withKeys('lock', undefined)).toEqual([{ action: 'place.day', keys: 'KeyD' }])
    expect(withKeys('place.day', 'F2')).toEqual([{ action: 'lock', keys: null }])
  })
})

describe('two actions on the same keys', () => {
  test('are seen on one screen, and between a screen and what works everywhere', () => {
    expect(actionsWith('KeyG', 'day.today')).toEqual(['day.firstFree'])
    expect(actionsWith('F2', 'day.today')).toEqual(['place.day'])
    expect(actionsWith('KeyG', 'lock')).toEqual(['day.firstFree'])
  })

  test('are not there from the start', () => {
    for (const action of keyActions) {
      expect(actionsWith(actionOf(action).keys, action), action).toEqual([])
    }
  })
})

describe('the words of an action', () => {
  test.each(languages)('are there in %s', (language) => {
    const missing = keyActions
      .map((action) => actionOf(action).label)
      .filter((label) => typeof textAt(language, label) !== 'string')
    expect(missing).toEqual([])
  })
})

/** The text of `file:key.key` in a language's files. */
function textAt(language: string, label: string): unknown {
  const [file = '', key = ''] = label.split(':')
  const root = path.join(import.meta.dirname, '..', '..', '..')
  const texts: unknown = JSON.parse(
    readFileSync(path.join(root, 'resources', 'locales', language, `${file}.json`), 'utf8'),
  )
  return key.split('.').reduce<unknown>((at, name) => {
    const inside = typeof at === 'object' && at !== null ? Object.entries(at) : []
    return inside.find(([one]) => one === name)?.[1]
  }, texts)
}
