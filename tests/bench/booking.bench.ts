/** One booking through the service, against a bare transaction that writes the same rows to the same kind of file. */
import { performance } from 'node:perf_hooks'
import { v7 } from 'uuid'
import { bookAppointment } from '../../main/clinic/appointments/appointments.service.ts'
import { addDays, instantOf } from '../../main/clinic/shared/days.ts'
import {
  type BenchRow,
  type BookingClinic,
  median,
  ms,
  openBookingClinic,
  timeZone,
} from './booking-clinic.ts'

const rounds = 40
const bookingsARound = 25
const warmUp = 100

/** Where new bookings go: a month without any, so that each finds its time free. */
const openFrom = '2027-01-04'

export async function measure(): Promise<BenchRow[]> {
  const served = await openBookingClinic()
  const bare = await openBookingClinic()
  try {
    const servedSlots = createSlots(served)
    const bareSlots = createSlots(bare)
    const bookThroughService = createServiceBooking(served)
    for (let index = 0; index < warmUp; index += 1) await bookThroughService(servedSlots())
    const bookBare = createBareBooking(bare, rowsOfLastBooking(served))
    for (let index = 0; index < warmUp; index += 1) bookBare(bareSlots())
    const service: number[] = []
    const baseline: number[] = []
    // In turn, so that whatever else the machine does weighs on both.
    for (let round = 0; round < rounds; round += 1) {
      for (let index = 0; index < bookingsARound; index += 1) {
        const slot = servedSlots()
        const started = performance.now()
        await bookThroughService(slot)
        service.push(performance.now() - started)
      }
      for (let index = 0; index < bookingsARound; index += 1) {
        const slot = bareSlots()
        const started = performance.now()
        bookBare(slot)
        baseline.push(performance.now() - started)
      }
    }
    const measured = median(service)
    const compared = median(baseline)
    return [
      {
        name: 'One booking through the service',
        measured: ms(measured),
        baseline: `${ms(compared)} bare transaction, same rows`,
        ratio: measured / compared,
        goal: '<= 2x',
      },
    ]
  } finally {
    served.close()
    bare.close()
  }
}

interface Slot {
  practitionerId: string
  patientId: string
  day: string
  startsAt: string
  endsAt: string
}

/** Free times one after the other, all doctors in turn, twelve times a day. */
function createSlots({ practitionerIds, patientIds }: BookingClinic): () => Slot {
  let count = 0
  return () => {
    const slot = Math.floor(count / practitionerIds.length)
    const day = addDays(openFrom, Math.floor(slot / 12))
    const startsMs = Date.parse(instantOf(day, '08:00', timeZone) ?? '') + (slot % 12) * 20 * 60_000
    const found = {
      practitionerId: practitionerIds[count % practitionerIds.length] ?? '',
      patientId: patientIds[(count * 37) % patientIds.length] ?? '',
      day,
      startsAt: new Date(startsMs).toISOString(),
      endsAt: new Date(startsMs + 20 * 60_000).toISOString(),
    }
    count += 1
    return found
  }
}

function createServiceBooking(clinic: BookingClinic): (slot: Slot) => Promise<unknown> {
  const { desk, serviceId } = clinic
  return ({ practitionerId, patientId, startsAt }) =>
    bookAppointment(desk.with({}), {
      patientId,
      practitionerId,
      serviceId,
      as: 'confirmed',
      note: null,
      startsAt,
    })
}

interface WrittenRows {
  table: string
  rows: Record<string, unknown>[]
}

/** All that one booking wrote, table by table. */
function rowsOfLastBooking(clinic: BookingClinic): WrittenRows[] {
  const last = (sql: string) => clinic.raw.prepare<[], Record<string, unknown>>(sql).all()
  const unit = `(SELECT unit_id FROM audit_event ORDER BY rowid DESC LIMIT 1)`
  const rowId = (entity: string) =>
    `(SELECT row_id FROM audit_event WHERE unit_id = ${unit} AND entity = '${entity}')`
  return [
    {
      table: 'appointment',
      rows: last(`SELECT * FROM appointment WHERE id IN ${rowId('appointment')}`),
    },
    {
      table: 'appointment_step',
      rows: last(`SELECT * FROM appointment_step WHERE id IN ${rowId('appointment_step')}`),
    },
    { table: 'message', rows: last(`SELECT * FROM message WHERE id IN ${rowId('message')}`) },
    { table: 'audit_event', rows: last(`SELECT * FROM audit_event WHERE unit_id = ${unit}`) },
    {
      table: 'outbox_operation',
      rows: last(`SELECT * FROM outbox_operation WHERE unit_id = ${unit}`),
    },
    {
      table: 'idempotency_key',
      rows: last('SELECT * FROM idempotency_key ORDER BY rowid DESC LIMIT 1'),
    },
  ]
}

/** Rows of the same size under new ids, spread over the same indexes, in one immediate transaction. */
function createBareBooking(clinic: BookingClinic, written: WrittenRows[]): (slot: Slot) => void {
  const { raw, serviceId } = clinic
  const statements = written.map(({ table, rows }) => {
    const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== 'device_seq')
    const places = columns.map((column) => `@${column}`).join(', ')
    return {
      rows,
      insert: raw.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`),
    }
  })
  const locationId = raw.prepare<[], { id: string }>('SELECT id FROM location').get()?.id ?? null
  return raw.transaction((slot: Slot) => {
    const appointmentId = v7()
    const booking = {
      appointment_id: appointmentId,
      practitioner_id: slot.practitionerId,
      patient_id: slot.patientId,
      service_id: serviceId,
      location_id: locationId,
      day: slot.day,
      starts_at: slot.startsAt,
      ends_at: slot.endsAt,
    }
    let isFirst = true
    for (const { rows, insert } of statements) {
      for (const row of rows) {
        const id = isFirst ? appointmentId : v7()
        isFirst = false
        insert.run({ ...row, ...booking, id, key: id, event_key: id, row_id: id })
      }
    }
  }).immediate
}
