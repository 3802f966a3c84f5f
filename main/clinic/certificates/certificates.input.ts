/** What a caller may send about sick notes and certificates. */
import * as z from 'zod'
import { dayInput, idInput, lineInput, optionalLine, optionalText } from '../shared/inputs.ts'
import { certificateKinds } from './certificates.rules.ts'

export const issueCertificateInput = z
  .object({
    kind: z.enum(certificateKinds),
    patientId: idInput,
    encounterId: idInput,
    /** The days it is for; a certificate may be for none. */
    fromDay: dayInput.nullable(),
    toDay: dayInput.nullable(),
    /** Only where the patient wants it told. */
    diagnosis: optionalLine(500),
    /** The employer, the school, the court. */
    presentedTo: optionalLine(200),
    text: optionalText(4000),
  })
  .refine(({ kind, fromDay }) => kind !== 'sick-note' || fromDay !== null, {
    path: ['fromDay'],
    message: 'required',
  })
  .refine(({ fromDay, toDay }) => (fromDay === null) === (toDay === null), {
    path: ['toDay'],
    message: 'required',
  })
  .refine(({ kind, text }) => kind !== 'certificate' || text !== null, {
    path: ['text'],
    message: 'required',
  })

export const cancelCertificateInput = z.object({ id: idInput, reason: lineInput(500) })

export const patientCertificatesInput = z.object({ patientId: idInput })

export type IssueCertificate = z.infer<typeof issueCertificateInput>
export type CancelCertificate = z.infer<typeof cancelCertificateInput>
