/** A half-made booking as it is kept: every part may still be missing. */
import * as z from 'zod'
import { idInput, instantInput } from '../shared/inputs.ts'

const name = z.string().max(200)

export const bookingDraft = z.object({
  place: z.object({
    doctor: z.object({
      id: idInput,
      family: name,
      given: name,
      patronymic: name.nullable(),
    }),
    startsAt: instantInput,
    serviceId: idInput.nullable(),
  }),
  patientId: idInput.nullable(),
  /** What was typed to find the patient. */
  query: z.string().max(200),
  /** The new caller, when one is being entered. */
  caller: z.object({ family: name, given: name, phone: z.string().max(60) }).nullable(),
  serviceId: idInput.nullable(),
  note: z.string().max(500),
  requested: z.boolean(),
})

export type BookingDraft = z.infer<typeof bookingDraft>
