/** Prescriptions (FHIR R4 MedicationRequest under one group identifier): what is taken now. */

/** How long a prescription may be handed in at a pharmacy, in days; the doctor may choose another. */
export const usualValidityDays = 60

export const longestValidityDays = 365

/** Medicines on one paper. */
export const mostMedicines = 10

export interface TakenMedicine {
  /** The last day of taking it; null until it is stopped. */
  takenUntil: string | null
  stoppedAt: string | null
  cancelledAt: string | null
}

/** Whether a medicine is taken on a day: neither over, nor stopped, nor on a cancelled paper. */
export function isTaken(
  { takenUntil, stoppedAt, cancelledAt }: TakenMedicine,
  today: string,
): boolean {
  const isOver = takenUntil !== null && takenUntil < today
  return !isOver && stoppedAt === null && cancelledAt === null
}
