/** What a caller may send about prescriptions. */
import * as z from 'zod'
import { dayInput, idInput, lineInput, optionalLine } from '../shared/inputs.ts'
import { longestValidityDays, mostMedicines } from './prescriptions.rules.ts'

const medicineInput = z.object({
  /** Name, form and strength, as it is to stand on the paper. */
  medicine: lineInput(200),
  /** How it is taken (signatura). */
  dosage: lineInput(500),
  /** How much is handed out. */
  quantity: optionalLine(100),
  /** The last day of taking it; null until it is stopped. */
  takenUntil: dayInput.nullable(),
})

export const issuePrescriptionInput = z.object({
  patientId: idInput,
  /** The visit it came out of; null when there is none. */
  encounterId: idInput.nullable(),
  medicines: z.array(medicineInput).min(1).max(mostMedicines),
  validDays: z.number().int().min(1).max(longestValidityDays),
  /** Why it is prescribed although an allergy speaks against it. */
  overrideReason: optionalLine(500),
})

export const cancelPrescriptionInput = z.object({ id: idInput, reason: lineInput(500) })

export const stopMedicineInput = z.object({ medicationRequestId: idInput, reason: lineInput(500) })

export const patientPrescriptionsInput = z.object({ patientId: idInput })

export type IssuePrescription = z.infer<typeof issuePrescriptionInput>
export type CancelPrescription = z.infer<typeof cancelPrescriptionInput>
export type StopMedicine = z.infer<typeof stopMedicineInput>
