/** The waitlist: whom a freed time suits, in which order they are asked, what they said, and no-shows. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  bookAppointment,
  takeStep,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import {
  appointmentDetails,
  noShowsOf,
} from '../../../../main/clinic/appointments/board.service.ts'
import type { AddToWaitlist } from '../../../../main/clinic/waitlist/waitlist.input.ts'
import { inAskingOrder, suits } from '../../../../main/clinic/waitlist/waitlist.rules.ts'
import {
  addToWaitlist,
  keepAnswer,
  listWaitlist,
  suitingPatients,
  timesFor,
  withdraw,
} from '../../../../main/clinic/waitlist/waitlist.service.ts'
import { addDoctor, addPatient, addService, allBookings } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { listenToQueries } from '../../../helpers/query-plans.ts'

// Tuesday, 10:00 in Moscow.
const freed = { startsAt: '2026-11-17T07:00:00.000Z', endsAt: '2026-11-17T07:30:00.000Z' }

let clinic: TestClinic
let serviceId: string
let longId: string
let doctorId: string
let otherId: string

beforeEach(async () => {
  clinic = await openTestClinic()
  serviceId = await addService(clinic)
  longId = await addService(clinic, { durationMinutes: 60 })
  doctorId = await addDoctor(clinic, { serviceIds: [serviceId, longId] })
  otherId = await addDoctor(clinic, { serviceIds: [serviceId] })
})
afterEach(() => clinic.close())

const desk = () => clinic.desk.with({})

async function wait(family: string, wish: Partial<AddToWaitlist> = {}): Promise<string> {
  const { id } = await addToWaitlist(desk(), {
    patientId: await addPatient(clinic, { family }),
    serviceId,
    practitionerId: null,
    weekdays: [],
    partOfDay: null,
    fromDay: '2026-11-16',
    toDay: null,
    urgency: 'routine',
    note: null,
    ...wish,
  })
  return id
}

const asked = async () =>
  (await suitingPatients(clinic.desk, { practitionerId: doctorId, ...freed })).map(
    ({ patient }) => patient.family,
  )

const say = (entryId: string, answer: 'accepted' | 'declined' | 'thinking' | 'not-reached') =>
  keepAnswer(desk(), {
    entryId,
    version: 1,
    practitionerId: doctorId,
    ...freed,
    answer,
    note: null,
  })

describe('a cancelled time', () => {
  test('proposes the waiting patients whom it suits, the more urgent first', async () => {
    await wait('Давно')
    clinic.setNow('2026-11-16T06:01:00.000Z')
    await wait('Срочно', { urgency: 'urgent' })
    await wait('Этотврач', { practitionerId: doctorId })
    await wait('Другойврач', { practitionerId: otherId })
    await wait('Среда', { weekdays: [3] })
    await wait('Вечер', { partOfDay: 'evening' })
    await wait('Позже', { fromDay: '2026-12-01' })
    await wait('Долго', { serviceId: longId })
    expect(await asked()).toEqual(['Срочно', 'Этотврач', 'Давно'])
  })

  test('keeps who was asked and what they said, and asks who declined last', async () => {
    const first = await wait('Первый', { urgency: 'urgent' })
    await wait('Второй')
    await say(first, 'declined')
    expect(await asked()).toEqual(['Второй', 'Первый'])
    const [, declined] = await suitingPatients(clinic.desk, { practitionerId: doctorId, ...freed })
    expect(declined?.calls).toMatchObject([
      { answer: 'declined', startsAt: freed.startsAt, by: { family: 'Смирнова' } },
    ])
  })

  test('is booked for who accepts, who then waits no more', async () => {
    const first = await wait('Первый')
    const { booking } = await say(first, 'accepted')
    expect(booking).toMatchObject({ startsAt: freed.startsAt, status: 'confirmed' })
    expect(allBookings(clinic)).toHaveLength(1)
    expect(await listWaitlist(clinic.desk)).toEqual([])
    await expect(say(first, 'accepted')).rejects.toMatchObject({ code: 'not-waiting' })
  })

  test('that was taken meanwhile is refused, and nobody loses their place', async () => {
    const first = await wait('Первый')
    await bookAppointment(desk(), {
      patientId: await addPatient(clinic),
      practitionerId: doctorId,
      serviceId,
      startsAt: freed.startsAt,
      as: 'confirmed',
      note: null,
    })
    await expect(say(first, 'accepted')).rejects.toMatchObject({ code: 'overlap' })
    expect(await listWaitlist(clinic.desk)).toMatchObject([{ id: first, calls: [] }])
  })
})

test('the work list shows free times that suit, and who wants nothing more is taken off', async () => {
  const id = await wait('Первый', { weekdays: [4], partOfDay: 'afternoon' })
  const heard = listenToQueries(clinic)
  const times = await timesFor(clinic.desk, id)
  heard.expectNoScans()
  expect(times[0]).toMatchObject({ day: '2026-11-19', startsAt: '2026-11-19T09:00:00.000Z' })
  await withdraw(desk(), { id, version: 1 })
  expect(await listWaitlist(clinic.desk)).toEqual([])
  await expect(timesFor(clinic.desk, id)).rejects.toMatchObject({ code: 'not-waiting' })
})

describe('wishes', () => {
  const wish = {
    practitionerId: null,
    weekdays: [2],
    partOfDay: 'morning' as const,
    fromDay: '2026-11-17',
    toDay: '2026-11-24',
  }
  test.each([
    ['2026-11-17', '09:00', true],
    ['2026-11-17', '12:00', false],
    ['2026-11-18', '09:00', false],
    ['2026-11-24', '11:45', true],
    ['2026-12-01', '09:00', false],
    ['2026-11-10', '09:00', false],
  ])('%s %s', (day, localTime, fits) => {
    expect(suits(wish, { practitionerId: doctorId, day, localTime })).toBe(fits)
  })

  test('who is thinking about the time comes before who was not asked', () => {
    const base = { urgency: 'soon' as const, practitionerId: null, createdAt: 'a' }
    const ordered = inAskingOrder([
      { ...base, id: 1, answers: [] },
      { ...base, id: 2, answers: ['declined', 'thinking'] },
    ])
    expect(ordered.map(({ id }) => id)).toEqual([2, 1])
  })
})

test('no-shows are counted for the patient and the booking', async () => {
  const patientId = await addPatient(clinic)
  const book = async (localTime: string) =>
    bookAppointment(desk(), {
      patientId,
      practitionerId: doctorId,
      serviceId,
      day: '2026-11-16',
      localTime,
      as: 'confirmed',
      note: null,
    })
  for (const time of ['10:00', '11:00']) {
    const { id, version } = await book(time)
    await takeStep(desk(), { id, version, to: 'no-show' })
  }
  const { id } = await book('12:00')
  expect(await noShowsOf(clinic.desk, patientId)).toBe(2)
  expect(await appointmentDetails(clinic.desk, id)).toMatchObject({ patient: { noShows: 2 } })
})
