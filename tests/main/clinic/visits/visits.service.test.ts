/** Visits: opened by their doctor, kept as typed, signed once, and added to afterwards. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { issueInvoice, takePayment } from '../../../../main/clinic/billing/billing.service.ts'
import { issueReferral } from '../../../../main/clinic/referrals/referrals.service.ts'
import { readShared, saveDraft } from '../../../../main/clinic/visits/draft.service.ts'
import { emptyContent } from '../../../../main/clinic/visits/visits.rules.ts'
import {
  addAddendum,
  listVisits,
  readVisit,
  signVisit,
  startVisit,
} from '../../../../main/clinic/visits/visits.service.ts'
import { emptyCard } from '../../../helpers/patients.ts'
import {
  elsewhere,
  openVisit,
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

const statusOf = (id: string) =>
  day.raw.prepare<[string]>('SELECT status FROM appointment WHERE id = ?').pluck().get(id)
const stepsOf = (id: string) =>
  day.raw
    .prepare<[string]>(
      'SELECT to_status FROM appointment_step WHERE appointment_id = ? ORDER BY id',
    )
    .pluck()
    .all(id)
const noText = { mark: '', content: emptyContent }
const count = (table: string) => day.raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

describe('startVisit', () => {
  test('brings a called patient into the room and makes one encounter', async () => {
    const appointmentId = await day.addAppointment({ status: 'called' })
    const first = await startVisit(day.doctor, appointmentId)
    const again = await startVisit(day.doctor, appointmentId)
    expect(again).toEqual(first)
    expect(statusOf(appointmentId)).toBe('in-room')
    expect(count('encounter')).toBe(1)
  })

  test('calls someone who waits on the way', async () => {
    const appointmentId = await day.addAppointment({ status: 'arrived' })
    await startVisit(day.doctor, appointmentId)
    expect(stepsOf(appointmentId)).toEqual(['called', 'in-room'])
  })

  test('opens after the desk led the patient on', async () => {
    const appointmentId = await day.addAppointment({ status: 'to-pay' })
    await startVisit(day.doctor, appointmentId)
    expect(statusOf(appointmentId)).toBe('to-pay')
  })

  test.each(['requested', 'confirmed', 'no-show', 'cancelled'] as const)(
    'is refused while the booking is %s',
    async (status) => {
      const appointmentId = await day.addAppointment({ status })
      await expect(startVisit(day.doctor, appointmentId)).rejects.toMatchObject({
        code: 'status-not-allowed',
      })
      expect(count('encounter')).toBe(0)
    },
  )

  test('is refused to another doctor, and for an appointment that is not there', async () => {
    const appointmentId = await day.addAppointment({ status: 'called' })
    await expect(startVisit(day.otherDoctor, appointmentId)).rejects.toMatchObject({
      code: 'not-the-author',
    })
    await expect(startVisit(day.doctor, day.newId())).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('signVisit', () => {
  test('writes the text with hash, orders the summary, sends the patient to pay', async () => {
    const { encounterId, appointmentId } = await openVisit(day)
    const base = (await readShared(day.doctor.read, encounterId)) ?? noText
    const content = { ...written, plan: 'half' }
    const { mark } = await saveDraft(day.doctor, { encounterId, content, base, isShared: true })
    const signed = await signVisit(day.doctor, { encounterId, content: written, base: mark })
    expect(signed.appointmentStatus).toBe('to-pay')
    expect(statusOf(appointmentId)).toBe('to-pay')
    expect(count('draft')).toBe(0)
    const { encounter, mayWrite } = await readVisit(day.doctor, { encounterId })
    // What was typed with a comma was measured with a point.
    const vitals = { ...written.vitals, 'body-temperature': '36.8' }
    expect(encounter).toMatchObject({ signedBy: day.practitionerId, isSound: true })
    expect(encounter?.content).toEqual({ ...written, vitals })
    expect(encounter?.contentHash).toBe(signed.contentHash)
    expect(mayWrite).toBe(false)
    const paper = day.raw
      .prepare('SELECT kind, state, language FROM document_reference WHERE id = ?')
      .get(signed.documentId)
    expect(paper).toEqual({ kind: 'visit-summary', state: 'due', language: 'ru' })
    expect(day.woken).toContain('documents')
  })

  test('sends the patient home when nothing is owed', async () => {
    const free = await openVisit(day, 0)
    const told = await signVisit(day.doctor, { ...free, content: written, base: '' })
    expect(told.appointmentStatus).toBe('done')

    const prepaid = await openVisit(day, 1000)
    const { invoiceId } = await issueInvoice(day.reception, prepaid)
    await takePayment(day.cashier, {
      invoiceId,
      payments: [{ method: 'terminal', amountMinor: 1000 }],
    })
    const after = await signVisit(day.doctor, { ...prepaid, content: written, base: '' })
    expect(after.appointmentStatus).toBe('done')
  })

  test('refuses an empty visit, another doctor, and a second time', async () => {
    const { encounterId } = await openVisit(day)
    const blank = { ...emptyContent, complaint: ' \n', vitals: { systolic: '120' } }
    await expect(
      signVisit(day.doctor, { encounterId, content: blank, base: '' }),
    ).rejects.toMatchObject({
      code: 'empty-visit',
    })
    await expect(
      signVisit(day.otherDoctor, { encounterId, content: written, base: '' }),
    ).rejects.toMatchObject({
      code: 'not-the-author',
    })
    await signVisit(day.doctor, { encounterId, content: written, base: '' })
    await expect(
      signVisit(day.doctor, { encounterId, content: written, base: '' }),
    ).rejects.toMatchObject({
      code: 'already-signed',
    })
    expect(count('document_reference')).toBe(1)
  })

  test('the database itself refuses a change or a deletion of a signed visit', async () => {
    const { encounterId } = await signedVisit(day)
    const change = day.raw.prepare(`UPDATE encounter SET plan = 'other' WHERE id = ?`)
    expect(() => change.run(encounterId)).toThrow('never changes')
    const removal = day.raw.prepare('DELETE FROM encounter WHERE id = ?')
    expect(() => removal.run(encounterId)).toThrow('never changes')
    const patch = day.desk.write('test.patch', async (unit) =>
      unit.patch('encounter', encounterId, { plan: 'other' }),
    )
    await expect(patch).rejects.toThrow('never changes')
  })
})

describe('addAddendum', () => {
  test('follows a signature only, by any doctor, and prints the summary again', async () => {
    const { encounterId } = await openVisit(day)
    const early = addAddendum(day.doctor, { encounterId, text: 'x' })
    await expect(early).rejects.toMatchObject({ code: 'not-signed' })
    await signVisit(day.doctor, { encounterId, content: written, base: '' })
    await addAddendum(day.doctor, { encounterId, text: 'Уточнение\n<i>1</i>' })
    await addAddendum(day.otherDoctor, { encounterId, text: 'Согласна' })
    const { addenda } = await readVisit(day.nurse, { encounterId })
    expect(addenda.map(({ text, author }) => [text, author.family])).toEqual([
      ['Уточнение\n<i>1</i>', 'Петров'],
      ['Согласна', 'Зимина'],
    ])
    expect(count('document_reference')).toBe(1)
  })
})

describe('readVisit', () => {
  test('shows booking and patient before the visit is opened', async () => {
    const appointmentId = await day.addAppointment({ status: 'called' })
    await day.desk.write('test.card', async (unit) =>
      unit.insert('medicalCard', {
        patientId: day.patientId,
        number: 'A-00001',
        status: 'approved',
        ...emptyCard,
        bloodType: 'A+',
        allergies: 'Пенициллин',
        medicines: 'Бисопролол',
      }),
    )
    const visit = await readVisit(day.nurse, { appointmentId })
    expect(visit).toMatchObject({
      appointment: {
        id: appointmentId,
        serviceName: 'Приём кардиолога',
        practitioner: { family: 'Петров', specialty: 'Кардиолог' },
      },
      patient: {
        family: 'Иванова',
        ageYears: 42,
        cardNumber: 'A-00001',
        allergies: 'Пенициллин',
        medicines: 'Бисопролол',
      },
      encounter: null,
      previous: [],
      referrals: [],
    })
  })

  test('lists earlier signed visits and the referrals of this one', async () => {
    const first = await signedVisit(day)
    await openVisit(day)
    day.setNow('2026-11-17T06:00:00.000Z')
    const { encounterId } = await openVisit(day)
    await issueReferral(day.doctor, {
      patientId: day.patientId,
      encounterId,
      ...elsewhere,
      performerOrganization: null,
      performerName: null,
      specialty: 'Неврология',
      reason: 'Головная боль',
      diagnosis: null,
      note: null,
      priority: 'routine',
    })
    const visit = await readVisit(day.doctor, { encounterId })
    expect(visit.previous.map((row) => row.encounterId)).toEqual([first.encounterId])
    expect(visit.previous[0]?.content.diagnoses).toEqual(written.diagnoses)
    expect(visit.chronic).toMatchObject([{ code: 'I10', text: 'Гипертония' }])
    expect(visit.referrals).toMatchObject([{ specialty: 'Неврология' }])
    const all = await listVisits(day.doctor, day.patientId)
    expect(all).toHaveLength(3)
    expect(all[0]?.encounterId).toBe(encounterId)
  })
})
