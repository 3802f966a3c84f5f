/** A text of the demo clinic in the four languages. */
import type { Language } from '../clinic/shared/languages.ts'

export type Texts = Readonly<Record<Language, string>>

/** The four texts in the order in which this folder's tables hold them. */
export function texts(en: string, ru: string, ptBR: string, fr: string): Texts {
  return { en, ru, 'pt-BR': ptBR, fr }
}
