/** The schedule as a calendar file: what stands in it, who is not named, and that a kept file follows. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  bookAppointment,
  cancelAppointment,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import { calendarFileName } from '../../../../main/clinic/schedule/feed.rules.ts'
import {
  forgetFeed,
  keepFeed,
  listKeptFeeds,
  renderFeed,
  writeKeptFeeds,
} from '../../../../main/clinic/schedule/feed.service.ts'
import { addLeave } from '../../../../main/clinic/schedule/planning.service.ts'
import { readSchedule } from '../../../../main/clinic/schedule/schedule.service.ts'
import { addDoctor, addPatient, addRoom, addService } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

let clinic: TestClinic
let folder: string
let doctor: string
let other: string
let room: string
let serviceId: string
let patientId: string

const monday = '2026-11-23'
const desk = () => clinic.desk.with({})

beforeEach(async () => {
  clinic = await openTestClinic()
  folder = mkdtempSync(join(tmpdir(), 'polyclinic-feed-'))
  room = await addRoom(clinic, 'Кабинет 7')
  serviceId = await addService(clinic, { name: 'УЗИ; печень, почки', durationMinutes: 30 })
  doctor = await addDoctor(clinic, { serviceIds: [serviceId], locationId: room, weekdays: [1] })
  other = await addDoctor(clinic, { serviceIds: [serviceId], weekdays: [1] })
  patientId = await addPatient(clinic)
})
afterEach(() => {
  clinic.close()
  rmSync(folder, { recursive: true, force: true })
})

const book = (localTime: string, practitionerId = doctor) =>
  bookAppointment(desk(), {
    patientId,
    practitionerId,
    serviceId,
    as: 'confirmed',
    note: null,
    day: monday,
    localTime,
  })

/** The entries as a calendar reads them (RFC 5545 §3.1 and §3.3.11). */
function entriesIn(text: string): Record<string, string>[] {
  const lines = text.replaceAll(/\r\n[ \t]/g, '').split('\r\n')
  expect(lines[0]).toBe('BEGIN:VCALENDAR')
  expect(lines.slice(-2)).toEqual(['END:VCALENDAR', ''])
  const entries: Record<string, string>[] = []
  for (const line of lines) {
    const at = line.indexOf(':')
    const name = line.slice(0, at).split(';')[0] ?? ''
    const value = line.slice(at + 1).replaceAll(/\\([\\;,])/g, '$1')
    if (line === 'BEGIN:VEVENT') entries.push({})
    else Object.assign(entries.at(-1) ?? {}, { [name]: value })
  }
  return entries
}

const feed = async (wish: { practitionerId: string | null; withNames: boolean }) => {
  const { bytes } = await renderFeed(clinic.desk, wish)
  return entriesIn(new TextDecoder().decode(bytes))
}

test('an iCalendar feed file tells hours, bookings and absences, and no patient', async () => {
  await book('10:00')
  await cancelAppointment(desk(), { ...(await book('11:00')), reason: 'ill' })
  await book('10:00', other)
  await addLeave(desk(), {
    practitionerId: doctor,
    fromDay: monday,
    toDay: monday,
    startsLocal: '12:00',
    endsLocal: '13:00',
    reason: 'Совещание',
  })
  const entries = await feed({ practitionerId: doctor, withNames: false })
  const onMonday = entries.filter(({ DTSTART }) => DTSTART?.startsWith('20261123'))
  const busy = onMonday.filter(({ TRANSP }) => TRANSP === 'OPAQUE')
  expect(
    busy.map(({ SUMMARY, LOCATION, DTSTART, DTEND }) => [SUMMARY, LOCATION, DTSTART, DTEND]),
  ).toEqual([
    ['Совещание', undefined, '20261123T090000Z', '20261123T100000Z'],
    ['УЗИ; печень, почки', 'Кабинет 7', '20261123T070000Z', '20261123T073000Z'],
  ])
  const worked = onMonday.filter(({ TRANSP }) => TRANSP === 'TRANSPARENT')
  expect(worked.length).toBeGreaterThan(0)
  expect(worked.every(({ LOCATION }) => LOCATION === 'Кабинет 7')).toBe(true)
  expect(new Set(entries.map(({ UID }) => UID)).size).toBe(entries.length)
})

test('names stand in it only where they are wished, and of all doctors each entry says whose', async () => {
  await book('10:00')
  await book('10:00', other)
  const named = await feed({ practitionerId: doctor, withNames: true })
  const { family } = clinic.raw.prepare('SELECT family FROM patient').get() as { family: string }
  expect(named.filter(({ SUMMARY }) => SUMMARY?.includes(family))).toHaveLength(1)
  const all = await feed({ practitionerId: null, withNames: false })
  expect(all.some(({ SUMMARY }) => SUMMARY?.includes(family))).toBe(false)
  const booked = all.filter(({ UID }) => UID?.startsWith('booking-'))
  expect(booked.map(({ SUMMARY }) => SUMMARY?.endsWith(': УЗИ; печень, почки'))).toEqual([
    true,
    true,
  ])
})

test('a file that is kept current is written whole again, and left alone once it is forgotten', async () => {
  const path = join(folder, 'doctor.ics')
  const failures: unknown[] = []
  const write = () => writeKeptFeeds(clinic.desk, (error) => failures.push(error))
  await keepFeed(desk(), { path, practitionerId: doctor, withNames: false })
  await keepFeed(desk(), {
    path: join(folder, 'gone', 'all.ics'),
    practitionerId: null,
    withNames: false,
  })
  await write()
  const bookings = () =>
    entriesIn(readFileSync(path, 'utf8')).filter(({ UID }) => UID?.startsWith('booking-')).length
  expect(bookings()).toBe(0)
  // The place of the other is not there: that keeps nobody from this one.
  expect(failures).toHaveLength(1)
  await book('10:00')
  await write()
  expect(bookings()).toBe(1)
  expect(existsSync(`${path}.part`)).toBe(false)
  await forgetFeed(desk(), path)
  expect((await listKeptFeeds(clinic.desk)).map((one) => one.path)).not.toContain(path)
  await book('11:00')
  await write()
  expect(bookings()).toBe(1)
})

test('a week’s overview tells what is booked of each doctor and room, each booking once', async () => {
  await book('10:00')
  await book('10:30')
  const { practitioners, resources } = await readSchedule(clinic.desk, { fromDay: monday, days: 2 })
  const own = practitioners.find(({ id }) => id === doctor)
  expect(own?.days.map(({ booked }) => booked.length)).toEqual([2, 0])
  expect(resources.find(({ id }) => id === room)?.claims.map(({ startsAt }) => startsAt)).toEqual([
    '2026-11-23T07:00:00.000Z',
    '2026-11-23T07:30:00.000Z',
  ])
})

test.each([
  ['L. Nguyen, Larkmere Private Clinic', 'L-Nguyen-Larkmere-Private-Clinic.ics'],
  ['Клиника «Вербная»', 'Клиника-Вербная.ics'],
  ['../..', 'schedule.ics'],
])('the file of %s is called %s', (name, file) => {
  expect(calendarFileName(name)).toBe(file)
})
