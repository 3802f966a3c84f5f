/** Series: every week six times, with conflicts told before saving, and changed one, following or all. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  bookAppointment,
  cancelAppointment,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import { inMovableOrder, seriesDays } from '../../../../main/clinic/appointments/series.rules.ts'
import {
  bookSeries,
  cancelSeries,
  moveSeries,
  planSeries,
  planSeriesMove,
} from '../../../../main/clinic/appointments/series.service.ts'
import { addBlock } from '../../../../main/clinic/schedule/blocks.service.ts'
import { addLeave } from '../../../../main/clinic/schedule/planning.service.ts'
import { addDoctor, addPatient, addService, allBookings } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

let clinic: TestClinic
let serviceId: string
let doctorId: string
let otherId: string
let patientId: string

beforeEach(async () => {
  clinic = await openTestClinic()
  serviceId = await addService(clinic)
  doctorId = await addDoctor(clinic, { serviceIds: [serviceId] })
  otherId = await addDoctor(clinic, { serviceIds: [serviceId] })
  patientId = await addPatient(clinic)
})
afterEach(() => clinic.close())

const desk = () => clinic.desk.with({})

const wish = () => ({
  practitionerId: doctorId,
  serviceId,
  day: '2026-11-17',
  localTime: '10:00',
  everyWeeks: 1,
  count: 6,
})

async function bookPlanned() {
  const planned = await planSeries(clinic.desk, wish())
  const dates = planned.flatMap(({ startsAt }) =>
    startsAt === null ? [] : [{ startsAt, practitionerId: doctorId }],
  )
  return bookSeries(desk(), { patientId, serviceId, as: 'confirmed', note: null, dates })
}

const bookOne = (day: string, localTime: string, practitionerId = doctorId) =>
  bookAppointment(desk(), {
    patientId,
    practitionerId,
    serviceId,
    day,
    localTime,
    as: 'confirmed',
    note: null,
  })

const held = () =>
  allBookings(clinic)
    .filter((row) => row.status !== 'cancelled')
    .map((row) => row.starts_at)

describe('series (every week x6)', () => {
  test('books six Tuesdays at one go', async () => {
    const { bookings } = await bookPlanned()
    expect(bookings).toHaveLength(6)
    expect(bookings.map(({ day }) => day)).toEqual(seriesDays('2026-11-17', 1, 6))
    expect(new Set(held()).size).toBe(6)
  })

  test('lists the conflict of each date with the nearest free times, before anything is saved', async () => {
    await bookOne('2026-11-24', '10:00')
    await addLeave(desk(), {
      practitionerId: doctorId,
      fromDay: '2026-12-01',
      toDay: '2026-12-01',
      reason: 'Отпуск',
    })
    await addBlock(desk(), {
      practitionerId: doctorId,
      locationId: null,
      startsAt: '2026-12-08T07:00:00.000Z',
      endsAt: '2026-12-08T08:00:00.000Z',
      reason: 'Совещание',
    })
    const planned = await planSeries(clinic.desk, wish())
    expect(planned.map(({ problem }) => problem?.code ?? null)).toEqual([
      null,
      'overlap',
      'outside-hours',
      'blocked',
      null,
      null,
    ])
    const [, taken, away] = planned
    // The same doctor's nearest times first; another doctor's where this one is away.
    expect(taken?.alternatives.map(({ startsAt }) => startsAt)).toEqual([
      '2026-11-24T06:30:00.000Z',
      '2026-11-24T07:30:00.000Z',
      '2026-11-24T06:15:00.000Z',
    ])
    expect(new Set(away?.alternatives.map(({ practitioner }) => practitioner.id))).toEqual(
      new Set([otherId]),
    )
    expect(allBookings(clinic)).toHaveLength(1)
  })

  test('is booked whole or not at all', async () => {
    await bookOne('2026-12-22', '10:00')
    await expect(bookPlanned()).rejects.toMatchObject({ code: 'overlap' })
    expect(allBookings(clinic)).toHaveLength(1)
  })

  test('moves this one and the following by a week, past one another', async () => {
    const { bookings } = await bookPlanned()
    const third = bookings[2]?.id ?? ''
    const planned = await planSeriesMove(clinic.desk, {
      id: third,
      scope: 'following',
      day: '2026-12-08',
      localTime: '11:00',
      practitionerId: doctorId,
    })
    expect(planned.map(({ problem }) => problem)).toEqual([null, null, null, null])
    await moveSeries(desk(), {
      moves: planned.map(({ id, version, startsAt }) => ({
        id,
        version,
        startsAt: startsAt ?? '',
        practitionerId: doctorId,
      })),
    })
    expect(held()).toEqual([
      '2026-11-17T07:00:00.000Z',
      '2026-11-24T07:00:00.000Z',
      '2026-12-08T08:00:00.000Z',
      '2026-12-15T08:00:00.000Z',
      '2026-12-22T08:00:00.000Z',
      '2026-12-29T08:00:00.000Z',
    ])
  })

  test('moves all to another hour with another doctor', async () => {
    const { bookings } = await bookPlanned()
    const planned = await planSeriesMove(clinic.desk, {
      id: bookings[0]?.id ?? '',
      scope: 'all',
      day: '2026-11-18',
      localTime: '12:00',
      practitionerId: otherId,
    })
    const moves = planned.map(({ id, version, startsAt }) => ({
      id,
      version,
      startsAt: startsAt ?? '',
      practitionerId: otherId,
    }))
    const moved = await moveSeries(desk(), { moves })
    expect(moved.map(({ practitionerId }) => practitionerId)).toEqual(Array(6).fill(otherId))
    expect(held()[0]).toBe('2026-11-18T09:00:00.000Z')
  })

  test('changes this one alone like any booking', async () => {
    const { bookings } = await bookPlanned()
    await cancelAppointment(desk(), { id: bookings[1]?.id ?? '', version: 1, reason: 'Болеет' })
    expect(held()).toHaveLength(5)
  })

  test('cancels this one and the following, and leaves what was before', async () => {
    const { bookings } = await bookPlanned()
    await cancelSeries(desk(), {
      id: bookings[2]?.id ?? '',
      scope: 'following',
      reason: 'Выздоровел',
    })
    expect(held()).toHaveLength(2)
  })

  test('cancels all that are to come', async () => {
    const { bookings } = await bookPlanned()
    const { ids } = await cancelSeries(desk(), {
      id: bookings[3]?.id ?? '',
      scope: 'all',
      reason: 'Выздоровел',
    })
    expect(ids).toHaveLength(6)
    expect(held()).toEqual([])
  })

  test('refuses what is no series', async () => {
    const { id } = await bookOne('2026-11-17', '10:00')
    const cancelled = cancelSeries(desk(), { id, scope: 'all', reason: 'x' })
    await expect(cancelled).rejects.toMatchObject({ code: 'not-in-series' })
  })
})

test('bookings of a series go in an order in which none stands in another one’s way', () => {
  const later = [
    { was: '2026-11-17T07:00:00.000Z', startsAt: '2026-11-24T07:00:00.000Z' },
    { was: '2026-11-24T07:00:00.000Z', startsAt: '2026-12-01T07:00:00.000Z' },
  ]
  expect(inMovableOrder(later)).toEqual(later.toReversed())
  const earlier = later.map(({ was, startsAt }) => ({ was: startsAt, startsAt: was }))
  expect(inMovableOrder(earlier)).toEqual(earlier)
})
