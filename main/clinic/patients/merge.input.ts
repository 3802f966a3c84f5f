/** What a caller may send about two patients who may be one. */
import * as z from 'zod'
import { idInput, versionInput } from '../shared/inputs.ts'
import { cardFields, mergeChoices, personFields } from './merge.rules.ts'

/** Two patients, in no order. */
export const patientPairInput = z.object({ oneId: idInput, otherId: idInput })

/** Who stays and who goes into them. */
export const mergePreviewInput = z.object({ survivorId: idInput, mergedId: idInput })

const choiceInput = z.enum(mergeChoices)

export const mergePatientsInput = z.object({
  survivorId: idInput,
  survivorVersion: versionInput,
  mergedId: idInput,
  mergedVersion: versionInput,
  /** Whose value is kept where both have one; what is not chosen is as the preview proposes. */
  person: z.partialRecord(z.enum(personFields), choiceInput),
  card: z.partialRecord(z.enum(cardFields), choiceInput),
})

/** By the patient who went into another. */
export const undoMergeInput = z.object({ mergedId: idInput })

export type PatientPair = z.infer<typeof patientPairInput>
export type MergePreview = z.infer<typeof mergePreviewInput>
export type MergePatients = z.infer<typeof mergePatientsInput>
export type UndoMerge = z.infer<typeof undoMergeInput>
