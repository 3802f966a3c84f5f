/** What a caller may send about referrals. */
import * as z from 'zod'
import { idInput, lineInput, optionalLine, optionalText, textInput } from '../shared/inputs.ts'
import { referralPriorities } from './referrals.rules.ts'

export const issueReferralInput = z.object({
  patientId: idInput,
  /** The visit it came out of; null when there is none. */
  encounterId: idInput.nullable(),
  performerOrganization: optionalLine(200),
  performerName: optionalLine(200),
  specialty: lineInput(100),
  reason: textInput(4000).refine((text) => text.trim() !== '', 'required'),
  diagnosis: optionalText(2000),
  note: optionalText(2000),
  priority: z.enum(referralPriorities),
})

export const patientReferralsInput = z.object({ patientId: idInput })

export const visitReferralsInput = z.object({ encounterId: idInput })

export type IssueReferral = z.infer<typeof issueReferralInput>
