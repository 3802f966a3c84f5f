/** What the database's triggers keep about a patient for the search and the duplicate check. */
import { duplicateKeys } from './duplicates.rules.ts'
import { phoneTerms as termsOfPhone, searchTerms } from './search.rules.ts'
import { nameWords } from './transliteration.rules.ts'

export interface IndexedPatient {
  family: string
  given: string
  patronymic: string | null
  bornOn: string | null
  /** JSON array of `{use, value}` as the column holds it. */
  phones: string
  documentKind?: string | null
  documentNumber?: string | null
}

/** The text that the full-text indexes read; see searchTerms. */
export function patientTerms(patient: IndexedPatient): string {
  return searchTerms({ ...patient, phones: phoneValues(patient.phones) })
}

/** What the full-text indexes read of a relative's phone. */
export function phoneTerms(phone: string): string {
  return [...new Set(termsOfPhone(phone, null))].join(' ')
}

/** The folded words of the name, family first: what lists are sorted by and full names begin with. */
export function patientSortName(
  patient: Pick<IndexedPatient, 'family' | 'given' | 'patronymic'>,
): string {
  return nameWords(`${patient.family} ${patient.given} ${patient.patronymic ?? ''}`).join(' ')
}

/** Keys that two likely duplicates share; see duplicateKeys. */
export function patientKeys(patient: IndexedPatient): string[] {
  return duplicateKeys({ ...patient, phones: phoneValues(patient.phones) })
}

/** The numbers of a phones column; what is not such a list has none, and must not stop a write. */
export function phoneValues(column: string): string[] {
  let phones: unknown
  try {
    phones = JSON.parse(column)
  } catch {
    return []
  }
  if (!Array.isArray(phones)) return []
  return phones.flatMap((phone: unknown) =>
    typeof phone === 'object' &&
    phone !== null &&
    'value' in phone &&
    typeof phone.value === 'string'
      ? [phone.value]
      : [],
  )
}
