/** Bookings and free times around the nights when the clock changes. */
import { afterEach, describe, expect, test } from 'vitest'
import { bookAppointment } from '../../../../main/clinic/appointments/appointments.service.ts'
import { dayBoard } from '../../../../main/clinic/appointments/board.service.ts'
import { freeTimes } from '../../../../main/clinic/schedule/schedule.service.ts'
import { wallTimeOf } from '../../../../main/clinic/shared/days.ts'
import { addDoctor, addPatient, addService } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

let clinic: TestClinic

afterEach(() => clinic.close())

/** A clinic in a zone whose one doctor works these hours every day, some days before the change. */
async function openIn(timeZone: string, now: string, hours: [string, string], minutes = 30) {
  clinic = await openTestClinic({ country: 'FR', language: 'fr', currency: 'EUR', timeZone })
  clinic.setNow(now)
  const serviceId = await addService(clinic, { durationMinutes: minutes })
  const practitionerId = await addDoctor(clinic, { serviceIds: [serviceId], hours: [hours] })
  const patientId = await addPatient(clinic)
  const wish = { patientId, practitionerId, serviceId, as: 'confirmed', note: null } as const
  return {
    at: (day: string, localTime: string) =>
      bookAppointment(clinic.desk.with({}), { ...wish, day, localTime }),
    instant: (startsAt: string) => bookAppointment(clinic.desk.with({}), { ...wish, startsAt }),
    free: async (day: string) => {
      const { times } = await freeTimes(clinic.desk, { practitionerId, serviceId, day })
      return times.map(
        (time) => `${time.startsAt.slice(11, 16)}=${wallTimeOf(time.startsAt, timeZone)}`,
      )
    },
  }
}

describe('Europe/Paris into summer time, 29 March 2026', () => {
  const open = () => openIn('Europe/Paris', '2026-03-20T10:00:00.000Z', ['01:00', '04:00'])

  test.each(['02:00', '02:30', '02:59'])('%s does not exist', async (localTime) => {
    const { at } = await open()
    await expect(at('2026-03-29', localTime)).rejects.toMatchObject({
      code: 'time-does-not-exist',
      data: { localTime, timeZone: 'Europe/Paris' },
    })
    await at('2026-03-28', localTime === '02:59' ? '02:30' : localTime)
  })

  test('a booking across the gap lasts its minutes, and its neighbour starts after them', async () => {
    const { at } = await open()
    const before = await at('2026-03-29', '01:45')
    expect(before).toMatchObject({
      startsAt: '2026-03-29T00:45:00.000Z',
      endsAt: '2026-03-29T01:15:00.000Z',
    })
    await expect(at('2026-03-29', '03:00')).rejects.toMatchObject({ code: 'overlap' })
    expect(await at('2026-03-29', '03:15')).toMatchObject({ startsAt: before.endsAt })
  })

  test('free times show two hours of the three, and none that does not exist', async () => {
    const { free } = await open()
    expect(await free('2026-03-29')).toEqual([
      '00:00=01:00',
      '00:15=01:15',
      '00:30=01:30',
      '00:45=01:45',
      '01:00=03:00',
      '01:15=03:15',
      '01:30=03:30',
    ])
  })
})

describe('Europe/Paris out of summer time, 25 October 2026', () => {
  const open = () => openIn('Europe/Paris', '2026-10-20T10:00:00.000Z', ['02:00', '04:00'])

  test('a time that comes twice is its first passing; the second is booked as an instant', async () => {
    const { at, instant } = await open()
    expect(await at('2026-10-25', '02:30')).toMatchObject({ startsAt: '2026-10-25T00:30:00.000Z' })
    expect(await instant('2026-10-25T01:30:00.000Z')).toMatchObject({ day: '2026-10-25' })
    await expect(instant('2026-10-25T01:45:00.000Z')).rejects.toMatchObject({ code: 'overlap' })
  })

  test('free times offer three hours, and each can be booked', async () => {
    const { free, instant } = await open()
    const times = await free('2026-10-25')
    expect(times[0]).toBe('00:00=02:00')
    expect(times).toContain('01:00=02:00')
    expect(times.at(-1)).toBe('02:30=03:30')
    for (const hour of ['00:00', '00:30', '01:00', '01:30', '02:00', '02:30']) {
      await instant(`2026-10-25T${hour}:00.000Z`)
    }
    expect(await free('2026-10-25')).toEqual([])
  })
})

describe('America/Sao_Paulo, where midnight itself was skipped on 4 November 2018', () => {
  const open = () => openIn('America/Sao_Paulo', '2018-11-01T10:00:00.000Z', ['00:00', '02:00'])

  test('the first hour does not exist, and the day starts at one', async () => {
    const { at, free } = await open()
    await expect(at('2018-11-04', '00:30')).rejects.toMatchObject({ code: 'time-does-not-exist' })
    expect(await free('2018-11-04')).toEqual(['03:00=01:00', '03:15=01:15', '03:30=01:30'])
    expect(await at('2018-11-04', '01:00')).toMatchObject({
      day: '2018-11-04',
      startsAt: '2018-11-04T03:00:00.000Z',
    })
  })

  test('the evening before belongs to its own day', async () => {
    const { at } = await open()
    expect(await at('2018-11-03', '00:30')).toMatchObject({ startsAt: '2018-11-03T03:30:00.000Z' })
    const board = await dayBoard(clinic.desk, '2018-11-03')
    expect(board.appointments).toHaveLength(1)
    expect((await dayBoard(clinic.desk, '2018-11-04')).appointments).toEqual([])
  })
})

describe('Australia/Lord_Howe, whose clock changes by half an hour', () => {
  test('half an hour is skipped on 4 October 2026', async () => {
    const { at, free } = await openIn('Australia/Lord_Howe', '2026-09-30T10:00:00.000Z', [
      '01:00',
      '03:00',
    ])
    await expect(at('2026-10-04', '02:15')).rejects.toMatchObject({ code: 'time-does-not-exist' })
    await at('2026-10-04', '02:30')
    const times = await free('2026-10-04')
    expect(times.map((time) => time.slice(6))).toEqual(['01:00', '01:15', '01:30'])
  })

  test('half an hour comes twice on 5 April 2026', async () => {
    const { at, instant } = await openIn('Australia/Lord_Howe', '2026-04-01T10:00:00.000Z', [
      '01:00',
      '03:00',
    ])
    expect(await at('2026-04-05', '01:30')).toMatchObject({ startsAt: '2026-04-04T14:30:00.000Z' })
    expect(await instant('2026-04-04T15:00:00.000Z')).toMatchObject({ day: '2026-04-05' })
  })
})

test('a booking that ends at midnight stays in its day; one that would cross it is refused', async () => {
  const { at } = await openIn('Europe/Paris', '2026-11-16T06:00:00.000Z', ['20:00', '24:00'])
  expect(await at('2026-11-17', '23:30')).toMatchObject({ endsAt: '2026-11-17T23:00:00.000Z' })
  await expect(at('2026-11-18', '23:45')).rejects.toMatchObject({ code: 'outside-hours' })
})
