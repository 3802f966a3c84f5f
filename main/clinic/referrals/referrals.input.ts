/** What a caller may send about referrals. */
import * as z from 'zod'
import {
  dayInput,
  idInput,
  lineInput,
  optionalLine,
  optionalText,
  textInput,
} from '../shared/inputs.ts'
import { referralPriorities } from './referrals.rules.ts'

const email = z.email().max(200)

export const issueReferralInput = z
  .object({
    patientId: idInput,
    /** The visit it came out of; null when there is none. */
    encounterId: idInput.nullable(),
    /** A service of this clinic; null when the patient is sent elsewhere. */
    serviceId: idInput.nullable(),
    /** The doctor of this clinic who is wished for; null for any. */
    performerId: idInput.nullable(),
    performerOrganization: optionalLine(200),
    performerName: optionalLine(200),
    performerEmail: email.nullable(),
    specialty: lineInput(100),
    reason: textInput(4000).refine((text) => text.trim() !== '', 'required'),
    diagnosis: optionalText(2000),
    note: optionalText(2000),
    priority: z.enum(referralPriorities),
    /** The day by which an answer is expected; null for what is usual. */
    dueOn: dayInput.nullable(),
  })
  .refine(({ serviceId, performerId }) => serviceId !== null || performerId === null, {
    path: ['performerId'],
    message: 'without-service',
  })

export const patientReferralsInput = z.object({ patientId: idInput })

export const visitReferralsInput = z.object({ encounterId: idInput })

export const referralInput = z.object({ id: idInput })

export const sendReferralInput = z.discriminatedUnion('way', [
  /** Given to the patient, or by post. */
  z.object({ id: idInput, way: z.literal('paper') }),
  z.object({
    id: idInput,
    way: z.literal('mail'),
    email,
    /** Papers of the same patient that go along. */
    documentIds: z.array(idInput).max(20),
  }),
])

export const answerReferralInput = z
  .object({
    id: idInput,
    /** Null where the answer is a letter alone. */
    note: optionalText(10_000),
    /** Copies that are whole: the letter as it came. */
    files: z.array(z.object({ copyId: idInput, name: lineInput(300) })).max(10),
  })
  .refine(({ note, files }) => note !== null || files.length > 0, {
    path: ['note'],
    message: 'required',
  })

export const closeReferralInput = z.object({ id: idInput, note: optionalText(1000) })

export const revokeReferralInput = z.object({
  id: idInput,
  reason: lineInput(500),
})

export const openReferralsInput = z.object({
  /** `mine`: those that the caller issued. */
  whose: z.enum(['mine', 'all']),
})

export type IssueReferral = z.infer<typeof issueReferralInput>
export type SendReferral = z.infer<typeof sendReferralInput>
export type AnswerReferral = z.infer<typeof answerReferralInput>
export type CloseReferral = z.infer<typeof closeReferralInput>
export type RevokeReferral = z.infer<typeof revokeReferralInput>
