/** What the window says in French; `mail` and `print` are the main process's own. */
import type { Texts } from '../texts.ts'

export const texts = import.meta.glob<Texts>(
  ['../../../resources/locales/fr/*.json', '!../../../resources/locales/fr/{mail,print}.json'],
  { eager: true, import: 'default' },
)
