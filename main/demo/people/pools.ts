/** What the pools of names have in common: lists sorted by popularity, first names by era. */
import type { DocumentKind } from '../../clinic/patients/identity.rules.ts'
import type { HumanName } from '../../clinic/shared/names.ts'
import type { Random } from '../random.ts'

export type Sex = 'female' | 'male'

export interface IdentityDocument {
  kind: DocumentKind
  number: string
}

/** Years of birth between which first names were in fashion, as in `firstNames.female[era]`. */
export const eras = ['to1954', 'to1974', 'to1989', 'to2004', 'to2030'] as const

export type Era = (typeof eras)[number]

export type FirstNames = Record<Sex, Record<Era, readonly string[]>>

export function eraOf(year: number): Era {
  return eras.find((era) => year <= Number(era.slice(2))) ?? 'to2030'
}

/** A comma separated text as a list, so that five thousand names stay readable. */
export function list(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.replace(/\s+/g, ' ').trim())
    .filter((item) => item !== '')
}

/** Whom a person lives with; a child takes the family of this relative. */
export interface Relative {
  name: HumanName
  sex: Sex
}

/** What each country brings; `people.ts` makes whole persons of it. */
export interface CountryPeople {
  /** A name in fashion when the person was born; with a parent, of that parent's family. */
  name(random: Random, sex: Sex, bornYear: number, parent?: Relative): HumanName
  /** The family name a spouse bears in common, in the form of the other sex. */
  sharedFamily(family: string, sex: Sex): string
  mobile(random: Random): string
  landline(random: Random): string
  address(random: Random): string
  identityDocument(random: Random, sex: Sex, bornOn: string, age: number): IdentityDocument
}
