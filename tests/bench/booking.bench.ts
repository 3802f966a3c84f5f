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

const rounds = 9
const bookingsARound = 100
const warmUp = 100

/** Where new bookings go: a month without any, so that each finds its time free. */
const openFrom = '2027-01-04'

export async function measure(): Promise<BenchRow[]> {
  const served = await openBookingClinic()
  const bare = await openBookingClinic()
  try {
    const viaService = createServiceBooking(served)
    for (let index = 0; index < warmUp; index += 1) await viaService()
    const bareBooking = createBareBooking(bare, rowsOfLastBooking(served))
    for (let index = 0; index < warmUp; index += 1) bareBooking()
    const service: number[] = []
    const baseline: number[] = []
    // In turn, so that whatever else the machine does weighs on both.
    for (let round = 0; round < rounds; round += 1) {
      for (let index = 0; index < bookingsARound; index += 1) {
        const started = performance.now()
        await viaService()
        service.push(performance.now() - started)
      }
      for (let index = 0; index < bookingsARound; index += 1) {
        const started = performance.now()
        bareBooking()
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

/** Books one after the other into free times of all doctors, in twenty-minute steps. */
function createServiceBooking(clinic: BookingClinic): () => Promise<unknown> {
  const { desk, serviceId, practitionerIds, patientIds } = clinic
  let count = 0
  return () => {
    const practitionerId = practitionerIds[count % practitionerIds.length] ?? ''
    const slot = Math.floor(count / practitionerIds.length)
    const opensMs = Date.parse(
      instantOf(addDays(openFrom, Math.floor(slot / 12)), '08:00', timeZone) ?? '',
    )
    const startsAt = new Date(opensMs + (slot % 12) * 20 * 60_000).toISOString()
    const patientId = patientIds[(count * 37) % patientIds.length] ?? ''
    count += 1
    return bookAppointment(desk.with({}), {
      patientId,
      practitionerId,
      serviceId,
      as: 'confirmed',
      note: null,
      startsAt,
    })
  }
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

/** The same rows under new ids, in one immediate transaction of prepared statements. */
function createBareBooking(clinic: BookingClinic, written: WrittenRows[]): () => void {
  const { raw, practitionerIds, patientIds, serviceId } = clinic
  const statements = written.map(({ table, rows }) => {
    const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== 'device_seq')
    const places = columns.map((column) => `@${column}`).join(', ')
    return {
      table,
      rows,
      insert: raw.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`),
    }
  })
  const location = raw.prepare<[], { id: string }>('SELECT id FROM location').get()?.id ?? null
  let count = 0
  return raw.transaction(() => {
    count += 1
    const appointmentId = v7()
    const patientId = patientIds[(count * 37) % patientIds.length]
    for (const { table, rows, insert } of statements) {
      for (const row of rows) {
        const id = table === 'appointment' ? appointmentId : v7()
        const fresh = { ...row, id, key: id, event_key: id }
        if (table === 'appointment' || table === 'message')
          Object.assign(fresh, { patient_id: patientId })
        if (table === 'appointment') {
          Object.assign(fresh, {
            practitioner_id: practitionerIds[count % practitionerIds.length],
            service_id: serviceId,
            location_id: location,
          })
        } else Object.assign(fresh, { appointment_id: appointmentId, row_id: id })
        insert.run(fresh)
      }
    }
  }).immediate
}
