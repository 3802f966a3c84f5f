/** Mails from the row to a real SMTP server: never lost, never twice for one event, in order. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  countNotifications,
  listNotifications,
} from '../../../../main/clinic/notifications/notification-log.service.ts'
import { queueAppointmentMails } from '../../../../main/clinic/notifications/queue-mail.service.ts'
import {
  sendDueMail,
  sendTestMail,
} from '../../../../main/clinic/notifications/send-mail.service.ts'
import { testNow } from '../../../helpers/clinic.ts'
import {
  everything,
  type MailedClinic,
  openMailedClinic,
  plusMinutes,
  recorder,
} from '../../../helpers/mailed-clinic.ts'
import { startSmtpServer } from '../../../helpers/smtp-server.ts'

let clinic: MailedClinic

beforeEach(async () => {
  clinic = await openMailedClinic()
})
afterEach(() => clinic.closeAll())

describe('sending', () => {
  test('delivers with calendar entries and marks the rows', async () => {
    const id = await clinic.addAppointment({ status: 'confirmed' })
    await clinic.tell('confirmed', id)
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(clinic.server.mails.map((mail) => mail.recipients[0])).toEqual([
      'anna@mail.example',
      'petrov@clinic.example',
    ])
    expect(clinic.server.mails[0]?.calendar?.method).toBe('REQUEST')
    expect(clinic.server.mails[0]?.calendar?.content).toContain(id)
    expect(clinic.rows()).toMatchObject([
      { state: 'sent', attempts: 1, nextAttemptAt: null },
      { state: 'sent', attempts: 1, nextAttemptAt: null },
    ])
    expect(clinic.rows()[0]?.subject).toBe(clinic.server.mails[0]?.subject)
  })

  test('keeps back what waited since before the patient asked to be left alone', async () => {
    await clinic.tell('requested', await clinic.addAppointment())
    await clinic.desk.write('test.disturb', async (unit) =>
      unit.patch('patient', clinic.patientId, { doNotDisturb: 1 }),
    )
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(clinic.server.mails.map((mail) => mail.recipients)).toEqual([['petrov@clinic.example']])
    expect(clinic.rows()).toMatchObject([
      { audience: 'patient', state: 'cancelled', errorCode: 'unwanted', attempts: 0 },
      { audience: 'practitioner', state: 'sent', errorCode: null, attempts: 1 },
    ])
  })

  test('waits, with its reason in the log, while the settings are not made', async () => {
    await clinic.closeAll()
    clinic = await openMailedClinic({ settings: false })
    await clinic.tell('requested', await clinic.addAppointment())
    expect(await sendDueMail(clinic.desk)).toBeNull()
    const { messages } = await listNotifications(clinic.desk, everything)
    expect(messages).toMatchObject([
      { state: 'due', attempts: 0, errorCode: 'mail-not-configured' },
      { state: 'due', attempts: 0, errorCode: 'mail-not-configured' },
    ])
    expect(await countNotifications(clinic.desk)).toMatchObject({ due: 2, configured: false })
    await clinic.configure(clinic.server.port)
    expect((await listNotifications(clinic.desk, everything)).messages[0]?.errorCode).toBeNull()
    await sendDueMail(clinic.desk)
    expect(clinic.server.mails).toHaveLength(2)
  })

  test('a refused recipient fails for good and holds nobody up', async () => {
    clinic.server.behave({ kind: 'refuse-recipients', addresses: ['anna@mail.example'] })
    await clinic.tell('requested', await clinic.addAppointment())
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(clinic.rows()).toMatchObject([
      { audience: 'patient', state: 'failed', attempts: 1, errorCode: 'recipient-refused' },
      { audience: 'practitioner', state: 'sent' },
    ])
    expect(clinic.rows()[0]?.errorText).toContain('No such mailbox')
    clinic.setNow(plusMinutes(10_000))
    await sendDueMail(clinic.desk)
    expect(clinic.server.mails).toHaveLength(1)
  })

  test('a server that says later is asked again after the wait, and not before', async () => {
    clinic.server.behave({ kind: 'try-later' }, 2)
    await clinic.tell('requested', await clinic.addAppointment())
    const due = await sendDueMail(clinic.desk)
    expect(clinic.rows()).toMatchObject([
      { state: 'due', attempts: 1, errorCode: 'server-busy' },
      { state: 'due', attempts: 1, errorCode: 'server-busy' },
    ])
    expect(due !== null && due > testNow && due <= plusMinutes(1)).toBe(true)
    const connections = clinic.server.connections
    await sendDueMail(clinic.desk)
    expect(clinic.server.connections).toBe(connections)
    clinic.setNow(plusMinutes(1))
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(clinic.server.mails).toHaveLength(2)
    expect(clinic.rows()).toMatchObject([
      { state: 'sent', attempts: 2, errorCode: null },
      { state: 'sent', attempts: 2, errorCode: null },
    ])
  })

  test('a day without a server loses nothing and sends nothing twice', async () => {
    const { port } = clinic.server
    await clinic.server.close()
    await clinic.tell('requested', await clinic.addAppointment())
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
    expect(clinic.rows().map((row) => [row.state, row.errorCode])).toEqual([
      ['due', 'server-unreachable'],
      ['due', 'server-unreachable'],
    ])
    clinic.server = await startSmtpServer({ port })
    clinic.setNow(plusMinutes(48 * 60))
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(clinic.server.mails.map((mail) => mail.recipients[0]).toSorted()).toEqual([
      'anna@mail.example',
      'petrov@clinic.example',
    ])
  })

  test('the first mail that finds the server away spares the others the attempt', async () => {
    await clinic.server.close()
    for (const hour of ['09', '10', '11']) {
      const startsAt = `2026-11-21T${hour}:00:00.000Z`
      await clinic.tell(
        'requested',
        await clinic.addAppointment({ startsAt, endsAt: `2026-11-21T${hour}:30:00.000Z` }),
      )
    }
    const due = await sendDueMail(clinic.desk)
    expect(clinic.rows().map((row) => row.attempts)).toEqual([1, 0, 0, 0, 0, 0])
    expect(due).not.toBeNull()
    expect(due !== null && due > testNow && due <= plusMinutes(1)).toBe(true)
    clinic.server = await startSmtpServer()
  })

  test('a mail that was on its way at a crash goes again under the same Message-ID', async () => {
    await clinic.tell('requested', await clinic.addAppointment())
    await sendDueMail(clinic.desk)
    const first = clinic.server.mails[0]?.messageId
    // The server had taken it, and the program died before it could write that down.
    clinic.raw
      .prepare(`UPDATE message SET state = 'sending', sent_at = NULL WHERE audience = 'patient'`)
      .run()
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(clinic.server.mails).toHaveLength(3)
    expect(clinic.server.mails[2]?.messageId).toBe(first)
    expect(clinic.rows()).toMatchObject([{ state: 'sent' }, { state: 'sent' }])
    await sendDueMail(clinic.desk)
    expect(clinic.server.mails).toHaveLength(3)
  })

  test('a server that cut the line after the message gets the same Message-ID again', async () => {
    clinic.server.behave({ kind: 'drop-after-data' }, 1)
    await clinic.tell('requested', await clinic.addAppointment())
    await sendDueMail(clinic.desk)
    clinic.setNow(plusMinutes(5))
    await sendDueMail(clinic.desk)
    const toAnna = clinic.server.mails.filter((mail) =>
      mail.recipients.includes('anna@mail.example'),
    )
    expect(toAnna).toHaveLength(2)
    expect(new Set(toAnna.map((mail) => mail.messageId)).size).toBe(1)
  })

  test('the row is committed as on its way before the server hears of it', async () => {
    await clinic.tell('requested', await clinic.addAppointment())
    const states: string[] = []
    const { transport } = recorder((mail) => {
      states.push(clinic.rows().find((row) => row.id === mail.id)?.state ?? 'none')
      return { kind: 'accepted', response: '250 OK' }
    })
    await sendDueMail(clinic.desk, transport)
    expect(states).toEqual(['sending', 'sending'])
  })

  test('the mails of one appointment keep their order while the first waits', async () => {
    const id = await clinic.addAppointment()
    await clinic.tell('requested', id)
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
    const sequences = clinic.server.mails
      .filter((mail) => mail.recipients.includes('petrov@clinic.example'))
      .map((mail) => /SEQUENCE:(\d+)/.exec(mail.calendar?.content ?? '')?.[1])
    expect(sequences).toEqual(['1', '2', '3'])
  })

  test('an unreadable row fails alone', async () => {
    await clinic.tell('requested', await clinic.addAppointment())
    clinic.raw.prepare(`UPDATE message SET content = '{' WHERE audience = 'patient'`).run()
    await sendDueMail(clinic.desk)
    expect(clinic.rows()).toMatchObject([
      { state: 'failed', errorCode: 'message-refused' },
      { state: 'sent' },
    ])
  })

  test('leaves another workstation’s mails to it', async () => {
    await clinic.tell('requested', await clinic.addAppointment())
    clinic.raw.prepare(`UPDATE message SET device_id = 'device-b'`).run()
    expect(await sendDueMail(clinic.desk)).toBeNull()
    expect(clinic.server.mails).toHaveLength(0)
  })
})

describe('the test mail', () => {
  test('goes out at once with the stored settings and stands in the log', async () => {
    const outcome = await sendTestMail(clinic.desk, 'me@mail.example')
    expect(outcome.kind).toBe('accepted')
    expect(clinic.server.mails[0]?.recipients).toEqual(['me@mail.example'])
    const { messages } = await listNotifications(clinic.desk, everything)
    expect(messages).toMatchObject([{ template: 'test', state: 'sent', attempts: 1 }])
  })

  test('tells what the server said and is not tried again', async () => {
    clinic.server.behave({ kind: 'refuse-sender' })
    expect(await sendTestMail(clinic.desk, 'me@mail.example')).toMatchObject({
      kind: 'later',
      code: 'sender-refused',
    })
    clinic.server.behave({ kind: 'accept' })
    await sendDueMail(clinic.desk)
    expect(clinic.server.mails).toHaveLength(0)
    expect(clinic.rows()).toMatchObject([{ state: 'failed', errorCode: 'sender-refused' }])
  })

  test('is refused without settings', async () => {
    await clinic.closeAll()
    clinic = await openMailedClinic({ settings: false })
    await expect(sendTestMail(clinic.desk, 'me@mail.example')).rejects.toMatchObject({
      code: 'mail-not-configured',
    })
  })
})
