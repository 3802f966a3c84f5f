/** What a caller may send about bookings. */
import * as z from 'zod'
import { longestServiceMinutes } from '../catalog/catalog.rules.ts'
import {
  dayInput,
  idInput,
  instantInput,
  lineInput,
  optionalText,
  versionInput,
  wallTimeInput,
} from '../shared/inputs.ts'

/** Shorter than this nothing can be booked. */
const shortestMinutes = 5

/** When a booking starts: an instant, or a wall time on a day in the clinic's zone. */
export type StartTime = { startsAt: string } | { day: string; localTime: string }

const startFields = {
  startsAt: instantInput.refine((text) => text.endsWith(':00.000Z'), 'whole-minutes').optional(),
  day: dayInput.optional(),
  localTime: wallTimeInput.optional(),
}

interface StartFields {
  startsAt?: string | undefined
  day?: string | undefined
  localTime?: string | undefined
}

/** The start in one of its two forms; the fields that are missing are named. */
function startOf(fields: StartFields, context: z.RefinementCtx): StartTime {
  const { startsAt, day, localTime } = fields
  if (startsAt !== undefined && day === undefined && localTime === undefined) return { startsAt }
  if (startsAt === undefined && day !== undefined && localTime !== undefined) {
    return { day, localTime }
  }
  const missing =
    day === undefined && localTime === undefined
      ? 'startsAt'
      : day === undefined
        ? 'day'
        : 'localTime'
  const code = startsAt === undefined ? 'required' : 'one-start-only'
  context.addIssue({
    code: 'custom',
    path: [startsAt === undefined ? missing : 'startsAt'],
    message: code,
  })
  return z.NEVER
}

/** Rooms and equipment that a person chose; the program chooses when they are left out. */
const resourceIdsInput = z.array(idInput).max(20)

export const bookInput = z
  .object({
    patientId: idInput,
    practitionerId: idInput,
    serviceId: idInput,
    ...startFields,
    resourceIds: resourceIdsInput.optional(),
    as: z.enum(['requested', 'confirmed']),
    note: optionalText(1000),
  })
  .transform(({ startsAt, day, localTime, ...wish }, context) => ({
    ...wish,
    ...startOf({ startsAt, day, localTime }, context),
  }))

export const bookPackageInput = z.object({
  packageId: idInput,
  patientId: idInput,
  as: z.enum(['requested', 'confirmed']),
  note: optionalText(1000),
  parts: z
    .array(
      z.object({
        serviceId: idInput,
        practitionerId: idInput,
        startsAt: instantInput.refine((text) => text.endsWith(':00.000Z'), 'whole-minutes'),
      }),
    )
    .min(1)
    .max(60),
})

export const moveInput = z
  .object({
    id: idInput,
    version: versionInput,
    ...startFields,
    /** The same doctor when left out. */
    practitionerId: idInput.optional(),
  })
  .transform(({ startsAt, day, localTime, ...wish }, context) => ({
    ...wish,
    ...startOf({ startsAt, day, localTime }, context),
  }))

export const changeResourcesInput = z.object({
  id: idInput,
  version: versionInput,
  resourceIds: resourceIdsInput,
})

export const resourceQuestionInput = z.object({
  serviceId: idInput,
  startsAt: instantInput,
  /** Whose room is taken before others. */
  practitionerId: idInput,
  /** Of a booking that stands already. */
  appointmentId: idInput.optional(),
})

export const versionedInput = z.object({ id: idInput, version: versionInput })

export const cancelInput = z.object({
  id: idInput,
  version: versionInput,
  reason: lineInput(500),
})

export const dismissRebookInput = z.object({
  /** Of the task. */
  id: idInput,
  version: versionInput,
  reason: lineInput(500),
})

/** Confirming and cancelling are procedures of their own, with permissions of their own. */
export const stepInput = z.object({
  id: idInput,
  version: versionInput,
  to: z.enum(['arrived', 'called', 'in-room', 'to-pay', 'done', 'no-show']),
})

export const noteInput = z.object({
  id: idInput,
  version: versionInput,
  note: optionalText(1000),
})

export const changeLengthInput = z.object({
  id: idInput,
  version: versionInput,
  durationMinutes: z.number().int().min(shortestMinutes).max(longestServiceMinutes),
})

export const typedInput = z.object({ text: z.string().max(200) })

export const onDayInput = z.object({ day: dayInput })

export const oneAppointmentInput = z.object({ id: idInput })

export const ofPatientInput = z.object({ patientId: idInput })

export type BookingWish = z.infer<typeof bookInput>
export type ChangeResources = z.infer<typeof changeResourcesInput>
export type ResourceQuestion = z.infer<typeof resourceQuestionInput>
export type PackageWish = z.infer<typeof bookPackageInput>
export type Move = z.infer<typeof moveInput>
export type RebookDismissal = z.infer<typeof dismissRebookInput>
export type Cancellation = z.infer<typeof cancelInput>
export type Step = z.infer<typeof stepInput>
