/** What a caller may send about documents. */
import * as z from 'zod'
import { idInput, textInput, versionInput } from '../shared/inputs.ts'
import { languages } from '../shared/languages.ts'
import { compositionStates } from './compositions.rules.ts'

const answersInput = z.record(z.string().max(40), textInput(20_000))

export const beginInput = z.object({
  typeId: idInput,
  patientId: idInput.nullable(),
  language: z.enum(languages),
  /** The signed document that this one corrects and stands in for. */
  replacesId: idInput.nullable(),
})

export const oneCompositionInput = z.object({ id: idInput })

export const saveContentInput = z.object({
  id: idInput,
  version: versionInput,
  content: answersInput,
})

/** A step that needs no words. */
export const stepInput = z.object({ id: idInput, version: versionInput })

/** A step that needs a reason. */
export const remarkedInput = z.object({
  id: idInput,
  version: versionInput,
  remark: textInput(2000).refine((text) => text.trim() !== '', 'required'),
})

export const registerInput = z.object({
  state: z.enum(compositionStates).nullable(),
  typeId: idInput.nullable(),
  patientId: idInput.nullable(),
  limit: z.number().int().min(1).max(500),
})

export const compositionsOfPatientInput = z.object({ patientId: idInput })

export type Begin = z.infer<typeof beginInput>
export type SaveContent = z.infer<typeof saveContentInput>
export type StepWish = z.infer<typeof stepInput>
export type Remarked = z.infer<typeof remarkedInput>
export type RegisterWish = z.infer<typeof registerInput>
