/** An encrypted clinic on disk for the booking figures: twelve doctors, thousands of patients, a year of bookings. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { setUpClinic } from '../../main/clinic/settings/settings.service.ts'
import { addDays, instantOf } from '../../main/clinic/shared/days.ts'
import { createDesk, type Desk, systemActor } from '../../main/db/desk.ts'
import { createHandles } from '../../main/db/kysely.ts'
import { migrate } from '../../main/db/migrate.ts'
import { openDatabase } from '../../main/db/open.ts'
import { createWriter } from '../../main/db/write.ts'
import { justRegistered } from '../helpers/patients.ts'

export const timeZone = 'Europe/Paris'

/** The day from which free times are asked and new bookings are made. */
export const firstDay = '2026-11-16'

export interface BookingClinic {
  raw: ReturnType<typeof openDatabase>
  desk: Desk
  serviceId: string
  practitionerIds: string[]
  patientIds: string[]
  close(): void
}

/** A sum that fits a desk of everyday work: the clinic's past and the fortnight to come. */
const usualSize = { doctors: 12, patients: 5000, pastDays: 250, bookedDays: 14, bookingsADay: 25 }

export type ClinicSize = typeof usualSize

/** Opens the clinic in a folder of its own, with the pragmas and the cipher of the product. */
export async function openBookingClinic(wish: Partial<ClinicSize> = {}): Promise<BookingClinic> {
  const size = { ...usualSize, ...wish }
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-bench-'))
  const raw = openDatabase({
    path: join(folder, 'clinic.db'),
    key: randomBytes(32),
    mayCreate: true,
  })
  await migrate(raw, null)
  const now = () => `${firstDay}T05:00:00.000Z`
  raw
    .prepare('INSERT INTO device (id, name, prefix, created_at) VALUES (?, ?, ?, ?)')
    .run('device-a', 'Desk A', 'A', now())
  const handles = createHandles(raw)
  const parts = { now, newId: v7, deviceId: 'device-a' }
  const writer = createWriter({ ...parts, raw, root: handles.root, committed: () => {} })
  const system = createDesk(
    { ...parts, read: handles.read, writer, wake: () => {} },
    systemActor,
    null,
  )
  const { administratorId } = await setUpClinic(system, {
    name: 'Clinique des Trois Baleines',
    country: 'FR',
    language: 'fr',
    currency: 'EUR',
    timeZone,
    administrator: {
      family: 'Martin',
      given: 'Élise',
      patronymic: null,
      login: 'admin',
      passphrase: 'correct horse',
    },
  })
  const desk = system.with({ actor: { id: administratorId, roles: ['receptionist'] } })
  const house = await furnish(desk, size)
  fillCalendar(raw, house, size)
  return {
    raw,
    desk,
    ...house,
    close() {
      raw.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type House = Pick<BookingClinic, 'serviceId' | 'practitionerIds' | 'patientIds'>

async function furnish(desk: Desk, size: ClinicSize): Promise<House> {
  return desk.write('bench.furnish', async (unit) => {
    const categoryId = unit.insert('serviceCategory', {
      name: 'Visits',
      position: 1,
      archivedAt: null,
    })
    const serviceId = unit.insert('healthcareService', {
      categoryId,
      code: 'V-1',
      name: 'Consultation',
      durationMinutes: 20,
      priceMinor: 60_00,
      preparation: null,
      archivedAt: null,
    })
    const locationId = unit.insert('location', { name: 'Room 1', archivedAt: null })
    const person = { given: 'Jeanne', patronymic: null, language: 'fr', archivedAt: null }
    const practitionerIds = Array.from({ length: size.doctors }, (_, index) => {
      const practitionerId = unit.insert('practitioner', {
        ...person,
        family: `Doctor ${index}`,
        roles: '["doctor"]',
        specialty: 'Cardiologie',
        email: `doctor${index}@example.test`,
        phone: null,
      })
      unit.insert('practitionerService', { practitionerId, serviceId, archivedAt: null })
      for (let weekday = 1; weekday <= 7; weekday += 1) {
        for (const [startsLocal, endsLocal] of [
          ['08:00', '13:00'],
          ['14:00', '20:00'],
        ] as const) {
          unit.insert('weeklyHours', {
            practitionerId,
            locationId,
            weekday,
            startsLocal,
            endsLocal,
            validFrom: '2020-01-01',
            validTo: null,
            archivedAt: null,
          })
        }
      }
      return practitionerId
    })
    const patientIds = Array.from({ length: size.patients }, (_, index) =>
      unit.insert('patient', {
        ...justRegistered,
        ...person,
        family: `Patient ${index}`,
        sex: 'female',
        bornOn: '1984-02-29',
        phones: `[{"use":"mobile","value":"+336${String(index).padStart(8, '0')}"}]`,
        email: `patient${index}@example.test`,
        address: null,
        documentKind: null,
        documentNumber: null,
        note: null,
      }),
    )
    return { serviceId, practitionerIds, patientIds }
  })
}

/** Bookings every 25 minutes from eight, in the past and in the fortnight to come. */
function fillCalendar(raw: BookingClinic['raw'], house: House, size: ClinicSize): void {
  const insert = raw.prepare(
    `INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, day, starts_at, ends_at,
       time_zone, status, status_at, price_minor, currency, note, cancel_reason, version, created_at, updated_at)
     VALUES (?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, 6000, 'EUR', NULL, NULL, 1, ?, ?)`,
  )
  raw.transaction(() => {
    let patient = 0
    for (let offset = -size.pastDays; offset < size.bookedDays; offset += 1) {
      const day = addDays(firstDay, offset)
      const opensMs = Date.parse(instantOf(day, '08:00', timeZone) ?? '')
      for (const practitionerId of house.practitionerIds) {
        for (let index = 0; index < size.bookingsADay; index += 1) {
          const startsMs = opensMs + index * 25 * 60_000
          const startsAt = new Date(startsMs).toISOString()
          const endsAt = new Date(startsMs + 20 * 60_000).toISOString()
          const status = offset < 0 ? 'done' : 'confirmed'
          patient += 1
          insert.run(
            v7(),
            house.patientIds[patient % house.patientIds.length],
            practitionerId,
            house.serviceId,
            day,
            startsAt,
            endsAt,
            timeZone,
            status,
            startsAt,
            startsAt,
            startsAt,
          )
        }
      }
    }
  })()
}

/** The middle one of the numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** One line of the figures' table; see tests/bench/run.ts. */
export interface BenchRow {
  name: string
  measured: string
  baseline: string
  ratio: number | null
  goal: string
}

/** Milliseconds as the table writes them. */
export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} ms`
}

/** Seconds as the table writes them; of milliseconds. */
export function seconds(value: number): string {
  return `${(value / 1000).toFixed(value < 10_000 ? 2 : 1)} s`
}
