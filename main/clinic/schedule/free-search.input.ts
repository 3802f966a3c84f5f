/** What a caller may ask of the search for free times. */
import * as z from 'zod'
import { dayInput, idInput, lineInput, wallTimeInput } from '../shared/inputs.ts'

/** `24:00` is the end of the day. */
const untilInput = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'wall-time')

export const freeSearchInput = z.object({
  /** The doctor's first service when left out. */
  serviceId: idInput.optional(),
  specialty: lineInput(200).optional(),
  practitionerIds: z.array(idInput).min(1).max(200).optional(),
  /** In this room. */
  locationId: idInput.optional(),
  fromDay: dayInput,
  days: z.number().int().min(1).max(62),
  /** ISO weekdays; any when left out. */
  weekdays: z.array(z.number().int().min(1).max(7)).max(7).optional(),
  /** No earlier than this wall time. */
  from: wallTimeInput.optional(),
  /** Starts before this wall time. */
  to: untilInput.optional(),
  limit: z.number().int().min(1).max(500).default(40),
})

export const dayTimesInput = z.object({
  serviceId: idInput,
  practitionerIds: z.array(idInput).min(1).max(200).optional(),
  day: dayInput,
})

export type FreeSearch = Omit<z.infer<typeof freeSearchInput>, 'limit'> & { limit: number }
export type DayTimesQuestion = z.infer<typeof dayTimesInput>
