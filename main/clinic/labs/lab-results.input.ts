/** What a caller may send about results. */
import * as z from 'zod'
import { idInput, lineInput, optionalText } from '../shared/inputs.ts'

export const enterResultsInput = z.object({
  orderId: idInput,
  results: z
    .array(
      z.object({
        definitionId: idInput,
        /** As it is typed: `5,5`, `<0.01`, or words. */
        value: lineInput(400),
        note: optionalText(1000),
      }),
    )
    .min(1)
    .max(200),
})

export const labInboxInput = z.object({
  /** `mine`: of what the caller ordered, and of nobody's orders. */
  whose: z.enum(['mine', 'all']),
})

export const reportInput = z.object({ reportId: idInput })

export const reviewReportInput = z.object({ reportId: idInput, note: optionalText(1000) })

export const trendInput = z.object({ patientId: idInput, definitionId: idInput })

export type EnterResults = z.infer<typeof enterResultsInput>
export type ReviewReport = z.infer<typeof reviewReportInput>
