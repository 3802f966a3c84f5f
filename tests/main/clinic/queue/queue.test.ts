/** The queue: tickets at the arrival, whose turn it is, calling the next and putting someone back. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  bookAppointment,
  takeStep,
  undoLastStep,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import { dayBoard } from '../../../../main/clinic/appointments/board.service.ts'
import { inTurn, isLongWait } from '../../../../main/clinic/queue/queue.rules.ts'
import { callNext } from '../../../../main/clinic/queue/queue.service.ts'
import {
  readQueueSettings,
  saveQueueSettings,
} from '../../../../main/clinic/settings/settings.service.ts'
import { addDoctor, addPatient, addRoom, addService } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

const day = '2026-11-16'

let clinic: TestClinic
let serviceId: string
let room: string
let doctor: string

beforeEach(async () => {
  clinic = await openTestClinic()
  serviceId = await addService(clinic)
  room = await addRoom(clinic)
  doctor = await addDoctor(clinic, { serviceIds: [serviceId], locationId: room })
})
afterEach(() => clinic.close())

const desk = () => clinic.desk.with({})
const at = (time: string) => `${day}T${time}:00.000Z`

async function book(localTime: string, practitionerId = doctor): Promise<string> {
  const patientId = await addPatient(clinic)
  const wish = { patientId, practitionerId, serviceId, as: 'confirmed' as const, note: null }
  return (await bookAppointment(desk(), { ...wish, day, localTime })).id
}

const bookings = async () => (await dayBoard(clinic.desk, day)).appointments
async function bookingOf(id: string) {
  const found = (await bookings()).find((one) => one.id === id)
  if (found === undefined) throw new Error('the booking is not on the board')
  return found
}
async function step(id: string, to: 'arrived' | 'called' | 'in-room'): Promise<void> {
  const { version } = await bookingOf(id)
  await takeStep(desk(), { id, version, to })
}
async function undo(id: string): Promise<void> {
  const { version } = await bookingOf(id)
  await undoLastStep(desk(), { id, version })
}
const next = () => callNext(desk(), { of: 'practitioner', id: doctor })

describe('a ticket', () => {
  test('is given at the arrival, counted through the day', async () => {
    const [first, second] = [await book('12:00'), await book('12:30')]
    expect((await bookingOf(first)).ticket).toBeNull()
    await step(second, 'arrived')
    await step(first, 'arrived')
    expect((await bookingOf(second)).ticket).toBe('A1')
    expect((await bookingOf(first)).ticket).toBe('A2')
  })

  test('stays the same when the arrival was taken back and came again', async () => {
    const id = await book('12:00')
    await step(id, 'arrived')
    await undo(id)
    await step(await book('13:00'), 'arrived')
    await step(id, 'arrived')
    expect((await bookingOf(id)).ticket).toBe('A1')
  })

  test('begins anew each day', async () => {
    await step(await book('12:00'), 'arrived')
    clinic.setNow('2026-11-17T06:00:00.000Z')
    const id = await book('13:00')
    await step(id, 'arrived')
    expect((await bookingOf(id)).ticket).toBe('A1')
  })

  test('of another desk begins with another prefix, so two offline desks never give the same', async () => {
    await step(await book('12:00'), 'arrived')
    clinic.raw.prepare(`UPDATE device SET prefix = 'B'`).run()
    const id = await book('13:00')
    await step(id, 'arrived')
    expect((await bookingOf(id)).ticket).toMatch(/^B\d+$/)
  })

  test('is not used up by an arrival that was refused', async () => {
    const id = await book('12:00')
    await expect(takeStep(desk(), { id, version: 9, to: 'arrived' })).rejects.toMatchObject({
      code: 'version-conflict',
    })
    await step(id, 'arrived')
    expect((await bookingOf(id)).ticket).toBe('A1')
  })
})

describe('whose turn it is', () => {
  const waiting = (id: string, startsAt: string, queuedAt: string) => ({
    id,
    startsAt: at(startsAt),
    queuedAt: at(queuedAt),
  })

  test('by the booked time for those who came in time, whoever came first', () => {
    const list = [waiting('b', '10:30', '09:40'), waiting('a', '10:00', '09:50')]
    expect(inTurn(list).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  test('who is late does not go before one who was there in time', () => {
    const list = [waiting('late', '10:00', '10:20'), waiting('in time', '10:15', '10:05')]
    expect(inTurn(list).map(({ id }) => id)).toEqual(['in time', 'late'])
  })

  test('of two at the same time the one who came first', () => {
    const list = [waiting('second', '10:00', '09:50'), waiting('first', '10:00', '09:40')]
    expect(inTurn(list).map(({ id }) => id)).toEqual(['first', 'second'])
  })
})

describe('calling the next', () => {
  test('of a doctor', async () => {
    const [later, sooner] = [await book('12:30'), await book('12:00')]
    await step(later, 'arrived')
    await step(sooner, 'arrived')
    expect(await next()).toMatchObject({ id: sooner, status: 'called' })
    expect(await next()).toMatchObject({ id: later })
    await expect(next()).rejects.toMatchObject({ code: 'nobody-waits' })
  })

  test('of a room, whoever works in it', async () => {
    const other = await addDoctor(clinic, { serviceIds: [serviceId], locationId: room })
    const id = await book('12:00', other)
    await step(id, 'arrived')
    await expect(next()).rejects.toMatchObject({ code: 'nobody-waits' })
    expect(await callNext(desk(), { of: 'location', id: room })).toMatchObject({ id })
  })

  test('twice at once calls two', async () => {
    const [one, two] = [await book('12:00'), await book('12:30')]
    await step(one, 'arrived')
    await step(two, 'arrived')
    const called = await Promise.all([next(), next()])
    expect(called.map(({ id }) => id).toSorted()).toEqual([one, two].toSorted())
  })

  test('leaves out who is of another day', async () => {
    await step(await book('12:00'), 'arrived')
    clinic.setNow('2026-11-17T06:00:00.000Z')
    await expect(next()).rejects.toMatchObject({ code: 'nobody-waits' })
  })
})

describe('back into the queue', () => {
  test('whoever did not come when called stands behind those who wait', async () => {
    const [first, second] = [await book('09:00'), await book('09:30')]
    await step(first, 'arrived')
    await step(second, 'arrived')
    clinic.setNow(at('06:40'))
    expect(await next()).toMatchObject({ id: first })
    await step(first, 'arrived')
    expect(await next()).toMatchObject({ id: second })
    // The wait is counted from the arrival all the same.
    expect((await bookingOf(first)).arrivedAt).toBe(at('06:00'))
  })

  test('a call that was taken back leaves the place as it was', async () => {
    const [first, second] = [await book('09:00'), await book('10:00')].toSorted()
    if (first === undefined || second === undefined) throw new Error('two were booked')
    await step(first, 'arrived')
    await step(second, 'arrived')
    const { id } = await next()
    clinic.setNow(at('06:50'))
    await undo(id)
    expect(await next()).toMatchObject({ id })
  })
})

describe('a long wait', () => {
  test('is one past the threshold', () => {
    expect(isLongWait(20, 20)).toBe(false)
    expect(isLongWait(21, 20)).toBe(true)
    expect(isLongWait(null, 20)).toBe(false)
  })

  test('has its threshold in the settings', async () => {
    expect(await readQueueSettings(clinic.desk)).toEqual({ longWaitMinutes: 20 })
    await saveQueueSettings(desk(), { longWaitMinutes: 35 })
    await saveQueueSettings(desk(), { longWaitMinutes: 30 })
    expect(await readQueueSettings(clinic.desk)).toEqual({ longWaitMinutes: 30 })
  })
})
