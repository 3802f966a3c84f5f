/** What a caller may send about blocked time. */
import * as z from 'zod'
import { idInput, instantInput, lineInput } from '../shared/inputs.ts'

/** A block is part of a day or some days; longer than this it is leave. */
const longestBlockMs = 14 * 24 * 60 * 60_000

export const addBlockInput = z
  .object({
    /** Whose time: a doctor's or a room's, one of the two. */
    practitionerId: idInput.nullable(),
    locationId: idInput.nullable(),
    startsAt: instantInput,
    endsAt: instantInput,
    reason: lineInput(200),
  })
  .superRefine(({ practitionerId, locationId, startsAt, endsAt }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if ((practitionerId === null) === (locationId === null)) refuse('practitionerId', 'one-of-two')
    if (endsAt <= startsAt) refuse('endsAt', 'ends-before-start')
    // A text that is no instant is told of at its own field already.
    else if (Date.parse(endsAt) - Date.parse(startsAt) > longestBlockMs)
      refuse('endsAt', 'too-long')
  })

export type AddBlock = z.infer<typeof addBlockInput>
