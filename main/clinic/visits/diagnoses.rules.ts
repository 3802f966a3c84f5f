/** Diagnoses of a visit (FHIR R4 Condition): several, in their order; the first one is the main one. */

/** FHIR condition-ver-status, as far as a doctor says it at a visit. */
export const certainties = ['provisional', 'differential', 'confirmed', 'refuted'] as const

export type Certainty = (typeof certainties)[number]

export const mostDiagnoses = 20

export interface Diagnosis {
  text: string
  /** Letters, digits and dots of whatever classification the clinic uses; null when none. */
  code: string | null
  verification: Certainty
  /** Pinned to the patient until it is ended. */
  isChronic: boolean
}

export const noDiagnosis: Diagnosis = {
  text: '',
  code: null,
  verification: 'confirmed',
  isChronic: false,
}

/** Whether nothing stands there; a code alone is something, though too little to be signed. */
export function isBlank({ text, code }: Pick<Diagnosis, 'text' | 'code'>): boolean {
  return text.trim() === '' && code === null
}

/** Those that say something, in their order. */
export function givenDiagnoses(diagnoses: readonly Diagnosis[]): Diagnosis[] {
  return diagnoses.filter((one) => !isBlank(one))
}

/** The diagnosis of a visit from before there could be several: one, as it was written. */
export function singleDiagnosis(text: string, code: string | null): Diagnosis[] {
  return isBlank({ text, code }) ? [] : [{ ...noDiagnosis, text, code }]
}

/** A diagnosis in one line: `Acute bronchitis · J20.9`. */
export function diagnosisLine({ text, code }: Pick<Diagnosis, 'text' | 'code'>): string {
  return [text.trim(), code].filter((part) => part !== null && part !== '').join(' · ')
}
