/** What a caller may send about weekly hours, leave and free times. */
import * as z from 'zod'
import { dayInput, idInput, lineInput, versionInput, wallTimeInput } from '../shared/inputs.ts'
import { hoursMistakes, type PlannedHours } from './planning.rules.ts'

/** `24:00` is the end of the day. */
const endTimeInput = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'wall-time')

const hoursFields = {
  /** ISO: 1 is Monday. */
  weekday: z.number().int().min(1).max(7),
  startsLocal: wallTimeInput,
  endsLocal: endTimeInput,
  validFrom: dayInput,
  /** Last day on which they hold; null while they go on. */
  validTo: dayInput.nullable(),
  locationId: idInput.nullable(),
}

function refuseHoursMistakes(hours: Omit<PlannedHours, 'weekday'>, context: z.RefinementCtx): void {
  for (const { path, code } of hoursMistakes(hours)) {
    context.addIssue({ code: 'custom', path: [path], message: code })
  }
}

export const ofPractitionerInput = z.object({ practitionerId: idInput })

export const addHoursInput = z
  .object({ practitionerId: idInput, ...hoursFields })
  .superRefine(refuseHoursMistakes)

export const updateHoursInput = z
  .object({ id: idInput, version: versionInput, ...hoursFields })
  .superRefine(refuseHoursMistakes)

export const archiveRowInput = z.object({ id: idInput, version: versionInput })

export const addLeaveInput = z
  .object({
    practitionerId: idInput,
    fromDay: dayInput,
    toDay: dayInput,
    reason: lineInput(200),
  })
  .refine((leave) => leave.fromDay <= leave.toDay, {
    path: ['toDay'],
    message: 'ends-before-start',
  })

export const freeTimesInput = z.object({
  practitionerId: idInput,
  serviceId: idInput,
  day: dayInput,
})

export const freeTimesOfInput = z.object({
  serviceId: idInput,
  /** All who offer the service when left out. */
  practitionerIds: z.array(idInput).min(1).max(200).optional(),
  fromDay: dayInput,
  days: z.number().int().min(1).max(62),
})

export const scheduleDayInput = z.object({ day: dayInput })

export type AddHours = z.infer<typeof addHoursInput>
export type UpdateHours = z.infer<typeof updateHoursInput>
export type AddLeave = z.infer<typeof addLeaveInput>
export type FreeTimesQuestion = z.infer<typeof freeTimesInput>
export type FreeTimesOfQuestion = z.infer<typeof freeTimesOfInput>
