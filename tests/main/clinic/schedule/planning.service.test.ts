/** Changes of who works when: none loses a booking, and each says which bookings no longer fit. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bookAppointment } from '../../../../main/clinic/appointments/appointments.service.ts'
import {
  addExtraHours,
  addHours,
  addLeave,
  archiveExtraHours,
  archiveHours,
  copyWeek,
  keepHolidays,
  listHours,
  listOutsideHours,
  readCalendar,
  setClinicDay,
  updateHours,
} from '../../../../main/clinic/schedule/planning.service.ts'
import {
  freeTimes,
  readDay,
  readSchedule,
} from '../../../../main/clinic/schedule/schedule.service.ts'
import { ClinicError } from '../../../../main/clinic/shared/errors.ts'
import {
  addDoctor,
  addPatient,
  addRoom,
  addService,
  allBookings,
} from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

let clinic: TestClinic
let serviceId: string
let doctor: string
let patientId: string

/** A Monday after the clinic's clock. */
const monday = '2026-11-23'
const desk = () => clinic.desk.with({})

beforeEach(async () => {
  clinic = await openTestClinic()
  serviceId = await addService(clinic, { durationMinutes: 60 })
  doctor = await addDoctor(clinic, { serviceIds: [serviceId], weekdays: [] })
  patientId = await addPatient(clinic)
})
afterEach(() => clinic.close())

const hours = (weekday: number, startsLocal = '09:00', endsLocal = '17:00') => ({
  practitionerId: doctor,
  weekday,
  startsLocal,
  endsLocal,
  validFrom: '2026-01-01',
  validTo: null,
  locationId: null,
})

const book = (day: string, localTime: string, practitionerId = doctor) =>
  bookAppointment(desk(), {
    patientId,
    practitionerId,
    serviceId,
    as: 'confirmed',
    note: null,
    day,
    localTime,
  })

const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof ClinicError ? error.code : String(error)),
  )

const worked = async (day: string, id = doctor) => {
  const { practitioners } = await readDay(clinic.desk, day)
  const found = practitioners.find((one) => one.id === id)
  return found?.spans.map(
    ({ startsAt, endsAt }) => `${startsAt.slice(11, 16)}-${endsAt.slice(11, 16)}`,
  )
}

describe('hours changed over bookings', () => {
  test('are listed and none is lost: shorter hours name those that no longer fit', async () => {
    const { id } = await addHours(desk(), hours(1))
    const early = await book(monday, '10:00')
    const late = await book(monday, '15:00')
    const { practitionerId: _, ...shorter } = hours(1, '09:00', '13:00')
    const { bookings } = await updateHours(desk(), { id, version: 1, ...shorter })
    expect(bookings.map((one) => one.id)).toEqual([late.id])
    expect(allBookings(clinic).map(({ id: one, status }) => [one, status])).toEqual([
      [early.id, 'confirmed'],
      [late.id, 'confirmed'],
    ])
    expect((await listOutsideHours(clinic.desk)).map((one) => one.id)).toEqual([late.id])
    const again = await archiveHours(desk(), { id, version: 2 })
    expect(again.bookings.map((one) => one.id)).toEqual([early.id])
    expect(await listOutsideHours(clinic.desk)).toHaveLength(2)
  })

  test('an absence of some hours closes these alone, and comes back by its rule', async () => {
    await addHours(desk(), hours(1))
    const noon = await book(monday, '12:00')
    const { bookings } = await addLeave(desk(), {
      practitionerId: doctor,
      fromDay: monday,
      toDay: monday,
      startsLocal: '12:00',
      endsLocal: '14:00',
      recurrence: 'FREQ=WEEKLY;INTERVAL=2',
      reason: 'Rounds',
    })
    expect(bookings.map((one) => one.id)).toEqual([noon.id])
    expect(await worked(monday)).toEqual(['06:00-09:00', '11:00-14:00'])
    expect(await worked('2026-11-30')).toEqual(['06:00-14:00'])
    expect(await codeOf(book('2026-12-07', '13:00'))).toBe('outside-hours')
    expect(await codeOf(book('2026-12-07', '14:00'))).toBe('done')
  })
})

describe('extra hours', () => {
  test('of one day and of a rule can be booked, and taking them back names their bookings', async () => {
    const locationId = await addRoom(clinic, 'Room 7')
    const { id } = await addExtraHours(desk(), {
      practitionerId: doctor,
      locationId,
      day: '2026-11-28',
      startsLocal: '10:00',
      endsLocal: '14:00',
      recurrence: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA',
      note: null,
    })
    expect(await worked('2026-11-28')).toEqual(['07:00-11:00'])
    expect(await worked('2026-12-05')).toEqual([])
    expect(await worked('2026-12-12')).toEqual(['07:00-11:00'])
    const booked = await book('2026-12-12', '10:00')
    expect(allBookings(clinic)[0]?.location_id).toBe(locationId)
    const { bookings } = await archiveExtraHours(desk(), { id, version: 1, practitionerId: doctor })
    expect(bookings.map((one) => one.id)).toEqual([booked.id])
  })
})

describe('days off', () => {
  // 4 November 2026, the Day of Unity, is a Wednesday; the clock is set before it.
  const holiday = '2026-11-04'
  beforeEach(async () => {
    clinic.setNow('2026-10-26T06:00:00.000Z')
    await addHours(desk(), hours(3))
  })

  test('a public holiday of the clinic’s country is no working day, and has a name', async () => {
    expect(await worked(holiday)).toEqual([])
    expect(await codeOf(book(holiday, '10:00'))).toBe('outside-hours')
    const { times } = await freeTimes(clinic.desk, {
      practitionerId: doctor,
      serviceId,
      day: holiday,
    })
    expect(times).toEqual([])
    const { days } = await readSchedule(clinic.desk, { fromDay: '2026-11-02', days: 7 })
    expect(days.filter(({ closed }) => closed !== null)).toEqual([
      { day: holiday, closed: { day: holiday, key: 'unity', name: null } },
    ])
  })

  test('the clinic may work on one, take that back, or keep none at all', async () => {
    await setClinicDay(desk(), { day: holiday, kind: 'open', name: null })
    const booked = await book(holiday, '10:00')
    const { bookings } = await setClinicDay(desk(), { day: holiday, kind: 'usual', name: null })
    expect(bookings.map(({ id }) => id)).toEqual([booked.id])
    await keepHolidays(desk(), false)
    expect(await listOutsideHours(clinic.desk)).toEqual([])
    expect(await readCalendar(clinic.desk, 2026)).toMatchObject({ keepsHolidays: false, own: [] })
    const back = await keepHolidays(desk(), true)
    expect(back.bookings.map(({ id }) => id)).toEqual([booked.id])
  })

  test('a day that the clinic closes is closed, but for extra hours', async () => {
    const day = '2026-11-11'
    await setClinicDay(desk(), { day, kind: 'closed', name: 'Санитарный день' })
    expect(await worked(day)).toEqual([])
    await addExtraHours(desk(), {
      practitionerId: doctor,
      locationId: null,
      day,
      startsLocal: '18:00',
      endsLocal: '20:00',
      recurrence: null,
      note: null,
    })
    expect(await worked(day)).toEqual(['15:00-17:00'])
  })
})

describe('a copied week', () => {
  test('replaces the weeks it is copied to, and what held before and after goes on', async () => {
    await addHours(desk(), hours(1))
    await addHours(desk(), hours(2, '08:00', '12:00'))
    const other = await addDoctor(clinic, {
      serviceIds: [serviceId],
      weekdays: [1],
      hours: [['14:00', '20:00']],
    })
    const booked = await book('2026-12-07', '19:00', other)
    const { bookings } = await copyWeek(desk(), {
      fromPractitionerId: doctor,
      week: monday,
      toPractitionerId: other,
      firstWeek: '2026-12-07',
      weeks: 2,
    })
    expect(bookings.map(({ id }) => id)).toEqual([booked.id])
    expect(await worked('2026-11-30', other)).toEqual(['11:00-17:00'])
    expect(await worked('2026-12-07', other)).toEqual(['06:00-14:00'])
    expect(await worked('2026-12-15', other)).toEqual(['05:00-09:00'])
    expect(await worked('2026-12-21', other)).toEqual(['11:00-17:00'])
  })

  test('onto oneself from a Monday on keeps the same week', async () => {
    await addHours(desk(), hours(1))
    await copyWeek(desk(), {
      fromPractitionerId: doctor,
      week: monday,
      toPractitionerId: doctor,
      firstWeek: '2026-11-30',
      weeks: null,
    })
    for (const day of [monday, '2026-11-30', '2027-03-01']) {
      expect(await worked(day)).toEqual(['06:00-14:00'])
    }
    expect(await listHours(clinic.desk, doctor)).toHaveLength(2)
  })
})
