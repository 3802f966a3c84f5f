/** What a caller may send about messages of laboratories. */
import * as z from 'zod'
import { idInput, lineInput, versionInput } from '../shared/inputs.ts'

/** More than a year's results of a small clinic in one file. */
const largestFileBytes = 50 * 1024 * 1024

export const takeInFileInput = z.object({
  file: z.instanceof(Uint8Array).refine((file) => file.length <= largestFileBytes, 'too-large'),
})

export const unmatchedReportInput = z.object({ messageReportId: idInput })

export const matchByHandInput = z.object({
  messageReportId: idInput,
  patientId: idInput,
  /** The order that it answers; null where there is none. */
  orderId: idInput.nullable(),
})

export const undoMatchInput = z.object({ matchId: idInput, reason: lineInput(500) })

export const putAwayInput = z.object({ messageReportId: idInput, reason: lineInput(500) })

export const bringBackInput = z.object({ id: idInput, version: versionInput })

export type PutAway = z.infer<typeof putAwayInput>
export type BringBack = z.infer<typeof bringBackInput>
export type MatchByHand = z.infer<typeof matchByHandInput>
export type UndoMatch = z.infer<typeof undoMatchInput>
