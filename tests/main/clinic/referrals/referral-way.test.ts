/** The way of a referral: inside the clinic over the front desk's waitlist, elsewhere by mail or on paper. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { renderDueDocuments } from '../../../../main/clinic/documents/documents.service.ts'
import { sendDueMail } from '../../../../main/clinic/notifications/send-mail.service.ts'
import { listFiles, openAttachment } from '../../../../main/clinic/files/attachments.service.ts'
import { appendPiece, beginCopy } from '../../../../main/clinic/files/copies.service.ts'
import type { IssueReferral } from '../../../../main/clinic/referrals/referrals.input.ts'
import {
  allows,
  isOverdue,
  type ReferralAction,
  type ReferralStepStatus,
  statusOf,
  usualDueOn,
} from '../../../../main/clinic/referrals/referrals.rules.ts'
import {
  answerReferral,
  closeReferral,
  countOpenReferrals,
  issueReferral,
  readOpenReferrals,
  readReferral,
  revokeReferral,
  sendReferral,
} from '../../../../main/clinic/referrals/referrals.service.ts'
import { saveMailSettings } from '../../../../main/clinic/settings/settings.service.ts'
import { listMyTasks } from '../../../../main/clinic/tasks/tasks.service.ts'
import { signVisit, startVisit } from '../../../../main/clinic/visits/visits.service.ts'
import {
  keepAnswer,
  listWaitlist,
  withdraw,
} from '../../../../main/clinic/waitlist/waitlist.service.ts'
import type { OutgoingMail } from '../../../../main/mail/transport.ts'
import { addDoctor } from '../../../helpers/bookings.ts'
import {
  elsewhere,
  openVisitDay,
  signedVisit,
  type VisitDay,
  written,
} from '../../../helpers/visit-day.ts'

let day: VisitDay

beforeEach(async () => {
  day = await openVisitDay()
})
afterEach(() => day.close())

const doctor = () => day.doctor.with({})
const reception = () => day.reception.with({})

const issue = (wish: Partial<IssueReferral> = {}) =>
  issueReferral(doctor(), {
    patientId: day.patientId,
    encounterId: null,
    ...elsewhere,
    performerOrganization: 'Кардиоцентр',
    performerName: null,
    specialty: 'Кардиохирургия',
    reason: 'Стеноз',
    diagnosis: 'I20.9',
    note: null,
    priority: 'routine',
    ...wish,
  })

const statusNow = async (id: string) => (await readReferral(day.doctor, id)).status

describe('inside the clinic', () => {
  let cardiologistId: string

  beforeEach(async () => {
    cardiologistId = await addDoctor(day, { serviceIds: [day.serviceId] })
  })

  const inside = () =>
    issue({ serviceId: day.serviceId, performerId: cardiologistId, priority: 'urgent' })

  test('is a wish of the front desk’s list with its number, as urgent as the doctor said', async () => {
    const { number } = await inside()
    expect(await listWaitlist(day.reception)).toEqual([
      expect.objectContaining({
        patient: expect.objectContaining({ id: day.patientId }),
        service: expect.objectContaining({ id: day.serviceId }),
        practitionerId: cardiologistId,
        urgency: 'soon',
        note: number,
      }),
    ])
  })

  async function booked() {
    const { id } = await inside()
    const [entry] = await listWaitlist(day.reception)
    const startsAt = '2026-11-18T07:00:00.000Z'
    const { booking } = await keepAnswer(reception(), {
      entryId: entry?.id ?? '',
      version: entry?.version ?? 0,
      practitionerId: cardiologistId,
      startsAt,
      endsAt: '2026-11-18T07:30:00.000Z',
      answer: 'accepted',
      note: null,
    })
    return { id, appointmentId: booking?.id ?? '', startsAt }
  }

  test('is booked when its patient says yes, and answered when that visit is signed', async () => {
    const { id, appointmentId, startsAt } = await booked()
    expect(await readReferral(day.doctor, id)).toMatchObject({
      status: 'booked',
      steps: [
        expect.objectContaining({ status: 'booked', appointmentId, startsAt, isSeen: false }),
      ],
    })
    await day.desk.write('test.arrived', async (unit) =>
      unit.patch('appointment', appointmentId, { status: 'called' }),
    )
    const cardiologist = () => day.deskOf(['doctor'], cardiologistId)
    const { encounterId } = await startVisit(cardiologist(), appointmentId)
    await signVisit(cardiologist(), { encounterId, content: written, base: '' })
    expect(await statusNow(id)).toBe('answered')
    await closeReferral(doctor(), { id, note: null })
    expect(await readOpenReferrals(day.doctor, 'all')).toEqual([])
  })

  test('comes back as a task of whoever referred when the patient does not want to come', async () => {
    const { id, number } = await inside()
    const [entry] = await listWaitlist(day.reception)
    await withdraw(reception(), { id: entry?.id ?? '', version: entry?.version ?? 0 })
    expect(await statusNow(id)).toBe('issued')
    const mine = await listMyTasks(day.doctor)
    expect(mine.map(({ title }) => title)).toEqual([expect.stringContaining(number)])
    await closeReferral(doctor(), { id, note: 'Отказ' })
    expect(await listMyTasks(day.doctor)).toEqual([])
  })

  test('revoked takes its wish off the list', async () => {
    const { id } = await inside()
    await revokeReferral(doctor(), { id, reason: 'Ошибка' })
    expect(await listWaitlist(day.reception)).toEqual([])
    expect(await statusNow(id)).toBe('revoked')
  })

  test('goes nowhere by mail', async () => {
    const { id } = await inside()
    await expect(sendReferral(reception(), { id, way: 'paper' })).rejects.toMatchObject({
      code: 'referral-is-past',
    })
  })

  test('is refused for a service that is no longer offered and a doctor who has left', async () => {
    await expect(issue({ serviceId: day.patientId })).rejects.toMatchObject({ code: 'not-found' })
    await expect(
      issue({ serviceId: day.serviceId, performerId: day.patientId }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('elsewhere', () => {
  const pdf = new TextEncoder().encode('%PDF-1.7 of a test')
  const print = () => renderDueDocuments(day.desk.with({}), async () => pdf)

  async function mailed(documentIds: string[]) {
    await saveMailSettings(day.desk.with({}), {
      host: '127.0.0.1',
      port: 25,
      security: 'none',
      user: null,
      password: null,
      fromAddress: 'desk@clinic.example',
      fromName: 'Поликлиника',
    })
    const { id, number } = await issue()
    await sendReferral(reception(), { id, way: 'mail', email: 'heart@centre.example', documentIds })
    const sent: OutgoingMail[] = []
    const send = () =>
      sendDueMail(day.desk.with({}), () => ({
        async send(mail) {
          sent.push(mail)
          return { kind: 'accepted', response: '250' }
        },
      }))
    return { id, number, sent, send }
  }

  test('goes by mail with its paper and those that were chosen; the mail itself names no patient', async () => {
    await signedVisit(day)
    const summary = day.raw
      .prepare<[], { id: string }>(`SELECT id FROM document_reference WHERE kind = 'visit-summary'`)
      .get()
    // A doctor sends it: the front desk may not read what stands in a visit.
    const { id, number, sent, send } = await (async () => {
      const { id: referralId, ...rest } = await mailed([])
      await sendReferral(doctor(), {
        id: referralId,
        way: 'mail',
        email: 'heart@centre.example',
        documentIds: [summary?.id ?? ''],
      })
      return { id: referralId, ...rest }
    })()
    await print()
    await send()
    expect(sent.map(({ attachments }) => attachments.map(({ filename }) => filename))).toEqual([
      [`referral-${number}.pdf`],
      [`referral-${number}.pdf`, expect.stringMatching(/^visit-summary-.*\.pdf$/)],
    ])
    const [mail] = sent
    expect(mail?.to.address).toBe('heart@centre.example')
    expect(mail?.attachments[0]?.content).toEqual(pdf)
    for (const secret of ['Иванова', 'Анна', 'Стеноз', 'I20.9']) {
      expect(`${mail?.subject}${mail?.text}${mail?.html}`).not.toContain(secret)
    }
    expect(await statusNow(id)).toBe('sent')
  })

  test('waits with the mail until the paper is made', async () => {
    const { sent, send } = await mailed([])
    await send()
    expect(sent).toEqual([])
    expect(day.raw.prepare('SELECT state, error_code FROM message').all()).toEqual([
      { state: 'due', error_code: 'paper-missing' },
    ])
    await print()
    day.setNow('2026-11-16T09:00:00.000Z')
    await send()
    expect(sent).toHaveLength(1)
  })

  test('the front desk sends no paper that it may not read, nor another patient’s', async () => {
    await signedVisit(day)
    const { id } = await issue()
    const summary = day.raw
      .prepare<[], { id: string }>(`SELECT id FROM document_reference WHERE kind = 'visit-summary'`)
      .get()
    const send = (documentIds: string[]) =>
      sendReferral(reception(), { id, way: 'mail', email: 'heart@centre.example', documentIds })
    await expect(send([summary?.id ?? ''])).rejects.toMatchObject({ code: 'forbidden' })
    await expect(send([day.patientId])).rejects.toMatchObject({ code: 'not-found' })
    expect(await statusNow(id)).toBe('issued')
  })

  test('is answered in the colleague’s words, and closed by a doctor', async () => {
    const { id } = await issue()
    await sendReferral(reception(), { id, way: 'paper' })
    await answerReferral(reception(), { id, note: 'Стеноз 40%, наблюдение.', files: [] })
    const { status, steps } = await readReferral(day.doctor, id)
    expect({ status, said: steps.map(({ note }) => note) }).toEqual({
      status: 'answered',
      said: [null, 'Стеноз 40%, наблюдение.'],
    })
    await closeReferral(doctor(), { id, note: null })
    await expect(answerReferral(reception(), { id, note: 'Ещё', files: [] })).rejects.toMatchObject(
      {
        code: 'referral-is-past',
      },
    )
  })

  async function letter(bytes: Uint8Array) {
    const { copyId } = await beginCopy(reception(), bytes.length)
    await appendPiece(reception(), { copyId, position: 0, bytes })
    return copyId
  }

  test('is answered by a letter, which is filed to the patient and named on the referral', async () => {
    const { encounterId } = await signedVisit(day)
    const { id, number } = await issue({ encounterId })
    const files = [{ copyId: await letter(pdf), name: 'Заключение.pdf' }]
    await answerReferral(reception(), { id, note: null, files })
    const { status, steps } = await readReferral(day.doctor, id)
    expect({ status, files: steps.at(-1)?.files }).toEqual({
      status: 'answered',
      files: [{ id: expect.any(String), name: 'Заключение.pdf', sizeBytes: pdf.length }],
    })
    // The front desk, which reads referrals and no visits, has it among the patient's files too.
    const kept = { patientId: day.patientId, encounterId: null, compositionId: null }
    expect(await listFiles(day.reception, kept)).toEqual([
      expect.objectContaining({ name: 'Заключение.pdf', referralNumber: number, encounterId }),
    ])
    const file = await openAttachment(day.reception, steps.at(-1)?.files[0]?.id ?? '')
    expect(file.mediaType).toBe('application/pdf')
  })

  test('keeps neither words nor file of an answer whose letter is not whole', async () => {
    const { id } = await issue()
    const { copyId } = await beginCopy(reception(), 100)
    const files = [{ copyId, name: 'Заключение.pdf' }]
    await expect(answerReferral(reception(), { id, note: 'Норма', files })).rejects.toMatchObject({
      code: 'copy-gone',
    })
    expect(await statusNow(id)).toBe('issued')
  })

  test('is expected by its day, stands first when it is late, and is counted', async () => {
    const { id: calm } = await issue({ dueOn: '2026-11-30' })
    const { id: late } = await issue({ dueOn: '2026-11-20', priority: 'stat' })
    day.setNow('2026-11-21T09:00:00.000Z')
    const open = await readOpenReferrals(day.doctor, 'mine')
    expect(open.map(({ id, isOverdue: isLate }) => [id, isLate])).toEqual([
      [late, true],
      [calm, false],
    ])
    expect(await countOpenReferrals(day.reception, 'all')).toEqual({ open: 2, overdue: 1 })
    expect(await countOpenReferrals(day.otherDoctor, 'mine')).toEqual({ open: 0, overdue: 0 })
  })
})

describe('the rules', () => {
  test('an answer is expected after a day for the most urgent, a month for the calmest', () => {
    expect(usualDueOn('stat', '2026-11-30')).toBe('2026-12-01')
    expect(usualDueOn('routine', '2026-11-30')).toBe('2026-12-30')
  })

  test.each([
    ['2026-11-29', true],
    ['2026-11-30', false],
    ['2026-12-01', false],
  ])('an answer expected on %s is late on the 30th: %s', (dueOn, late) => {
    expect(isOverdue({ status: 'sent', dueOn }, '2026-11-30')).toBe(late)
    expect(isOverdue({ status: 'answered', dueOn }, '2026-11-30')).toBe(false)
  })

  test('whatever happened, an end is an end, and only what is allowed goes on', () => {
    const statuses: ReferralStepStatus[] = [
      'sent',
      'booked',
      'declined',
      'answered',
      'closed',
      'revoked',
    ]
    const steps = fc.array(
      fc.constantFrom(...statuses).map((status) => ({ status })),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(steps, fc.boolean(), fc.boolean(), (happened, isSeen, isInside) => {
        const status = statusOf({ steps: happened, isSeen })
        const ended = happened.some((step) => step.status === 'closed' || step.status === 'revoked')
        const actions: ReferralAction[] = ['send', 'answer', 'close', 'revoke']
        const open = actions.filter((action) => allows(action, { status, isInside }))
        expect(status === 'closed' || status === 'revoked').toBe(ended)
        expect(open.length === 0).toBe(ended)
        expect(isInside && open.includes('send')).toBe(false)
      }),
    )
  })
})
