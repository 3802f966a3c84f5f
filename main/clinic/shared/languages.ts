/** The languages that the clinic's people work in, as BCP 47 tags. */
export const languages = ['en', 'ru', 'pt-BR', 'fr'] as const

export type Language = (typeof languages)[number]

/** Whether a tag is one of the four languages the program speaks. */
export function isLanguage(tag: string): tag is Language {
  return (languages as readonly string[]).includes(tag)
}
