/** The patient's day: steps by the status machine, their times, and taking a slip back. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Step } from '../../../../main/clinic/appointments/appointments.input.ts'
import {
  bookAppointment,
  cancelAppointment,
  changeNote,
  changeStatus,
  takeStep,
  undoLastStep,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import { statusToUndoTo, type UndoFacts } from '../../../../main/clinic/appointments/undo.rules.ts'
import { addDoctor, addPatient, addService, allBookings } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

let clinic: TestClinic
let serviceId: string
let doctor: string
let id: string

const book = async (localTime: string) =>
  bookAppointment(clinic.desk.with({}), {
    patientId: await addPatient(clinic),
    practitionerId: doctor,
    serviceId,
    as: 'confirmed',
    note: null,
    day: '2026-11-16',
    localTime,
  })

beforeEach(async () => {
  clinic = await openTestClinic()
  serviceId = await addService(clinic)
  doctor = await addDoctor(clinic, { serviceIds: [serviceId] })
  id = (await book('12:00')).id
})
afterEach(() => clinic.close())

const step = (version: number, to: Step['to']) =>
  takeStep(clinic.desk.with({}), { id, version, to })
const undo = (version: number) => undoLastStep(clinic.desk.with({}), { id, version })
const way = () =>
  clinic.raw
    .prepare<[string], { to_status: string; at: string; actor_id: string }>(
      'SELECT to_status, at, actor_id FROM appointment_step WHERE appointment_id = ? ORDER BY at, id',
    )
    .all(id)

describe('steps', () => {
  test('from arrived to done, each with its time and who took it', async () => {
    const steps: [Step['to'], string][] = [
      ['arrived', '2026-11-16T08:50:00.000Z'],
      ['called', '2026-11-16T09:01:00.000Z'],
      ['in-room', '2026-11-16T09:03:00.000Z'],
      ['to-pay', '2026-11-16T09:31:00.000Z'],
      ['done', '2026-11-16T09:36:00.000Z'],
    ]
    for (const [index, [to, now]] of steps.entries()) {
      clinic.setNow(now)
      expect(await step(index + 1, to)).toEqual({ id, version: index + 2, status: to })
    }
    expect(way().slice(1)).toEqual(
      steps.map(([to, at]) => ({ to_status: to, at, actor_id: clinic.administratorId })),
    )
    expect(allBookings(clinic)).toMatchObject([
      { status: 'done', status_at: '2026-11-16T09:36:00.000Z' },
    ])
  })

  test('that the machine does not have are refused and leave nothing', async () => {
    await expect(step(1, 'in-room')).rejects.toMatchObject({
      code: 'status-not-allowed',
      data: { from: 'confirmed', to: 'in-room' },
    })
    expect(way()).toHaveLength(1)
  })

  test('on a booking that someone else has just led on are refused', async () => {
    await step(1, 'arrived')
    await expect(step(1, 'no-show')).rejects.toMatchObject({ code: 'version-conflict' })
  })

  test('of a booking that is not there are refused', async () => {
    const missing = clinic.newId()
    await expect(
      takeStep(clinic.desk.with({}), { id: missing, version: 1, to: 'arrived' }),
    ).rejects.toMatchObject({ code: 'not-found', data: { entity: 'appointment', id: missing } })
  })

  test('two at once: exactly one is taken', async () => {
    const told = await Promise.allSettled([step(1, 'arrived'), step(1, 'no-show')])
    expect(told.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('taking the last step back', () => {
  test.each(['arrived', 'no-show'] as const)('%s', async (to) => {
    await step(1, to)
    expect(await undo(2)).toEqual({ id, version: 3, status: 'confirmed' })
    expect(way().map((one) => one.to_status)).toEqual(['confirmed', to, 'confirmed'])
  })

  test('called goes back to waiting, and then arrived back to confirmed', async () => {
    await step(1, 'arrived')
    await step(2, 'called')
    expect(await undo(3)).toMatchObject({ status: 'arrived' })
    expect(await undo(4)).toMatchObject({ status: 'confirmed' })
    await expect(undo(5)).rejects.toMatchObject({ code: 'nothing-to-undo' })
  })

  test('a patient sent back to wait is called again', async () => {
    await step(1, 'arrived')
    await step(2, 'called')
    await step(3, 'arrived')
    expect(await undo(4)).toMatchObject({ status: 'called' })
  })

  test('not what was told by mail, and not the next day', async () => {
    await expect(undo(1)).rejects.toMatchObject({
      code: 'nothing-to-undo',
      data: { appointmentId: id },
    })
    await step(1, 'arrived')
    clinic.setNow('2026-11-16T21:00:00.000Z')
    await expect(undo(2)).rejects.toMatchObject({ code: 'nothing-to-undo' })
  })

  test('also into the room and out of it, while no visit was begun and nothing is billed', async () => {
    await step(1, 'arrived')
    await step(2, 'called')
    await step(3, 'in-room')
    await step(4, 'to-pay')
    expect(await undo(5)).toMatchObject({ status: 'in-room' })
    expect(await undo(6)).toMatchObject({ status: 'called' })
  })

  test('not a cancellation', async () => {
    const other = await book('15:00')
    const desk = clinic.desk.with({})
    await cancelAppointment(desk, { id: other.id, version: 1, reason: 'Заболел' })
    await expect(
      undoLastStep(clinic.desk.with({}), { id: other.id, version: 2 }),
    ).rejects.toMatchObject({ code: 'nothing-to-undo' })
  })

  test('a no-show whose time was given away stays one', async () => {
    await step(1, 'no-show')
    const taker = await book('12:15')
    await expect(undo(2)).rejects.toMatchObject({
      code: 'overlap',
      data: { appointmentId: taker.id },
    })
    expect(allBookings(clinic).map((row) => row.status)).toEqual(['no-show', 'confirmed'])
  })

  test.each([
    [[], null],
    [['confirmed'], null],
    [['confirmed', 'arrived'], 'confirmed'],
    [['confirmed', 'arrived', 'called', 'undo'], 'confirmed'],
    [['confirmed', 'arrived', 'called', 'undo', 'undo'], null],
    [['confirmed', 'arrived', 'undo', 'no-show'], 'confirmed'],
    [['confirmed', 'arrived', 'called', 'in-room'], 'called'],
    [['confirmed', 'arrived', 'called', 'in-room', 'to-pay'], 'in-room'],
    [['confirmed', 'arrived', 'called', 'in-room', 'to-pay', 'done'], 'to-pay'],
  ])('%j leads back to %s', (taken, expected) => {
    const steps = taken.map((word) =>
      word === 'undo' ? { toStatus: 'any', reason: 'undo' } : { toStatus: word, reason: null },
    )
    expect(statusToUndoTo(steps, { visit: 'none', isBilled: false })).toBe(expected)
  })

  test.each<[string, UndoFacts, string | null]>([
    ['in-room', { visit: 'open', isBilled: false }, null],
    ['to-pay', { visit: 'open', isBilled: false }, 'in-room'],
    ['to-pay', { visit: 'signed', isBilled: false }, null],
    ['to-pay', { visit: 'none', isBilled: true }, null],
    ['done', { visit: 'none', isBilled: true }, null],
    ['done', { visit: 'signed', isBilled: false }, null],
    ['called', { visit: 'open', isBilled: true }, 'arrived'],
  ])('%s with %j leads back to %s', (status, facts, expected) => {
    const way = ['confirmed', 'arrived', 'called', 'in-room', 'to-pay', 'done']
    const steps = way
      .slice(0, way.indexOf(status) + 1)
      .map((toStatus) => ({ toStatus, reason: null }))
    expect(statusToUndoTo(steps, facts)).toBe(expected)
  })
})

describe('inside another unit', () => {
  const change = (to: Parameters<typeof changeStatus>[2], reason?: string) =>
    clinic.desk.with({}).write('visits.start', async (unit) => changeStatus(unit, id, to, reason))

  test('the visit leads the booking on', async () => {
    await step(1, 'arrived')
    await step(2, 'called')
    expect(await change('in-room')).toEqual({ from: 'called', version: 4 })
    expect(way().at(-1)).toMatchObject({ to_status: 'in-room' })
  })

  test('what the machine refuses undoes the whole unit', async () => {
    const story = clinic.desk.with({}).write('visits.finish', async (unit) => {
      unit.insert('location', { name: 'Room 9', archivedAt: null })
      await changeStatus(unit, id, 'done')
    })
    await expect(story).rejects.toMatchObject({ code: 'status-not-allowed' })
    expect(clinic.raw.prepare('SELECT * FROM location').all()).toEqual([])
  })

  test('a cancellation needs its reason', async () => {
    await expect(change('cancelled')).rejects.toMatchObject({ code: 'reason-required' })
    await change('cancelled', 'Врач заболел')
    expect(allBookings(clinic)).toMatchObject([{ cancel_reason: 'Врач заболел' }])
  })
})

test('the note is changed as of the version that was seen', async () => {
  await changeNote(clinic.desk.with({}), { id, version: 1, note: 'С переводчиком' })
  expect(allBookings(clinic)).toMatchObject([{ note: 'С переводчиком', version: 2 }])
  await expect(
    changeNote(clinic.desk.with({}), { id, version: 1, note: null }),
  ).rejects.toMatchObject({ code: 'version-conflict' })
})
