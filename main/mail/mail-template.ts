/**
 * What a mail says before it has words: stored as JSON in the mail's row at the commit, given
 * words by `renderMail` when it is sent. Nothing of the visit itself is in it.
 */
import * as z from 'zod'
import { languages } from '../clinic/shared/languages.ts'
import { oneLine } from './clean.ts'

const humanName = z.object({
  family: z.string(),
  given: z.string(),
  patronymic: z.string().nullable(),
})

const money = z.object({ amountMinor: z.number().int(), currency: z.string() })

/** A UTC instant, shown in the clinic's time zone. */
const instant = z.iso.datetime()

const clinic = z.object({
  name: z.string(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  /** IANA zone; every time in the mail is told in it. */
  timeZone: z.string(),
})

const base = { language: z.enum(languages), clinic }

const appointmentBase = {
  ...base,
  /** Whom the mail is for: the practitioner is told who and when, and nothing more. */
  audience: z.enum(['patient', 'practitioner']),
  appointmentId: z.string(),
  /** Of the appointment when the mail was written; orders the calendar entries (RFC 5545 SEQUENCE). */
  version: z.number().int().nonnegative(),
  patient: humanName,
  practitioner: humanName,
  serviceName: z.string(),
  startsAt: instant,
  endsAt: instant,
  locationName: z.string().nullable(),
  /** What the patient does beforehand, in the clinic's words; null when nothing. */
  preparation: z.string().nullable(),
  price: money.nullable(),
}

const appointmentMail = z.discriminatedUnion('template', [
  z.object({ ...appointmentBase, template: z.literal('appointment-requested') }),
  z.object({ ...appointmentBase, template: z.literal('appointment-confirmed') }),
  z.object({
    ...appointmentBase,
    template: z.literal('appointment-moved'),
    previousStartsAt: instant,
    previousEndsAt: instant,
    /** True while the appointment is still only requested. */
    awaitsConfirmation: z.boolean(),
  }),
  z.object({
    ...appointmentBase,
    template: z.literal('appointment-cancelled'),
    /** Told to the patient only: a reason may say something about their health. */
    reason: z.string(),
  }),
])

const mailTemplate = z.discriminatedUnion('template', [
  appointmentMail,
  z.object({
    ...base,
    template: z.literal('card-approved'),
    patient: humanName,
    cardNumber: z.string(),
  }),
  z.object({
    ...base,
    template: z.literal('card-returned'),
    patient: humanName,
    reason: z.string(),
  }),
  z.object({
    ...base,
    template: z.literal('payment-receipt'),
    patient: humanName,
    receiptNumber: z.string(),
    invoiceNumber: z.string(),
    paidAt: instant,
    amount: money,
    method: z.enum(['cash', 'card', 'split']),
  }),
  z.object({
    ...base,
    template: z.literal('referral'),
    /** Who is written to: an organization, a colleague, or both. */
    to: z.string(),
    number: z.string(),
    specialty: z.string(),
    requester: humanName,
    /** Papers that go along; nothing of the patient stands in the mail itself. */
    documentIds: z.array(z.string()),
  }),
  z.object({ ...base, template: z.literal('test'), sentAt: instant }),
])

export type AppointmentMail = z.infer<typeof appointmentMail>
export type MailTemplate = z.infer<typeof mailTemplate>
export type MailTemplateName = MailTemplate['template']
export type MailClinic = MailTemplate['clinic']

/** Every template there is, in the order of the patient's journey. */
export const mailTemplateNames = [
  'card-approved',
  'card-returned',
  'appointment-requested',
  'appointment-confirmed',
  'appointment-moved',
  'appointment-cancelled',
  'payment-receipt',
  'referral',
  'test',
] as const satisfies readonly MailTemplateName[]

/** The template kept in a row's JSON. Throws an ordinary error when the row holds something else. */
export function parseMailTemplate(json: string): MailTemplate {
  return mailTemplate.parse(JSON.parse(json))
}

/** Whether the mail is about an appointment, and so brings a calendar entry. */
export function isAppointmentMail(mail: MailTemplate): mail is AppointmentMail {
  return mail.template.startsWith('appointment-')
}

/** Where the appointment is, as one line: room, clinic, address. */
export function placeOf(mail: AppointmentMail): string {
  return [mail.locationName, mail.clinic.name, mail.clinic.address]
    .filter((part) => part !== null)
    .map((part) => oneLine(part))
    .filter((part) => part !== '')
    .join(', ')
}
