/** What a caller may send about visits; medical text is taken exactly as it was typed. */
import * as z from 'zod'
import { idInput } from '../shared/inputs.ts'
import { hasControlCharacters } from '../shared/text.ts'

function typedText(maximum: number) {
  return z
    .string()
    .max(maximum)
    .refine((text) => !hasControlCharacters(text, { multiLine: true }), 'control-characters')
}

const contentFields = {
  complaint: typedText(20_000),
  findings: typedText(20_000),
  diagnosis: typedText(2_000),
  diagnosisCode: z
    .string()
    .max(16)
    .regex(/^[A-Za-z0-9.]*$/, 'diagnosis-code')
    .transform((code) => (code === '' ? null : code))
    .nullable(),
  plan: typedText(20_000),
}

export const startVisitInput = z.object({ appointmentId: idInput })

export const readVisitInput = z.union([
  z.strictObject({ appointmentId: idInput }),
  z.strictObject({ encounterId: idInput }),
])

export const patientVisitsInput = z.object({ patientId: idInput })

export const saveDraftInput = z.object({ encounterId: idInput, ...contentFields })

export const signVisitInput = z.object({ encounterId: idInput, ...contentFields })

export const addAddendumInput = z.object({
  encounterId: idInput,
  text: typedText(20_000).refine((text) => text.trim() !== '', 'required'),
})

export type WhichVisit = z.infer<typeof readVisitInput>
export type WriteVisit = z.infer<typeof saveDraftInput>
