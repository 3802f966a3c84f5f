/** A day with twenty doctors and six hundred bookings, for the figures of the board's paint and of a drag. */
import { v7 } from 'uuid'
import type { RawDatabase } from '../../main/db/open.ts'
import { dayBounds } from '../../main/clinic/shared/days.ts'

/** A Tuesday beyond the demo clinic's own bookings. */
export const boardDay = '2027-02-16'

export const boardDoctors = 20
const bookingsADoctor = 30
export const boardBookings = boardDoctors * bookingsADoctor
const minutesEach = 20

/** Written past the services: what is measured is the board, not how the bookings came to be. */
export function fillBoardDay(raw: RawDatabase): void {
  const { timeZone, currency } = one(
    raw,
    'SELECT time_zone AS timeZone, currency FROM organization',
  )
  const midnight = Date.parse(dayBounds(boardDay, String(timeZone)).startsAt)
  const doctors = [...doctorsOf(raw), ...hire(raw, boardDoctors - doctorsOf(raw).length)]
  const patients = raw.prepare<[], { id: string }>('SELECT id FROM patient LIMIT 600').all()
  const service = one(raw, 'SELECT id FROM healthcare_service LIMIT 1')
  const insert = raw.prepare(
    `INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, day, starts_at, ends_at,
       time_zone, status, status_at, price_minor, currency, note, cancel_reason, version, created_at, updated_at)
     VALUES (?, ?, ?, ?, NULL, ?, ?, ?, ?, 'confirmed', ?, 1000, ?, NULL, NULL, 1, ?, ?)`,
  )
  const at = (minute: number) => new Date(midnight + minute * 60_000).toISOString()
  doctors.forEach((doctor, column) => {
    for (let row = 0; row < bookingsADoctor; row += 1) {
      const from = 8 * 60 + row * minutesEach
      const patient = patients[(column * bookingsADoctor + row) % patients.length]
      insert.run(
        v7(),
        patient?.id,
        doctor.id,
        service['id'],
        boardDay,
        at(from),
        at(from + minutesEach),
        timeZone,
        at(0),
        currency,
        at(0),
        at(0),
      )
    }
  })
}

function doctorsOf(raw: RawDatabase): { id: string }[] {
  return raw
    .prepare<[number], { id: string }>(
      `SELECT id FROM practitioner WHERE roles LIKE '%"doctor"%' AND archived_at IS NULL LIMIT ?`,
    )
    .all(boardDoctors)
}

/** More doctors like the first one. */
function hire(raw: RawDatabase, count: number): { id: string }[] {
  const add = raw.prepare(
    `INSERT INTO practitioner (id, family, given, patronymic, roles, specialty, email, phone, language, archived_at, version, created_at, updated_at)
     SELECT ?, family || ?, given, patronymic, roles, specialty, NULL, NULL, language, NULL, 1, created_at, updated_at
     FROM practitioner WHERE id = ?`,
  )
  const [first] = doctorsOf(raw)
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const id = v7()
    add.run(id, ` ${index + 2}`, first?.id)
    return { id }
  })
}

function one(raw: RawDatabase, question: string): Record<string, unknown> {
  const row = raw.prepare<[], Record<string, unknown>>(question).get()
  if (row === undefined) throw new Error('The demo clinic holds no such row')
  return row
}
