/** What a caller may send about series of bookings. */
import * as z from 'zod'
import {
  dayInput,
  idInput,
  instantInput,
  lineInput,
  optionalText,
  versionInput,
  wallTimeInput,
} from '../shared/inputs.ts'
import { longestSeries } from './series.rules.ts'

const startInput = instantInput.refine((text) => text.endsWith(':00.000Z'), 'whole-minutes')

export const planSeriesInput = z.object({
  practitionerId: idInput,
  serviceId: idInput,
  day: dayInput,
  localTime: wallTimeInput,
  everyWeeks: z.number().int().min(1).max(8),
  count: z.number().int().min(2).max(longestSeries),
})

export const bookSeriesInput = z.object({
  patientId: idInput,
  serviceId: idInput,
  as: z.enum(['requested', 'confirmed']),
  note: optionalText(1000),
  dates: z
    .array(z.object({ startsAt: startInput, practitionerId: idInput }))
    .min(1)
    .max(longestSeries),
})

/** Whom a change of one booking concerns: it and all that come after it, or all that are to come. */
const scopeInput = z.enum(['following', 'all'])

export const planSeriesMoveInput = z.object({
  id: idInput,
  scope: scopeInput,
  /** Where the booking itself goes; the others go as far. */
  day: dayInput,
  localTime: wallTimeInput,
  practitionerId: idInput,
})

export const moveSeriesInput = z.object({
  moves: z
    .array(
      z.object({
        id: idInput,
        version: versionInput,
        startsAt: startInput,
        practitionerId: idInput,
      }),
    )
    .min(1)
    .max(longestSeries),
})

export const cancelSeriesInput = z.object({
  id: idInput,
  scope: scopeInput,
  reason: lineInput(500),
})

export type PlanSeries = z.infer<typeof planSeriesInput>
export type BookSeries = z.infer<typeof bookSeriesInput>
export type PlanSeriesMove = z.infer<typeof planSeriesMoveInput>
export type MoveSeries = z.infer<typeof moveSeriesInput>
export type CancelSeries = z.infer<typeof cancelSeriesInput>
