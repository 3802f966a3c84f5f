/** What a caller may send about laboratory orders and their specimens. */
import * as z from 'zod'
import { idInput, lineInput, optionalLine, optionalText, versionInput } from '../shared/inputs.ts'
import { labPriorities } from './labs.rules.ts'

export const orderLabsInput = z.object({
  patientId: idInput,
  /** The visit it came out of; null when there is none. */
  encounterId: idInput.nullable(),
  panelIds: z.array(idInput).max(50),
  /** Single analytes beside those of the panels. */
  definitionIds: z.array(idInput).max(200),
  priority: z.enum(labPriorities),
  note: optionalText(2000),
})

export const labOrderInput = z.object({ orderId: idInput })
export const patientLabsInput = z.object({ patientId: idInput })
export const visitLabsInput = z.object({ encounterId: idInput })

export const revokeLabOrderInput = z.object({
  id: idInput,
  version: versionInput,
  reason: lineInput(500),
})

export const specimensInput = z.object({ specimenIds: z.array(idInput).min(1).max(200) })

export const sendSpecimensInput = specimensInput.extend({
  /** The laboratory; null for the clinic's own. */
  sentTo: optionalLine(200),
})

export const rejectSpecimenInput = z.object({ specimenId: idInput, reason: lineInput(500) })

export type RejectSpecimen = z.infer<typeof rejectSpecimenInput>
export type OrderLabs = z.infer<typeof orderLabsInput>
export type RevokeLabOrder = z.infer<typeof revokeLabOrderInput>
export type SendSpecimens = z.infer<typeof sendSpecimensInput>
