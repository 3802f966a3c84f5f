/** Mails as rows: once for an event, in the language of who reads them. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listNotifications } from '../../../../main/clinic/notifications/notification-log.service.ts'
import {
  queueAppointmentMails,
  queueCardMail,
} from '../../../../main/clinic/notifications/queue-mail.service.ts'
import { sendDueMail } from '../../../../main/clinic/notifications/send-mail.service.ts'
import { everything, type MailedClinic, openMailedClinic } from '../../../helpers/mailed-clinic.ts'
import { emptyCard } from '../../../helpers/patients.ts'

let clinic: MailedClinic

beforeEach(async () => {
  clinic = await openMailedClinic()
})
afterEach(() => clinic.closeAll())

describe('queueing', () => {
  test('tells patient and practitioner, each in their language, with nothing sent yet', async () => {
    const id = await clinic.addAppointment({ status: 'confirmed' })
    clinic.woken.length = 0
    await clinic.tell('confirmed', id)
    expect(clinic.rows()).toMatchObject([
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
    expect(clinic.server.mails).toHaveLength(0)
  })

  test('keeps from the practitioner’s row what that mail does not say', async () => {
    const id = await clinic.addAppointment()
    await clinic.tell('cancelled', id, { reason: 'Пациентка в больнице' })
    const [patient, practitioner] = clinic.rows()
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
    expect(clinic.rows()).toEqual([])
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
    await clinic.tell('requested', id)
    expect(clinic.rows()).toHaveLength(2)
    await sendDueMail(clinic.desk)
    await replay()
    await sendDueMail(clinic.desk)
    expect(clinic.server.mails).toHaveLength(2)
  })

  test('a person without an address is a failed row in the log', async () => {
    await clinic.closeAll()
    clinic = await openMailedClinic({ patient: { email: null } })
    const id = await clinic.addAppointment()
    await clinic.tell('requested', id)
    expect(clinic.rows()).toMatchObject([
      { audience: 'patient', state: 'failed', errorCode: 'mail-no-address', nextAttemptAt: null },
      { audience: 'practitioner', state: 'due', errorCode: null },
    ])
  })

  test.each([
    ['who is not to be disturbed', { doNotDisturb: 1, contactChannel: 'email' }],
    ['who wants no contact at all', { doNotDisturb: 0, contactChannel: 'none' }],
  ] as const)('a patient %s is not written to, and the log says why', async (_who, wish) => {
    await clinic.closeAll()
    clinic = await openMailedClinic({ patient: wish })
    await clinic.tell('requested', await clinic.addAppointment())
    const cardId = await clinic.desk.write('test.card', async (unit) =>
      unit.insert('medicalCard', {
        patientId: clinic.patientId,
        number: 'A-00001',
        status: 'approved',
        ...emptyCard,
      }),
    )
    await clinic.desk.write('test.decide', (unit) =>
      queueCardMail(clinic.desk, unit, 'approved', cardId, null),
    )
    const unwanted = { audience: 'patient', state: 'cancelled', errorCode: 'unwanted' }
    expect(clinic.rows()).toMatchObject([
      { ...unwanted, nextAttemptAt: null },
      { audience: 'practitioner', state: 'due', errorCode: null },
      { ...unwanted, nextAttemptAt: null },
    ])
    await sendDueMail(clinic.desk)
    expect(clinic.server.mails.map((mail) => mail.recipients)).toEqual([['petrov@clinic.example']])
  })

  test('a patient who prefers the phone still gets the mail about a booking', async () => {
    await clinic.closeAll()
    clinic = await openMailedClinic({ patient: { contactChannel: 'phone' } })
    await clinic.tell('requested', await clinic.addAppointment())
    expect(clinic.rows()[0]).toMatchObject({ audience: 'patient', state: 'due', errorCode: null })
  })

  test('an appointment that is not there is refused', async () => {
    await expect(clinic.tell('requested', clinic.newId())).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('a card’s decision is told to the patient once', async () => {
    const cardId = await clinic.desk.write('test.card', async (unit) =>
      unit.insert('medicalCard', {
        patientId: clinic.patientId,
        number: 'A-00001',
        status: 'returned',
        ...emptyCard,
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
    const mails = await clinic.server.waitForMails(2)
    expect(mails.map((mail) => mail.recipients)).toEqual([
      ['anna@mail.example'],
      ['anna@mail.example'],
    ])
    expect(mails[0]?.text).toContain('Не указан адрес')
    expect(mails[1]?.text).toContain('A-00001')
  })
})
