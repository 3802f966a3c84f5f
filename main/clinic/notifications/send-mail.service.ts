/** Sends the mails whose rows are due, and the test mail of the settings. */
import { Temporal } from 'temporal-polyfill'
import type { Desk } from '../../db/desk.ts'
import type { MessageRow } from '../../db/tables.ts'
import { renderCalendar } from '../../mail/calendar.ts'
import {
  isAppointmentMail,
  type MailTemplate,
  parseMailTemplate,
} from '../../mail/mail-template.ts'
import { renderMail } from '../../mail/render.ts'
import {
  createMailTransport,
  type MailAttachment,
  type MailTransport,
  type OutgoingMail,
} from '../../mail/transport.ts'
import { readFileToSend } from '../documents/documents.service.ts'
import type { MailSettings } from '../settings/settings.input.ts'
import { readClinic, readMailSettings } from '../settings/settings.service.ts'
import { ClinicError } from '../shared/errors.ts'
import { findContactWish, findMessage, listQueue } from './notifications.queries.ts'
import { afterAttempt, readyToSend, type SendOutcome, wantsMail } from './notifications.rules.ts'

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
  const mail = await outgoing(desk, claimed, settings)
  const outcome: SendOutcome =
    mail === null
      ? { kind: 'refused', code: 'message-refused', sentence: 'unreadable content' }
      : 'missing' in mail
        ? { kind: 'later', code: 'paper-missing', sentence: mail.missing }
        : await transport.send(mail, stop)
  const attempts = claimed.attempts + 1
  const told = afterAttempt({ ...claimed, attempts }, outcome, desk.now(), jitterOf(id))
  await desk.write('notifications.sent', async (unit) => {
    unit.patch('message', id, {
      ...told,
      attempts,
      subject: mail === null || 'missing' in mail ? claimed.subject : mail.subject,
    })
  })
  return outcome
}

async function claim(desk: Desk, id: string): Promise<MessageRow | null> {
  return desk.write('notifications.send', async (unit) => {
    const message = await findMessage(unit.db, id)
    if (message?.state !== 'due') return null
    // It may have waited for the server since before the patient asked to be left alone.
    const wish = await findContactWish(unit.db, message)
    if (wish !== undefined && !wantsMail(wish)) {
      unit.patch('message', id, { state: 'cancelled', nextAttemptAt: null, errorCode: 'unwanted' })
      return null
    }
    unit.patch('message', id, { state: 'sending' })
    return message
  })
}

/**
 * The mail with its words and papers; null when the row holds nothing that this version can read, and
 * `missing` with the refusal when a paper of it cannot be had now.
 */
async function outgoing(
  desk: Desk,
  message: MessageRow,
  settings: MailSettings,
): Promise<OutgoingMail | { missing: string } | null> {
  const template = readTemplate(message)
  if (template === null) return null
  const attachments = await attachmentsOf(desk, template)
  if ('missing' in attachments) return attachments
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
    attachments,
  }
}

/** The papers of a mail. One that is still being made, or on another desk, is waited for. */
async function attachmentsOf(
  desk: Desk,
  template: MailTemplate,
): Promise<MailAttachment[] | { missing: string }> {
  if (template.template !== 'referral') return []
  const attachments: MailAttachment[] = []
  try {
    for (const id of template.documentIds) {
      const { name, mediaType, bytes } = await readFileToSend(desk, id)
      attachments.push({ filename: name, contentType: mediaType, content: bytes })
    }
    return attachments
  } catch (error) {
    if (error instanceof ClinicError) return { missing: error.code }
    throw error
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
