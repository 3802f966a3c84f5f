/** What a caller may send about visits; medical text is taken exactly as it was typed. */
import * as z from 'zod'
import { idInput, lineInput, optionalText } from '../shared/inputs.ts'
import { hasControlCharacters } from '../shared/text.ts'
import { typedVitalSigns } from '../vitals/vital-signs.rules.ts'
import { cosignDecisions } from './cosignature.rules.ts'
import { certainties, mostDiagnoses } from './diagnoses.rules.ts'
import { longestText, mostSections } from './visits.rules.ts'

function typedText(maximum: number) {
  return z
    .string()
    .max(maximum)
    .refine((text) => !hasControlCharacters(text, { multiLine: true }), 'control-characters')
}

const codeInput = z
  .string()
  .max(16)
  .regex(/^[A-Za-z0-9.]*$/, 'diagnosis-code')
  .transform((code) => (code === '' ? null : code))
  .nullable()

export const longestDiagnosis = 2000

export const longestTitle = 100

const diagnosisInput = z.object({
  text: typedText(longestDiagnosis),
  code: codeInput,
  verification: z.enum(certainties),
  isChronic: z.boolean(),
})

/** As typed; what a hand slipped on is said when it is signed. */
const vitalInput = z
  .string()
  .max(12)
  .refine((text) => !hasControlCharacters(text), 'control-characters')

const contentFields = {
  reason: typedText(longestText.reason),
  complaint: typedText(longestText.complaint),
  history: typedText(longestText.history),
  findings: typedText(longestText.findings),
  plan: typedText(longestText.plan),
  vitals: z.partialRecord(z.enum(typedVitalSigns), vitalInput),
  diagnoses: z.array(diagnosisInput).max(mostDiagnoses),
  sections: z
    .array(z.object({ title: lineInput(longestTitle), text: typedText(20_000) }))
    .max(mostSections),
  templateId: idInput.nullable(),
}

/** The text of a visit as it lies in a draft. */
export const visitContent = z.object(contentFields)

export const startVisitInput = z.object({ appointmentId: idInput })

export const readVisitInput = z.union([
  z.strictObject({ appointmentId: idInput }),
  z.strictObject({ encounterId: idInput }),
])

export const patientVisitsInput = z.object({ patientId: idInput })

/** What names a text of a visit; empty where there is none. */
const markInput = z.string().regex(/^[0-9a-f]{0,64}$/)

export const saveDraftInput = z.object({
  encounterId: idInput,
  content: visitContent,
  /** The shared text that this one grew out of. */
  base: z.object({ mark: markInput, content: visitContent }),
  /** Whether the others are to see it at once, as when the page is left. */
  isShared: z.boolean(),
})

export const signVisitInput = z.object({
  encounterId: idInput,
  content: visitContent,
  /** The mark of the shared text that its doctor has seen. */
  base: markInput,
})

export const addAddendumInput = z.object({
  encounterId: idInput,
  text: typedText(20_000).refine((text) => text.trim() !== '', 'required'),
})

export const endConditionInput = z.object({ conditionId: idInput, reason: lineInput(500) })

/** Signs a visit as well, or returns it with a remark. */
export const decideCosignInput = z
  .object({
    encounterId: idInput,
    decision: z.enum(cosignDecisions),
    remark: optionalText(4000),
  })
  .refine(({ decision, remark }) => decision !== 'returned' || remark !== null, {
    path: ['remark'],
    message: 'required',
  })

export type WhichVisit = z.infer<typeof readVisitInput>
export type SaveDraft = z.infer<typeof saveDraftInput>
export type SignVisit = z.infer<typeof signVisitInput>
export type DecideCosign = z.infer<typeof decideCosignInput>
export type EndCondition = z.infer<typeof endConditionInput>
