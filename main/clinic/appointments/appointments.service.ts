/** Bookings: made, confirmed, moved, cancelled, and led through the day by one status machine. */
import type { Desk } from '../../db/desk.ts'
import type { AppointmentRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { packageLines, priceFor } from '../catalog/prices.service.ts'
import { listedIds } from '../catalog/resources.rules.ts'
import { giveTicket } from '../queue/tickets.service.ts'
import { queueAppointmentMails } from '../notifications/queue-mail.service.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayOf, msOf, type Span } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import type { BookingWish, Cancellation, Move, PackageWish, Step } from './appointments.input.ts'
import { findAppointment, findInvoiceOf, findUndoFacts, listSteps } from './appointments.queries.ts'
import {
  type AppointmentStatus,
  canChangeLength,
  canReschedule,
  requireMove,
} from './appointments.rules.ts'
import { refuseTakenResources } from './claims.service.ts'
import {
  findPlace,
  refuseClash,
  requireGround,
  requireOffer,
  requirePlace,
  spanOf,
  startIn,
} from './placing.service.ts'
import { statusToUndoTo, undoReason } from './undo.rules.ts'

/** What a caller learns of a booking that was written. */
export interface WrittenBooking {
  id: string
  version: number
  status: AppointmentStatus
}

/** A booking with its place in the day. */
export interface PlacedBooking extends WrittenBooking, Span {
  day: string
  practitionerId: string
}

/** A booking that is wished for; its place is looked for when it is written. */
export type NewBooking = BookingWish & {
  /** Over another booking, on purpose: the time need not be free. */
  overbook?: true
  /** The patient stands at the desk: nobody is mailed. */
  isHere?: true
  /** The series that it is one of. */
  seriesId?: string
}

/**
 * Books a patient's service with a doctor, as requested or as confirmed; the price is
 * the one that holds for the patient that day, the end follows from the service's duration. Patient and doctor get
 * their mails. The rooms and equipment that the service needs are claimed with the time, all or
 * nothing: those in `resourceIds`, or free ones that the program chooses. Refused with `overlap`
 * (which names the other booking) and `resource-taken` unless it is to be set over another one,
 * `resource-missing`, `outside-hours`, `blocked`, `service-not-offered`, `time-does-not-exist`,
 * `not-found` and `archived` (the patient).
 */
export async function bookAppointment(desk: Desk, wish: NewBooking): Promise<PlacedBooking> {
  return desk.write('appointments.book', async (unit) => bookInUnit(desk, unit, wish))
}

/**
 * Books each service of a package with a doctor and a time of its own, all of them or none; the prices
 * frozen on the bookings make exactly the package's. Refused as {@link bookAppointment}, with `not-found`
 * and `archived` (the package), and `invalid-input` when the parts are not the package's.
 */
export async function bookPackage(
  desk: Desk,
  wish: PackageWish,
): Promise<{ appointments: PlacedBooking[] }> {
  const { packageId, parts, ...common } = wish
  const { timeZone } = await readClinic(desk)
  return desk.write('appointments.bookPackage', async (unit) => {
    const lines = await packageLines(unit.db, packageId, dayOf(unit.now, timeZone))
    const appointments: PlacedBooking[] = []
    for (const part of parts) {
      const at = lines.findIndex(({ serviceId }) => serviceId === part.serviceId)
      const [line] = at === -1 ? [] : lines.splice(at, 1)
      if (line === undefined) throw notThePackage()
      appointments.push(await bookInUnit(desk, unit, { ...common, ...part }, line.priceMinor))
    }
    if (lines.length > 0) throw notThePackage()
    return { appointments }
  })
}

function notThePackage(): ClinicError {
  return new ClinicError('invalid-input', { fields: [{ path: 'parts', code: 'not-the-package' }] })
}

/**
 * The same as {@link bookAppointment} inside a unit that is open already; `shareMinor` is the booking's
 * part of a package, or null for the price that holds.
 */
export async function bookInUnit(
  desk: Desk,
  unit: Unit,
  wish: NewBooking,
  shareMinor: number | null = null,
): Promise<PlacedBooking> {
  const { patientId, practitionerId, serviceId, as: status, note, overbook = false } = wish
  const { resourceIds } = wish
  const ground = await requireGround(unit, wish)
  const { timeZone, currency, offeredIn, priceMinor: catalogMinor } = ground
  const span = spanOf(startIn(wish, timeZone), ground.durationMinutes)
  const doctors = { practitionerId, serviceId, offeredIn }
  const asked = { ...doctors, span, timeZone, exceptId: '', resourceIds }
  const { isTaken, ...found } = await findPlace(unit.db, asked, overbook)
  const { day } = found
  const priceMinor =
    shareMinor ?? (await priceFor(unit.db, { patientId, serviceId, day, catalogMinor })).priceMinor
  const id = unit.insert('appointment', {
    patientId,
    practitionerId,
    serviceId,
    ...found,
    ...span,
    timeZone,
    status,
    statusAt: unit.now,
    priceMinor,
    currency,
    note,
    cancelReason: null,
    // A time that turned out to be free is held like any other.
    overbooked: isTaken ? 1 : 0,
    seriesId: wish.seriesId ?? null,
  })
  addStep(unit, id, { from: null, to: status, reason: null })
  if (wish.isHere !== true) await tellOf(desk, unit, status, { id, ...span }, {})
  return { id, version: 1, status, day, practitionerId, ...span }
}

/** Confirms a requested booking; patient and doctor get their mails. */
export async function confirmAppointment(
  desk: Desk,
  wish: { id: string; version: number },
): Promise<WrittenBooking> {
  return desk.write('appointments.confirm', async (unit) => confirmInUnit(desk, unit, wish))
}

/** The same inside a unit that is open already. */
export async function confirmInUnit(
  desk: Desk,
  unit: Unit,
  wish: { id: string; version: number },
): Promise<WrittenBooking> {
  const before = await requireAppointment(unit, wish.id, wish.version)
  const confirmed = step(unit, before, 'confirmed')
  await tellOf(desk, unit, 'confirmed', before, {})
  return confirmed
}

/**
 * Moves a booking to another time, or to another doctor who offers the service; length and price
 * stay. Refused with `not-movable` once the patient has arrived, and as {@link bookAppointment}.
 */
export async function moveAppointment(desk: Desk, wish: Move): Promise<PlacedBooking> {
  return desk.write('appointments.move', async (unit) => moveInUnit(desk, unit, wish))
}

/** The same inside a unit that is open already. */
export async function moveInUnit(desk: Desk, unit: Unit, wish: Move): Promise<PlacedBooking> {
  const before = await requireAppointment(unit, wish.id, wish.version)
  const { id, status, version } = before
  if (!canReschedule(status)) throw new ClinicError('not-movable', { status })
  const practitionerId = wish.practitionerId ?? before.practitionerId
  const { timeZone, offeredIn } = await requireOffer(unit, before, practitionerId)
  const startsAt = startIn(wish, timeZone)
  const span = spanOf(startsAt, minutesOf(before))
  const kept = listedIds(before.resourceIds)
  const { serviceId } = before
  const asked = { practitionerId, serviceId, offeredIn, span, timeZone, exceptId: id, kept }
  const place = await requirePlace(unit, asked)
  const moved = { id, status, practitionerId, day: place.day, ...span }
  if (startsAt === before.startsAt && practitionerId === before.practitionerId) {
    return { ...moved, version }
  }
  if (practitionerId !== before.practitionerId) await tellFormerDoctor(desk, unit, before)
  unit.patch('appointment', id, { practitionerId, ...place, ...span, timeZone, overbooked: 0 })
  await tellOf(desk, unit, 'moved', { id, ...span }, { previousStartsAt: before.startsAt })
  return { ...moved, version: version + 1 }
}

/**
 * Makes a booking longer or shorter; it starts when it did, and its price stays. Nobody is mailed.
 * Refused with `not-movable` once the visit is over, and as {@link bookAppointment}.
 */
export async function changeLength(
  desk: Desk,
  wish: { id: string; version: number; durationMinutes: number },
): Promise<PlacedBooking> {
  return desk.write('appointments.changeLength', async (unit) => {
    const before = await requireAppointment(unit, wish.id, wish.version)
    const { id, status, version, practitionerId, timeZone, day } = before
    if (!canChangeLength(status)) throw new ClinicError('not-movable', { status })
    const span = spanOf(before.startsAt, wish.durationMinutes)
    const { serviceId, resourceIds } = before
    const kept = { exceptId: id, resourceIds: listedIds(resourceIds) }
    // What was set over another one stays so; whatever it grows over else is refused.
    const asked = { practitionerId, serviceId, offeredIn: null, span, timeZone, ...kept }
    await findPlace(unit.db, asked, before.overbooked === 1)
    unit.patch('appointment', id, { endsAt: span.endsAt })
    return { id, status, version: version + 1, practitionerId, day, ...span }
  })
}

function minutesOf({ startsAt, endsAt }: Span): number {
  return (msOf(endsAt) - msOf(startsAt)) / 60_000
}

/** What a cancelled booking leaves to do: how much was paid and not yet given back, and on which invoice. */
export interface CancelledBooking extends WrittenBooking {
  refundDueMinor: number
  invoiceId: string | null
}

/**
 * Cancels a booking with a reason; a visit that is over only when it was paid. Giving the money
 * back is another step, at the till. Refused with `reason-required` and `status-not-allowed`.
 */
export async function cancelAppointment(desk: Desk, wish: Cancellation): Promise<CancelledBooking> {
  return desk.write('appointments.cancel', async (unit) => cancelInUnit(desk, unit, wish))
}

/** The same inside a unit that is open already. */
export async function cancelInUnit(
  desk: Desk,
  unit: Unit,
  wish: Cancellation,
): Promise<CancelledBooking> {
  const before = await requireAppointment(unit, wish.id, wish.version)
  const money = await readMoney(unit, wish.id)
  const { id, reason } = wish
  requireMove(before.status, 'cancelled', { isPaid: money.refundDueMinor > 0, reason })
  write(unit, before, 'cancelled', reason)
  if (!isSeen(before.status)) await tellOf(desk, unit, 'cancelled', before, { reason })
  return { id, version: before.version + 1, status: 'cancelled', ...money }
}

/**
 * One step of the patient's day, from arrived to done, or no-show. Who arrives gets a ticket. Refused with
 * `status-not-allowed`.
 */
export async function takeStep(desk: Desk, wish: Step): Promise<WrittenBooking> {
  return desk.write('appointments.step', async (unit) => {
    const before = await requireAppointment(unit, wish.id, wish.version)
    const taken = step(unit, before, wish.to)
    if (wish.to === 'arrived') await giveTicket(unit, before)
    return taken
  })
}

/**
 * Takes back the last step when it was a slip of this day: up to the room while no visit was begun,
 * and after it while nothing was signed or billed. A no-show
 * gave its time away, so it comes back only while that is still free (`overlap`). The step back is
 * a step of its own. Refused with `nothing-to-undo`.
 */
export async function undoLastStep(
  desk: Desk,
  wish: { id: string; version: number },
): Promise<WrittenBooking> {
  return desk.write('appointments.undoStep', async (unit) => {
    const before = await requireAppointment(unit, wish.id, wish.version)
    const { id, practitionerId, timeZone, statusAt } = before
    const facts = await findUndoFacts(unit.db, id)
    const status = statusToUndoTo(await listSteps(unit.db, id), facts)
    const isOfToday = dayOf(statusAt, timeZone) === dayOf(unit.now, timeZone)
    if (status === null || !isOfToday)
      throw new ClinicError('nothing-to-undo', { appointmentId: id })
    if (before.status === 'no-show' && before.overbooked === 0) {
      await refuseClash(unit, { practitionerId, span: before, exceptId: id })
      await refuseTakenResources(unit, before)
    }
    write(unit, before, status, undoReason)
    return { id, version: before.version + 1, status }
  })
}

/** Changes what reception noted on a booking. */
export async function changeNote(
  desk: Desk,
  wish: { id: string; version: number; note: string | null },
): Promise<void> {
  await desk.write('appointments.changeNote', async (unit) => {
    unit.patch('appointment', wish.id, { note: wish.note }, wish.version)
  })
}

/**
 * Leads a booking to another status inside a unit that is open already: the visit that starts or
 * ends, the bill that is paid. No mail. Refused with `not-found`, `status-not-allowed` and
 * `reason-required`.
 */
export async function changeStatus(
  unit: Unit,
  id: string,
  to: AppointmentStatus,
  reason: string | null = null,
): Promise<{ from: AppointmentStatus; version: number }> {
  const before = await requireAppointment(unit, id, null)
  const isPaid = to === 'cancelled' && (await readMoney(unit, id)).refundDueMinor > 0
  requireMove(before.status, to, { isPaid, reason })
  write(unit, before, to, reason)
  return { from: before.status, version: before.version + 1 }
}

function step(unit: Unit, before: AppointmentRow, to: AppointmentStatus): WrittenBooking {
  requireMove(before.status, to)
  write(unit, before, to, null)
  return { id: before.id, version: before.version + 1, status: to }
}

/** The row and the fact of the step, which is appended and never changed. */
function write(
  unit: Unit,
  before: AppointmentRow,
  to: AppointmentStatus,
  reason: string | null,
): void {
  const cancelReason = to === 'cancelled' ? reason : null
  unit.patch('appointment', before.id, { status: to, statusAt: unit.now, cancelReason })
  addStep(unit, before.id, { from: before.status, to, reason })
}

export function addStep(
  unit: Unit,
  appointmentId: string,
  taken: { from: AppointmentStatus | null; to: AppointmentStatus; reason: string | null },
): void {
  unit.insert('appointmentStep', {
    appointmentId,
    fromStatus: taken.from,
    toStatus: taken.to,
    at: unit.now,
    actorId: unit.actorId,
    reason: taken.reason,
  })
}

/** Mails only about what is still to come: nobody needs to hear of a booking entered afterwards. */
export async function tellOf(
  desk: Desk,
  unit: Unit,
  event: 'requested' | 'confirmed' | 'moved' | 'cancelled',
  booking: { id: string; endsAt: string },
  details: Parameters<typeof queueAppointmentMails>[4],
): Promise<void> {
  if (booking.endsAt <= unit.now) return
  await queueAppointmentMails(desk, unit, event, booking.id, details)
}

/** Written before the booking changes hands, while its rows still name the doctor who loses it. */
async function tellFormerDoctor(
  desk: Desk,
  unit: Unit,
  booking: { id: string; endsAt: string },
): Promise<void> {
  await tellOf(desk, unit, 'cancelled', booking, { audiences: ['practitioner'] })
}

/** Whether the doctor has the patient before them, or had. */
function isSeen(status: AppointmentStatus): boolean {
  return status === 'in-room' || status === 'to-pay' || status === 'done'
}

export async function requireAppointment(
  unit: Unit,
  id: string,
  version: number | null,
): Promise<AppointmentRow> {
  const row = await findAppointment(unit.db, id)
  if (row === undefined) throw new ClinicError('not-found', { entity: 'appointment', id })
  if (version !== null && row.version !== version) {
    throw new ClinicError('version-conflict', { entity: 'appointment', id })
  }
  return row
}

/** What was paid on a booking's invoice and not yet given back. */
export async function readMoney(
  unit: Unit,
  appointmentId: string,
): Promise<{ refundDueMinor: number; invoiceId: string | null }> {
  const invoice = await findInvoiceOf(unit.db, appointmentId)
  if (invoice === undefined) return { refundDueMinor: 0, invoiceId: null }
  return { refundDueMinor: invoice.paidMinor - invoice.refundedMinor, invoiceId: invoice.id }
}
