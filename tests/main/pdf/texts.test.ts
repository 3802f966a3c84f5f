/** The words of the printed forms: every language has every word, and every place to fill. */
import { describe, expect, it } from 'vitest'
import { languages } from '../../../main/clinic/shared/languages.ts'
import { fill, wordsFor } from '../../../main/pdf/texts.ts'
import { invented } from './sample-forms.ts'

/** Each text by its path. */
function flatten(texts: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') found.set(prefix + key, value)
    else for (const [path, text] of flatten(value, `${prefix}${key}.`)) found.set(path, text)
  }
  return found
}

const placesOf = (text: string) =>
  [...text.matchAll(/\{\{\w+\}\}/g)].map(([place]) => place).toSorted()

const english = flatten(wordsFor('en', invented.en.clinic).texts)

describe.each(languages)('the words in %s', (language) => {
  const texts = flatten(wordsFor(language, invented[language].clinic).texts)

  it('are all there, none empty, with the same places to fill', () => {
    expect([...texts.keys()]).toEqual([...english.keys()])
    const places = (all: Map<string, string>) =>
      [...all].map(([path, text]) => [path, placesOf(text)])
    expect(places(texts)).toEqual(places(english))
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([])
  })
})

describe('fill', () => {
  it('puts values in once and never reads places inside a value', () => {
    expect(fill('{{a}}/{{b}}', { a: '{{b}}', b: '$&' })).toBe('{{b}}/$&')
  })
})
