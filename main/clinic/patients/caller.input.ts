/** What is asked of someone who calls for the first time. */
import * as z from 'zod'
import { lineInput, optionalLine } from '../shared/inputs.ts'
import { longestName } from './patients.rules.ts'
import { normalizePhone } from './phones.rules.ts'

export const addCallerInput = z.object({
  family: lineInput(longestName),
  given: lineInput(longestName),
  patronymic: optionalLine(longestName),
  phone: lineInput(40).refine((phone) => normalizePhone(phone) !== null, 'phone'),
})

export type AddCaller = z.infer<typeof addCallerInput>
