/** The words on screen in one language, found by the same keys as in the window. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInstance, type ResourceKey } from 'i18next'
import type { Language } from '../../main/clinic/shared/languages.ts'
import { at } from '../../scripts/run/paths.mjs'

/** `words('patients:register')`; throws for a key that is not there, because nothing is called that. */
export type Words = (key: string, values?: Record<string, unknown>) => string

export async function wordsOf(language: Language): Promise<Words> {
  const folder = at('resources', 'locales', language)
  const texts: Record<string, ResourceKey> = {}
  for (const file of readdirSync(folder)) {
    texts[path.basename(file, '.json')] = JSON.parse(readFileSync(path.join(folder, file), 'utf8'))
  }
  const i18n = createInstance({
    lng: language,
    resources: { [language]: texts },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  await i18n.init()
  return (key, values = {}) => {
    const text: unknown = i18n.t(key, values)
    if (typeof text !== 'string' || !i18n.exists(key, values)) {
      throw new Error(`There is no text ${key} in ${language}.`)
    }
    return text
  }
}

/** The words with every value left open, to find a text whose values are not known. */
export function anyValue(words: Words, key: string, ...values: string[]): RegExp {
  const marks = Object.fromEntries(values.map((value) => [value, '\u0000']))
  const escaped = words(key, marks).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(`^${escaped.replaceAll('\u0000', '.+')}$`)
}
