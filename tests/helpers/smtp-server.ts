/** A real SMTP server on loopback that keeps the mails it gets and misbehaves when told to. */
import type { Socket } from 'node:net'
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import { smtpCertificate } from './smtp-certificate.ts'

/** What the server does with a connection. */
export type SmtpBehaviour =
  | { kind: 'accept' }
  /** 550 to these recipients, to all when none are named. */
  | { kind: 'refuse-recipients'; addresses?: string[] }
  /** 550 to MAIL FROM. */
  | { kind: 'refuse-sender' }
  /** 554 when the whole message is there. */
  | { kind: 'refuse-message' }
  /** 451 to every recipient. */
  | { kind: 'try-later' }
  /** Cuts the line before the message comes. */
  | { kind: 'drop-before-data' }
  /** Takes and keeps the message, then cuts the line without an answer. */
  | { kind: 'drop-after-data' }
  /** Never says a word, not even the greeting. */
  | { kind: 'silent' }
  /** Answers the message only after so long. */
  | { kind: 'slow'; delayMs: number }

export interface SmtpServerSettings {
  /** Asks for this sign-in; without it anyone may send. */
  auth?: { user: string; password: string }
  /** Offers STARTTLS, or speaks TLS from the start, with the certificate of `smtp-certificate.ts`. */
  security?: 'none' | 'starttls' | 'tls'
  /** 0, the default, takes a free one. */
  port?: number
}

export interface ReceivedMail {
  /** With its angle brackets. */
  messageId: string
  /** Of the envelope, as said with MAIL FROM and RCPT TO. */
  sender: string
  recipients: string[]
  subject: string
  text: string
  html: string
  /** The text/calendar part, decoded, its lines still folded. */
  calendar: { method: string; content: string } | null
  /** Whether it came over TLS. */
  secure: boolean
  /** All that was sent, parsed: every header and attachment. */
  parsed: Email
  /** As it came over the line; save it as `.eml`. */
  raw: Buffer
}

export interface RunningSmtpServer {
  host: '127.0.0.1'
  port: number
  /** Every mail taken so far, oldest first. */
  mails: readonly ReceivedMail[]
  /** How many connections have been opened. */
  readonly connections: number
  /** What it does from the next connection on; for `times` connections only when that is given. */
  behave(behaviour: SmtpBehaviour, times?: number): void
  /** Resolves as soon as so many mails are there; rejects after `timeoutMs` (10 s). */
  waitForMails(count: number, timeoutMs?: number): Promise<readonly ReceivedMail[]>
  /** Forgets the mails; the server goes on. */
  clear(): void
  close(): Promise<void>
}

interface Waiter {
  count: number
  found: () => void
}

/** Starts the server on 127.0.0.1. */
export async function startSmtpServer(
  settings: SmtpServerSettings = {},
): Promise<RunningSmtpServer> {
  const mails: ReceivedMail[] = []
  const waiters = new Set<Waiter>()
  const sockets = new Map<number, Socket>()
  const timers = new Set<NodeJS.Timeout>()
  const plan = behaviourPlan()

  const keep = (mail: ReceivedMail) => {
    mails.push(mail)
    for (const waiter of waiters) if (mails.length >= waiter.count) waiter.found()
  }
  const cut = (session: SMTPServerSession) => sockets.get(session.remotePort)?.destroy()
  const later = (delayMs: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, delayMs)
    timers.add(timer)
  }

  const server = new SMTPServer({
    ...securityOptions(settings),
    ...answers({ settings, plan, keep, cut, later }),
  })
  // A client that hangs up is the client's affair.
  server.on('error', () => {})
  server.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0
    sockets.set(port, socket)
    socket.once('close', () => sockets.delete(port))
  })
  const port = await listen(server, settings.port ?? 0)

  return {
    host: '127.0.0.1',
    port,
    mails,
    get connections() {
      return plan.connections
    },
    behave: plan.set,
    waitForMails: (count, timeoutMs = 10_000) => waitForMails({ mails, waiters, count, timeoutMs }),
    clear: () => {
      mails.length = 0
    },
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer)
        server.close(() => resolve())
        for (const socket of sockets.values()) socket.destroy()
      }),
  }
}

interface BehaviourPlan {
  readonly connections: number
  set(behaviour: SmtpBehaviour, times?: number): void
  /** Decides for a new connection. */
  take(sessionId: string): SmtpBehaviour
  of(sessionId: string): SmtpBehaviour
}

function behaviourPlan(): BehaviourPlan {
  const bySession = new Map<string, SmtpBehaviour>()
  let current: SmtpBehaviour = { kind: 'accept' }
  let remaining = Infinity
  let connections = 0
  return {
    get connections() {
      return connections
    },
    set(behaviour, times = Infinity) {
      current = behaviour
      remaining = times
    },
    take(sessionId) {
      connections += 1
      const behaviour = remaining > 0 ? current : ({ kind: 'accept' } as const)
      remaining -= 1
      bySession.set(sessionId, behaviour)
      return behaviour
    },
    of: (sessionId) => bySession.get(sessionId) ?? { kind: 'accept' },
  }
}

function securityOptions({ auth, security = 'none' }: SmtpServerSettings): SMTPServerOptions {
  return {
    ...(security === 'none' ? {} : smtpCertificate),
    secure: security === 'tls',
    authOptional: auth === undefined,
    // Tests sign in over plain loopback too.
    allowInsecureAuth: true,
    disabledCommands: [
      ...(auth === undefined ? ['AUTH'] : []),
      ...(security === 'starttls' ? [] : ['STARTTLS']),
    ],
    disableReverseLookup: true,
    closeTimeout: 500,
    name: 'mail.clinic.example',
  }
}

interface AnswerContext {
  settings: SmtpServerSettings
  plan: BehaviourPlan
  keep: (mail: ReceivedMail) => void
  cut: (session: SMTPServerSession) => void
  later: (delayMs: number, act: () => void) => void
}

function answers({ settings, plan, keep, cut, later }: AnswerContext): SMTPServerOptions {
  return {
    onConnect(session, done) {
      if (plan.take(session.id).kind !== 'silent') done()
    },
    onAuth({ username, password }, _session, done) {
      const right = username === settings.auth?.user && password === settings.auth?.password
      if (right) done(null, { user: username })
      else done(smtpError(535, 'Authentication credentials invalid'))
    },
    onMailFrom(_address, session, done) {
      const refused = plan.of(session.id).kind === 'refuse-sender'
      done(refused ? smtpError(550, 'Sender not allowed') : null)
    },
    onRcptTo({ address }, session, done) {
      const behaviour = plan.of(session.id)
      if (behaviour.kind === 'drop-before-data') return cut(session)
      if (behaviour.kind === 'try-later') return done(smtpError(451, 'Try again later'))
      const refused =
        behaviour.kind === 'refuse-recipients' &&
        (behaviour.addresses === undefined || behaviour.addresses.includes(address))
      done(refused ? smtpError(550, 'No such mailbox here') : null)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.once('end', () => {
        const behaviour = plan.of(session.id)
        if (behaviour.kind === 'refuse-message') return done(smtpError(554, 'Message not wanted'))
        received(Buffer.concat(chunks), session).then((mail) => {
          keep(mail)
          if (behaviour.kind === 'drop-after-data') cut(session)
          else if (behaviour.kind === 'slow') later(behaviour.delayMs, () => done(null, 'queued'))
          else done(null, 'queued')
        }, done)
      })
    },
  }
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

async function received(raw: Buffer, session: SMTPServerSession): Promise<ReceivedMail> {
  const parsed = await PostalMime.parse(raw)
  const part = parsed.attachments.find(({ mimeType }) => mimeType === 'text/calendar')
  const { mailFrom, rcptTo } = session.envelope
  return {
    messageId: parsed.messageId ?? '',
    sender: mailFrom === false ? '' : mailFrom.address,
    recipients: rcptTo.map(({ address }) => address),
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html ?? '',
    calendar:
      part === undefined ? null : { method: part.method ?? '', content: calendarText(part) },
    secure: session.secure,
    parsed,
    raw,
  }
}

/** A calendar part as it came: CRLF between lines, where the parser gives LF. */
function calendarText({ content }: Attachment): string {
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content)
  return text.replace(/\r?\n/g, '\r\n')
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.server.once('error', reject)
    const listening = server.listen(port, '127.0.0.1', () => {
      const address = listening.address()
      if (address === null || typeof address === 'string') reject(new Error('No port'))
      else resolve(address.port)
    })
  })
}

function waitForMails({
  mails,
  waiters,
  count,
  timeoutMs,
}: {
  mails: readonly ReceivedMail[]
  waiters: Set<Waiter>
  count: number
  timeoutMs: number
}): Promise<readonly ReceivedMail[]> {
  if (mails.length >= count) return Promise.resolve(mails)
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer)
      waiters.delete(waiter)
      act()
    }
    const waiter: Waiter = { count, found: () => settle(() => resolve(mails)) }
    const timer = setTimeout(
      () =>
        settle(() => reject(new Error(`${mails.length} of ${count} mails after ${timeoutMs} ms`))),
      timeoutMs,
    )
    waiters.add(waiter)
  })
}
