/** What a caller may send about a record that goes out. */
import * as z from 'zod'
import { idInput } from '../shared/inputs.ts'

export const exportRecordInput = z.object({
  patientId: idInput,
  /** Whether the papers' bytes go along, which makes the file as large as they are. */
  withFiles: z.boolean(),
})

export type ExportRecord = z.infer<typeof exportRecordInput>
