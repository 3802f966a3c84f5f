/** The window's texts: one file a language, fetched when the language is first spoken. */
import { isLanguage, type Language } from '../../main/clinic/shared/languages.ts'

/** The texts of one namespace. */
export type Texts = Record<string, unknown>

const loaders: Record<Language, () => Promise<{ texts: Record<string, Texts> }>> = {
  en: () => import('./texts/en.ts'),
  ru: () => import('./texts/ru.ts'),
  'pt-BR': () => import('./texts/pt-BR.ts'),
  fr: () => import('./texts/fr.ts'),
}

/** All texts of a language by namespace. */
export async function fetchTexts(language: Language): Promise<[namespace: string, Texts][]> {
  const { texts } = await loaders[language]()
  return Object.entries(texts).map(([path, found]) => [
    path.slice(path.lastIndexOf('/') + 1, -'.json'.length),
    found,
  ])
}

const rememberedKey = 'language'

export function rememberLanguage(language: Language): void {
  localStorage.setItem(rememberedKey, language)
}

/** The language that was last spoken here, else the computer's. */
export function firstLanguage(): Language {
  const tags = [localStorage.getItem(rememberedKey), ...navigator.languages]
  for (const tag of tags) {
    if (tag === null) continue
    if (isLanguage(tag)) return tag
    const base = tag.split('-')[0] ?? ''
    if (base === 'pt') return 'pt-BR'
    if (isLanguage(base)) return base
  }
  return 'en'
}
