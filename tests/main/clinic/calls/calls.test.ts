/** Confirmation calls for tomorrow with their result, and an absent doctor's day with its call list. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bookAppointment } from '../../../../main/clinic/appointments/appointments.service.ts'
import { dayBoard } from '../../../../main/clinic/appointments/board.service.ts'
import { shareOut, waitsForWord } from '../../../../main/clinic/calls/calls.rules.ts'
import {
  countCalls,
  listAbsences,
  listConfirmations,
  moveAbsence,
  planAbsence,
  recordCall,
  waysOut,
} from '../../../../main/clinic/calls/calls.service.ts'
import { addBlock } from '../../../../main/clinic/schedule/blocks.service.ts'
import { addLeave } from '../../../../main/clinic/schedule/planning.service.ts'
import { addDoctor, addPatient, addService, allBookings } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { listenToQueries } from '../../../helpers/query-plans.ts'

const tomorrow = '2026-11-17'

let clinic: TestClinic
let serviceId: string
let doctorId: string
let otherId: string

beforeEach(async () => {
  clinic = await openTestClinic()
  serviceId = await addService(clinic)
  doctorId = await addDoctor(clinic, { serviceIds: [serviceId] })
  otherId = await addDoctor(clinic, { serviceIds: [serviceId] })
})
afterEach(() => clinic.close())

const desk = () => clinic.desk.with({})

async function book(localTime: string, as: 'requested' | 'confirmed' = 'confirmed') {
  return bookAppointment(desk(), {
    patientId: await addPatient(clinic),
    practitionerId: doctorId,
    serviceId,
    day: tomorrow,
    localTime,
    as,
    note: null,
  })
}

const call = (appointmentId: string, result: 'confirmed' | 'not-reached', version = 1) =>
  recordCall(desk(), { appointmentId, version, purpose: 'confirmation', result, note: null })

describe('confirmation calls', () => {
  test('are a list for tomorrow, with the result of each', async () => {
    const first = await book('10:00')
    await book('11:00')
    await call(first.id, 'not-reached')
    await call(first.id, 'confirmed')
    expect(await listConfirmations(clinic.desk, tomorrow)).toMatchObject([
      {
        id: first.id,
        last: 'confirmed',
        calls: [{ result: 'not-reached' }, { result: 'confirmed' }],
      },
      { last: null, calls: [] },
    ])
    expect(await countCalls(clinic.desk)).toMatchObject({ confirmations: 1 })
  })

  test('mark the booking on the board', async () => {
    const { id } = await book('10:00')
    await call(id, 'confirmed')
    const { appointments } = await dayBoard(clinic.desk, tomorrow)
    expect(appointments).toMatchObject([{ confirmation: 'confirmed' }])
  })

  test('confirm what was only requested', async () => {
    const { id } = await book('10:00', 'requested')
    await call(id, 'confirmed')
    expect(allBookings(clinic)).toMatchObject([{ status: 'confirmed' }])
  })

  test('cancel and move in the same step', async () => {
    const gone = await book('10:00')
    const moved = await book('11:00')
    const about = { version: 1, purpose: 'confirmation' as const, note: null }
    await recordCall(desk(), {
      ...about,
      appointmentId: gone.id,
      result: 'cancelled',
      reason: 'Заболел',
    })
    await recordCall(desk(), {
      ...about,
      appointmentId: moved.id,
      result: 'moved',
      startsAt: '2026-11-18T07:00:00.000Z',
      practitionerId: otherId,
    })
    expect(allBookings(clinic)).toMatchObject([
      { status: 'cancelled' },
      { day: '2026-11-18', practitioner_id: otherId },
    ])
    expect(await listConfirmations(clinic.desk, tomorrow)).toEqual([])
    // A word about another time is no word about this one.
    expect(await listConfirmations(clinic.desk, '2026-11-18')).toMatchObject([{ last: null }])
  })

  test('leave the cancelling to who may cancel', async () => {
    const { id } = await book('10:00')
    const nurse = clinic.deskOf(['nurse']).with({})
    const cancelled = recordCall(nurse, {
      appointmentId: id,
      version: 1,
      purpose: 'confirmation',
      note: null,
      result: 'cancelled',
      reason: 'x',
    })
    await expect(cancelled).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('a doctor’s absence', () => {
  const goAway = () =>
    addLeave(desk(), {
      practitionerId: doctorId,
      fromDay: tomorrow,
      toDay: tomorrow,
      reason: 'Болеет',
    })

  test('lists the bookings that lie in it, of leave and of blocked time', async () => {
    await book('10:00')
    await book('12:00')
    await addBlock(desk(), {
      practitionerId: doctorId,
      locationId: null,
      startsAt: '2026-11-17T06:30:00.000Z',
      endsAt: '2026-11-17T07:30:00.000Z',
      reason: 'Совещание',
    })
    expect(await listAbsences(clinic.desk)).toMatchObject([{ why: 'Совещание' }])
    await goAway()
    const heard = listenToQueries(clinic)
    expect(await listAbsences(clinic.desk)).toMatchObject([{ why: 'Болеет' }, { why: 'Болеет' }])
    heard.expectNoScans()
  })

  test('moves a whole day to another doctor at the same hours, and keeps who was reached', async () => {
    const first = await book('10:00')
    const second = await book('10:30')
    await goAway()
    const planned = await planAbsence(clinic.desk, {
      practitionerId: doctorId,
      day: tomorrow,
      toPractitionerId: otherId,
      toDay: tomorrow,
    })
    expect(planned.map(({ startsAt }) => startsAt)).toEqual([first.startsAt, second.startsAt])
    await moveAbsence(desk(), {
      moves: planned.map(({ booking: { id, version }, startsAt }) => ({
        id,
        version,
        startsAt: startsAt ?? '',
        practitionerId: otherId,
      })),
    })
    expect(allBookings(clinic).map((row) => row.practitioner_id)).toEqual([otherId, otherId])
    // Moved, and still to be told.
    expect(await listAbsences(clinic.desk)).toMatchObject([{ why: null }, { why: null }])
    const told = { version: 2, purpose: 'absence' as const, note: null }
    await recordCall(desk(), { ...told, appointmentId: first.id, result: 'not-reached' })
    expect(await listAbsences(clinic.desk)).toHaveLength(2)
    await recordCall(desk(), { ...told, appointmentId: first.id, result: 'confirmed' })
    expect(await listAbsences(clinic.desk)).toMatchObject([{ id: second.id }])
  })

  test('moves a whole day to another day of the same doctor, each to the nearest time', async () => {
    await book('10:00')
    await book('10:30')
    await goAway()
    const wednesday = '2026-11-18'
    await bookAppointment(desk(), {
      patientId: await addPatient(clinic),
      practitionerId: doctorId,
      serviceId,
      day: wednesday,
      localTime: '10:00',
      as: 'confirmed',
      note: null,
    })
    const planned = await planAbsence(clinic.desk, {
      practitionerId: doctorId,
      day: tomorrow,
      toPractitionerId: doctorId,
      toDay: wednesday,
    })
    expect(planned.map(({ startsAt }) => startsAt)).toEqual([
      '2026-11-18T06:30:00.000Z',
      '2026-11-18T07:30:00.000Z',
    ])
  })

  test('shows ways out for one booking: the same doctor later, another one that day', async () => {
    const { id } = await book('10:00')
    await goAway()
    const ways = await waysOut(clinic.desk, id)
    expect(ways.some((way) => way.practitioner.id === doctorId)).toBe(true)
    expect(ways.some((way) => way.startsAt === '2026-11-17T07:00:00.000Z')).toBe(true)
  })
})

test.each([
  [[], false],
  [['moved'], true],
  [['moved', 'not-reached'], true],
  [['moved', 'not-reached', 'confirmed'], false],
  [['not-reached'], false],
] as const)('after %j someone waits for word: %s', (results, waits) => {
  expect(waitsForWord(results)).toBe(waits)
})

test('nobody gets the time that another one was given', () => {
  const at = (hour: string, to: string) => ({
    startsAt: `2026-11-17T${hour}:00.000Z`,
    endsAt: `2026-11-17T${to}:00.000Z`,
  })
  const bookings = [
    { id: 'b', ...at('10:15', '10:45') },
    { id: 'a', ...at('10:00', '10:30') },
  ]
  const free = [at('10:00', '10:30'), at('10:15', '10:45')]
  expect(shareOut(bookings, () => free, 0).map(({ booking, time }) => [booking.id, time])).toEqual([
    ['a', free[0]],
    ['b', null],
  ])
})
