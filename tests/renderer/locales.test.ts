/** The four languages say the same: keys, plural forms and placeholders; and every key that a screen uses exists. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { documentKinds } from '../../main/clinic/documents/documents.rules.ts'
import { holidayKeys } from '../../main/clinic/schedule/holidays.rules.ts'
import { clinicErrorCodes } from '../../main/clinic/shared/errors.ts'
import { languages } from '../../main/clinic/shared/languages.ts'

const root = path.join(import.meta.dirname, '..', '..')
const localesFolder = path.join(root, 'resources', 'locales')

type Texts = Map<string, string>

/** All texts of one file, by the way to them: `setUp.passphraseHint_one`. */
function readTexts(language: string, namespace: string): Texts {
  const file = path.join(localesFolder, language, `${namespace}.json`)
  const texts: Texts = new Map()
  collect(JSON.parse(readFileSync(file, 'utf8')), '', texts)
  return texts
}

function collect(value: unknown, at: string, texts: Texts): void {
  if (typeof value === 'string') texts.set(at, value)
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      collect(inner, at === '' ? name : `${at}.${name}`, texts)
    }
  } else texts.set(at, `neither text nor group: ${String(value)}`)
}

function namespacesOf(language: string): string[] {
  return readdirSync(path.join(localesFolder, language))
    .map((name) => path.basename(name, '.json'))
    .toSorted()
}

const namespaces = namespacesOf('en')

/** The plural forms that a language has: `one, few, many, other` in Russian. */
function pluralForms(language: string): string[] {
  return new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted()
}

const pluralEnding = /_(zero|one|two|few|many|other)$/

/** A key without its plural ending, when another of its forms stands beside it. */
function baseOf(key: string, texts: Texts): string {
  const base = key.replace(pluralEnding, '')
  return base !== key && texts.has(`${base}_other`) ? base : key
}

function basesOf(texts: Texts): string[] {
  return [...new Set([...texts.keys()].map((key) => baseOf(key, texts)))].toSorted()
}

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*([\w-]+)/g)].map((match) => match[1] ?? ''))]
    .filter((name) => name !== 'count')
    .toSorted()
}

describe('the languages', () => {
  test.each(languages)('%s has the same files as English', (language) => {
    expect(namespacesOf(language)).toEqual(namespaces)
  })

  describe.each(namespaces)('%s.json', (namespace) => {
    const english = readTexts('en', namespace)
    test.each(languages)('%s has the same keys, none of them empty', (language) => {
      const texts = readTexts(language, namespace)
      expect(basesOf(texts)).toEqual(basesOf(english))
      expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([])
    })

    test.each(languages)('%s has all plural forms of its language', (language) => {
      const texts = readTexts(language, namespace)
      const wanted = pluralForms(language)
      const incomplete = basesOf(texts)
        .filter((base) => texts.has(`${base}_other`))
        .map((base) => ({
          base,
          forms: wanted.concat('zero').filter((form) => texts.has(`${base}_${form}`)),
        }))
        .filter(({ forms }) => wanted.some((form) => !forms.includes(form)))
      expect(incomplete).toEqual([])
    })

    test.each(languages)('%s fills in the same words', (language) => {
      const texts = readTexts(language, namespace)
      const different = [...texts].filter(([key, text]) => {
        const model = english.get(key) ?? english.get(`${baseOf(key, texts)}_other`) ?? text
        return placeholders(text).join() !== placeholders(model).join()
      })
      expect(different).toEqual([])
    })
  })
})

test('every public holiday has a name', () => {
  const texts = readTexts('en', 'common')
  expect(holidayKeys.filter((key) => !texts.has(`holiday.${key}`))).toEqual([])
})

test('every kind of paper has its name', () => {
  const texts = readTexts('en', 'patients')
  expect(documentKinds.filter((kind) => !texts.has(`papers.kinds.${kind}`))).toEqual([])
})

describe('the errors', () => {
  const texts = readTexts('en', 'errors')

  test('every code of the clinic has a sentence', () => {
    expect(clinicErrorCodes.filter((code) => !texts.has(code))).toEqual([])
  })

  test('there is a sentence for a bug and for a field that is wrong in a way unknown', () => {
    expect(texts.has('bug')).toBe(true)
    expect(texts.has('field.invalid')).toBe(true)
  })

  test('every code of zod has a sentence', () => {
    const codes = [
      'invalid_type',
      'too_big',
      'too_small',
      'invalid_format',
      'not_multiple_of',
      'unrecognized_keys',
      'invalid_union',
      'invalid_key',
      'invalid_element',
      'invalid_value',
      'custom',
    ]
    expect(codes.filter((code) => !texts.has(`field.${code}`))).toEqual([])
  })

  test('every code that an input or a rule gives to a field has a sentence', () => {
    const codes = fieldCodes()
    expect(codes.length).toBeGreaterThan(5)
    expect(codes.filter((code) => !texts.has(`field.${code}`))).toEqual([])
  })
})

/** The words with which schemas refuse: the message of a check, of an added issue, of a field. */
function fieldCodes(): string[] {
  const sources = filesBelow(path.join(root, 'main', 'clinic'), /\.(input|rules|service)\.ts$/)
  const found = new Set<string>()
  for (const source of sources) {
    const text = readFileSync(source, 'utf8')
    for (const pattern of [
      /\.(?:refine|regex|min|max)\((?:[^()]|\([^()]*(?:\([^()]*\))?[^()]*\))*,\s*'([a-z]+(?:-[a-z]+)*)',?\s*\)/g,
      /message: '([a-z]+(?:-[a-z]+)*)'/g,
      /path: [^,{}]+, code: '([a-z]+(?:-[a-z]+)*)'/g,
    ]) {
      for (const match of text.matchAll(pattern)) found.add(match[1] ?? '')
    }
  }
  return [...found].toSorted()
}

function filesBelow(folder: string, name: RegExp): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()
}

/** The texts of all namespaces, each key with its namespace in front. */
const everyKey = new Set(
  namespaces.flatMap((namespace) =>
    [...readTexts('en', namespace).keys()].map((key) => `${namespace}:${key}`),
  ),
)

/** Whether a key is a text, one with plural forms, or (with `isPrefix`) the beginning of some. */
function isKnown(key: string, isPrefix: boolean): boolean {
  if (isPrefix) return [...everyKey].some((known) => known.startsWith(key))
  return everyKey.has(key) || everyKey.has(`${key}_other`)
}

interface Use {
  key: string
  isPrefix: boolean
}

/** The keys that a source names: whole ones, and the beginnings of those that it puts together. */
function keysUsed(source: string): Use[] {
  const uses: Use[] = []
  for (const match of source.matchAll(/\bt\(\s*'([^'$]+)'/g)) {
    uses.push({ key: match[1] ?? '', isPrefix: false })
  }
  for (const match of source.matchAll(/\bt\(\s*[^'`()]*\?\s*'([^']+)'\s*:\s*'([^']+)'/g)) {
    for (const key of match.slice(1)) uses.push({ key, isPrefix: false })
  }
  for (const match of source.matchAll(/\bt\(\s*`([^`$]+)\$\{/g)) {
    uses.push({ key: match[1] ?? '', isPrefix: true })
  }
  return uses
}

describe('the screens', () => {
  const files = filesBelow(path.join(root, 'renderer'), /\.tsx?$/)
  const withTexts = files.filter((file) => keysUsed(readFileSync(file, 'utf8')).length > 0)

  test.each(withTexts.map((file) => path.relative(root, file)))(
    '%s uses texts that exist',
    (file) => {
      const source = readFileSync(path.join(root, file), 'utf8')
      const spoken = [...source.matchAll(/(?:useTranslation\(|TFunction<)'([\w-]+)'/g)].map(
        (match) => match[1] ?? '',
      )
      // `shell` is the namespace of whoever names none.
      const own = spoken.length === 0 ? namespaces : [...spoken, 'shell']
      const unknown = keysUsed(source).filter(({ key, isPrefix }) =>
        key.includes(':')
          ? !isKnown(key, isPrefix)
          : !own.some((namespace) => isKnown(`${namespace}:${key}`, isPrefix)),
      )
      expect(unknown.map(({ key }) => key)).toEqual([])
    },
  )
})
