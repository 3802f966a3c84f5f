/** One invented mail of every kind, to be changed by the tests that need another. */
import { languages, type Language } from '../../../main/clinic/shared/languages.ts'
import {
  mailTemplateNames,
  type AppointmentMail,
  type MailClinic,
  type MailTemplate,
  type MailTemplateName,
} from '../../../main/mail/mail-template.ts'

type MovedMail = Extract<AppointmentMail, { template: 'appointment-moved' }>
type CancelledMail = Extract<AppointmentMail, { template: 'appointment-cancelled' }>

export const clinic: MailClinic = {
  name: 'Linden Clinic',
  address: '12 Linden Street',
  phone: '+49 30 5550123',
  email: 'desk@linden.example',
  timeZone: 'Europe/Berlin',
}

const patient = { family: 'Иванова', given: 'Анна', patronymic: 'Сергеевна' }
const practitioner = { family: 'Petrov', given: 'Pyotr', patronymic: null }

const appointment = {
  clinic,
  audience: 'patient' as const,
  appointmentId: '0199a1b2-0000-7000-8000-000000000001',
  version: 1,
  patient,
  practitioner,
  serviceName: 'Gastroscopy',
  startsAt: '2026-11-21T09:30:00.000Z',
  endsAt: '2026-11-21T10:00:00.000Z',
  locationName: 'Room 12',
  preparation: 'Do not eat for 8 hours.\nBring earlier results.',
  price: { amountMinor: 12_500, currency: 'EUR' },
}

export function requestedMail(language: Language = 'en'): AppointmentMail {
  return { ...appointment, language, template: 'appointment-requested' }
}

export function confirmedMail(language: Language = 'en'): AppointmentMail {
  return { ...appointment, language, template: 'appointment-confirmed', version: 2 }
}

export function movedMail(language: Language = 'en'): MovedMail {
  return {
    ...appointment,
    language,
    template: 'appointment-moved',
    version: 3,
    previousStartsAt: '2026-11-20T13:15:00.000Z',
    previousEndsAt: '2026-11-20T13:45:00.000Z',
    awaitsConfirmation: false,
  }
}

export function cancelledMail(language: Language = 'en'): CancelledMail {
  return {
    ...appointment,
    language,
    template: 'appointment-cancelled',
    version: 4,
    reason: 'The patient has a fever',
  }
}

export function mailOf(template: MailTemplateName, language: Language): MailTemplate {
  switch (template) {
    case 'card-approved':
      return { template, language, clinic, patient, cardNumber: 'A-000123' }
    case 'card-returned':
      return { template, language, clinic, patient, reason: 'The birth day is missing' }
    case 'appointment-requested':
      return requestedMail(language)
    case 'appointment-confirmed':
      return confirmedMail(language)
    case 'appointment-moved':
      return movedMail(language)
    case 'appointment-cancelled':
      return cancelledMail(language)
    case 'payment-receipt':
      return {
        template,
        language,
        clinic,
        patient,
        receiptNumber: 'A-R-000045',
        invoiceNumber: 'A-000044',
        paidAt: '2026-11-21T10:05:00.000Z',
        amount: { amountMinor: 12_500, currency: 'EUR' },
        method: 'split',
      }
    case 'referral':
      return {
        template,
        language,
        clinic,
        to: 'City heart centre, Dr Marsh',
        number: 'A-2026-N0007',
        specialty: 'Cardiac surgery',
        requester: { family: 'Ward', given: 'Ruth', patronymic: null },
        documentIds: ['019ab000-0000-7000-8000-000000000001'],
      }
    case 'test':
      return { template, language, clinic, sentAt: '2026-11-21T10:05:00.000Z' }
  }
}

/** Every template in every language, and appointments for both sides. */
export const everyMail: { name: string; mail: MailTemplate }[] = languages.flatMap((language) =>
  mailTemplateNames.flatMap((template): { name: string; mail: MailTemplate }[] => {
    const mail = mailOf(template, language)
    const name = `${template} ${language}`
    return 'audience' in mail
      ? [
          { name: `${name} patient`, mail },
          { name: `${name} practitioner`, mail: { ...mail, audience: 'practitioner' } },
        ]
      : [{ name, mail }]
  }),
)
