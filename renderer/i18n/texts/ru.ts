/** What the window says in Russian; `mail` and `print` are the main process's own. */
import type { Texts } from '../texts.ts'

export const texts = import.meta.glob<Texts>(
  ['../../../resources/locales/ru/*.json', '!../../../resources/locales/ru/{mail,print}.json'],
  { eager: true, import: 'default' },
)
