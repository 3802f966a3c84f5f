/** What a caller may send about consents: by purpose, to a version of a text, and taken back. */
import * as z from 'zod'
import { dayInput, idInput, lineInput, optionalLine, textInput } from '../shared/inputs.ts'

/** What a patient can agree to, the first of which everybody is asked for. */
export const consentPurposes = [
  'data-processing',
  'treatment',
  'messages',
  'photo',
  'data-sharing',
] as const

export type ConsentPurpose = (typeof consentPurposes)[number]

export function isConsentPurpose(word: string): word is ConsentPurpose {
  return consentPurposes.some((purpose) => purpose === word)
}

export const withdrawConsentInput = z.object({
  consentId: idInput,
  withdrawnOn: dayInput,
  reason: optionalLine(500),
})

export const consentInput = z.object({ consentId: idInput })

export const addConsentTextInput = z.object({
  purpose: z.enum(consentPurposes),
  textVersion: lineInput(60),
  text: textInput(20_000).refine((text) => text.trim() !== '', 'required'),
})

export const archiveConsentTextInput = z.object({ id: idInput, archived: z.boolean() })

export type WithdrawConsent = z.infer<typeof withdrawConsentInput>
export type AddConsentText = z.infer<typeof addConsentTextInput>
export type ArchiveConsentText = z.infer<typeof archiveConsentTextInput>
