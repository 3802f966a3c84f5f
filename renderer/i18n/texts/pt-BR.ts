/** What the window says in Brazilian Portuguese; `mail` and `print` are the main process's own. */
import type { Texts } from '../texts.ts'

export const texts = import.meta.glob<Texts>(
  [
    '../../../resources/locales/pt-BR/*.json',
    '!../../../resources/locales/pt-BR/{mail,print}.json',
  ],
  { eager: true, import: 'default' },
)
