/** Weekly hours, leave and free times as the desk sees them. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  bookAppointment,
  cancelAppointment,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import { archiveRoom } from '../../../../main/clinic/catalog/catalog.service.ts'
import { stepMinutesFor } from '../../../../main/clinic/schedule/planning.rules.ts'
import {
  addHours,
  addLeave,
  archiveHours,
  archiveLeave,
  listHours,
  listLeaves,
  updateHours,
} from '../../../../main/clinic/schedule/planning.service.ts'
import {
  freeTimes,
  freeTimesOf,
  readDay,
} from '../../../../main/clinic/schedule/schedule.service.ts'
import { wallTimeOf } from '../../../../main/clinic/shared/days.ts'
import { addDoctor, addPatient, addRoom, addService } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

let clinic: TestClinic
let serviceId: string
let doctor: string

const desk = () => clinic.desk.with({})

beforeEach(async () => {
  clinic = await openTestClinic()
  serviceId = await addService(clinic, { durationMinutes: 60 })
  doctor = await addDoctor(clinic, { serviceIds: [serviceId], weekdays: [] })
})
afterEach(() => clinic.close())

const hours = (startsLocal: string, endsLocal: string, changes = {}) => ({
  practitionerId: doctor,
  weekday: 1,
  startsLocal,
  endsLocal,
  validFrom: '2026-01-01',
  validTo: null,
  locationId: null,
  ...changes,
})

describe('weekly hours', () => {
  test('are kept in the order of the week, with their room', async () => {
    const locationId = await addRoom(clinic, 'Кабинет 7')
    await addHours(desk(), hours('14:00', '18:00'))
    await addHours(desk(), hours('09:00', '13:00', { locationId }))
    await addHours(desk(), hours('08:00', '24:00', { weekday: 7 }))
    const kept = await listHours(clinic.desk, doctor)
    expect(kept.map((row) => [row.weekday, row.startsLocal, row.locationName])).toEqual([
      [1, '09:00', 'Кабинет 7'],
      [1, '14:00', null],
      [7, '08:00', null],
    ])
  })

  test.each([
    ['the same', '09:00', '13:00', {}],
    ['inside', '10:00', '11:00', {}],
    ['around', '08:00', '14:00', {}],
    ['across the beginning', '08:00', '09:01', {}],
    ['across the end', '12:59', '15:00', {}],
    ['for a time', '10:00', '11:00', { validFrom: '2026-03-01', validTo: '2026-03-31' }],
    ['from the last day on', '10:00', '11:00', { validFrom: '2026-06-30' }],
    ['until the first day', '10:00', '11:00', { validFrom: '2025-01-01', validTo: '2026-01-01' }],
  ])('that overlap are refused: %s', async (_, startsLocal, endsLocal, changes) => {
    await addHours(desk(), hours('09:00', '13:00', { validTo: '2026-06-30' }))
    await expect(addHours(desk(), hours(startsLocal, endsLocal, changes))).rejects.toMatchObject({
      code: 'hours-overlap',
      data: {
        weekday: 1,
        startsLocal: '09:00',
        endsLocal: '13:00',
        validFrom: '2026-01-01',
        validTo: '2026-06-30',
      },
    })
  })

  test.each([
    ['right after', '13:00', '15:00', {}],
    ['right before', '07:00', '09:00', {}],
    ['another weekday', '09:00', '13:00', { weekday: 2 }],
    ['after they ended', '09:00', '13:00', { validFrom: '2026-07-01' }],
    ['before they began', '09:00', '13:00', { validFrom: '2025-01-01', validTo: '2025-12-31' }],
  ])('beside others are taken: %s', async (_, startsLocal, endsLocal, changes) => {
    await addHours(desk(), hours('09:00', '13:00', { validTo: '2026-06-30' }))
    await addHours(desk(), hours(startsLocal, endsLocal, changes))
    expect(await listHours(clinic.desk, doctor)).toHaveLength(2)
  })

  test.each([
    ['endsLocal', '13:00', '09:00', null],
    ['endsLocal', '09:00', '09:00', null],
    ['validTo', '09:00', '13:00', '2025-12-31'],
  ])(
    'that end before they start are refused at %s',
    async (path, startsLocal, endsLocal, validTo) => {
      await expect(
        addHours(desk(), hours(startsLocal, endsLocal, { validTo })),
      ).rejects.toMatchObject({
        code: 'invalid-input',
        data: { fields: [{ path, code: 'ends-before-start' }] },
      })
    },
  )

  test('are changed without clashing with themselves, and archived', async () => {
    const { id } = await addHours(desk(), hours('09:00', '13:00'))
    await addHours(desk(), hours('14:00', '18:00'))
    const { practitionerId: _, ...wider } = hours('08:00', '13:30')
    await updateHours(desk(), { id, version: 1, ...wider })
    await expect(
      updateHours(desk(), { id, version: 2, ...wider, endsLocal: '15:00' }),
    ).rejects.toMatchObject({ code: 'hours-overlap' })
    await expect(
      updateHours(desk(), { id, version: 1, ...wider, endsLocal: '12:00' }),
    ).rejects.toMatchObject({ code: 'version-conflict' })
    await archiveHours(desk(), { id, version: 2 })
    expect(await listHours(clinic.desk, doctor)).toMatchObject([{ startsLocal: '14:00' }])
    await expect(updateHours(desk(), { id, version: 3, ...wider })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('need a practitioner and a room that are there', async () => {
    const missing = clinic.newId()
    const locationId = await addRoom(clinic)
    await archiveRoom(desk(), { id: locationId, version: 1, archived: true })
    const codes = [
      hours('09:00', '13:00', { practitionerId: missing }),
      hours('09:00', '13:00', { locationId: missing }),
      hours('09:00', '13:00', { locationId }),
    ].map(async (wish) => addHours(desk(), wish).catch((error: { code: string }) => error.code))
    expect(await Promise.all(codes)).toEqual(['not-found', 'not-found', 'archived'])
  })
})

describe('leave', () => {
  test('closes the days, names the bookings in it, and is taken back', async () => {
    await addHours(desk(), hours('09:00', '13:00'))
    const booked = await bookAppointment(desk(), {
      patientId: await addPatient(clinic),
      practitionerId: doctor,
      serviceId,
      as: 'confirmed',
      note: null,
      day: '2026-11-23',
      localTime: '10:00',
    })
    const wish = {
      practitionerId: doctor,
      fromDay: '2026-11-20',
      toDay: '2026-11-23',
      reason: 'Отпуск',
    }
    const { id, bookings } = await addLeave(desk(), wish)
    expect(bookings).toMatchObject([
      { id: booked.id, day: '2026-11-23', startsAt: '2026-11-23T07:00:00.000Z' },
    ])
    const free = () =>
      freeTimes(clinic.desk, { practitionerId: doctor, serviceId, day: '2026-11-23' })
    expect(await free()).toMatchObject({ leave: 'Отпуск', times: [] })
    expect(await listLeaves(clinic.desk, doctor)).toMatchObject([{ id, reason: 'Отпуск' }])
    await archiveLeave(desk(), { id, version: 1 })
    expect(await listLeaves(clinic.desk, doctor)).toEqual([])
    expect((await free()).times).not.toEqual([])
  })

  test('that ends before it starts is refused', async () => {
    await expect(
      addLeave(desk(), {
        practitionerId: doctor,
        fromDay: '2026-11-23',
        toDay: '2026-11-20',
        reason: 'Отпуск',
      }),
    ).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('free times', () => {
  const free = async (day: string) => {
    const { times } = await freeTimes(clinic.desk, { practitionerId: doctor, serviceId, day })
    return times.map((time) => wallTimeOf(time.startsAt, 'Europe/Moscow'))
  }

  test('leave out what is booked, give back what is cancelled, and never lie in the past', async () => {
    await addHours(desk(), hours('09:00', '12:00'))
    const booked = await bookAppointment(desk(), {
      patientId: await addPatient(clinic),
      practitionerId: doctor,
      serviceId,
      as: 'requested',
      note: null,
      day: '2026-11-23',
      localTime: '10:00',
    })
    expect(await free('2026-11-23')).toEqual(['09:00', '11:00'])
    await cancelAppointment(desk(), { id: booked.id, version: 1, reason: 'x' })
    expect(await free('2026-11-23')).toHaveLength(9)
    clinic.setNow('2026-11-16T07:20:00.000Z')
    expect(await free('2026-11-16')).toEqual(['10:30', '10:45', '11:00'])
    expect(await free('2026-11-09')).toEqual([])
    expect(await free('2026-11-24')).toEqual([])
  })

  test('carry price and length, and are refused for who does not offer the service', async () => {
    const asked = { practitionerId: doctor, serviceId, day: '2026-11-23' }
    expect(await freeTimes(clinic.desk, asked)).toMatchObject({
      timeZone: 'Europe/Moscow',
      durationMinutes: 60,
      priceMinor: 250_000,
      currency: 'RUB',
    })
    const stranger = await addDoctor(clinic, { serviceIds: [] })
    await expect(
      freeTimes(clinic.desk, { ...asked, practitionerId: stranger }),
    ).rejects.toMatchObject({ code: 'service-not-offered' })
    await expect(
      freeTimes(clinic.desk, { ...asked, serviceId: clinic.newId() }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  test('of all who offer it, or of some, day by day', async () => {
    const second = await addDoctor(clinic, { serviceIds: [serviceId], family: 'Яковлева' })
    await addDoctor(clinic, { serviceIds: [] })
    const all = await freeTimesOf(clinic.desk, { serviceId, fromDay: '2026-11-17', days: 3 })
    expect(all.practitioners.map((one) => one.id)).toEqual([doctor, second])
    expect(all.practitioners[1]?.days.map((day) => [day.day, day.times.length])).toEqual([
      ['2026-11-17', 29],
      ['2026-11-18', 29],
      ['2026-11-19', 29],
    ])
    const some = await freeTimesOf(clinic.desk, {
      serviceId,
      practitionerIds: [second],
      fromDay: '2026-11-17',
      days: 1,
    })
    expect(some.practitioners.map((one) => one.id)).toEqual([second])
  })

  test.each([
    [15, 15],
    [30, 15],
    [45, 15],
    [60, 15],
    [10, 10],
    [20, 10],
    [40, 10],
    [25, 5],
    [7, 5],
  ])('of %d minutes are offered every %d minutes', (duration, step) => {
    expect(stepMinutesFor(duration)).toBe(step)
  })
})

test('a day shows who works when, the gaps between, and who is away', async () => {
  await addHours(desk(), hours('09:00', '13:00'))
  await addHours(desk(), hours('14:00', '16:00'))
  const away = await addDoctor(clinic, { serviceIds: [], family: 'Яковлева' })
  await addLeave(desk(), {
    practitionerId: away,
    fromDay: '2026-11-23',
    toDay: '2026-11-23',
    reason: 'Учёба',
  })
  const { practitioners } = await readDay(clinic.desk, '2026-11-23')
  expect(practitioners).toMatchObject([
    {
      id: doctor,
      leave: null,
      capacityMinutes: 360,
      breaks: [{ startsAt: '2026-11-23T10:00:00.000Z', endsAt: '2026-11-23T11:00:00.000Z' }],
    },
    { id: away, leave: 'Учёба', spans: [], capacityMinutes: 0 },
  ])
})
