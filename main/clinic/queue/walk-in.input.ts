/** What a caller may send about someone who came without a booking. */
import * as z from 'zod'
import { addCallerInput } from '../patients/caller.input.ts'
import { idInput, optionalText } from '../shared/inputs.ts'

export const walkInChoicesInput = z.object({ serviceId: idInput })

/** Who came: a patient of the registry, or someone of whom name and phone are known. */
const whoInput = z.discriminatedUnion('is', [
  z.object({ is: z.literal('known'), patientId: idInput }),
  z.object({ is: z.literal('new'), ...addCallerInput.shape }),
])

const walkInFields = { who: whoInput, serviceId: idInput, note: optionalText(1000) }

export const walkInInput = z.object({
  ...walkInFields,
  /** Null: whoever is free first. */
  practitionerId: idInput.nullable(),
})

export const walkInNowInput = z.object({ ...walkInFields, practitionerId: idInput })

export type WalkIn = z.infer<typeof walkInInput>
export type WalkInNow = z.infer<typeof walkInNowInput>
