/** The log of mails: what it shows, and sending again. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  listNotifications,
  previewNotification,
  resendNotification,
} from '../../../../main/clinic/notifications/notification-log.service.ts'
import { sendDueMail } from '../../../../main/clinic/notifications/send-mail.service.ts'
import {
  everything,
  type MailedClinic,
  openMailedClinic,
  plusMinutes,
} from '../../../helpers/mailed-clinic.ts'

let clinic: MailedClinic

beforeEach(async () => {
  clinic = await openMailedClinic()
})
afterEach(() => clinic.closeAll())

describe('the log', () => {
  test('pages newest first, and filters by state, patient and any part of a name', async () => {
    for (const minute of [0, 1, 2]) {
      clinic.setNow(plusMinutes(minute))
      await clinic.tell('requested', await clinic.addAppointment())
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
    await clinic.tell('requested', await clinic.addAppointment())
    const id = clinic.rows()[0]?.id ?? ''
    const preview = await previewNotification(clinic.desk, id)
    expect(preview).toMatchObject({ language: 'fr', recipientAddress: 'anna@mail.example' })
    expect(preview.html).toContain('Приём кардиолога')
    await expect(previewNotification(clinic.desk, clinic.newId())).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('sends a failed mail again as the same row, to the address of today', async () => {
    await clinic.closeAll()
    clinic = await openMailedClinic({ patient: { email: null } })
    await clinic.configure(clinic.server.port)
    await clinic.tell('requested', await clinic.addAppointment())
    const id = clinic.rows()[0]?.id ?? ''
    await expect(resendNotification(clinic.desk, id)).rejects.toMatchObject({
      code: 'mail-no-address',
    })
    await clinic.desk.write('test.email', async (unit) =>
      unit.patch('patient', clinic.patientId, { email: 'new@mail.example' }),
    )
    expect(await resendNotification(clinic.desk, id)).toEqual({ id })
    await sendDueMail(clinic.desk)
    expect(clinic.server.mails.flatMap((mail) => mail.recipients)).toContain('new@mail.example')
    expect(clinic.rows()).toHaveLength(2)
  })

  test('sends a sent mail again as a new row with another Message-ID', async () => {
    await clinic.tell('requested', await clinic.addAppointment())
    await sendDueMail(clinic.desk)
    const id = clinic.rows()[0]?.id ?? ''
    const copy = await resendNotification(clinic.desk, id)
    const second = await resendNotification(clinic.desk, id)
    expect(copy.id).not.toBe(id)
    expect(clinic.rows().map((row) => row.eventKey.split(':again:')[1] ?? null)).toEqual([
      null,
      null,
      '1',
      '2',
    ])
    await sendDueMail(clinic.desk)
    const messageIds = clinic.server.mails
      .filter((mail) => mail.recipients.includes('anna@mail.example'))
      .map((mail) => mail.messageId)
    expect(new Set(messageIds).size).toBe(3)
    expect(second.id).not.toBe(copy.id)
  })

  test('refuses to send again what is on its way', async () => {
    await clinic.tell('requested', await clinic.addAppointment())
    clinic.raw.prepare(`UPDATE message SET state = 'sending'`).run()
    await expect(resendNotification(clinic.desk, clinic.rows()[0]?.id ?? '')).rejects.toMatchObject(
      {
        code: 'status-not-allowed',
      },
    )
  })
})
