/** Bookings that lost their time to another desk's, bookings set over others, and those not confirmed yet. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  bookAppointment,
  moveAppointment,
  takeStep,
  undoLastStep,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import { timeTakenReason } from '../../../../main/clinic/appointments/appointments.rules.ts'
import { dayBoard } from '../../../../main/clinic/appointments/board.service.ts'
import {
  dismissRebookTask,
  listRebookTasks,
  rebookAppointment,
} from '../../../../main/clinic/appointments/rebook.service.ts'
import {
  addDoctor,
  addInvoice,
  addPatient,
  addRoom,
  addService,
  allBookings,
} from '../../../helpers/bookings.ts'
import { openTestClinic, testNow, type TestClinic } from '../../../helpers/clinic.ts'

let clinic: TestClinic
let serviceId: string
let doctor: string
let other: string
let patient: string
let winner: string

const day = '2026-11-17'

beforeEach(async () => {
  clinic = await openTestClinic()
  serviceId = await addService(clinic, { durationMinutes: 30, priceMinor: 250_000 })
  doctor = await addDoctor(clinic, { serviceIds: [serviceId], family: 'Вербицкая' })
  other = await addDoctor(clinic, { serviceIds: [serviceId], family: 'Громов' })
  patient = await addPatient(clinic, { family: 'Орлов' })
  winner = await addPatient(clinic, { family: 'Павлова' })
})
afterEach(() => clinic.close())

const desk = () => clinic.desk.with({})

function book(localTime: string, changes: Partial<Parameters<typeof bookAppointment>[1]> = {}) {
  const wish = { patientId: patient, practitionerId: doctor, serviceId, note: null }
  return bookAppointment(desk(), { ...wish, as: 'confirmed', day, localTime, ...changes })
}

/** What the hub and the desk of the loser leave behind: both bookings, and a task at the loser's. */
async function lose(as: 'requested' | 'confirmed' = 'confirmed', mails = 'sent') {
  const lost = await book('10:00', { as })
  clinic.raw
    .prepare('UPDATE message SET state = ?, sent_at = ? WHERE appointment_id = ?')
    .run(mails, mails === 'sent' ? testNow : null, lost.id)
  const held = await desk().write('test.lose', async (unit) => {
    unit.patch('appointment', lost.id, { status: 'cancelled', cancelReason: timeTakenReason })
    return null
  })
  expect(held).toBeNull()
  const holder = await book('10:00', { patientId: winner })
  const taskId = await desk().write('test.task', async (unit) =>
    unit.insert('rebookTask', {
      appointmentId: lost.id,
      heldById: holder.id,
      heldResource: null,
      startsAt: lost.startsAt,
      endsAt: lost.endsAt,
      state: 'open',
      decidedAt: null,
      decidedBy: null,
    }),
  )
  return { id: lost.id, version: 2, holderId: holder.id, taskId, startsAt: lost.startsAt }
}

const row = (id: string) => allBookings(clinic).find((one) => one.id === id)
const task = (id: string) =>
  clinic.raw.prepare('SELECT state, decided_at, decided_by FROM rebook_task WHERE id = ?').get(id)
const lastSteps = (id: string) =>
  clinic.raw
    .prepare(
      'SELECT from_status, to_status, reason FROM appointment_step WHERE appointment_id = ? ORDER BY rowid',
    )
    .all(id)
const mailsOf = (id: string) =>
  clinic.raw
    .prepare<[string], { template: string; audience: string }>(
      'SELECT template, audience FROM message WHERE appointment_id = ? ORDER BY rowid',
    )
    .all(id)
    .map((mail) => `${mail.template} ${mail.audience}`)

describe('a booking that lost its time', () => {
  test('stands among the tasks with both bookings', async () => {
    const { id, holderId, taskId, startsAt } = await lose()
    const tasks = await listRebookTasks(clinic.desk)
    expect(tasks).toMatchObject([
      {
        id: taskId,
        version: 1,
        startsAt,
        appointment: {
          id,
          version: 2,
          isLost: true,
          patient: { family: 'Орлов', phone: '+79150000000' },
          practitioner: { family: 'Вербицкая' },
          service: { id: serviceId },
        },
        heldBy: { id: holderId, startsAt, patient: { family: 'Павлова' } },
      },
    ])
  })

  test('says whether the patient was told of the lost time, and what was taken', async () => {
    const { id, taskId } = await lose()
    expect(await listRebookTasks(clinic.desk)).toMatchObject([{ toldAt: testNow, resource: null }])
    const room = await addRoom(clinic, 'Операционная')
    clinic.raw
      .prepare('UPDATE rebook_task SET held_resource = ?, held_by_id = ? WHERE id = ?')
      .run(`resource:${room}`, 'of-another-branch', taskId)
    clinic.raw
      .prepare(`UPDATE message SET state = 'cancelled', sent_at = NULL WHERE appointment_id = ?`)
      .run(id)
    expect(await listRebookTasks(clinic.desk)).toMatchObject([
      { toldAt: null, resource: 'Операционная', heldBy: null },
    ])
  })

  test('tells who never heard of the lost time of the new one alone', async () => {
    const { id, version } = await lose('confirmed', 'cancelled')
    await rebookAppointment(desk(), { id, version, day, localTime: '11:30' })
    expect(mailsOf(id).slice(-2)).toEqual([
      'appointment-confirmed patient',
      'appointment-confirmed practitioner',
    ])
  })

  test('gets a new time and is what it was, and both learn of the move', async () => {
    const { id, version, taskId } = await lose()
    const rebooked = await rebookAppointment(desk(), { id, version, day, localTime: '11:30' })
    expect(rebooked).toMatchObject({ id, version: 3, status: 'confirmed', practitionerId: doctor })
    expect(row(id)).toMatchObject({
      status: 'confirmed',
      cancel_reason: null,
      price_minor: 250_000,
    })
    expect(row(id)?.starts_at).toBe('2026-11-17T08:30:00.000Z')
    expect(row(id)?.ends_at).toBe('2026-11-17T09:00:00.000Z')
    expect(lastSteps(id)).toEqual([
      { from_status: null, to_status: 'confirmed', reason: null },
      { from_status: 'cancelled', to_status: 'confirmed', reason: null },
    ])
    expect(mailsOf(id).slice(-2)).toEqual([
      'appointment-moved patient',
      'appointment-moved practitioner',
    ])
    expect(task(taskId)).toEqual({
      state: 'rebooked',
      decided_at: testNow,
      decided_by: clinic.administratorId,
    })
    expect(await listRebookTasks(clinic.desk)).toEqual([])
  })

  test('stays a request when it was one', async () => {
    const { id, version } = await lose('requested')
    const rebooked = await rebookAppointment(desk(), { id, version, day, localTime: '11:30' })
    expect(rebooked.status).toBe('requested')
  })

  test('may go to another doctor who offers the service', async () => {
    const { id, version } = await lose()
    const wish = { id, version, day, localTime: '10:00', practitionerId: other }
    expect(await rebookAppointment(desk(), wish)).toMatchObject({ practitionerId: other })
    expect(row(id)?.practitioner_id).toBe(other)
  })

  test('gets no time that is taken, or outside of hours, and the task stays', async () => {
    const { id, version, holderId, taskId } = await lose()
    const wish = { id, version, day }
    await expect(rebookAppointment(desk(), { ...wish, localTime: '10:15' })).rejects.toMatchObject({
      code: 'overlap',
      data: { appointmentId: holderId },
    })
    await expect(rebookAppointment(desk(), { ...wish, localTime: '20:00' })).rejects.toMatchObject({
      code: 'outside-hours',
    })
    expect(task(taskId)).toMatchObject({ state: 'open' })
  })

  test('is the only one that can be rebooked', async () => {
    const { id } = await book('12:00')
    await expect(
      rebookAppointment(desk(), { id, version: 1, day, localTime: '13:00' }),
    ).rejects.toMatchObject({ code: 'status-not-allowed' })
  })

  test('can go through its day afterwards, and a slip is undone', async () => {
    const { id, version } = await lose()
    await rebookAppointment(desk(), { id, version, day, localTime: '11:30' })
    clinic.setNow('2026-11-17T08:20:00.000Z')
    await takeStep(desk(), { id, version: 3, to: 'arrived' })
    expect(await undoLastStep(desk(), { id, version: 4 })).toMatchObject({ status: 'confirmed' })
  })
})

describe('dismissing a task', () => {
  test('leaves the booking cancelled with the reason, and both learn of it', async () => {
    const { id, taskId } = await lose()
    const wish = { id: taskId, version: 1, reason: 'Придёт в другой раз' }
    expect(await dismissRebookTask(desk(), wish)).toEqual({
      appointmentId: id,
      refundDueMinor: 0,
      invoiceId: null,
    })
    expect(row(id)).toMatchObject({ status: 'cancelled', cancel_reason: 'Придёт в другой раз' })
    expect(lastSteps(id).at(-1)).toEqual({
      from_status: 'confirmed',
      to_status: 'cancelled',
      reason: 'Придёт в другой раз',
    })
    expect(mailsOf(id).slice(-2)).toEqual([
      'appointment-cancelled patient',
      'appointment-cancelled practitioner',
    ])
    expect(task(taskId)).toMatchObject({ state: 'dismissed' })
  })

  test('tells what was paid and is to be given back', async () => {
    const { id, taskId } = await lose()
    const money = { totalMinor: 250_000, paidMinor: 100_000, refundedMinor: 0 }
    const invoiceId = await addInvoice(clinic, { appointmentId: id, patientId: patient, ...money })
    const wish = { id: taskId, version: 1, reason: 'x' }
    expect(await dismissRebookTask(desk(), wish)).toMatchObject({
      refundDueMinor: 100_000,
      invoiceId,
    })
  })

  test('leaves alone what another desk has given a time, and is done once', async () => {
    const { id, version, taskId } = await lose()
    await desk().write('test.elsewhere', async (unit) => {
      unit.patch('appointment', id, { status: 'confirmed', cancelReason: null }, version)
      return null
    })
    const wish = { id: taskId, version: 1, reason: 'x' }
    await dismissRebookTask(desk(), wish)
    expect(row(id)?.status).toBe('confirmed')
    await expect(dismissRebookTask(desk(), wish)).rejects.toMatchObject({
      code: 'version-conflict',
    })
    await expect(
      dismissRebookTask(desk(), { ...wish, id: '01900000-0000-7000-8000-00000000ffff' }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('overbooking', () => {
  test('sets a booking over another one and marks it', async () => {
    await book('10:00', { patientId: winner })
    const { id } = await book('10:15', { overbook: true })
    expect(row(id)).toMatchObject({ overbooked: 1, status: 'confirmed' })
    const board = await dayBoard(clinic.desk, day)
    expect(board.appointments.map((one) => one.isOverbooked)).toEqual([false, true])
  })

  test('of a free time is a booking like any other', async () => {
    const { id } = await book('10:00', { overbook: true })
    expect(row(id)).toMatchObject({ overbooked: 0 })
  })

  test('still wants the doctor to be at work', async () => {
    await expect(book('20:00', { overbook: true })).rejects.toMatchObject({ code: 'outside-hours' })
  })

  test('ends when the booking is moved to a free time, which it then holds', async () => {
    await book('10:00', { patientId: winner })
    const { id } = await book('10:00', { overbook: true })
    await moveAppointment(desk(), { id, version: 1, day, localTime: '12:00' })
    expect(row(id)).toMatchObject({ overbooked: 0 })
    await expect(book('12:00', { patientId: winner })).rejects.toMatchObject({ code: 'overlap' })
  })

  test('stands again when a no-show of it was a slip', async () => {
    await book('10:00', { patientId: winner })
    const { id } = await book('10:00', { overbook: true })
    clinic.setNow('2026-11-17T08:00:00.000Z')
    await takeStep(desk(), { id, version: 1, to: 'no-show' })
    expect(await undoLastStep(desk(), { id, version: 2 })).toMatchObject({ status: 'confirmed' })
  })
})

describe('a provisional booking', () => {
  const board = async () => (await dayBoard(clinic.desk, day)).appointments
  const link = () =>
    clinic.raw
      .prepare(
        `INSERT INTO hub_link (id, address, fingerprint, certificate, private_key, epoch, cursor, backup_seq)
         VALUES (1, 'https://127.0.0.1:1', '', '', '', 'e', 0, 0)`,
      )
      .run()

  test('is one that the hub has not answered', async () => {
    const { id } = await book('10:00')
    link()
    expect(await board()).toMatchObject([{ id, isProvisional: true }])
    clinic.raw.prepare('UPDATE outbox_operation SET acked_seq = device_seq').run()
    expect(await board()).toMatchObject([{ id, isProvisional: false }])
  })

  test('is none where there is no hub', async () => {
    await book('10:00')
    expect(await board()).toMatchObject([{ isProvisional: false }])
  })
})
