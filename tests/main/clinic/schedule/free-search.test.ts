/** The search for free times over doctors, specialties, services, rooms and parts of the day; grey times say why. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bookAppointment } from '../../../../main/clinic/appointments/appointments.service.ts'
import { addBlock, removeBlock } from '../../../../main/clinic/schedule/blocks.service.ts'
import {
  dayTimesOf,
  searchFreeTimes,
} from '../../../../main/clinic/schedule/free-search.service.ts'
import { addLeave } from '../../../../main/clinic/schedule/planning.service.ts'
import { freeTimes } from '../../../../main/clinic/schedule/schedule.service.ts'
import { wallTimeOf } from '../../../../main/clinic/shared/days.ts'
import { addDoctor, addPatient, addRoom, addService } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { listenToQueries } from '../../../helpers/query-plans.ts'

const day = '2026-11-17'
const zone = 'Europe/Moscow'

let clinic: TestClinic
let serviceId: string
let roomId: string
let first: string
let second: string
let patientId: string

async function setSpecialty(id: string, specialty: string): Promise<void> {
  await clinic.desk
    .with({})
    .write('test', async (unit) => unit.patch('practitioner', id, { specialty }))
}

beforeEach(async () => {
  clinic = await openTestClinic()
  serviceId = await addService(clinic)
  roomId = await addRoom(clinic)
  first = await addDoctor(clinic, { family: 'Аист', serviceIds: [serviceId], locationId: roomId })
  second = await addDoctor(clinic, {
    family: 'Белкин',
    serviceIds: [serviceId],
    hours: [
      ['09:00', '13:00'],
      ['14:00', '20:00'],
    ],
  })
  patientId = await addPatient(clinic)
  for (const id of [first, second]) await setSpecialty(id, 'Кардиолог')
})
afterEach(() => clinic.close())

const desk = () => clinic.desk.with({})

const block = (wish: { practitionerId?: string; locationId?: string }, from: string, to: string) =>
  addBlock(desk(), {
    practitionerId: wish.practitionerId ?? null,
    locationId: wish.locationId ?? null,
    startsAt: `${day}T${from}:00.000Z`,
    endsAt: `${day}T${to}:00.000Z`,
    reason: 'Совещание',
  })

const book = (practitionerId: string, localTime: string) =>
  bookAppointment(desk(), {
    patientId,
    practitionerId,
    serviceId,
    day,
    localTime,
    as: 'confirmed',
    note: null,
  })

describe('free-time search', () => {
  test('finds the first free time for any cardiologist after 16:00 in one query', async () => {
    for (const time of ['16:00', '16:30']) await book(first, time)
    await book(second, '16:00')
    const { times } = await searchFreeTimes(clinic.desk, {
      specialty: 'Кардиолог',
      fromDay: day,
      days: 30,
      from: '16:00',
      limit: 1,
    })
    expect(times).toHaveLength(1)
    expect(times[0]).toMatchObject({
      practitioner: { id: second, family: 'Белкин' },
      service: { id: serviceId, priceMinor: 250_000 },
      day,
    })
    expect(wallTimeOf(times[0]?.startsAt ?? '', zone)).toBe('16:30')
  })

  test('keeps to the service, the doctors, the room, the weekdays and the part of the day', async () => {
    const other = await addService(clinic)
    const nobody = await searchFreeTimes(clinic.desk, {
      serviceId: other,
      fromDay: day,
      days: 3,
      limit: 5,
    })
    expect(nobody.times).toEqual([])
    const inRoom = await searchFreeTimes(clinic.desk, {
      locationId: roomId,
      fromDay: day,
      days: 2,
      from: '12:00',
      to: '13:00',
      limit: 100,
    })
    expect(new Set(inRoom.times.map(({ practitioner }) => practitioner.id))).toEqual(
      new Set([first]),
    )
    expect(inRoom.times.map(({ startsAt }) => wallTimeOf(startsAt, zone))).toEqual([
      '12:00',
      '12:15',
      '12:30',
      '12:45',
      '12:00',
      '12:15',
      '12:30',
      '12:45',
    ])
    const thursdays = await searchFreeTimes(clinic.desk, {
      practitionerIds: [second],
      fromDay: day,
      days: 14,
      weekdays: [4],
      limit: 500,
    })
    expect(new Set(thursdays.times.map((time) => time.day))).toEqual(
      new Set(['2026-11-19', '2026-11-26']),
    )
  })

  test('finds its rows by an index', async () => {
    const heard = listenToQueries(clinic)
    await searchFreeTimes(clinic.desk, { fromDay: day, days: 30, from: '23:00', limit: 1 })
    heard.expectNoScans()
  })
})

describe('grey times say why they are grey', () => {
  const reasons = async (practitionerId: string) => {
    const { practitioners } = await dayTimesOf(clinic.desk, {
      serviceId,
      practitionerIds: [practitionerId],
      day,
    })
    return (practitioners[0]?.grey ?? []).map(
      ({ startsAt, endsAt, reason, text }) =>
        `${wallTimeOf(startsAt, zone)}-${wallTimeOf(endsAt, zone)} ${reason}${text === null ? '' : ` ${text}`}`,
    )
  }

  test('booked, break, blocked, and too short for the service', async () => {
    await book(second, '10:00')
    await block({ practitionerId: second }, '12:00', '13:00')
    expect(await reasons(second)).toEqual([
      '09:45-10:00 too-short',
      '10:00-10:30 booked',
      '12:45-13:00 too-short',
      '13:00-14:00 break',
      '14:45-15:00 too-short',
      '15:00-16:00 blocked Совещание',
      '19:45-20:00 too-short',
    ])
  })

  test('the room is blocked', async () => {
    await block({ locationId: roomId }, '07:00', '08:00')
    expect(await reasons(first)).toContain('10:00-11:00 room-blocked Совещание')
    expect(await reasons(second)).not.toContain('10:00-11:00 room-blocked Совещание')
  })

  test('on leave, with its reason', async () => {
    await addLeave(desk(), { practitionerId: first, fromDay: day, toDay: day, reason: 'Отпуск' })
    expect(await reasons(first)).toEqual(['09:00-17:00 leave Отпуск'])
  })

  test('past', async () => {
    clinic.setNow(`${day}T07:10:00.000Z`)
    expect((await reasons(first))[0]).toBe('09:00-10:15 past')
  })

  test('outside hours, where another doctor works longer', async () => {
    const { practitioners } = await dayTimesOf(clinic.desk, { serviceId, day })
    const early = practitioners.find(({ practitioner }) => practitioner.id === first)
    expect(early?.grey.at(-1)).toMatchObject({ reason: 'outside-hours' })
  })
})

describe('a block of time with a reason', () => {
  test('keeps bookings out, of the doctor and of the room', async () => {
    await block({ practitionerId: second }, '07:00', '08:00')
    await block({ locationId: roomId }, '07:00', '08:00')
    const refusal = { code: 'blocked', data: { reason: 'Совещание' } }
    await expect(book(second, '10:15')).rejects.toMatchObject(refusal)
    await expect(book(first, '10:15')).rejects.toMatchObject(refusal)
    await book(first, '11:00')
  })

  test('is not booked over, not even on purpose', async () => {
    await block({ practitionerId: second }, '07:00', '08:00')
    const over = bookAppointment(desk(), {
      patientId,
      practitionerId: second,
      serviceId,
      day,
      localTime: '10:00',
      as: 'confirmed',
      note: null,
      overbook: true,
    })
    await expect(over).rejects.toMatchObject({ code: 'blocked' })
  })

  test('names the bookings that lie in it, and loses none', async () => {
    const { id } = await book(second, '10:00')
    const { bookings } = await block({ practitionerId: second }, '06:00', '08:00')
    expect(bookings.map((booking) => booking.id)).toEqual([id])
  })

  test('gives its time back when it is taken away', async () => {
    const { id } = await block({ practitionerId: second }, '07:00', '08:00')
    await removeBlock(desk(), { id, version: 1 })
    const { times } = await freeTimes(clinic.desk, { practitionerId: second, serviceId, day })
    expect(times.map(({ startsAt }) => wallTimeOf(startsAt, zone))).toContain('10:00')
  })
})
