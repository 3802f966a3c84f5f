/** What a caller may send about the queue. */
import * as z from 'zod'
import { idInput } from '../shared/inputs.ts'

/** The next patient of a doctor, or of a room whoever works in it. */
export const callNextInput = z.discriminatedUnion('of', [
  z.object({ of: z.literal('practitioner'), id: idInput }),
  z.object({ of: z.literal('location'), id: idInput }),
])

export type CallNext = z.infer<typeof callNextInput>
