/** What a caller may send about calls: what a patient said of a booking, and how an absent doctor's day is moved. */
import * as z from 'zod'
import {
  dayInput,
  idInput,
  instantInput,
  lineInput,
  optionalText,
  versionInput,
} from '../shared/inputs.ts'

export const confirmationsInput = z.object({ day: dayInput })

const about = {
  appointmentId: idInput,
  /** Of the booking. */
  version: versionInput,
  purpose: z.enum(['confirmation', 'absence']),
  note: optionalText(500),
}

/** A cancellation and a move are made with the call, in one step. */
export const recordCallInput = z.discriminatedUnion('result', [
  z.object({ ...about, result: z.literal('confirmed') }),
  z.object({ ...about, result: z.literal('not-reached') }),
  z.object({ ...about, result: z.literal('cancelled'), reason: lineInput(500) }),
  z.object({
    ...about,
    result: z.literal('moved'),
    startsAt: instantInput,
    practitionerId: idInput,
  }),
])

export const waysOutInput = z.object({ appointmentId: idInput })

export const planAbsenceInput = z.object({
  practitionerId: idInput,
  day: dayInput,
  /** Who takes the day over; the same doctor on another day. */
  toPractitionerId: idInput,
  toDay: dayInput,
})

export const moveAbsenceInput = z.object({
  moves: z
    .array(
      z.object({
        id: idInput,
        version: versionInput,
        startsAt: instantInput,
        practitionerId: idInput,
      }),
    )
    .min(1)
    .max(100),
})

export type RecordCall = z.infer<typeof recordCallInput>
export type PlanAbsence = z.infer<typeof planAbsenceInput>
export type MoveAbsence = z.infer<typeof moveAbsenceInput>
