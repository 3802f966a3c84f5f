/** i18next with the four languages; each is loaded when it is first spoken. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { isLanguage, type Language, languages } from '../../main/clinic/shared/languages.ts'

/** One file a domain; `mail` and `print` are the main process's own. */
const loaders = import.meta.glob<{ default: Record<string, unknown> }>([
  '../../resources/locales/*/*.json',
  '!**/mail.json',
  '!**/print.json',
])

const rememberedKey = 'language'

/** Starts with the language that was last spoken here, or the system's. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    fallbackLng: 'en',
    supportedLngs: [...languages],
    lng: 'en',
    resources: {},
    partialBundledLanguages: true,
    defaultNS: 'shell',
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  await speak(firstLanguage())
}

/** Switches every text at once. */
export async function speak(language: Language): Promise<void> {
  await load(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  localStorage.setItem(rememberedKey, language)
}

/** The language the window speaks now. */
export function spokenLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en'
}

async function load(language: Language): Promise<void> {
  const paths = Object.keys(loaders).filter((path) => path.includes(`/locales/${language}/`))
  await Promise.all(
    paths.map(async (path) => {
      const namespace = path.slice(path.lastIndexOf('/') + 1, -'.json'.length)
      if (i18next.hasResourceBundle(language, namespace)) return
      const texts = await loaders[path]?.()
      i18next.addResourceBundle(language, namespace, texts?.default ?? {})
    }),
  )
}

function firstLanguage(): Language {
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
