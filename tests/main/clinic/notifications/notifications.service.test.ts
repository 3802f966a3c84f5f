/** Mails from the row to a real SMTP server: never lost, never twice for one event, in order. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  countNotifications,
  listNotifications,
  previewNotification,
  queueAppointmentMails,
  queueCardMail,
  resendNotification,
  sendDueMail,
  sendTestMail,
} from '../../../../main/clinic/notifications/notifications.service.ts'
import { saveMailSettings } from '../../../../main/clinic/settings/settings.service.ts'
import type { MessageRow } from '../../../../main/db/tables.ts'
import type { MailTransport, OutgoingMail } from '../../../../main/mail/transport.ts'
import { type BookedClinic, openBookedClinic } from '../../../helpers/booked-clinic.ts'
import { testNow } from '../../../helpers/clinic.ts'
import { type RunningSmtpServer, startSmtpServer } from '../../../helpers/smtp-server.ts'

let clinic: BookedClinic
let server: RunningSmtpServer

beforeEach(async () => {
  clinic = await openBookedClinic()
  server = await startSmtpServer()
  await configure(server.port)
})
afterEach(async () => {
  await server.close()
  clinic.close()
})

const everything = { state: null, text: null, patientId: null, cursor: null, limit: 50 } as const

async function configure(port: number): Promise<void> {
  await saveMailSettings(clinic.desk, {
    host: '127.0.0.1',
    port,
    security: 'none',
    user: null,
    password: null,
    fromAddress: 'desk@clinic.example',
    fromName: 'Поликлиника «Три кита»',
  })
}

type Event = Parameters<typeof queueAppointmentMails>[2]

async function tell(
  event: Event,
  appointmentId: string,
  details: { previousStartsAt?: string; reason?: string } = {},
): Promise<void> {
  await clinic.desk.write(`test.${event}`, (unit) =>
    queueAppointmentMails(clinic.desk, unit, event, appointmentId, details),
  )
}

function rows(): MessageRow[] {
  return clinic.raw
    .prepare<[], MessageRow>(
      `SELECT id, event_key AS eventKey, audience, state, attempts, next_attempt_at AS nextAttemptAt,
         error_code AS errorCode, error_text AS errorText, content, subject FROM message ORDER BY id`,
    )
    .all()
}

const plusMinutes = (minutes: number) =>
  new Date(Date.parse(testNow) + minutes * 60_000).toISOString()

/** A transport that keeps what it is given and answers as told. */
function recorder(answer: (mail: OutgoingMail) => Awaited<ReturnType<MailTransport['send']>>) {
  const sent: OutgoingMail[] = []
  const transport: MailTransport = {
    async send(mail) {
      sent.push(mail)
      return answer(mail)
    },
  }
  return { sent, transport: () => transport }
}

describe('queueing', () => {
  test('tells patient and practitioner, each in their language, with nothing sent yet', async () => {
    const id = await clinic.addAppointment({ status: 'confirmed' })
    clinic.woken.length = 0
    await tell('confirmed', id)
    expect(rows()).toMatchObject([
      { eventKey: `appointment:${id}:confirmed:1:patient`, state: 'due', attempts: 0 },
      { eventKey: `appointment:${id}:confirmed:1:practitioner`, state: 'due', attempts: 0 },
    ])
    const { messages } = await listNotifications(clinic.desk, everything)
    expect(messages.map((message) => [message.language, message.recipientName])).toEqual(
      expect.arrayContaining([
        ['fr', 'Анна Сергеевна Иванова'],
        ['ru', 'Петров Пётр Ильич'],
      ]),
    )
    expect(clinic.woken).toEqual(['mail'])
    expect(server.mails).toHaveLength(0)
  })

  test('keeps from the practitioner’s row what that mail does not say', async () => {
    const id = await clinic.addAppointment()
    await tell('cancelled', id, { reason: 'Пациентка в больнице' })
    const [patient, practitioner] = rows()
    expect(patient?.content).toContain('Пациентка в больнице')
    expect(patient?.content).toContain('Приём кардиолога')
    expect(practitioner?.content).not.toContain('больнице')
    expect(practitioner?.content).not.toContain('кардиолога')
  })

  test('a failed unit leaves no mail and wakes nobody', async () => {
    const id = await clinic.addAppointment()
    clinic.woken.length = 0
    const story = clinic.desk.write('test.fail', async (unit) => {
      await queueAppointmentMails(clinic.desk, unit, 'requested', id, {})
      throw new Error('power cut')
    })
    await expect(story).rejects.toThrow('power cut')
    expect(rows()).toEqual([])
    expect(clinic.woken).toEqual([])
  })

  test('one event is told once: replayed by its key, and asked again by mistake', async () => {
    const id = await clinic.addAppointment()
    const replay = () =>
      clinic.desk
        .with({ request: { key: 'k', content: id } })
        .write('test.request', (unit) =>
          queueAppointmentMails(clinic.desk, unit, 'requested', id, {}),
        )
    await replay()
    await replay()
    await tell('requested', id)
    expect(rows()).toHaveLength(2)
    await sendDueMail(clinic.desk)
    await replay()
    await sendDueMail(clinic.desk)
    expect(server.mails).toHaveLength(2)
  })

  test('a person without an address is a failed row in the log', async () => {
    clinic.close()
    clinic = await openBookedClinic({ patient: { email: null } })
    const id = await clinic.addAppointment()
    await tell('requested', id)
    expect(rows()).toMatchObject([
      { audience: 'patient', state: 'failed', errorCode: 'mail-no-address', nextAttemptAt: null },
      { audience: 'practitioner', state: 'due', errorCode: null },
    ])
  })

  test('an appointment that is not there is refused', async () => {
    await expect(tell('requested', clinic.newId())).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a card’s decision is told to the patient once', async () => {
    const cardId = await clinic.desk.write('test.card', async (unit) =>
      unit.insert('medicalCard', {
        patientId: clinic.patientId,
        number: 'A-00001',
        status: 'returned',
        bloodType: null,
        allergies: null,
        chronicConditions: null,
        medicines: null,
        emergencyContact: null,
        note: null,
        submittedAt: null,
        submittedBy: null,
        decidedAt: null,
        decidedBy: null,
        returnReason: null,
      }),
    )
    const decide = (event: 'approved' | 'returned', reason: string | null) =>
      clinic.desk.write('test.decide', (unit) =>
        queueCardMail(clinic.desk, unit, event, cardId, reason),
      )
    await decide('returned', 'Не указан адрес')
    await decide('returned', 'Не указан адрес')
    await decide('approved', null)
    await sendDueMail(clinic.desk)
    const mails = await server.waitForMails(2)
    expect(mails.map((mail) => mail.recipients)).toEqual([
      ['anna@mail.example'],
      ['anna@mail.example'],
    ])
    expect(mails[0]?.text).toContain('Не указан адрес')
    expect(mails[1]?.text).toContain('A-00001')
  })
})

describe('sending', () => {
  test('delivers with calendar entries and marks the rows', async () => {
    const id = await clinic.addAppointment({ status: 'confirmed' })
    await tell('confirmed', id)
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(server.mails.map((mail) => mail.recipients[0])).toEqual([
      'anna@mail.example',
      'petrov@clinic.example',
    ])
    expect(server.mails[0]?.calendar?.method).toBe('REQUEST')
    expect(server.mails[0]?.calendar?.content).toContain(id)
    expect(rows()).toMatchObject([
      { state: 'sent', attempts: 1, nextAttemptAt: null },
      { state: 'sent', attempts: 1, nextAttemptAt: null },
    ])
    expect(rows()[0]?.subject).toBe(server.mails[0]?.subject)
  })

  test('waits, with its reason in the log, while the settings are not made', async () => {
    clinic.close()
    clinic = await openBookedClinic()
    await tell('requested', await clinic.addAppointment())
    expect(await sendDueMail(clinic.desk)).toBeNull()
    const { messages } = await listNotifications(clinic.desk, everything)
    expect(messages).toMatchObject([
      { state: 'due', attempts: 0, errorCode: 'mail-not-configured' },
      { state: 'due', attempts: 0, errorCode: 'mail-not-configured' },
    ])
    expect(await countNotifications(clinic.desk)).toMatchObject({ due: 2, configured: false })
    await configure(server.port)
    expect((await listNotifications(clinic.desk, everything)).messages[0]?.errorCode).toBeNull()
    await sendDueMail(clinic.desk)
    expect(server.mails).toHaveLength(2)
  })

  test('a refused recipient fails for good and holds nobody up', async () => {
    server.behave({ kind: 'refuse-recipients', addresses: ['anna@mail.example'] })
    await tell('requested', await clinic.addAppointment())
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(rows()).toMatchObject([
      { audience: 'patient', state: 'failed', attempts: 1, errorCode: 'recipient-refused' },
      { audience: 'practitioner', state: 'sent' },
    ])
    expect(rows()[0]?.errorText).toContain('No such mailbox')
    clinic.setNow(plusMinutes(10_000))
    await sendDueMail(clinic.desk)
    expect(server.mails).toHaveLength(1)
  })

  test('a server that says later is asked again after the wait, and not before', async () => {
    server.behave({ kind: 'try-later' }, 2)
    await tell('requested', await clinic.addAppointment())
    const due = await sendDueMail(clinic.desk)
    expect(rows()).toMatchObject([
      { state: 'due', attempts: 1, errorCode: 'server-busy' },
      { state: 'due', attempts: 1, errorCode: 'server-busy' },
    ])
    expect(due !== null && due > testNow && due <= plusMinutes(1)).toBe(true)
    const connections = server.connections
    await sendDueMail(clinic.desk)
    expect(server.connections).toBe(connections)
    clinic.setNow(plusMinutes(1))
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(server.mails).toHaveLength(2)
    expect(rows()).toMatchObject([
      { state: 'sent', attempts: 2, errorCode: null },
      { state: 'sent', attempts: 2, errorCode: null },
    ])
  })

  test('a day without a server loses nothing and sends nothing twice', async () => {
    const { port } = server
    await server.close()
    await tell('requested', await clinic.addAppointment())
    const day = plusMinutes(24 * 60)
    let now = testNow
    let rounds = 0
    while (now < day) {
      clinic.setNow(now)
      now = (await sendDueMail(clinic.desk)) ?? day
      rounds += 1
    }
    // The waits grow: a day offline is not a storm of attempts.
    expect(rounds).toBeLessThan(30)
    expect(rows().map((row) => [row.state, row.errorCode])).toEqual([
      ['due', 'server-unreachable'],
      ['due', 'server-unreachable'],
    ])
    server = await startSmtpServer({ port })
    clinic.setNow(plusMinutes(48 * 60))
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(server.mails.map((mail) => mail.recipients[0]).toSorted()).toEqual([
      'anna@mail.example',
      'petrov@clinic.example',
    ])
  })

  test('the first mail that finds the server away spares the others the attempt', async () => {
    await server.close()
    for (const hour of ['09', '10', '11']) {
      const startsAt = `2026-11-21T${hour}:00:00.000Z`
      await tell(
        'requested',
        await clinic.addAppointment({ startsAt, endsAt: `2026-11-21T${hour}:30:00.000Z` }),
      )
    }
    const due = await sendDueMail(clinic.desk)
    expect(rows().map((row) => row.attempts)).toEqual([1, 0, 0, 0, 0, 0])
    expect(due).not.toBeNull()
    expect(due !== null && due > testNow && due <= plusMinutes(1)).toBe(true)
    server = await startSmtpServer()
  })

  test('a mail that was on its way at a crash goes again under the same Message-ID', async () => {
    await tell('requested', await clinic.addAppointment())
    await sendDueMail(clinic.desk)
    const first = server.mails[0]?.messageId
    // The server had taken it, and the program died before it could write that down.
    clinic.raw
      .prepare(`UPDATE message SET state = 'sending', sent_at = NULL WHERE audience = 'patient'`)
      .run()
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(server.mails).toHaveLength(3)
    expect(server.mails[2]?.messageId).toBe(first)
    expect(rows()).toMatchObject([{ state: 'sent' }, { state: 'sent' }])
    await sendDueMail(clinic.desk)
    expect(server.mails).toHaveLength(3)
  })

  test('a server that cut the line after the message gets the same Message-ID again', async () => {
    server.behave({ kind: 'drop-after-data' }, 1)
    await tell('requested', await clinic.addAppointment())
    await sendDueMail(clinic.desk)
    clinic.setNow(plusMinutes(5))
    await sendDueMail(clinic.desk)
    const toAnna = server.mails.filter((mail) => mail.recipients.includes('anna@mail.example'))
    expect(toAnna).toHaveLength(2)
    expect(new Set(toAnna.map((mail) => mail.messageId)).size).toBe(1)
  })

  test('the row is committed as on its way before the server hears of it', async () => {
    await tell('requested', await clinic.addAppointment())
    const states: string[] = []
    const { transport } = recorder((mail) => {
      states.push(rows().find((row) => row.id === mail.id)?.state ?? 'none')
      return { kind: 'accepted', response: '250 OK' }
    })
    await sendDueMail(clinic.desk, transport)
    expect(states).toEqual(['sending', 'sending'])
  })

  test('the mails of one appointment keep their order while the first waits', async () => {
    const id = await clinic.addAppointment()
    await tell('requested', id)
    await clinic.desk.write('test.confirm', async (unit) => {
      unit.patch('appointment', id, { status: 'confirmed' })
      await queueAppointmentMails(clinic.desk, unit, 'confirmed', id, {})
    })
    await clinic.desk.write('test.move', async (unit) => {
      const previousStartsAt = '2026-11-21T07:30:00.000Z'
      unit.patch('appointment', id, {
        startsAt: '2026-11-21T09:00:00.000Z',
        endsAt: '2026-11-21T09:30:00.000Z',
      })
      await queueAppointmentMails(clinic.desk, unit, 'moved', id, { previousStartsAt })
    })
    const busy = { kind: 'later', code: 'server-busy', sentence: '451' } as const
    const first = recorder(() => busy)
    await sendDueMail(clinic.desk, first.transport)
    expect(first.sent).toHaveLength(2)
    clinic.setNow(plusMinutes(2))
    await sendDueMail(clinic.desk)
    const sequences = server.mails
      .filter((mail) => mail.recipients.includes('petrov@clinic.example'))
      .map((mail) => /SEQUENCE:(\d+)/.exec(mail.calendar?.content ?? '')?.[1])
    expect(sequences).toEqual(['1', '2', '3'])
  })

  test('an unreadable row fails alone', async () => {
    await tell('requested', await clinic.addAppointment())
    clinic.raw.prepare(`UPDATE message SET content = '{' WHERE audience = 'patient'`).run()
    await sendDueMail(clinic.desk)
    expect(rows()).toMatchObject([
      { state: 'failed', errorCode: 'message-refused' },
      { state: 'sent' },
    ])
  })

  test('leaves another workstation’s mails to it', async () => {
    await tell('requested', await clinic.addAppointment())
    clinic.raw.prepare(`UPDATE message SET device_id = 'device-b'`).run()
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(server.mails).toHaveLength(0)
  })
})

describe('the log', () => {
  test('pages newest first, and filters by state, patient and any part of a name', async () => {
    for (const minute of [0, 1, 2]) {
      clinic.setNow(plusMinutes(minute))
      await tell('requested', await clinic.addAppointment())
    }
    const first = await listNotifications(clinic.desk, { ...everything, limit: 4 })
    const second = await listNotifications(clinic.desk, {
      ...everything,
      limit: 4,
      cursor: first.next,
    })
    const ids = [...first.messages, ...second.messages].map((message) => message.id)
    expect(new Set(ids).size).toBe(6)
    expect(second.next).toBeNull()
    expect(first.messages[0]?.createdAt).toBe(plusMinutes(2))
    const found = async (filter: object) =>
      (await listNotifications(clinic.desk, { ...everything, ...filter })).messages.length
    expect(await found({ text: 'иван' })).toBe(3)
    expect(await found({ text: 'PETROV@' })).toBe(3)
    expect(await found({ text: '100%' })).toBe(0)
    expect(await found({ state: 'sent' })).toBe(0)
    expect(await found({ patientId: clinic.patientId })).toBe(6)
    expect(await found({ patientId: clinic.newId() })).toBe(0)
  })

  test('shows one mail as its recipient reads it', async () => {
    await tell('requested', await clinic.addAppointment())
    const id = rows()[0]?.id ?? ''
    const preview = await previewNotification(clinic.desk, id)
    expect(preview).toMatchObject({ language: 'fr', recipientAddress: 'anna@mail.example' })
    expect(preview.html).toContain('Приём кардиолога')
    await expect(previewNotification(clinic.desk, clinic.newId())).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('sends a failed mail again as the same row, to the address of today', async () => {
    clinic.close()
    clinic = await openBookedClinic({ patient: { email: null } })
    await configure(server.port)
    await tell('requested', await clinic.addAppointment())
    const id = rows()[0]?.id ?? ''
    await expect(resendNotification(clinic.desk, id)).rejects.toMatchObject({
      code: 'mail-no-address',
    })
    await clinic.desk.write('test.email', async (unit) =>
      unit.patch('patient', clinic.patientId, { email: 'new@mail.example' }),
    )
    expect(await resendNotification(clinic.desk, id)).toEqual({ id })
    await sendDueMail(clinic.desk)
    expect(server.mails.flatMap((mail) => mail.recipients)).toContain('new@mail.example')
    expect(rows()).toHaveLength(2)
  })

  test('sends a sent mail again as a new row with another Message-ID', async () => {
    await tell('requested', await clinic.addAppointment())
    await sendDueMail(clinic.desk)
    const id = rows()[0]?.id ?? ''
    const copy = await resendNotification(clinic.desk, id)
    const second = await resendNotification(clinic.desk, id)
    expect(copy.id).not.toBe(id)
    expect(rows().map((row) => row.eventKey.split(':again:')[1] ?? null)).toEqual([
      null,
      null,
      '1',
      '2',
    ])
    await sendDueMail(clinic.desk)
    const messageIds = server.mails
      .filter((mail) => mail.recipients.includes('anna@mail.example'))
      .map((mail) => mail.messageId)
    expect(new Set(messageIds).size).toBe(3)
    expect(second.id).not.toBe(copy.id)
  })

  test('refuses to send again what is on its way', async () => {
    await tell('requested', await clinic.addAppointment())
    clinic.raw.prepare(`UPDATE message SET state = 'sending'`).run()
    await expect(resendNotification(clinic.desk, rows()[0]?.id ?? '')).rejects.toMatchObject({
      code: 'status-not-allowed',
    })
  })
})

describe('the test mail', () => {
  test('goes out at once with the stored settings and stands in the log', async () => {
    const outcome = await sendTestMail(clinic.desk, 'me@mail.example')
    expect(outcome.kind).toBe('accepted')
    expect(server.mails[0]?.recipients).toEqual(['me@mail.example'])
    const { messages } = await listNotifications(clinic.desk, everything)
    expect(messages).toMatchObject([{ template: 'test', state: 'sent', attempts: 1 }])
  })

  test('tells what the server said and is not tried again', async () => {
    server.behave({ kind: 'refuse-sender' })
    expect(await sendTestMail(clinic.desk, 'me@mail.example')).toMatchObject({
      kind: 'later',
      code: 'sender-refused',
    })
    server.behave({ kind: 'accept' })
    await sendDueMail(clinic.desk)
    expect(server.mails).toHaveLength(0)
    expect(rows()).toMatchObject([{ state: 'failed', errorCode: 'sender-refused' }])
  })

  test('is refused without settings', async () => {
    clinic.close()
    clinic = await openBookedClinic()
    await expect(sendTestMail(clinic.desk, 'me@mail.example')).rejects.toMatchObject({
      code: 'mail-not-configured',
    })
  })
})
