/** Hands one mail to the clinic's SMTP server and says what came of it. */
import { domainToASCII } from 'node:url'
import type { SendMailOptions, SMTPTransportOptions } from 'nodemailer'
import type { SendOutcome } from '../clinic/notifications/notifications.rules.ts'
import type { Language } from '../clinic/shared/languages.ts'
import type { CalendarAttachment } from './calendar.ts'
import { oneLine } from './clean.ts'

export interface SmtpSettings {
  host: string
  port: number
  /** `none`: plain text, for a server on this machine. `starttls`: refused unless it comes to TLS. */
  security: 'none' | 'starttls' | 'tls'
  user: string | null
  password: string | null
  fromAddress: string
  fromName: string
}

export interface MailAttachment {
  filename: string
  contentType: string
  content: Uint8Array
}

export interface OutgoingMail {
  /** The row's id: the Message-ID is made of it, so that a resend is known as the same mail. */
  id: string
  to: { address: string; name: string }
  /** Where answers go, when not to the sender. */
  replyTo: string | null
  language: Language
  subject: string
  text: string
  html: string
  calendar: CalendarAttachment | null
  attachments: MailAttachment[]
}

export interface MailTransport {
  /**
   * Sends one mail over a connection of its own. Never throws for what the server or the network
   * does: that is the outcome. `signal` stops the attempt when the program ends (`stopped`).
   */
  send(mail: OutgoingMail, signal?: AbortSignal): Promise<SendOutcome>
}

export interface MailTimeouts {
  connectionMs: number
  greetingMs: number
  /** Silence on the line. */
  socketMs: number
  /** The whole attempt, for a server that answers drop by drop. */
  attemptMs: number
}

const defaultTimeouts: MailTimeouts = {
  connectionMs: 10_000,
  greetingMs: 15_000,
  socketMs: 60_000,
  attemptMs: 180_000,
}

/** The way to the clinic's server. Certificates are always checked against the system's roots. */
export function createMailTransport(
  settings: SmtpSettings,
  timeouts: MailTimeouts = defaultTimeouts,
): MailTransport {
  return {
    async send(mail, signal) {
      // Read with the first mail: the first screen does not wait for it.
      const { createTransport } = await import('nodemailer')
      const transporter = createTransport(connectionOptions(settings, timeouts))
      if (!isSendableAddress(mail.to.address)) {
        return { kind: 'refused', code: 'bad-address', sentence: '' }
      }
      const deadline = AbortSignal.timeout(timeouts.attemptMs)
      try {
        const info = await transporter.sendMail({
          ...messageOptions(mail, settings),
          signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
        })
        return { kind: 'accepted', response: sentenceOf(info.response) }
      } catch (error) {
        if (signal?.aborted === true) return { kind: 'later', code: 'stopped', sentence: '' }
        if (deadline.aborted) return { kind: 'later', code: 'timed-out', sentence: '' }
        return outcomeOf(error)
      }
    },
  }
}

/**
 * The Message-ID of a row: the same at every attempt. Its domain is the sender's, as receiving
 * servers expect.
 */
export function messageIdOf(id: string, fromAddress: string): string {
  const domain = domainToASCII(fromAddress.slice(fromAddress.lastIndexOf('@') + 1))
  return `<${id.replace(/[^A-Za-z0-9._-]/g, '')}@${domain === '' ? 'polyclinic.invalid' : domain}>`
}

/** One plain address: nothing that a header or an SMTP command could take for more than that. */
function isSendableAddress(address: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what this refuses
  return (
    address.length <= 254 &&
    /^[^\s\u0000-\u001f\u007f<>()[\]\\,;:"@]+@[^\s\u0000-\u001f\u007f<>()[\]\\,;:"@]+$/u.test(
      address,
    )
  )
}

function connectionOptions(settings: SmtpSettings, timeouts: MailTimeouts): SMTPTransportOptions {
  const { host, port, security, user, password } = settings
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: timeouts.connectionMs,
    dnsTimeout: timeouts.connectionMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.socketMs,
    ...(user === null || user === '' ? {} : { auth: { user, pass: password ?? '' } }),
  }
}

function messageOptions(mail: OutgoingMail, settings: SmtpSettings): SendMailOptions {
  return {
    messageId: messageIdOf(mail.id, settings.fromAddress),
    from: { address: settings.fromAddress, name: oneLine(settings.fromName) },
    to: { address: mail.to.address, name: oneLine(mail.to.name) },
    ...(mail.replyTo !== null && isSendableAddress(mail.replyTo) ? { replyTo: mail.replyTo } : {}),
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    headers: {
      'Content-Language': mail.language,
      // Tells holiday answers to keep quiet (RFC 3834; the second is Exchange's own).
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    ...(mail.calendar === null ? {} : { icalEvent: mail.calendar }),
    attachments: mail.attachments.map(({ filename, contentType, content }) => ({
      filename: oneLine(filename),
      contentType,
      content: Buffer.from(content),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** What is read of an error of nodemailer or of the network. */
interface SmtpError {
  code: string
  /** The code before nodemailer set its own, such as ECONNREFUSED. */
  originalCode: string
  command: string
  responseCode: number | null
  sentence: string
}

function smtpErrorOf(error: unknown): SmtpError {
  const told: Record<string, unknown> = error instanceof Error ? { ...error } : {}
  const word = (value: unknown) => (typeof value === 'string' ? value : '')
  const response = word(told['response'])
  return {
    code: word(told['code']),
    originalCode: word(told['originalCode']),
    command: word(told['command']),
    responseCode: typeof told['responseCode'] === 'number' ? told['responseCode'] : null,
    sentence: sentenceOf(response || (error instanceof Error ? error.message : String(error))),
  }
}

/** Answers that ask for a sign-in, whatever they answer to (RFC 4954 §6). */
const signInAnswers = new Set([530, 534, 535, 538])

/**
 * Sorts an error. Refused for good is only what the server says with 5yz about this recipient or
 * this message (RFC 5321 §4.2.1). A 5yz to the greeting, the sign-in or the sender is about the
 * clinic's settings: the mail waits until they are put right.
 */
function outcomeOf(error: unknown): SendOutcome {
  const told = smtpErrorOf(error)
  const { responseCode, sentence, command } = told
  if (told.code === 'EAUTH' || (responseCode !== null && signInAnswers.has(responseCode))) {
    return { kind: 'later', code: 'sign-in-refused', sentence }
  }
  if (responseCode === null || told.code === 'ETLS' || told.code === 'ECONNECTION') {
    return outcomeWithoutAnswer(told)
  }
  // 503: the commands came in the wrong order, which another connection may set right.
  const forGood = responseCode >= 500 && responseCode !== 503
  if (!forGood) return { kind: 'later', code: 'server-busy', sentence }
  // 552 to MAIL FROM: the message is larger than the server takes.
  if (command === 'DATA' || (command === 'MAIL FROM' && responseCode === 552)) {
    return { kind: 'refused', code: 'message-refused', sentence }
  }
  if (command === 'RCPT TO') return { kind: 'refused', code: 'recipient-refused', sentence }
  return {
    kind: 'later',
    code: command === 'MAIL FROM' ? 'sender-refused' : 'unexpected',
    sentence,
  }
}

const unreachable = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EACCES'])

function outcomeWithoutAnswer(told: SmtpError): SendOutcome {
  const { code, originalCode, command, sentence } = told
  // Found out here, before anything was sent.
  if (code === 'EENVELOPE' && /recipient/i.test(sentence)) {
    return { kind: 'refused', code: 'bad-address', sentence }
  }
  if (code === 'EMESSAGE' && command === 'MAIL FROM') {
    return { kind: 'refused', code: 'message-refused', sentence }
  }
  if (code === 'EDNS') return { kind: 'later', code: 'host-not-found', sentence }
  if (code === 'ETIMEDOUT' || originalCode === 'ETIMEDOUT') {
    return { kind: 'later', code: 'timed-out', sentence }
  }
  if (unreachable.has(originalCode) || unreachable.has(code)) {
    return { kind: 'later', code: 'server-unreachable', sentence }
  }
  if (isTlsProblem(told)) return { kind: 'later', code: 'not-secure', sentence }
  if (code === 'ECONNECTION' || code === 'ESOCKET' || code === 'EPROTOCOL') {
    return { kind: 'later', code: 'connection-lost', sentence }
  }
  return { kind: 'later', code: 'unexpected', sentence }
}

/** No TLS offered, no handshake, or a certificate that is not to be trusted. */
function isTlsProblem({ code, originalCode }: SmtpError): boolean {
  return (
    code === 'ETLS' ||
    /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|.*_CERT|UNABLE_TO|.*CERTIFICATE)/.test(originalCode)
  )
}

/** The server's words for the log: one line, not too long. */
function sentenceOf(text: string): string {
  return oneLine(text, 300)
}
