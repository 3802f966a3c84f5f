/** A walk-in: somebody without a booking gets one for now, has arrived at once, and holds a ticket. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  bookAppointment,
  takeStep,
  undoLastStep,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import { dayBoard } from '../../../../main/clinic/appointments/board.service.ts'
import { getPatient } from '../../../../main/clinic/patients/patients.service.ts'
import { soonestFirst } from '../../../../main/clinic/queue/queue.rules.ts'
import {
  admitWalkIn,
  admitWalkInNow,
  walkInChoices,
} from '../../../../main/clinic/queue/walk-in.service.ts'
import { instantOf } from '../../../../main/clinic/shared/days.ts'
import { may } from '../../../../main/clinic/shared/permissions.ts'
import { addDoctor, addPatient, addRoom, addService } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

const day = '2026-11-16'

let clinic: TestClinic
let serviceId: string
let patientId: string
let early: string
let late: string

beforeEach(async () => {
  clinic = await openTestClinic()
  serviceId = await addService(clinic)
  const locationId = await addRoom(clinic)
  early = await addDoctor(clinic, { serviceIds: [serviceId], family: 'Ранняя', locationId })
  late = await addDoctor(clinic, { serviceIds: [serviceId], family: 'Поздняя' })
  patientId = await addPatient(clinic)
  clinic.setNow(await instantAt('10:10'))
})
afterEach(() => clinic.close())

const passerBy = {
  is: 'new' as const,
  family: 'Прохожий',
  given: 'Пётр',
  patronymic: null,
  phone: '+7 900 123-45-67',
}

const desk = () => clinic.desk.with({})
const known = () => ({ who: { is: 'known' as const, patientId }, serviceId, note: null })

/** The instant of a wall time in the clinic's zone. */
async function instantAt(time: string): Promise<string> {
  const { timeZone } = await dayBoard(clinic.desk, day)
  return instantOf(day, time, timeZone) ?? ''
}

async function book(practitionerId: string, localTime: string): Promise<string> {
  const other = await addPatient(clinic)
  const wish = { patientId: other, practitionerId, serviceId, as: 'confirmed' as const, note: null }
  return (await bookAppointment(desk(), { ...wish, day, localTime })).id
}

async function bookingOf(id: string) {
  const found = (await dayBoard(clinic.desk, day)).appointments.find((one) => one.id === id)
  if (found === undefined) throw new Error('the booking is not on the board')
  return found
}

const mails = () => clinic.raw.prepare('SELECT count(*) AS count FROM message').get()

describe('a walk-in without a booking', () => {
  test('is booked at the next free time of the doctor, has arrived, and holds a ticket', async () => {
    await book(early, '10:30')
    const admitted = await admitWalkIn(desk(), { ...known(), practitionerId: early })
    expect(admitted).toMatchObject({
      practitionerId: early,
      startsAt: await instantAt('11:00'),
      status: 'arrived',
      ticket: 'A1',
    })
    const booking = await bookingOf(admitted.id)
    expect(booking).toMatchObject({ status: 'arrived', ticket: 'A1', version: admitted.version })
    expect(booking.patient.id).toBe(patientId)
  })

  test('comes to whoever is free first', async () => {
    await book(early, '10:30')
    const { practitionerId, startsAt } = await admitWalkIn(desk(), {
      ...known(),
      practitionerId: null,
    })
    expect({ practitionerId, startsAt }).toEqual({
      practitionerId: late,
      startsAt: await instantAt('10:15'),
    })
  })

  test('with name and phone only comes into the registry with the booking', async () => {
    const { id } = await admitWalkIn(desk(), {
      ...known(),
      who: passerBy,
      practitionerId: early,
    })
    const { patient } = await bookingOf(id)
    const { family, given, consents, phones } = await getPatient(clinic.desk, patient.id)
    expect({ family, given, consents }).toEqual({ family: 'Прохожий', given: 'Пётр', consents: [] })
    expect(phones).toHaveLength(1)
  })

  test('leaves nobody in the registry when no time is left', async () => {
    clinic.setNow(await instantAt('16:50'))
    const count = () => clinic.raw.prepare('SELECT count(*) AS count FROM patient').get()
    const before = count()
    await expect(
      admitWalkIn(desk(), { ...known(), who: passerBy, practitionerId: null }),
    ).rejects.toMatchObject({ code: 'no-free-time', data: { day } })
    expect(count()).toEqual(before)
  })

  test('is never given a time that another desk has just given', async () => {
    const second = await addPatient(clinic)
    const both = await Promise.all([
      admitWalkIn(desk(), { ...known(), practitionerId: early }),
      admitWalkIn(desk(), {
        ...known(),
        who: { is: 'known', patientId: second },
        practitionerId: early,
      }),
    ])
    expect(new Set(both.map(({ startsAt }) => startsAt)).size).toBe(2)
    expect(new Set(both.map(({ ticket }) => ticket)).size).toBe(2)
  })

  test('is mailed to nobody, as they are here', async () => {
    const none = mails()
    await book(early, '12:00')
    const before = mails()
    expect(before).not.toEqual(none)
    await admitWalkIn(desk(), { ...known(), practitionerId: early })
    expect(mails()).toEqual(before)
  })

  test('goes on like any other: called, and an arrival by mistake is taken back', async () => {
    const { id, version } = await admitWalkIn(desk(), { ...known(), practitionerId: early })
    await takeStep(desk(), { id, version, to: 'called' })
    await undoLastStep(desk(), { id, version: version + 1 })
    await undoLastStep(desk(), { id, version: version + 2 })
    expect(await bookingOf(id)).toMatchObject({ status: 'confirmed', ticket: 'A1' })
  })
})

describe('a walk-in over another booking', () => {
  test('stands at this moment, with the mark', async () => {
    await book(early, '10:00')
    const admitted = await admitWalkInNow(desk(), { ...known(), practitionerId: early })
    expect(admitted).toMatchObject({ startsAt: await instantAt('10:10'), ticket: 'A1' })
    expect(await bookingOf(admitted.id)).toMatchObject({ isOverbooked: true, status: 'arrived' })
  })

  test('is not set into hours in which the doctor does not work', async () => {
    clinic.setNow(await instantAt('18:00'))
    await expect(
      admitWalkInNow(desk(), { ...known(), practitionerId: early }),
    ).rejects.toMatchObject({ code: 'outside-hours' })
  })

  test('is a permission of its own', () => {
    expect(may(['receptionist'], 'appointments.overbook')).toBe(true)
    expect(may(['nurse'], 'appointments.overbook')).toBe(false)
  })
})

describe('who could take a walk-in', () => {
  test('is told with the next free time, who works now, and how many wait', async () => {
    const waiting = await book(early, '10:30')
    await takeStep(desk(), { id: waiting, version: 1, to: 'arrived' })
    const { choices } = await walkInChoices(clinic.desk, { serviceId })
    expect(
      choices.map(({ practitioner, next, worksNow, waiting: count }) => [
        practitioner.id,
        next?.startsAt,
        worksNow,
        count,
      ]),
    ).toEqual([
      [late, await instantAt('10:15'), true, 0],
      [early, await instantAt('11:00'), true, 1],
    ])
  })

  test('stands in the order of time, then of those who wait; without a time last', () => {
    const at = (startsAt: string | null, waiting: number) => ({
      next: startsAt === null ? null : { startsAt },
      waiting,
    })
    const none = at(null, 0)
    const busy = at('2026-11-16T08:00:00.000Z', 3)
    const idle = at('2026-11-16T08:00:00.000Z', 1)
    const soon = at('2026-11-16T07:00:00.000Z', 9)
    expect(soonestFirst([none, busy, idle, soon])).toEqual([soon, idle, busy, none])
  })
})
