/** What a caller may send about the line on which laboratories send results. */
import * as z from 'zod'

export const labLineInput = z.object({
  isOn: z.boolean(),
  /** Who can reach it: programs of this computer alone, or the clinic's network. */
  reach: z.enum(['computer', 'network']),
  port: z.number().int().min(1024).max(65_535),
})

export type LabLineSettings = z.infer<typeof labLineInput>
