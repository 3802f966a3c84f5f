/** A day with twelve doctors and three hundred bookings, for the figure of the board's paint. */
import { randomUUID } from 'node:crypto'
import type { RawDatabase } from '../../main/db/open.ts'
import { dayBounds } from '../../main/clinic/shared/days.ts'

/** A Tuesday beyond the demo clinic's own bookings. */
export const boardDay = '2027-02-16'

const bookingsADoctor = 25
const minutesEach = 20

/** Written past the services: what is measured is the board, not how the bookings came to be. */
export function fillBoardDay(raw: RawDatabase): void {
  const { timeZone, currency } = one(
    raw,
    'SELECT time_zone AS timeZone, currency FROM organization',
  )
  const midnight = Date.parse(dayBounds(boardDay, String(timeZone)).startsAt)
  const doctors = raw
    .prepare<[], { id: string }>(`SELECT id FROM practitioner WHERE roles LIKE '%doctor%' LIMIT 12`)
    .all()
  const patients = raw.prepare<[], { id: string }>('SELECT id FROM patient LIMIT 300').all()
  const service = one(raw, 'SELECT id FROM healthcare_service LIMIT 1')
  const insert = raw.prepare(
    `INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, day, starts_at, ends_at,
       time_zone, status, status_at, price_minor, currency, note, cancel_reason, version, created_at, updated_at)
     VALUES (?, ?, ?, ?, NULL, ?, ?, ?, ?, 'confirmed', ?, 1000, ?, NULL, NULL, 1, ?, ?)`,
  )
  const at = (minute: number) => new Date(midnight + minute * 60_000).toISOString()
  doctors.forEach((doctor, column) => {
    for (let row = 0; row < bookingsADoctor; row += 1) {
      const from = 9 * 60 + row * minutesEach
      const patient = patients[(column * bookingsADoctor + row) % patients.length]
      insert.run(
        randomUUID(),
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

function one(raw: RawDatabase, question: string): Record<string, unknown> {
  const row = raw.prepare<[], Record<string, unknown>>(question).get()
  if (row === undefined) throw new Error('The demo clinic holds no such row')
  return row
}
