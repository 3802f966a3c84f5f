/** A clinic's day in random pieces: what people at several desks do, as plain data that can be shrunk and replayed. */
import fc from 'fast-check'
import * as z from 'zod'
import {
  bookAppointment,
  cancelAppointment,
  changeNote,
  confirmAppointment,
  moveAppointment,
  takeStep,
} from '../../main/clinic/appointments/appointments.service.ts'
import { issueInvoice, refund, takePayment } from '../../main/clinic/billing/billing.service.ts'
import { createCard } from '../../main/clinic/patients/medical-card.service.ts'
import { registerPatient, updatePatient } from '../../main/clinic/patients/patients.service.ts'
import { addMinutes } from '../../main/clinic/shared/days.ts'
import { ClinicError } from '../../main/clinic/shared/errors.ts'
import { archiveStaffMember, updateStaffMember } from '../../main/clinic/staff/staff.service.ts'
import { addAddendum, signVisit, startVisit } from '../../main/clinic/visits/visits.service.ts'
import type { Desk } from '../../main/db/desk.ts'
import type { RawDatabase } from '../../main/db/open.ts'
import { written } from '../helpers/visit-day.ts'
import { personOf, registrationOf } from '../helpers/patients.ts'

/** Who stands in the clinic before the work begins; see `foundClinic`. */
export const houseShape = z.object({
  serviceId: z.string(),
  doctorIds: z.array(z.string()),
  patientIds: z.array(z.string()),
  receptionistId: z.string(),
  cashierId: z.string(),
  administratorId: z.string(),
  /** Booked from here on, quarter hour by quarter hour. */
  opensAt: z.string(),
})
export type House = z.infer<typeof houseShape>

/** One thing that someone does at a desk. `pick` chooses among the rows that the desk has. */
export type Deed =
  | { deed: 'book'; doctor: number; patient: number; quarter: number; overbook: boolean }
  | { deed: 'move'; pick: number; doctor: number; quarter: number }
  | { deed: 'cancel'; pick: number }
  | { deed: 'confirm'; pick: number }
  | { deed: 'step'; pick: number; to: 'arrived' | 'called' | 'no-show' }
  | { deed: 'note'; pick: number; text: string }
  | { deed: 'visit'; pick: number; isSigned: boolean }
  | { deed: 'whole-visit'; pick: number; isPaid: boolean }
  | { deed: 'open-card'; pick: number }
  | { deed: 'addendum'; pick: number }
  | { deed: 'bill'; pick: number }
  | { deed: 'pay'; pick: number }
  | { deed: 'refund'; pick: number }
  | { deed: 'register'; withCard: boolean }
  | { deed: 'edit-patient'; pick: number; field: 'address' | 'note' | 'family'; text: string }
  | { deed: 'edit-staff'; pick: number; specialty: string }
  | { deed: 'archive-staff'; isArchived: boolean }

const pick = fc.nat({ max: 30 })
const quarter = fc.nat({ max: 9 })
const doctor = fc.nat({ max: 1 })
const text = fc.constantFrom('one', 'two', 'three')

/** Bookings of few times with few doctors come most, so that desks meet. */
export const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      deed: fc.constant('book' as const),
      doctor,
      patient: fc.nat({ max: 3 }),
      quarter,
      overbook: fc.nat({ max: 7 }).map((chance) => chance === 0),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ deed: fc.constant('move' as const), pick, doctor, quarter }),
  },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('cancel' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('confirm' as const), pick }) },
  {
    weight: 4,
    arbitrary: fc.record({
      deed: fc.constant('step' as const),
      pick,
      to: fc.constantFrom('arrived' as const, 'called' as const, 'no-show' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('note' as const), pick, text }) },
  {
    weight: 3,
    arbitrary: fc.record({ deed: fc.constant('visit' as const), pick, isSigned: fc.boolean() }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ deed: fc.constant('whole-visit' as const), pick, isPaid: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('open-card' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('addendum' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('bill' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('pay' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('refund' as const), pick }) },
  {
    weight: 1,
    arbitrary: fc.record({ deed: fc.constant('register' as const), withCard: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      deed: fc.constant('edit-patient' as const),
      pick,
      field: fc.constantFrom('address' as const, 'note' as const, 'family' as const),
      text,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ deed: fc.constant('edit-staff' as const), pick, specialty: text }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ deed: fc.constant('archive-staff' as const), isArchived: fc.boolean() }),
  },
)

/** A desk with the database under it, so that a deed can see what it may pick from. */
export interface WorkPlace {
  raw: RawDatabase
  desk: (roles: string[], id: string) => Desk
}

/** Does it, if the clinic's own rules let it: a refusal by a rule is an answer like any other. */
export async function doDeed(place: WorkPlace, house: House, deed: Deed): Promise<boolean> {
  try {
    await deeds[deed.deed](place, house, deed as never)
    return true
  } catch (error) {
    if (error instanceof ClinicError) return false
    throw error
  }
}

/** Books so many free times, one after the other; answers how many there are then. */
export async function bookSome(
  place: WorkPlace,
  house: House,
  count: number,
  from = 0,
): Promise<number> {
  for (let index = from; index < from + count; index += 1) {
    await bookAppointment(reception(place, house), {
      patientId: house.patientIds[index % house.patientIds.length] ?? '',
      practitionerId: house.doctorIds[index % 2] ?? '',
      serviceId: house.serviceId,
      as: 'confirmed',
      note: null,
      // Sixteen half-hours a day, day after day, with both doctors in turn.
      startsAt: addMinutes(house.opensAt, slotMinutes(Math.floor(index / 2))),
    })
  }
  const counted = place.raw.prepare('SELECT count(*) FROM appointment').pluck().get()
  return Number(counted)
}

function slotMinutes(slot: number): number {
  return Math.floor(slot / 16) * 24 * 60 + (slot % 16) * 30
}

type Story<Name> = (
  place: WorkPlace,
  house: House,
  deed: Extract<Deed, { deed: Name }>,
) => Promise<unknown>

const deeds: { [Name in Deed['deed']]: Story<Name> } = {
  book: (place, house, { doctor, patient, quarter, overbook }) =>
    bookAppointment(reception(place, house), {
      patientId: house.patientIds[patient % house.patientIds.length] ?? '',
      practitionerId: house.doctorIds[doctor % house.doctorIds.length] ?? '',
      serviceId: house.serviceId,
      as: 'confirmed',
      note: null,
      startsAt: addMinutes(house.opensAt, quarter * 15),
      ...(overbook ? { overbook } : {}),
    }),
  async move(place, house, { pick, doctor, quarter }) {
    const booking = pickBooking(place, pick)
    if (booking === null) return
    await moveAppointment(reception(place, house), {
      id: booking.id,
      version: booking.version,
      practitionerId: house.doctorIds[doctor % house.doctorIds.length] ?? '',
      startsAt: addMinutes(house.opensAt, quarter * 15),
    })
  },
  async cancel(place, house, { pick }) {
    const booking = pickBooking(place, pick)
    if (booking === null) return
    const { id, version } = booking
    await cancelAppointment(reception(place, house), { id, version, reason: 'by telephone' })
  },
  async confirm(place, house, { pick }) {
    const booking = pickBooking(place, pick)
    if (booking !== null) await confirmAppointment(reception(place, house), booking)
  },
  async step(place, house, { pick, to }) {
    const booking = pickBooking(place, pick)
    if (booking !== null) await takeStep(reception(place, house), { ...booking, to })
  },
  async note(place, house, { pick, text }) {
    const booking = pickBooking(place, pick)
    if (booking !== null) await changeNote(reception(place, house), { ...booking, note: text })
  },
  async visit(place, _house, { pick, isSigned }) {
    const booking = pickRow<{ id: string; practitioner_id: string }>(
      place,
      pick,
      `SELECT id, practitioner_id FROM appointment WHERE status IN ('arrived', 'called', 'in-room')
       ORDER BY id`,
    )
    if (booking === null) return
    const desk = place.desk(['doctor'], booking.practitioner_id)
    const { encounterId } = await startVisit(desk, booking.id)
    if (isSigned) await signVisit(desk.with({}), { encounterId, content: written, base: '' })
  },
  async 'whole-visit'(place, house, { pick, isPaid }) {
    await deeds.visit(place, house, { deed: 'visit', pick, isSigned: true })
    await deeds.bill(place, house, { deed: 'bill', pick })
    if (isPaid) await deeds.pay(place, house, { deed: 'pay', pick })
  },
  async 'open-card'(place, house, { pick }) {
    const patient = pickRow<{ id: string }>(place, pick, 'SELECT id FROM patient ORDER BY id')
    if (patient !== null) await createCard(reception(place, house), patient.id)
  },
  async addendum(place, _house, { pick }) {
    const visit = pickRow<{ id: string; practitioner_id: string }>(
      place,
      pick,
      'SELECT id, practitioner_id FROM encounter WHERE signed_at IS NOT NULL ORDER BY id',
    )
    if (visit === null) return
    const desk = place.desk(['doctor'], visit.practitioner_id)
    await addAddendum(desk, { encounterId: visit.id, text: 'later' })
  },
  async bill(place, house, { pick }) {
    const booking = pickRow<{ id: string }>(
      place,
      pick,
      `SELECT id FROM appointment WHERE status = 'to-pay' ORDER BY id`,
    )
    if (booking !== null)
      await issueInvoice(place.desk(['cashier'], house.cashierId), { appointmentId: booking.id })
  },
  async pay(place, house, { pick }) {
    const bill = pickRow<{ id: string; total_minor: number }>(
      place,
      pick,
      'SELECT id, total_minor FROM invoice ORDER BY id',
    )
    if (bill === null) return
    const payments = [{ method: 'terminal' as const, amountMinor: bill.total_minor }]
    await takePayment(place.desk(['cashier'], house.cashierId), { invoiceId: bill.id, payments })
  },
  async refund(place, house, { pick }) {
    const payment = pickRow<{ id: string; amount_minor: number }>(
      place,
      pick,
      'SELECT id, amount_minor FROM payment ORDER BY id',
    )
    if (payment === null) return
    await refund(place.desk(['administrator'], house.administratorId), {
      paymentId: payment.id,
      amountMinor: payment.amount_minor,
      method: 'terminal',
      reason: 'asked for',
    })
  },
  register: (place, house, { withCard }) =>
    registerPatient(reception(place, house), registrationOf({ withCard })),
  async 'edit-patient'(place, house, { pick, field, text }) {
    const patient = pickRow<{ id: string; version: number }>(
      place,
      pick,
      'SELECT id, version FROM patient ORDER BY id',
    )
    if (patient === null) return
    const known = place.raw
      .prepare<[string], { address: string | null; note: string | null; family: string }>(
        'SELECT address, note, family FROM patient WHERE id = ?',
      )
      .get(patient.id)
    await updatePatient(reception(place, house), {
      ...personOf({ ...known, [field]: text }),
      ...patient,
    })
  },
  async 'edit-staff'(place, house, { pick, specialty }) {
    const id = house.doctorIds[pick % house.doctorIds.length] ?? ''
    const person = place.raw
      .prepare<[string], { version: number; family: string; given: string }>(
        'SELECT version, family, given FROM practitioner WHERE id = ?',
      )
      .get(id)
    if (person === undefined) return
    await updateStaffMember(administration(place, house), {
      ...person,
      id,
      specialty,
      patronymic: null,
      roles: ['doctor'],
      email: null,
      phone: null,
      language: 'ru',
    })
  },
  async 'archive-staff'(place, house, { isArchived }) {
    const id = house.cashierId
    const person = place.raw
      .prepare<[string], { version: number }>('SELECT version FROM practitioner WHERE id = ?')
      .get(id)
    if (person === undefined) return
    const { version } = person
    const desk = administration(place, house)
    await archiveStaffMember(desk, { id, version, archived: isArchived })
  },
}

function reception(place: WorkPlace, house: House): Desk {
  return place.desk(['receptionist'], house.receptionistId)
}

function administration(place: WorkPlace, house: House): Desk {
  return place.desk(['administrator'], house.administratorId)
}

function pickBooking(place: WorkPlace, pick: number): { id: string; version: number } | null {
  return pickRow(place, pick, 'SELECT id, version FROM appointment ORDER BY id')
}

function pickRow<Row>(place: WorkPlace, pick: number, query: string): Row | null {
  const rows = place.raw.prepare<[], Row>(query).all()
  return rows[pick % Math.max(1, rows.length)] ?? null
}
