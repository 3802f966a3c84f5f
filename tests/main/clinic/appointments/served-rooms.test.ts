/** A workstation for some rooms alone: it offers their times and books there, and says why it does not elsewhere. */
import { beforeEach, expect, test } from 'vitest'
import { bookAppointment } from '../../../../main/clinic/appointments/appointments.service.ts'
import { resourceChoices } from '../../../../main/clinic/appointments/claims.service.ts'
import { freeTimes } from '../../../../main/clinic/schedule/schedule.service.ts'
import {
  addDoctor,
  addEquipment,
  addNeed,
  addPatient,
  addRoom,
  addService,
  allBookings,
} from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { wordsOf } from '../../../helpers/words.ts'

const day = '2026-11-17'

let clinic: TestClinic
let served: string
let other: string

beforeEach(async () => {
  clinic = await openTestClinic()
  served = await addRoom(clinic, 'Кабинет 1', 'ultrasound')
  other = await addRoom(clinic, 'Кабинет 2', 'ultrasound')
  clinic.raw
    .prepare(
      `INSERT INTO hub_link (id, address, fingerprint, certificate, private_key, epoch, cursor, backup_seq, branches)
       VALUES (1, '', '', '', '', 'e', 0, 0, ?)`,
    )
    .run(JSON.stringify([served]))
})

const timesOf = async (practitionerId: string, serviceId: string) =>
  (await freeTimes(clinic.desk, { practitionerId, serviceId, day })).times.map(
    ({ startsAt }) => startsAt,
  )

const book = async (practitionerId: string, serviceId: string) =>
  bookAppointment(clinic.desk.with({}), {
    practitionerId,
    serviceId,
    patientId: await addPatient(clinic),
    as: 'confirmed',
    note: null,
    day,
    localTime: '10:00',
  })

test('times of a doctor who works in another room are not offered, those of a served one are', async () => {
  const talk = await addService(clinic)
  const here = await addDoctor(clinic, { serviceIds: [talk], locationId: served })
  const elsewhere = await addDoctor(clinic, { serviceIds: [talk], locationId: other })
  const anywhere = await addDoctor(clinic, { serviceIds: [talk] })
  expect(await timesOf(elsewhere, talk)).toEqual([])
  const offered = await timesOf(here, talk)
  expect(offered.length).toBeGreaterThan(10)
  expect(await timesOf(anywhere, talk)).toEqual(offered)
})

test('a service that leads to another room is not offered there, though its doctor works here', async () => {
  const scan = await addService(clinic)
  await addNeed(clinic, scan, { target: 'room', resourceIds: [other] })
  const doctor = await addDoctor(clinic, { serviceIds: [scan], locationId: served })
  expect(await timesOf(doctor, scan)).toEqual([])
})

test('a service that any room of a kind will do for is offered in the doctor’s own', async () => {
  const scan = await addService(clinic)
  await addNeed(clinic, scan, { target: 'room', kind: 'ultrasound' })
  const here = await addDoctor(clinic, { serviceIds: [scan], locationId: served })
  const elsewhere = await addDoctor(clinic, { serviceIds: [scan], locationId: other })
  expect((await timesOf(here, scan)).length).toBeGreaterThan(10)
  expect(await timesOf(elsewhere, scan)).toEqual([])
})

test('of the rooms that would do a served one is claimed, until none of them is free', async () => {
  const first = await addRoom(clinic, 'А, первая по имени', 'ultrasound')
  const scan = await addService(clinic)
  await addNeed(clinic, scan, { target: 'room', kind: 'ultrasound' })
  const doctors = [
    await addDoctor(clinic, { serviceIds: [scan] }),
    await addDoctor(clinic, { serviceIds: [scan] }),
  ]
  const question = {
    serviceId: scan,
    practitionerId: doctors[0] ?? '',
    startsAt: '2026-11-17T07:00:00.000Z',
  }
  const before = await resourceChoices(clinic.desk, question)
  expect(before.chosen).toEqual([served])
  expect(before.needs[0]?.options.map(({ id }) => id)).toEqual([served])
  await book(doctors[0] ?? '', scan)
  expect(allBookings(clinic)).toMatchObject([
    { location_id: served, resource_ids: JSON.stringify([served]) },
  ])
  // Two more would do and are free, but bookings there are another workstation's.
  await expect(book(doctors[1] ?? '', scan)).rejects.toMatchObject({ code: 'resource-taken' })
  expect(await timesOf(doctors[1] ?? '', scan)).not.toContain('2026-11-17T07:00:00.000Z')
  clinic.raw.prepare('UPDATE hub_link SET branches = ?').run(JSON.stringify([first]))
  await book(doctors[1] ?? '', scan)
  expect(allBookings(clinic)).toHaveLength(2)
})

test('a machine that stands in another room is not taken for one here', async () => {
  await addEquipment(clinic, { name: 'Аппарат А', kind: 'scanner', locationId: other })
  const scan = await addService(clinic)
  await addNeed(clinic, scan, { target: 'equipment', kind: 'scanner' })
  const doctor = await addDoctor(clinic, { serviceIds: [scan] })
  expect(await timesOf(doctor, scan)).toEqual([])
  await expect(book(doctor, scan)).rejects.toMatchObject({
    code: 'another-branch',
    data: { locationId: other },
  })
  const machine = await addEquipment(clinic, {
    name: 'Аппарат Б',
    kind: 'scanner',
    locationId: served,
  })
  await book(doctor, scan)
  expect(allBookings(clinic)).toMatchObject([{ resource_ids: JSON.stringify([machine]) }])
})

test('a booking for another room is refused with its word, in every language, and one here is taken', async () => {
  const talk = await addService(clinic)
  const elsewhere = await addDoctor(clinic, { serviceIds: [talk], locationId: other })
  await expect(book(elsewhere, talk)).rejects.toMatchObject({
    code: 'another-branch',
    data: { locationId: other },
  })
  expect(allBookings(clinic)).toEqual([])
  const words = await Promise.all(
    (['en', 'ru', 'pt-BR', 'fr'] as const).map(async (language) => {
      const say = await wordsOf(language)
      return say('errors:another-branch')
    }),
  )
  expect(words[0]).toContain('another room')
  expect(new Set(words).size).toBe(4)
  await book(await addDoctor(clinic, { serviceIds: [talk], locationId: served }), talk)
  expect(allBookings(clinic)).toMatchObject([{ location_id: served }])
})
