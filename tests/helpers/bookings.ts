/** Builders for what a booking stands on: services, doctors with hours, rooms, patients. */
import { setOffers } from '../../main/clinic/catalog/catalog.service.ts'
import type { AppointmentStatus } from '../../main/clinic/appointments/appointments.rules.ts'
import type { TestClinic } from './clinic.ts'
import { justRegistered } from './patients.ts'

let counted = 0

function next(): number {
  counted += 1
  return counted
}

/** A service in a category of its own; half an hour for 2 500.00 unless told otherwise. */
export async function addService(
  clinic: TestClinic,
  wish: { name?: string; durationMinutes?: number; priceMinor?: number } = {},
): Promise<string> {
  const number = next()
  return clinic.desk.with({}).write('test.addService', async (unit) => {
    const categoryId = unit.insert('serviceCategory', {
      name: `Category ${number}`,
      position: number,
      archivedAt: null,
    })
    return unit.insert('healthcareService', {
      categoryId,
      code: `S-${String(number).padStart(4, '0')}`,
      name: wish.name ?? `Service ${number}`,
      durationMinutes: wish.durationMinutes ?? 30,
      priceMinor: wish.priceMinor ?? 250_000,
      preparation: null,
      archivedAt: null,
    })
  })
}

export async function addRoom(
  clinic: TestClinic,
  name = 'Room 1',
  kind: string | null = null,
): Promise<string> {
  return clinic.desk
    .with({})
    .write('test.addRoom', async (unit) =>
      unit.insert('location', { name, kind, archivedAt: null }),
    )
}

export async function addEquipment(
  clinic: TestClinic,
  wish: { name: string; kind?: string | undefined; locationId?: string | undefined },
): Promise<string> {
  const { name, kind = null, locationId = null } = wish
  return clinic.desk
    .with({})
    .write('test.addEquipment', async (unit) =>
      unit.insert('equipment', { name, kind, locationId, archivedAt: null }),
    )
}

/** What a service claims beside the doctor: any of a kind, or one of the named. */
export async function addNeed(
  clinic: TestClinic,
  serviceId: string,
  wish: { target: 'room' | 'equipment'; kind?: string; resourceIds?: string[] },
): Promise<string> {
  const { target, kind = null, resourceIds = [] } = wish
  return clinic.desk.with({}).write('test.addNeed', async (unit) =>
    unit.insert('serviceNeed', {
      serviceId,
      target,
      kind,
      resourceIds: JSON.stringify(resourceIds),
      archivedAt: null,
    }),
  )
}

/** A doctor who works 09:00 to 17:00 on every weekday unless told otherwise, and offers the services. */
export async function addDoctor(
  clinic: TestClinic,
  wish: {
    serviceIds: string[]
    family?: string
    hours?: [startsLocal: string, endsLocal: string][]
    weekdays?: number[]
    locationId?: string | undefined
    email?: string | null
  },
): Promise<string> {
  const desk = clinic.desk.with({})
  const practitionerId = await desk.write('test.addDoctor', async (unit) => {
    const id = unit.insert('practitioner', {
      family: wish.family ?? `Doctor${next()}`,
      given: 'Анна',
      patronymic: 'Петровна',
      roles: '["doctor"]',
      specialty: 'Терапевт',
      email: wish.email === undefined ? 'doctor@example.test' : wish.email,
      phone: null,
      language: 'ru',
      archivedAt: null,
    })
    for (const weekday of wish.weekdays ?? [1, 2, 3, 4, 5, 6, 7]) {
      for (const [startsLocal, endsLocal] of wish.hours ?? [['09:00', '17:00']]) {
        unit.insert('weeklyHours', {
          practitionerId: id,
          locationId: wish.locationId ?? null,
          weekday,
          startsLocal,
          endsLocal,
          validFrom: '2010-01-01',
          validTo: null,
          archivedAt: null,
        })
      }
    }
    return id
  })
  await setOffers(desk, { practitionerId, serviceIds: wish.serviceIds })
  return practitionerId
}

export async function addPatient(
  clinic: TestClinic,
  wish: { family?: string; email?: string | null } = {},
): Promise<string> {
  return clinic.desk.with({}).write('test.addPatient', async (unit) =>
    unit.insert('patient', {
      ...justRegistered,
      family: wish.family ?? `Patient${next()}`,
      given: 'Иван',
      patronymic: 'Ильич',
      sex: 'male',
      bornOn: '1984-02-29',
      phones: JSON.stringify([{ use: 'mobile', value: '+79150000000' }]),
      email: wish.email === undefined ? 'patient@example.test' : wish.email,
      address: null,
      documentKind: null,
      documentNumber: null,
      language: 'ru',
      note: null,
    }),
  )
}

/** An invoice of a booking with one payment and one refund of these sums (nought leaves it out). */
export async function addInvoice(
  clinic: TestClinic,
  wish: {
    appointmentId: string
    patientId: string
    totalMinor: number
    paidMinor: number
    refundedMinor: number
  },
): Promise<string> {
  const number = String(next())
  const { appointmentId, patientId, totalMinor, paidMinor, refundedMinor } = wish
  return clinic.desk.with({}).write('test.addInvoice', async (unit) => {
    const by = { issuedAt: unit.now, issuedBy: unit.actorId }
    const invoiceId = unit.insert('invoice', {
      ...by,
      number: `A-${number}`,
      patientId,
      appointmentId,
      currency: 'RUB',
      totalMinor,
    })
    if (paidMinor === 0) return invoiceId
    const receiptId = unit.insert('receipt', {
      ...by,
      number: `A-R${number}`,
      invoiceId,
      totalMinor: paidMinor,
    })
    const paymentId = unit.insert('payment', {
      invoiceId,
      receiptId,
      method: 'terminal',
      amountMinor: paidMinor,
      tenderedMinor: null,
      changeMinor: null,
      takenAt: unit.now,
      takenBy: unit.actorId,
    })
    if (refundedMinor === 0) return invoiceId
    unit.insert('refund', {
      number: `A-B${number}`,
      invoiceId,
      paymentId,
      method: 'terminal',
      amountMinor: refundedMinor,
      reason: 'test',
      refundedAt: unit.now,
      refundedBy: unit.actorId,
    })
    return invoiceId
  })
}

export interface BookedRow {
  id: string
  practitioner_id: string
  patient_id: string
  location_id: string | null
  day: string
  starts_at: string
  ends_at: string
  status: AppointmentStatus
  price_minor: number
  currency: string
  time_zone: string
  version: number
  overbooked: 0 | 1
  /** JSON list. */
  resource_ids: string
}

/** Every booking as the table holds it, by time. */
export function allBookings(clinic: TestClinic): BookedRow[] {
  return clinic.raw.prepare<[], BookedRow>('SELECT * FROM appointment ORDER BY starts_at, id').all()
}
