/** i18next with the four languages; each is loaded when it is first spoken. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { isLanguage, type Language, languages } from '../../main/clinic/shared/languages.ts'
import { fetchTexts, firstLanguage, rememberLanguage } from './texts.ts'

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
  for (const [namespace, texts] of await fetchTexts(language)) {
    if (i18next.hasResourceBundle(language, namespace)) continue
    i18next.addResourceBundle(language, namespace, texts)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  rememberLanguage(language)
}

/** The language the window speaks now. */
export function spokenLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en'
}
