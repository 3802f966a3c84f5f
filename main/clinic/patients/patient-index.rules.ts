/** What the database's triggers keep about a patient for the search and the duplicate check. */
export interface IndexedPatient {
  family: string
  given: string
  patronymic: string | null
  bornOn: string | null
  /** JSON array of `{use, value}` as the column holds it. */
  phones: string
}

/** The text that the full-text indexes read. */
export function patientTerms(patient: IndexedPatient): string {
  return [patient.family, patient.given, patient.patronymic ?? ''].join(' ').toLowerCase()
}

/** Keys that two likely duplicates share. */
export function patientKeys(patient: IndexedPatient): string[] {
  return patient.bornOn === null ? [] : [patient.bornOn]
}
