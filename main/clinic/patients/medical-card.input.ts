/** What a caller may send about medical cards. */
import * as z from 'zod'
import { idInput, lineInput, optionalLine, optionalText, versionInput } from '../shared/inputs.ts'

export const bloodTypes = ['O-', 'O+', 'A-', 'A+', 'B-', 'B+', 'AB-', 'AB+'] as const

export const cardOfPatientInput = z.object({ patientId: idInput })

export const saveCardInput = z.object({
  id: idInput,
  version: versionInput,
  bloodType: z.enum(bloodTypes).nullable(),
  allergies: optionalText(4000),
  chronicConditions: optionalText(4000),
  medicines: optionalText(4000),
  emergencyContact: optionalLine(300),
  note: optionalText(4000),
})

export const cardStepInput = z.object({ id: idInput, version: versionInput })

export const returnCardInput = z.object({
  id: idInput,
  version: versionInput,
  reason: lineInput(1000),
})

export type SaveCard = z.infer<typeof saveCardInput>
export type CardStep = z.infer<typeof cardStepInput>
export type ReturnCard = z.infer<typeof returnCardInput>
