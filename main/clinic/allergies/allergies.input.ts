/** What a caller may send about allergies. */
import * as z from 'zod'
import { idInput, lineInput, optionalLine, versionInput } from '../shared/inputs.ts'
import { severities, verifications } from './allergies.rules.ts'

const fields = {
  substance: lineInput(200),
  /** What happened: rash, swelling, shock. */
  reaction: optionalLine(500),
  severity: z.enum(severities).nullable(),
  verification: z.enum(verifications),
}

export const addAllergyInput = z.object({ patientId: idInput, ...fields })

export const updateAllergyInput = z.object({ id: idInput, version: versionInput, ...fields })

/** Takes an allergy off the list with a reason, or puts it back. */
export const archiveAllergyInput = z
  .object({
    id: idInput,
    version: versionInput,
    archived: z.boolean(),
    reason: optionalLine(500),
  })
  .refine(({ archived, reason }) => !archived || reason !== null, {
    path: ['reason'],
    message: 'required',
  })

export const patientAllergiesInput = z.object({ patientId: idInput })

export type AddAllergy = z.infer<typeof addAllergyInput>
export type UpdateAllergy = z.infer<typeof updateAllergyInput>
export type ArchiveAllergy = z.infer<typeof archiveAllergyInput>
