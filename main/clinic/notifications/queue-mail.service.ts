/** Mails as rows: written in the unit of what they tell about, sent after its commit. */
import { Temporal } from 'temporal-polyfill'
import type { Desk } from '../../db/desk.ts'
import type { MessageRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import type { AppointmentMail, MailClinic, MailTemplate } from '../../mail/mail-template.ts'
import { ClinicError } from '../shared/errors.ts'
import { isLanguage, type Language } from '../shared/languages.ts'
import { fullName } from '../shared/names.ts'
import {
  findAppointmentFacts,
  findCardFacts,
  findClinicFacts,
  findReceiptFacts,
  hasMessageFor,
  listReceiptMethods,
} from './notifications.queries.ts'
import { mailLanguage, wantsMail } from './notifications.rules.ts'

export type AppointmentEvent = 'requested' | 'confirmed' | 'moved' | 'cancelled'

type Audience = AppointmentMail['audience']
type AppointmentFacts = NonNullable<Awaited<ReturnType<typeof findAppointmentFacts>>>

/**
 * Writes the mails to patient and practitioner about what has just happened to an appointment, in
 * the caller's unit and after its rows. One event of one version is told once, however often this
 * is called. Who has no address, and a patient who wants no mail, gets a row that says so, for the log. `previousStartsAt` is needed
 * for `moved`, `reason` for `cancelled` (it reaches the patient alone). `audiences` leaves a side out:
 * a doctor from whom a booking was taken learns that it is cancelled, its patient that it moved.
 */
export async function queueAppointmentMails(
  desk: Desk,
  unit: Unit,
  event: AppointmentEvent,
  appointmentId: string,
  details: { previousStartsAt?: string; reason?: string; audiences?: readonly Audience[] },
): Promise<void> {
  const facts = await findAppointmentFacts(unit.db, appointmentId, event)
  if (facts === undefined) {
    throw new ClinicError('not-found', { entity: 'appointment', id: appointmentId })
  }
  if (facts.queued > 0) return
  for (const audience of details.audiences ?? (['patient', 'practitioner'] as const)) {
    const mail = appointmentMail(facts, event, appointmentId, audience, details)
    addMessage(desk, unit, {
      eventKey: `appointment:${appointmentId}:${event}:${facts.version}:${audience}`,
      mail,
      audience,
      recipientName: fullName(mail[audience], mail.language),
      recipientAddress: audience === 'patient' ? facts.patientEmail : facts.practitionerEmail,
      isWanted: audience === 'practitioner' || wantsMail(facts),
      patientId: facts.patientId,
      appointmentId,
    })
  }
  unit.afterCommit(() => desk.wake('mail'))
}

function appointmentMail(
  facts: AppointmentFacts,
  event: AppointmentEvent,
  appointmentId: string,
  audience: Audience,
  details: { previousStartsAt?: string; reason?: string },
): AppointmentMail {
  const toPatient = audience === 'patient'
  const base = {
    language: languageFor(facts, toPatient ? facts.patientLanguage : facts.practitionerLanguage),
    clinic: clinicOf(facts),
    audience,
    appointmentId,
    version: facts.version,
    patient: {
      family: facts.patientFamily,
      given: facts.patientGiven,
      patronymic: facts.patientPatronymic,
    },
    practitioner: {
      family: facts.practitionerFamily,
      given: facts.practitionerGiven,
      patronymic: facts.practitionerPatronymic,
    },
    startsAt: facts.startsAt,
    endsAt: facts.endsAt,
    locationName: facts.locationName,
    // What the practitioner's mail does not say is not kept with it either.
    serviceName: toPatient ? facts.serviceName : '',
    preparation: toPatient ? facts.preparation : null,
    price: toPatient ? { amountMinor: facts.priceMinor, currency: facts.currency } : null,
  }
  if (event === 'moved') {
    return { ...base, template: 'appointment-moved', ...previousSpan(facts, details) }
  }
  if (event === 'cancelled') {
    const reason = toPatient ? (details.reason ?? '') : ''
    return { ...base, template: 'appointment-cancelled', reason }
  }
  return { ...base, template: `appointment-${event}` }
}

/** A move keeps the length, so the old end follows from the old beginning. */
function previousSpan(facts: AppointmentFacts, details: { previousStartsAt?: string }) {
  const previousStartsAt = details.previousStartsAt ?? facts.startsAt
  const length = Temporal.Instant.from(facts.startsAt).until(facts.endsAt)
  const previousEndsAt = Temporal.Instant.from(previousStartsAt)
    .add(length)
    .toString({ fractionalSecondDigits: 3 })
  return { previousStartsAt, previousEndsAt, awaitsConfirmation: facts.status === 'requested' }
}

interface ClinicFacts {
  clinicName: string
  clinicAddress: string | null
  clinicPhone: string | null
  clinicEmail: string | null
  clinicTimeZone: string
  clinicLanguage: string
}

function clinicOf(facts: ClinicFacts): MailClinic {
  return {
    name: facts.clinicName,
    address: facts.clinicAddress,
    phone: facts.clinicPhone,
    email: facts.clinicEmail,
    timeZone: facts.clinicTimeZone,
  }
}

function languageFor(facts: ClinicFacts, preferred: string): Language {
  return mailLanguage(preferred, isLanguage(facts.clinicLanguage) ? facts.clinicLanguage : 'en')
}

/** Writes the mail that tells a patient what was decided about their medical card. */
export async function queueCardMail(
  desk: Desk,
  unit: Unit,
  event: 'approved' | 'returned',
  cardId: string,
  reason: string | null,
): Promise<void> {
  const facts = await findCardFacts(unit.db, cardId)
  if (facts === undefined) throw new ClinicError('not-found', { entity: 'medicalCard', id: cardId })
  const eventKey = `card:${cardId}:${event}:${facts.version}:patient`
  if (await hasMessageFor(unit.db, eventKey)) return
  const { family, given, patronymic } = facts
  const language = languageFor(facts, facts.language)
  const base = { language, clinic: clinicOf(facts), patient: { family, given, patronymic } }
  addMessage(desk, unit, {
    eventKey,
    mail:
      event === 'approved'
        ? { ...base, template: 'card-approved', cardNumber: facts.number }
        : { ...base, template: 'card-returned', reason: reason ?? '' },
    audience: 'patient',
    recipientName: fullName(base.patient, language),
    recipientAddress: facts.email,
    isWanted: wantsMail(facts),
    patientId: facts.patientId,
    appointmentId: null,
  })
  unit.afterCommit(() => desk.wake('mail'))
}

/**
 * Writes the mail with which a patient keeps a receipt, in the unit of the payment and after its
 * rows. The paper one is handed over at the desk: who has no address, or wants no mail, misses
 * nothing, and gets no row.
 */
export async function queueReceiptMail(desk: Desk, unit: Unit, receiptId: string): Promise<void> {
  const facts = await findReceiptFacts(unit.db, receiptId)
  if (facts === undefined) throw new ClinicError('not-found', { entity: 'receipt', id: receiptId })
  const eventKey = `receipt:${receiptId}`
  if (facts.email === null || !wantsMail(facts)) return
  if (await hasMessageFor(unit.db, eventKey)) return
  const { family, given, patronymic } = facts
  const language = languageFor(facts, facts.language)
  const patient = { family, given, patronymic }
  addMessage(desk, unit, {
    eventKey,
    mail: {
      template: 'payment-receipt',
      language,
      clinic: clinicOf(facts),
      patient,
      receiptNumber: facts.receiptNumber,
      invoiceNumber: facts.invoiceNumber,
      paidAt: facts.paidAt,
      amount: { amountMinor: facts.totalMinor, currency: facts.currency },
      method: methodOf(await listReceiptMethods(unit.db, receiptId)),
    },
    audience: 'patient',
    recipientName: fullName(patient, language),
    recipientAddress: facts.email,
    isWanted: true,
    patientId: facts.patientId,
    // About the money: it waits for no mail about the booking, and none waits for it.
    appointmentId: null,
  })
  unit.afterCommit(() => desk.wake('mail'))
}

/** To whom a referral goes and what goes along. */
export interface ReferralMail {
  email: string
  documentIds: readonly string[]
}

/**
 * Writes the mail that takes a referral to another clinic, in the unit that says that it was sent. It
 * names nobody: who is referred stands in the paper that goes along.
 */
export async function queueReferralMail(
  desk: Desk,
  unit: Unit,
  referral: SentReferral,
  { email, documentIds }: ReferralMail,
): Promise<void> {
  const facts = await findClinicFacts(unit.db)
  if (facts === undefined) throw new ClinicError('not-ready', {})
  const { family, given, patronymic, performerOrganization, performerName } = referral
  const to = [performerOrganization, performerName].filter((part) => part !== null).join(', ')
  addMessage(desk, unit, {
    // A referral may go out more than once.
    eventKey: `referral:${referral.id}:${desk.newId()}`,
    mail: {
      template: 'referral',
      language: languageFor(facts, facts.clinicLanguage),
      clinic: clinicOf(facts),
      to: to === '' ? email : to,
      number: referral.number,
      specialty: referral.specialty,
      requester: { family, given, patronymic },
      documentIds: [...documentIds],
    },
    audience: 'practitioner',
    recipientName: to,
    recipientAddress: email,
    isWanted: true,
    patientId: referral.patientId,
    appointmentId: null,
  })
  unit.afterCommit(() => desk.wake('mail'))
}

interface SentReferral {
  id: string
  patientId: string
  number: string
  specialty: string
  performerOrganization: string | null
  performerName: string | null
  /** Who refers. */
  family: string
  given: string
  patronymic: string | null
}

function methodOf(methods: readonly ('cash' | 'terminal')[]): 'cash' | 'card' | 'split' {
  if (methods.length > 1) return 'split'
  return methods[0] === 'terminal' ? 'card' : 'cash'
}

interface NewMessage {
  eventKey: string
  mail: MailTemplate
  audience: MessageRow['audience']
  recipientName: string
  recipientAddress: string | null
  /** False when the patient wants no mail: the row says so, and nothing is sent. */
  isWanted: boolean
  patientId: string | null
  appointmentId: string | null
}

/** The subject stays empty until the mail gets its words, at sending: a booking must not wait for it. */
function addMessage(desk: Desk, unit: Unit, { mail, isWanted, ...wish }: NewMessage): string {
  return unit.insert('message', {
    ...wish,
    template: mail.template,
    language: mail.language,
    content: JSON.stringify(mail),
    subject: '',
    ...beginning(isWanted, wish.recipientAddress !== null, unit.now),
    attempts: 0,
    sentAt: null,
    errorText: null,
    deviceId: desk.deviceId,
  })
}

function beginning(isWanted: boolean, hasAddress: boolean, now: string) {
  if (!isWanted) return { state: 'cancelled', nextAttemptAt: null, errorCode: 'unwanted' } as const
  if (!hasAddress) {
    return { state: 'failed', nextAttemptAt: null, errorCode: 'mail-no-address' } as const
  }
  return { state: 'due', nextAttemptAt: now, errorCode: null } as const
}
