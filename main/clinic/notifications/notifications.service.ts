/** Mails: rows first, in the unit of what they tell about; sent after the commit; shown in a log. */
import { Temporal } from 'temporal-polyfill'
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { MessageRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { renderCalendar } from '../../mail/calendar.ts'
import {
  type AppointmentMail,
  isAppointmentMail,
  type MailClinic,
  type MailTemplate,
  parseMailTemplate,
} from '../../mail/mail-template.ts'
import { renderMail } from '../../mail/render.ts'
import { createMailTransport, type MailTransport, type OutgoingMail } from '../../mail/transport.ts'
import type { MailSettings } from '../settings/settings.input.ts'
import { readClinic, readMailSettings } from '../settings/settings.service.ts'
import { ClinicError } from '../shared/errors.ts'
import { isLanguage, type Language } from '../shared/languages.ts'
import { fullName } from '../shared/names.ts'
import type { ListMessages } from './notifications.input.ts'
import {
  countByState,
  countCopies,
  findAppointmentFacts,
  findCardFacts,
  findCurrentAddress,
  findMessage,
  hasMessageFor,
  listMessages,
  listQueue,
} from './notifications.queries.ts'
import {
  afterAttempt,
  mailLanguage,
  readyToSend,
  resendAs,
  type SendOutcome,
} from './notifications.rules.ts'

export type AppointmentEvent = 'requested' | 'confirmed' | 'moved' | 'cancelled'

type Audience = AppointmentMail['audience']
type AppointmentFacts = NonNullable<Awaited<ReturnType<typeof findAppointmentFacts>>>

/**
 * Writes the mails to patient and practitioner about what has just happened to an appointment, in
 * the caller's unit and after its rows. One event of one version is told once, however often this
 * is called. Who has no address gets a row that says so, for the log. `previousStartsAt` is needed
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
    patientId: facts.patientId,
    appointmentId: null,
  })
  unit.afterCommit(() => desk.wake('mail'))
}

interface NewMessage {
  eventKey: string
  mail: MailTemplate
  audience: MessageRow['audience']
  recipientName: string
  recipientAddress: string | null
  patientId: string | null
  appointmentId: string | null
}

/** The subject stays empty until the mail gets its words, at sending: a booking must not wait for it. */
function addMessage(desk: Desk, unit: Unit, { mail, ...wish }: NewMessage): string {
  const hasAddress = wish.recipientAddress !== null
  return unit.insert('message', {
    ...wish,
    template: mail.template,
    language: mail.language,
    content: JSON.stringify(mail),
    subject: '',
    state: hasAddress ? 'due' : 'failed',
    attempts: 0,
    nextAttemptAt: hasAddress ? unit.now : null,
    sentAt: null,
    errorCode: hasAddress ? null : 'mail-no-address',
    errorText: null,
    deviceId: desk.deviceId,
  })
}

/** When the server itself cannot be reached, the mails behind the one that failed wait this long. */
const pauseMinutes = 1

/** Outcomes that would be the same for every other mail of this moment. */
const serverWide: ReadonlySet<string> = new Set([
  'server-unreachable',
  'host-not-found',
  'timed-out',
  'connection-lost',
  'sign-in-refused',
  'not-secure',
  'sender-refused',
])

/**
 * Sends what is due, one mail at a time, those of one appointment in their order. Answers the
 * instant of the next attempt, null when nothing waits or the mail settings are not made yet.
 *
 * A mail is marked `sending` and committed before the server hears of it, and marked `sent` after
 * the server took it. A row found in `sending` was therefore on its way when the program died, and
 * nobody can know whether it arrived. It is sent again under the same Message-ID, which is made of
 * the row's id: a server or mail program that has it already knows it for the same mail, and one
 * that has not gets it. One call runs at a time (the chore runner sees to it). `stop.soon` ends it
 * between two mails, `stop.now` breaks off the attempt that is under way.
 */
export async function sendDueMail(
  desk: Desk,
  transport?: () => MailTransport,
  stop?: { readonly soon: AbortSignal; readonly now: AbortSignal },
): Promise<string | null> {
  const settings = await readMailSettings(desk)
  if (settings === null) return null
  await takeUpInterrupted(desk)
  const carrier = transport?.() ?? createMailTransport(settings)
  for (;;) {
    const queue = await listQueue(desk.read, desk.deviceId)
    const ready = readyToSend(queue, desk.now())
    if (ready.length === 0) return nextDue(queue)
    for (const { id } of ready) {
      if (stop?.soon.aborted === true) return null
      const outcome = await sendOne(desk, id, carrier, settings, stop?.now)
      if (outcome?.kind === 'later' && serverWide.has(outcome.code)) return pausedUntil(desk)
    }
  }
}

/** What a crash left behind; see {@link sendDueMail}. */
async function takeUpInterrupted(desk: Desk): Promise<void> {
  const queue = await listQueue(desk.read, desk.deviceId)
  const interrupted = queue.filter((message) => message.state === 'sending')
  if (interrupted.length === 0) return
  await desk.write('notifications.takeUp', async (unit) => {
    for (const { id } of interrupted) {
      unit.patch('message', id, { state: 'due', nextAttemptAt: unit.now })
    }
  })
}

type Queue = Awaited<ReturnType<typeof listQueue>>

/** The earliest attempt among the mails that none of their appointment holds back. */
function nextDue(queue: Queue): string | null {
  const heads = readyToSend(queue, '9999-12-31T00:00:00.000Z')
  const instants = heads.map((message) => message.nextAttemptAt ?? message.createdAt)
  return instants.toSorted()[0] ?? null
}

async function pausedUntil(desk: Desk): Promise<string | null> {
  const due = nextDue(await listQueue(desk.read, desk.deviceId))
  const pause = Temporal.Instant.from(desk.now())
    .add({ minutes: pauseMinutes })
    .toString({ fractionalSecondDigits: 3 })
  return due === null || due > pause ? due : pause
}

/** One attempt; null when the row changed in the meantime and is no longer to be sent. */
async function sendOne(
  desk: Desk,
  id: string,
  transport: MailTransport,
  settings: MailSettings,
  stop: AbortSignal | undefined,
): Promise<SendOutcome | null> {
  const claimed = await claim(desk, id)
  if (claimed === null) return null
  const mail = outgoing(claimed, settings)
  const outcome: SendOutcome =
    mail === null
      ? { kind: 'refused', code: 'message-refused', sentence: 'unreadable content' }
      : await transport.send(mail, stop)
  const attempts = claimed.attempts + 1
  const told = afterAttempt({ ...claimed, attempts }, outcome, desk.now(), jitterOf(id))
  await desk.write('notifications.sent', async (unit) => {
    unit.patch('message', id, { ...told, attempts, subject: mail?.subject ?? claimed.subject })
  })
  return outcome
}

async function claim(desk: Desk, id: string): Promise<MessageRow | null> {
  return desk.write('notifications.send', async (unit) => {
    const message = await findMessage(unit.db, id)
    if (message?.state !== 'due') return null
    unit.patch('message', id, { state: 'sending' })
    return message
  })
}

/** The mail with its words, or null when the row holds nothing that this version can read. */
function outgoing(message: MessageRow, settings: MailSettings): OutgoingMail | null {
  const template = readTemplate(message)
  if (template === null) return null
  const to = { address: message.recipientAddress ?? '', name: message.recipientName }
  const envelope = {
    organizerAddress: settings.fromAddress,
    recipient: to,
    stampedAt: message.createdAt,
  }
  return {
    id: message.id,
    to,
    replyTo: template.clinic.email,
    language: template.language,
    ...renderMail(template),
    calendar: isAppointmentMail(template) ? renderCalendar(template, envelope) : null,
    attachments: [],
  }
}

function readTemplate(message: MessageRow): MailTemplate | null {
  try {
    return parseMailTemplate(message.content)
  } catch {
    // One unreadable row must not hold up every other mail: it becomes a failed one in the log.
    return null
  }
}

/** A share of 0 to 1 out of the row's id, so that mails that failed together do not come back together. */
function jitterOf(id: string): number {
  return (Number.parseInt(id.slice(-4), 16) || 0) / 0xffff
}

/** A page of the log, newest first; `next` is the cursor of the page after it. */
export async function listNotifications(desk: Desk, wish: ListMessages) {
  const { cursor, text, state, patientId, limit } = wish
  const [createdAt, id] = cursor?.split(' ') ?? []
  const rows = await listMessages(desk.read, {
    state,
    patientId,
    limit,
    texts: spellings(text),
    before: createdAt === undefined || id === undefined ? null : { createdAt, id },
  })
  const configured = (await readMailSettings(desk)) !== null
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    messages: page.map((row) => ({
      ...row,
      subject: row.subject === '' ? null : row.subject,
      // Not written into the rows, so that it is gone at once when the settings are made.
      errorCode: row.state === 'due' && !configured ? 'mail-not-configured' : row.errorCode,
    })),
    next: rows.length > limit && last !== undefined ? `${last.createdAt} ${last.id}` : null,
  }
}

/** SQLite folds the case of Latin letters only, so a name is looked for as it may be written. */
function spellings(text: string | null): string[] {
  if (text === null) return []
  const lower = text.toLowerCase()
  const capital = lower.replace(/(?<![\p{L}\p{M}])\p{L}/gu, (letter) => letter.toUpperCase())
  return [...new Set([text, lower, capital])]
}

/** How many mails stand in each state, and whether the mail settings are made. */
export async function countNotifications(desk: Desk) {
  const rows = await countByState(desk.read)
  const found = new Map(rows.map((row) => [row.state, row.messages]))
  const count = (state: MessageRow['state']) => found.get(state) ?? 0
  return {
    due: count('due'),
    sending: count('sending'),
    sent: count('sent'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    /** Of the failed ones, those that had an address: the server would not take them. */
    undelivered: rows.find((row) => row.state === 'failed')?.addressed ?? 0,
    configured: (await readMailSettings(desk)) !== null,
  }
}

/** One mail as its recipient reads it. Refused with `not-found`. */
export async function previewNotification(desk: Desk, id: string) {
  const message = await requireMessage(desk.read, id)
  const template = parseMailTemplate(message.content)
  return {
    id,
    language: template.language,
    recipientName: message.recipientName,
    recipientAddress: message.recipientAddress,
    hasCalendar: isAppointmentMail(template),
    ...renderMail(template),
  }
}

async function requireMessage(db: Reader, id: string): Promise<MessageRow> {
  const message = await findMessage(db, id)
  if (message === undefined) throw new ClinicError('not-found', { entity: 'message', id })
  return message
}

/**
 * Sends a mail of the log again, to the address that its recipient has today: a failed or waiting
 * one as the same row, a sent one as a new row (a receiver would drop the same Message-ID as one it
 * has). Refused with `mail-no-address`, and with `status-not-allowed` while it is on its way.
 */
export async function resendNotification(desk: Desk, id: string): Promise<{ id: string }> {
  return desk.write('notifications.resend', async (unit) => {
    const message = await requireMessage(unit.db, id)
    const way = resendAs(message.state)
    if (way === null)
      throw new ClinicError('status-not-allowed', { from: message.state, to: 'due' })
    const recipientAddress = await findCurrentAddress(unit.db, message)
    if (recipientAddress === null) throw new ClinicError('mail-no-address', {})
    unit.afterCommit(() => desk.wake('mail'))
    const again = {
      recipientAddress,
      state: 'due',
      nextAttemptAt: unit.now,
      errorCode: null,
      errorText: null,
    } as const
    if (way === 'same') {
      unit.patch('message', id, again)
      return { id }
    }
    const { id: _id, version: _version, createdAt: _at, updatedAt: _updated, ...sent } = message
    const copies = await countCopies(unit.db, message.eventKey)
    const eventKey = `${message.eventKey}:again:${copies + 1}`
    const fresh = { attempts: 0, sentAt: null, deviceId: desk.deviceId }
    return { id: unit.insert('message', { ...sent, ...again, ...fresh, eventKey }) }
  })
}

/**
 * Sends a test mail with the stored settings at once and answers what came of it; the log shows it,
 * and it is never tried again by itself. Refused with `mail-not-configured`.
 */
export async function sendTestMail(
  desk: Desk,
  to: string,
  transport?: () => MailTransport,
): Promise<SendOutcome> {
  const settings = await readMailSettings(desk)
  if (settings === null) throw new ClinicError('mail-not-configured', {})
  const { name, address, phone, email, timeZone, language } = await readClinic(desk)
  const clinic = { name, address, phone, email, timeZone }
  const mail: MailTemplate = { template: 'test', language, clinic, sentAt: desk.now() }
  const id = desk.newId()
  const words = renderMail(mail)
  const outcome = await (transport?.() ?? createMailTransport(settings)).send({
    ...words,
    id,
    to: { address: to, name: '' },
    replyTo: email,
    language,
    calendar: null,
    attachments: [],
  })
  const accepted = outcome.kind === 'accepted'
  await desk.write('notifications.sendTest', async (unit) => {
    unit.insert('message', {
      id,
      eventKey: `test:${id}`,
      template: mail.template,
      language,
      audience: 'staff',
      recipientName: '',
      recipientAddress: to,
      patientId: null,
      appointmentId: null,
      content: JSON.stringify(mail),
      subject: words.subject,
      state: accepted ? 'sent' : 'failed',
      attempts: 1,
      nextAttemptAt: null,
      sentAt: accepted ? unit.now : null,
      errorCode: accepted ? null : outcome.code,
      errorText: accepted ? null : outcome.sentence,
      deviceId: desk.deviceId,
    })
  })
  return outcome
}
