/** What a caller may ask of a patient's timeline. */
import * as z from 'zod'
import { idInput, instantInput } from '../shared/inputs.ts'
import { timelineKinds } from './timeline.rules.ts'

export const timelineInput = z.object({
  patientId: idInput,
  /** Null is every kind. */
  kind: z.enum(timelineKinds).nullable(),
  /** Where the page before ended; null begins with the latest. */
  cursor: z.object({ at: instantInput, id: idInput }).nullish(),
})

export type AskTimeline = z.infer<typeof timelineInput>
