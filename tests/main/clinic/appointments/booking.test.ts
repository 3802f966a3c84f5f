/** Booking, confirming, moving and cancelling: what is written, what is refused, who is told. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  bookAppointment,
  cancelAppointment,
  confirmAppointment,
  moveAppointment,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import { addLeave } from '../../../../main/clinic/schedule/planning.service.ts'
import {
  addDoctor,
  addInvoice,
  addPatient,
  addRoom,
  addService,
  allBookings,
} from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

let clinic: TestClinic
let serviceId: string
let roomId: string
let doctor: string
let patient: string

beforeEach(async () => {
  clinic = await openTestClinic()
  serviceId = await addService(clinic, { durationMinutes: 30, priceMinor: 250_000 })
  roomId = await addRoom(clinic)
  doctor = await addDoctor(clinic, {
    serviceIds: [serviceId],
    family: 'Вербицкая',
    hours: [
      ['09:00', '13:00'],
      ['14:00', '17:00'],
    ],
    locationId: roomId,
  })
  patient = await addPatient(clinic, { family: 'Орлов' })
})
afterEach(() => clinic.close())

const at = (localTime: string, day = '2026-11-17') => ({ day, localTime })

function book(start: { day: string; localTime: string } | { startsAt: string }, changes = {}) {
  return bookAppointment(clinic.desk.with({}), {
    patientId: patient,
    practitionerId: doctor,
    serviceId,
    as: 'confirmed',
    note: null,
    ...start,
    ...changes,
  })
}

const rows = (sql: string) => clinic.raw.prepare(sql).all()
const steps = (id: string) =>
  clinic.raw
    .prepare(
      'SELECT from_status, to_status, at, reason FROM appointment_step WHERE appointment_id = ?',
    )
    .all(id)
const mails = () =>
  clinic.raw
    .prepare<[], { template: string; audience: string }>(
      'SELECT template, audience FROM message ORDER BY rowid',
    )
    .all()
    .map((mail) => `${mail.template} ${mail.audience}`)
const counts = () =>
  [
    'appointment',
    'appointment_step',
    'message',
    'audit_event',
    'outbox_operation',
    'idempotency_key',
  ]
    .map((table) =>
      clinic.raw.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get(),
    )
    .map((row) => row?.n)

describe('booking', () => {
  test('freezes price and zone, takes room and day from the plan, and tells both', async () => {
    const booked = await book(at('10:00'), { note: 'Первый визит' })
    expect(booked).toMatchObject({
      version: 1,
      status: 'confirmed',
      day: '2026-11-17',
      startsAt: '2026-11-17T07:00:00.000Z',
      endsAt: '2026-11-17T07:30:00.000Z',
    })
    expect(allBookings(clinic)).toMatchObject([
      {
        id: booked.id,
        patient_id: patient,
        practitioner_id: doctor,
        location_id: roomId,
        day: '2026-11-17',
        price_minor: 250_000,
        currency: 'RUB',
        time_zone: 'Europe/Moscow',
        note: 'Первый визит',
      },
    ])
    expect(steps(booked.id)).toMatchObject([{ from_status: null, to_status: 'confirmed' }])
    expect(mails()).toEqual(['appointment-confirmed patient', 'appointment-confirmed practitioner'])
    expect(clinic.woken).toEqual(['mail'])
  })

  test('as requested first, then confirmed, each with its mails and its step', async () => {
    const booked = await book(at('10:00'), { as: 'requested' })
    const confirmed = await confirmAppointment(clinic.desk.with({}), { id: booked.id, version: 1 })
    expect(confirmed).toEqual({ id: booked.id, version: 2, status: 'confirmed' })
    expect(steps(booked.id)).toMatchObject([
      { from_status: null, to_status: 'requested' },
      { from_status: 'requested', to_status: 'confirmed' },
    ])
    expect(mails()).toEqual([
      'appointment-requested patient',
      'appointment-requested practitioner',
      'appointment-confirmed patient',
      'appointment-confirmed practitioner',
    ])
    await expect(
      confirmAppointment(clinic.desk.with({}), { id: booked.id, version: 2 }),
    ).rejects.toMatchObject({ code: 'status-not-allowed' })
  })

  test('refuses an overlap and names the booking in the way, leaving nothing', async () => {
    const first = await book(at('10:00'))
    const other = await addPatient(clinic)
    const before = counts()
    await expect(book(at('10:15'), { patientId: other })).rejects.toMatchObject({
      code: 'overlap',
      data: {
        appointmentId: first.id,
        startsAt: first.startsAt,
        endsAt: first.endsAt,
        patient: 'Орлов Иван Ильич',
        practitioner: 'Вербицкая Анна Петровна',
      },
    })
    expect(counts()).toEqual(before)
  })

  test('takes the time right before and right after another booking, and another doctor’s same time', async () => {
    await book(at('10:00'))
    await book(at('09:30'))
    await book(at('10:30'))
    const colleague = await addDoctor(clinic, { serviceIds: [serviceId] })
    await book(at('10:00'), { practitionerId: colleague })
    expect(allBookings(clinic)).toHaveLength(4)
  })

  test('sees a long booking that began hours before', async () => {
    const long = await addService(clinic, { durationMinutes: 240 })
    const surgeon = await addDoctor(clinic, { serviceIds: [long, serviceId] })
    await book(at('09:00'), { practitionerId: surgeon, serviceId: long })
    await expect(book(at('12:45'), { practitionerId: surgeon })).rejects.toMatchObject({
      code: 'overlap',
    })
    await book(at('13:00'), { practitionerId: surgeon })
  })

  test('takes the time that a cancelled booking gave back', async () => {
    const first = await book(at('10:00'))
    const desk = clinic.desk.with({})
    await cancelAppointment(desk, { id: first.id, version: 1, reason: 'Заболел' })
    await book(at('10:00'))
    expect(allBookings(clinic).map((row) => row.status)).toEqual(['cancelled', 'confirmed'])
  })

  test.each([
    ['before the day begins', '08:45'],
    ['into lunch', '12:45'],
    ['in lunch', '13:15'],
    ['past the end', '16:45'],
  ])('refuses hours that are not worked: %s', async (_, localTime) => {
    await expect(book(at(localTime))).rejects.toMatchObject({
      code: 'outside-hours',
      data: { day: '2026-11-17' },
    })
  })

  test('refuses a day on leave', async () => {
    await addLeave(clinic.desk.with({}), {
      practitionerId: doctor,
      fromDay: '2026-11-17',
      toDay: '2026-11-18',
      reason: 'Отпуск',
    })
    await expect(book(at('10:00'))).rejects.toMatchObject({ code: 'outside-hours' })
    await book(at('10:00', '2026-11-19'))
  })

  test('refuses a service that the doctor does not offer, or no longer', async () => {
    const other = await addService(clinic)
    await expect(book(at('10:00'), { serviceId: other })).rejects.toMatchObject({
      code: 'service-not-offered',
      data: { serviceId: other, practitionerId: doctor },
    })
    for (const table of ['healthcareService', 'practitioner'] as const) {
      const id = table === 'practitioner' ? doctor : serviceId
      const archive = (archivedAt: string | null) =>
        clinic.desk
          .with({})
          .write('test.archive', async (unit) => unit.patch(table, id, { archivedAt }))
      await archive(clinic.desk.now())
      await expect(book(at('10:00'))).rejects.toMatchObject({ code: 'service-not-offered' })
      await archive(null)
    }
    await book(at('10:00'))
  })

  test.each([
    ['patientId', 'patient'],
    ['practitionerId', 'practitioner'],
    ['serviceId', 'healthcareService'],
  ])('names what is not there: %s', async (field, entity) => {
    const id = clinic.newId()
    await expect(book(at('10:00'), { [field]: id })).rejects.toMatchObject({
      code: 'not-found',
      data: { entity, id },
    })
  })

  test('refuses an archived patient', async () => {
    await clinic.desk
      .with({})
      .write('test.archive', async (unit) =>
        unit.patch('patient', patient, { archivedAt: unit.now }),
      )
    await expect(book(at('10:00'))).rejects.toMatchObject({ code: 'archived' })
  })

  test('is one booking for one key, however often it is sent', async () => {
    const wish = {
      patientId: patient,
      practitionerId: doctor,
      serviceId,
      as: 'confirmed' as const,
      note: null,
      ...at('10:00'),
    }
    const send = () =>
      bookAppointment(clinic.desk.with({ request: { key: 'k', content: wish } }), wish)
    const first = await send()
    expect(await send()).toEqual(first)
    expect(allBookings(clinic)).toHaveLength(1)
    expect(mails()).toHaveLength(2)
  })

  test('sends no mail about what is already over', async () => {
    await book(at('10:00', '2026-11-13'))
    expect(mails()).toEqual([])
  })

  test('two at once for the same time: exactly one wins', async () => {
    const other = await addPatient(clinic)
    const told = await Promise.allSettled([
      book(at('10:00')),
      book(at('10:15'), { patientId: other }),
    ])
    expect(told.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(told.find((one) => one.status === 'rejected')).toMatchObject({
      reason: { code: 'overlap' },
    })
    expect(allBookings(clinic)).toHaveLength(1)
  })
})

describe('moving', () => {
  const move = (id: string, version: number, start: object, practitionerId?: string) =>
    moveAppointment(clinic.desk.with({}), {
      id,
      version,
      ...(practitionerId === undefined ? {} : { practitionerId }),
      ...(start as { day: string; localTime: string }),
    })

  test('to another time keeps length and price and tells the time before', async () => {
    const booked = await book(at('10:00'))
    await clinic.desk
      .with({})
      .write('test.price', async (unit) =>
        unit.patch('healthcareService', serviceId, { priceMinor: 1, durationMinutes: 60 }),
      )
    const moved = await move(booked.id, 1, at('15:00', '2026-11-18'))
    expect(moved).toMatchObject({ version: 2, day: '2026-11-18', status: 'confirmed' })
    expect(allBookings(clinic)).toMatchObject([
      {
        starts_at: '2026-11-18T12:00:00.000Z',
        ends_at: '2026-11-18T12:30:00.000Z',
        day: '2026-11-18',
        price_minor: 250_000,
      },
    ])
    expect(mails().slice(2)).toEqual([
      'appointment-moved patient',
      'appointment-moved practitioner',
    ])
    expect(rows("SELECT content FROM message WHERE template = 'appointment-moved'")).toMatchObject([
      { content: expect.stringContaining(booked.startsAt) },
      { content: expect.stringContaining(booked.startsAt) },
    ])
  })

  test('by a quarter of an hour does not clash with itself', async () => {
    const booked = await book(at('10:00'))
    expect(await move(booked.id, 1, at('10:15'))).toMatchObject({ version: 2 })
  })

  test('to where it stands changes nothing and tells nobody', async () => {
    const booked = await book(at('10:00'))
    expect(await move(booked.id, 1, at('10:00'))).toMatchObject({ version: 1 })
    expect(mails()).toHaveLength(2)
  })

  test('to another doctor, who has to offer the service', async () => {
    const otherRoom = await addRoom(clinic, 'Room 2')
    const colleague = await addDoctor(clinic, { serviceIds: [serviceId], locationId: otherRoom })
    const stranger = await addDoctor(clinic, { serviceIds: [] })
    const booked = await book(at('10:00'))
    await expect(move(booked.id, 1, at('10:00'), stranger)).rejects.toMatchObject({
      code: 'service-not-offered',
    })
    const moved = await move(booked.id, 1, at('10:00'), colleague)
    expect(moved).toMatchObject({ practitionerId: colleague, version: 2 })
    expect(allBookings(clinic)).toMatchObject([
      { practitioner_id: colleague, location_id: otherRoom },
    ])
    // The doctor who lost it hears of a cancellation, and nobody else does.
    const cancelled = rows(
      "SELECT audience, recipient_name FROM message WHERE template = 'appointment-cancelled'",
    )
    expect(cancelled).toHaveLength(1)
    expect(cancelled).toMatchObject([{ audience: 'practitioner' }])
  })

  test('is refused onto another booking, outside the hours, and for a stale version', async () => {
    const booked = await book(at('10:00'))
    const other = await book(at('11:00'))
    await expect(move(booked.id, 1, at('10:45'))).rejects.toMatchObject({
      code: 'overlap',
      data: { appointmentId: other.id },
    })
    await expect(move(booked.id, 1, at('13:00'))).rejects.toMatchObject({ code: 'outside-hours' })
    await expect(move(booked.id, 2, at('15:00'))).rejects.toMatchObject({
      code: 'version-conflict',
    })
  })

  test('is refused once the patient is here', async () => {
    const booked = await book(at('10:00'))
    await clinic.desk
      .with({})
      .write('test.arrive', async (unit) =>
        unit.patch('appointment', booked.id, { status: 'arrived' }),
      )
    await expect(move(booked.id, 2, at('15:00'))).rejects.toMatchObject({
      code: 'not-movable',
      data: { status: 'arrived' },
    })
  })
})

describe('cancelling', () => {
  const cancel = (id: string, version: number, reason = 'Передумал') =>
    cancelAppointment(clinic.desk.with({}), { id, version, reason })

  test('keeps the reason, takes the step and tells both', async () => {
    const booked = await book(at('10:00'))
    expect(await cancel(booked.id, 1)).toEqual({
      id: booked.id,
      version: 2,
      status: 'cancelled',
      refundDueMinor: 0,
      invoiceId: null,
    })
    expect(allBookings(clinic)).toMatchObject([{ cancel_reason: 'Передумал' }])
    expect(steps(booked.id)).toMatchObject([
      {},
      { from_status: 'confirmed', to_status: 'cancelled', reason: 'Передумал' },
    ])
    expect(mails().slice(2)).toEqual([
      'appointment-cancelled patient',
      'appointment-cancelled practitioner',
    ])
  })

  test('needs a reason', async () => {
    const booked = await book(at('10:00'))
    await expect(cancel(booked.id, 1, ' ')).rejects.toMatchObject({ code: 'reason-required' })
  })

  test('a paid booking says what goes back, less what went back already', async () => {
    const booked = await book(at('10:00'))
    const invoiceId = await addInvoice(clinic, {
      appointmentId: booked.id,
      patientId: patient,
      totalMinor: 250_000,
      paidMinor: 200_000,
      refundedMinor: 50_000,
    })
    expect(await cancel(booked.id, 1)).toMatchObject({ refundDueMinor: 150_000, invoiceId })
  })

  test('after the visit only what was paid, and without a mail', async () => {
    const booked = await book(at('10:00'))
    await clinic.desk
      .with({})
      .write('test.done', async (unit) => unit.patch('appointment', booked.id, { status: 'done' }))
    await expect(cancel(booked.id, 2)).rejects.toMatchObject({ code: 'status-not-allowed' })
    await addInvoice(clinic, {
      appointmentId: booked.id,
      patientId: patient,
      totalMinor: 250_000,
      paidMinor: 250_000,
      refundedMinor: 0,
    })
    expect(await cancel(booked.id, 2)).toMatchObject({ refundDueMinor: 250_000 })
    expect(mails()).toHaveLength(2)
  })

  test('twice is refused', async () => {
    const booked = await book(at('10:00'))
    await cancel(booked.id, 1)
    await expect(cancel(booked.id, 2)).rejects.toMatchObject({ code: 'status-not-allowed' })
  })
})
