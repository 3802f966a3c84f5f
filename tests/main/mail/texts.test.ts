/** The texts of the mails are whole in every language. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { languages } from '../../../main/clinic/shared/languages.ts'
import { mailTexts } from '../../../main/mail/texts.ts'

function leavesOf(tree: unknown, path = ''): [string, string][] {
  if (typeof tree === 'string') return [[path, tree]]
  if (typeof tree !== 'object' || tree === null) throw new Error(`${path} is no text`)
  return Object.entries(tree).flatMap(([key, value]) =>
    leavesOf(value, path === '' ? key : `${path}.${key}`),
  )
}

function textsOf(language: string): Map<string, string> {
  const url = new URL(`../../../resources/locales/${language}/mail.json`, import.meta.url)
  return new Map(leavesOf(JSON.parse(readFileSync(url, 'utf8'))))
}

function placeholdersOf(text: string): string {
  return (text.match(/\{\{\w+\}\}/g) ?? []).toSorted().join(' ')
}

const english = textsOf('en')

describe.each(languages)('mail texts in %s', (language) => {
  const texts = textsOf(language)

  it('has every key and no other', () => {
    expect(new Set(texts.keys())).toEqual(new Set(english.keys()))
  })

  it('puts in the same values as English, and says something everywhere', () => {
    const wrong = [...texts].filter(
      ([key, text]) =>
        text.trim() === '' || placeholdersOf(text) !== placeholdersOf(english.get(key) ?? ''),
    )
    expect(wrong).toEqual([])
  })
})

describe('the lookup', () => {
  it('does not look into the values for texts or placeholders', () => {
    const text = mailTexts('en')
    expect(text('greeting', { name: '{{clinic}} $t(footer) <b>' })).toBe(
      'Dear {{clinic}} $t(footer) <b>,',
    )
  })

  it('fails rather than leave a hole', () => {
    expect(() => mailTexts('en')('greeting')).toThrow('A value is missing')
  })
})
