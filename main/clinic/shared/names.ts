/** How a person's name is written in each locale (FHIR HumanName, with the patronymic of its own). */
import type { Language } from './languages.ts'

export interface HumanName {
  family: string
  given: string
  /** Отчество; null where the locale has none or the person has none. */
  patronymic: string | null
}

/** Of a joined row: null where there is nobody. */
export function nameOrNull({
  family,
  given,
  patronymic,
}: {
  family: string | null
  given: string | null
  patronymic: string | null
}): HumanName | null {
  return family === null || given === null ? null : { family, given, patronymic }
}

/**
 * The whole name in the locale's order: family first in Russian (ГОСТ practice),
 * given first elsewhere.
 */
export function fullName(name: HumanName, language: Language): string {
  const parts =
    language === 'ru'
      ? [name.family, name.given, name.patronymic]
      : [name.given, name.patronymic, name.family]
  return parts.filter((part) => part !== null && part !== '').join(' ')
}

/** Short form for a crowded column: `Иванов П. С.` in Russian, `P. Ivanov` elsewhere. */
export function shortName(name: HumanName, language: Language): string {
  const initials = [name.given, name.patronymic]
    .filter((part): part is string => part !== null && part !== '')
    .map((part) => `${[...part][0] ?? ''}.`)
    .join(' ')
  const parts = language === 'ru' ? [name.family, initials] : [initials, name.family]
  return parts.filter((part) => part !== '').join(' ')
}
