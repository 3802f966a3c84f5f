/** What a caller may send about the waitlist. */
import * as z from 'zod'
import { dayInput, idInput, instantInput, optionalText, versionInput } from '../shared/inputs.ts'
import { partsOfDay, urgencies } from './waitlist.rules.ts'

const wishFields = {
  serviceId: idInput,
  /** Any who offers the service when null. */
  practitionerId: idInput.nullable(),
  /** ISO weekdays; any when empty. */
  weekdays: z.array(z.number().int().min(1).max(7)).max(7),
  partOfDay: z.enum(partsOfDay).nullable(),
  fromDay: dayInput,
  toDay: dayInput.nullable(),
  urgency: z.enum(urgencies),
  note: optionalText(500),
}

export const addToWaitlistInput = z
  .object({ patientId: idInput, ...wishFields })
  .refine(({ fromDay, toDay }) => toDay === null || fromDay <= toDay, {
    path: ['toDay'],
    message: 'ends-before-start',
  })

export const withdrawInput = z.object({ id: idInput, version: versionInput })

export const oneEntryInput = z.object({ id: idInput })

/** A time that has become free. */
export const suitingInput = z.object({
  practitionerId: idInput,
  startsAt: instantInput,
  endsAt: instantInput,
})

export const answerInput = z.object({
  entryId: idInput,
  /** Of the entry. */
  version: versionInput,
  practitionerId: idInput,
  startsAt: instantInput,
  endsAt: instantInput,
  /** Who accepts is booked in the same step. */
  answer: z.enum(['accepted', 'declined', 'thinking', 'not-reached']),
  note: optionalText(500),
})

export type AddToWaitlist = z.infer<typeof addToWaitlistInput>
export type FreedTime = z.infer<typeof suitingInput>
export type WaitlistAnswer = z.infer<typeof answerInput>
