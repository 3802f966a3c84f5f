/** What the window says in English; `mail` and `print` are the main process's own. */
import type { Texts } from '../texts.ts'

export const texts = import.meta.glob<Texts>(
  ['../../../resources/locales/en/*.json', '!../../../resources/locales/en/{mail,print}.json'],
  { eager: true, import: 'default' },
)
