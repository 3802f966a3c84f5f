/** Words of documents: a type's own texts in the language on screen, and its states. */
import { useTranslation } from 'react-i18next'
import { type LocalText, textIn } from '../../../main/clinic/documents/document-types.rules.ts'
import { isLanguage } from '../../../main/clinic/shared/languages.ts'

/** A type's text in the language on screen, else in one that somebody wrote. */
export function useLocalText(): (text: LocalText) => string {
  const { i18n } = useTranslation()
  const language = isLanguage(i18n.language) ? i18n.language : 'en'
  return (text) => textIn(text, language)
}
