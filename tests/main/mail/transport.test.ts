/** Sending to a real SMTP server on loopback that is in good, bad and very bad moods. */
import { createServer } from 'node:net'
import tls from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { renderCalendar } from '../../../main/mail/calendar.ts'
import { renderMail } from '../../../main/mail/render.ts'
import {
  createMailTransport,
  messageIdOf,
  type MailTimeouts,
  type OutgoingMail,
  type SmtpSettings,
} from '../../../main/mail/transport.ts'
import { smtpCertificate } from '../../helpers/smtp-certificate.ts'
import {
  startSmtpServer,
  type RunningSmtpServer,
  type SmtpBehaviour,
  type SmtpServerSettings,
} from '../../helpers/smtp-server.ts'
import { confirmedMail } from './mails.ts'

const running: RunningSmtpServer[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})

async function start(settings: SmtpServerSettings = {}): Promise<RunningSmtpServer> {
  const server = await startSmtpServer(settings)
  running.push(server)
  return server
}

function settingsFor(
  server: { host: string; port: number },
  change: Partial<SmtpSettings> = {},
): SmtpSettings {
  return {
    host: server.host,
    port: server.port,
    security: 'none',
    user: null,
    password: null,
    fromAddress: 'noreply@linden.example',
    fromName: 'Linden Clinic',
    ...change,
  }
}

const quick: MailTimeouts = { connectionMs: 300, greetingMs: 300, socketMs: 300, attemptMs: 5_000 }

function outgoing(change: Partial<OutgoingMail> = {}): OutgoingMail {
  const mail = confirmedMail('ru')
  return {
    id: '0199a1b2-0000-7000-8000-00000000aaaa',
    to: { address: 'anna@mail.example', name: 'Анна Иванова' },
    replyTo: 'desk@linden.example',
    language: 'ru',
    ...renderMail(mail),
    calendar: renderCalendar(mail, {
      organizerAddress: 'noreply@linden.example',
      recipient: { address: 'anna@mail.example', name: 'Анна Иванова' },
      stampedAt: '2026-11-19T08:00:00.000Z',
    }),
    attachments: [],
    ...change,
  }
}

function header(server: RunningSmtpServer, key: string): string | undefined {
  return server.mails[0]?.parsed.headers.find((one) => one.key === key)?.value
}

describe('a mail that is taken', () => {
  it('arrives whole: names, both bodies, calendar entry, the headers that keep robots quiet', async () => {
    const server = await start()
    const mail = outgoing()
    const outcome = await createMailTransport(settingsFor(server)).send(mail)

    expect(outcome).toEqual({ kind: 'accepted', response: expect.stringMatching(/^250 /) })
    const [received] = server.mails
    expect(received).toMatchObject({
      messageId: '<0199a1b2-0000-7000-8000-00000000aaaa@linden.example>',
      sender: 'noreply@linden.example',
      recipients: ['anna@mail.example'],
      subject: mail.subject,
    })
    expect(received?.html.trim()).toBe(mail.html.trim())
    expect(received?.text.replace(/\r\n/g, '\n').trim()).toBe(mail.text.trim())
    expect(received?.parsed.from).toMatchObject({ name: 'Linden Clinic' })
    expect(received?.parsed.to).toMatchObject([{ name: 'Анна Иванова' }])
    expect(received?.parsed.replyTo).toMatchObject([{ address: 'desk@linden.example' }])
    expect(received?.calendar).toEqual({ method: 'REQUEST', content: mail.calendar?.content })
    const file = received?.raw.toString('latin1').split('filename=appointment.ics')[1] ?? ''
    const base64 = /\r\n\r\n([\w+/=\r\n]+)/.exec(file)?.[1] ?? ''
    expect(Buffer.from(base64, 'base64').toString('utf8')).toBe(mail.calendar?.content)
    expect(header(server, 'auto-submitted')).toBe('auto-generated')
    expect(header(server, 'content-language')).toBe('ru')
  })

  it('brings its attachments unchanged', async () => {
    const server = await start()
    const content = Uint8Array.from({ length: 256 }, (_none, index) => index)
    const attachments = [{ filename: 'Чек 45.pdf', contentType: 'application/pdf', content }]
    await createMailTransport(settingsFor(server)).send(outgoing({ calendar: null, attachments }))
    const [file] = server.mails[0]?.parsed.attachments ?? []
    expect(file).toMatchObject({ filename: 'Чек 45.pdf', mimeType: 'application/pdf' })
    expect(file && typeof file.content !== 'string' && [...new Uint8Array(file.content)]).toEqual([
      ...content,
    ])
  })

  it('cannot be given another recipient or header by what people typed', async () => {
    const server = await start()
    const breaking = 'Ann\r\nBcc: thief@evil.example\r\nX-Evil: yes\r\n\r\nbody'
    const outcome = await createMailTransport(
      settingsFor(server, { fromName: `${breaking}, <thief@evil.example>` }),
    ).send(
      outgoing({
        subject: breaking,
        to: { address: 'anna@mail.example', name: `"${breaking}" <thief@evil.example>,` },
        replyTo: 'desk@linden.example\r\nX-Evil: yes',
        attachments: [
          { filename: `${breaking}.txt`, contentType: 'text/plain', content: Buffer.from('x') },
        ],
      }),
    )
    expect(outcome.kind).toBe('accepted')
    expect(server.mails[0]?.recipients).toEqual(['anna@mail.example'])
    expect(server.mails[0]?.sender).toBe('noreply@linden.example')
    const keys = server.mails[0]?.parsed.headers.map(({ key }) => key)
    expect(keys).not.toContain('x-evil')
    expect(keys).not.toContain('bcc')
    expect(keys).not.toContain('reply-to')
    expect(server.mails[0]?.parsed.to).toHaveLength(1)
  })

  it('signs in when the settings say so', async () => {
    const auth = { user: 'clinic', password: 'pässword: "7"' }
    const server = await start({ auth })
    const outcome = await createMailTransport(settingsFor(server, auth)).send(outgoing())
    expect(outcome.kind).toBe('accepted')
  })
})

const cases: {
  name: string
  behaviour: SmtpBehaviour
  outcome: { kind: string; code: string; sentence: RegExp }
  taken: number
}[] = [
  {
    name: 'an unknown mailbox',
    behaviour: { kind: 'refuse-recipients' },
    outcome: { kind: 'refused', code: 'recipient-refused', sentence: /^550 No such mailbox here/ },
    taken: 0,
  },
  {
    name: 'a message it does not want',
    behaviour: { kind: 'refuse-message' },
    outcome: { kind: 'refused', code: 'message-refused', sentence: /^554 Message not wanted/ },
    taken: 0,
  },
  {
    name: 'a sender it does not know',
    behaviour: { kind: 'refuse-sender' },
    outcome: { kind: 'later', code: 'sender-refused', sentence: /^550 Sender not allowed/ },
    taken: 0,
  },
  {
    name: 'a bad moment (451)',
    behaviour: { kind: 'try-later' },
    outcome: { kind: 'later', code: 'server-busy', sentence: /^451 Try again later/ },
    taken: 0,
  },
  {
    name: 'a line cut before the message',
    behaviour: { kind: 'drop-before-data' },
    outcome: { kind: 'later', code: 'connection-lost', sentence: /./ },
    taken: 0,
  },
  {
    name: 'a line cut after the message',
    behaviour: { kind: 'drop-after-data' },
    outcome: { kind: 'later', code: 'connection-lost', sentence: /./ },
    taken: 1,
  },
  {
    name: 'a server that says nothing',
    behaviour: { kind: 'silent' },
    outcome: { kind: 'later', code: 'timed-out', sentence: /./ },
    taken: 0,
  },
  {
    name: 'a server that answers too late',
    behaviour: { kind: 'slow', delayMs: 60_000 },
    outcome: { kind: 'later', code: 'timed-out', sentence: /./ },
    taken: 1,
  },
]

describe('a server with', () => {
  it.each(cases)('$name', async ({ behaviour, outcome, taken }) => {
    const server = await start()
    server.behave(behaviour)
    const result = await createMailTransport(settingsFor(server), quick).send(outgoing())
    const { sentence, ...rest } = outcome
    expect(result).toEqual({ ...rest, sentence: expect.stringMatching(sentence) })
    expect(server.mails).toHaveLength(taken)
  })
})

describe('the way to the server', () => {
  it('refused connection: later', async () => {
    const server = await startSmtpServer()
    await server.close()
    const result = await createMailTransport(settingsFor(server), quick).send(outgoing())
    expect(result).toMatchObject({ kind: 'later', code: 'server-unreachable' })
  })

  it('a name that no server can have: later', async () => {
    // A label of 64 letters is no name (RFC 1035 §2.3.4), so that nobody needs to be asked.
    const settings = settingsFor({ host: `${'a'.repeat(64)}.invalid`, port: 25 })
    const result = await createMailTransport(settings, quick).send(outgoing())
    expect(result).toMatchObject({ kind: 'later', code: 'host-not-found' })
  })

  it('a server that speaks no SMTP: later', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const transport = createMailTransport(settingsFor({ host: '127.0.0.1', port }), quick)
    expect(await transport.send(outgoing())).toMatchObject({ kind: 'later' })
    await new Promise((resolve) => server.close(resolve))
  })

  it.each([
    ['a wrong password', { user: 'clinic', password: 'wrong' }],
    ['no sign-in where one is asked for', { user: null, password: null }],
  ])('%s: later, because the settings can be put right', async (_name, change) => {
    const server = await start({ auth: { user: 'clinic', password: 'secret-word' } })
    const result = await createMailTransport(settingsFor(server, change), quick).send(outgoing())
    expect(result).toMatchObject({
      kind: 'later',
      code: 'sign-in-refused',
      sentence: expect.stringMatching(/^53\d /),
    })
  })

  it('the end of the program: later, at once', async () => {
    const server = await start()
    server.behave({ kind: 'silent' })
    const stop = new AbortController()
    const sending = createMailTransport(settingsFor(server)).send(outgoing(), stop.signal)
    stop.abort()
    expect(await sending).toEqual({ kind: 'later', code: 'stopped', sentence: '' })
  })

  it('a whole attempt that takes too long: later', async () => {
    const server = await start()
    server.behave({ kind: 'slow', delayMs: 60_000 })
    const timeouts = { ...quick, socketMs: 60_000, attemptMs: 300 }
    const result = await createMailTransport(settingsFor(server), timeouts).send(outgoing())
    expect(result).toEqual({ kind: 'later', code: 'timed-out', sentence: '' })
  })
})

describe('security', () => {
  it.each(['starttls', 'tls'] as const)(
    'with %s a certificate that nobody vouches for is refused, and nothing is sent',
    async (security) => {
      const server = await start({ security })
      const transport = createMailTransport(settingsFor(server, { security }), quick)
      expect(await transport.send(outgoing())).toMatchObject({ kind: 'later', code: 'not-secure' })
      expect(server.mails).toHaveLength(0)
    },
  )

  it('with starttls a server that offers none gets nothing', async () => {
    const server = await start()
    const settings = settingsFor(server, { security: 'starttls', user: 'clinic', password: 'x' })
    const result = await createMailTransport(settings, quick).send(outgoing())
    expect(result).toMatchObject({ kind: 'later', code: 'not-secure' })
    expect(server.mails).toHaveLength(0)
  })

  it.each(['starttls', 'tls'] as const)(
    'with %s a certificate the system vouches for is taken',
    async (security) => {
      const roots = tls.getCACertificates('default')
      tls.setDefaultCACertificates([...roots, smtpCertificate.cert])
      try {
        const server = await start({ security })
        const settings = settingsFor(server, { security })
        expect(await createMailTransport(settings).send(outgoing())).toMatchObject({
          kind: 'accepted',
        })
        expect(server.mails[0]?.secure).toBe(true)
      } finally {
        tls.setDefaultCACertificates(roots)
      }
    },
  )
})

describe('a resend', () => {
  it('after a cut line is the same mail again, by its Message-ID', async () => {
    const server = await start()
    server.behave({ kind: 'drop-after-data' }, 1)
    const transport = createMailTransport(settingsFor(server), quick)
    expect(await transport.send(outgoing())).toMatchObject({ kind: 'later' })
    expect(await transport.send(outgoing())).toMatchObject({ kind: 'accepted' })
    const [first, second] = await server.waitForMails(2)
    expect(second?.messageId).toBe(first?.messageId)
  })

  it.each([
    ['0199-a', 'noreply@linden.example', '<0199-a@linden.example>'],
    ['0199-a', 'desk@клиника.рф', '<0199-a@xn--80apagcdp.xn--p1ai>'],
    ['0199-a>\r\nX: y', 'desk@linden.example', '<0199-aXy@linden.example>'],
    ['0199-a', 'broken', '<0199-a@broken>'],
    ['0199-a', 'broken@', '<0199-a@polyclinic.invalid>'],
  ])('has the Message-ID of its row: %j from %s', (id, from, expected) => {
    expect(messageIdOf(id, from)).toBe(expected)
  })
})

describe('an address that is none', () => {
  it.each([
    '',
    'anna',
    'anna@',
    '@mail.example',
    'anna@mail.example, thief@evil.example',
    'anna@mail.example\r\nRCPT TO:<thief@evil.example>',
    '"Anna" <anna@mail.example>',
    'an na@mail.example',
    `${'a'.repeat(250)}@mail.example`,
  ])('is refused before anything is sent: %j', async (address) => {
    const server = await start()
    const mail = outgoing({ to: { address, name: 'Anna' } })
    expect(await createMailTransport(settingsFor(server), quick).send(mail)).toEqual({
      kind: 'refused',
      code: 'bad-address',
      sentence: '',
    })
    expect(server.connections).toBe(0)
  })
})
