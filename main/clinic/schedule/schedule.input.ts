/** What a caller may send about weekly hours, leave and free times. */
import * as z from 'zod'
import { isDay, isoWeekday } from '../shared/days.ts'
import {
  dayInput,
  idInput,
  lineInput,
  optionalLine,
  versionInput,
  wallTimeInput,
} from '../shared/inputs.ts'
import { isDayRule } from './recurrence.rules.ts'
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

/** RFC 5545 rule of days, such as `FREQ=WEEKLY;INTERVAL=2;BYDAY=SA`. */
const ruleInput = z.string().max(200).refine(isDayRule, 'recurrence').nullable()

export const addLeaveInput = z
  .object({
    practitionerId: idInput,
    fromDay: dayInput,
    toDay: dayInput,
    /** With `endsLocal`: these hours of each day alone. */
    startsLocal: wallTimeInput.nullable().optional(),
    endsLocal: endTimeInput.nullable().optional(),
    recurrence: ruleInput.optional(),
    reason: lineInput(200),
  })
  .superRefine((leave, context) => {
    const { startsLocal = null, endsLocal = null } = leave
    const add = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (leave.toDay < leave.fromDay) add('toDay', 'ends-before-start')
    if (startsLocal === null && endsLocal !== null) add('startsLocal', 'required')
    if (startsLocal !== null && endsLocal === null) add('endsLocal', 'required')
    if (startsLocal !== null && endsLocal !== null && endsLocal <= startsLocal) {
      add('endsLocal', 'ends-before-start')
    }
  })

export const addExtraHoursInput = z
  .object({
    practitionerId: idInput,
    locationId: idInput.nullable(),
    day: dayInput,
    startsLocal: wallTimeInput,
    endsLocal: endTimeInput,
    recurrence: ruleInput,
    note: optionalLine(200),
  })
  .refine((hours) => hours.startsLocal < hours.endsLocal, {
    path: ['endsLocal'],
    message: 'ends-before-start',
  })

export const archiveExtraHoursInput = z.object({
  id: idInput,
  version: versionInput,
  practitionerId: idInput,
})

const mondayInput = dayInput.refine((day) => !isDay(day) || isoWeekday(day) === 1, 'monday')

export const copyWeekInput = z.object({
  fromPractitionerId: idInput,
  /** Monday of the week that is copied. */
  week: mondayInput,
  toPractitionerId: idInput,
  /** Monday of the first week that it is copied to. */
  firstWeek: mondayInput,
  /** How many weeks; null goes on. */
  weeks: z.number().int().min(1).max(104).nullable(),
})

export const calendarInput = z.object({ year: z.number().int().min(1990).max(2100) })

export const keepHolidaysInput = z.object({ keepsHolidays: z.boolean() })

export const clinicDayInput = z.object({
  day: dayInput,
  kind: z.enum(['closed', 'open', 'usual']),
  name: optionalLine(100),
})

export const scheduleInput = z.object({
  fromDay: dayInput,
  days: z.number().int().min(1).max(31),
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
export type AddExtraHours = z.infer<typeof addExtraHoursInput>
export type CopyWeek = z.infer<typeof copyWeekInput>
export type SetClinicDay = z.infer<typeof clinicDayInput>
export type AddLeave = z.infer<typeof addLeaveInput>
export type FreeTimesQuestion = z.infer<typeof freeTimesInput>
export type FreeTimesOfQuestion = z.infer<typeof freeTimesOfInput>
