/** What a caller may send about the schedule as a calendar file. */
import * as z from 'zod'
import { idInput } from '../shared/inputs.ts'

export const feedInput = z.object({
  /** Whose; null for all doctors in one. */
  practitionerId: idInput.nullable(),
  /** Whether it tells who is booked; without it no patient can be known from it. */
  withNames: z.boolean(),
})

export const forgetFeedInput = z.object({ path: z.string().min(1).max(4096) })

export type FeedWish = z.infer<typeof feedInput>
