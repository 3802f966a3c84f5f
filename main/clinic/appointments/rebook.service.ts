/** Bookings that lost their time to another desk's while both were apart: a new time for each, or none. */
import type { Desk } from '../../db/desk.ts'
import type { Unit } from '../../db/write.ts'
import { listedIds } from '../catalog/resources.rules.ts'
import { msOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import type { Move, RebookDismissal } from './appointments.input.ts'
import {
  findRebookTask,
  listOpenRebookTasks,
  listRebookTasksOf,
  listSteps,
  listTold,
} from './appointments.queries.ts'
import { hasLostTime, statusBeforeLoss } from './appointments.rules.ts'
import {
  addStep,
  type PlacedBooking,
  readMoney,
  requireAppointment,
  tellOf,
} from './appointments.service.ts'
import { requireOffer, requirePlace, spanOf, startIn } from './placing.service.ts'

/**
 * The bookings that wait for a new time, the earliest first: what was lost, to whom, and whose it is.
 */
export async function listRebookTasks(desk: Desk) {
  const rows = await listOpenRebookTasks(desk.read)
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    /** The time that was lost. */
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    createdAt: row.createdAt,
    appointment: {
      id: row.appointmentId,
      version: row.appointmentVersion,
      day: row.day,
      note: row.note,
      /** Whether it still wants a time; another desk may have given it one. */
      isLost: hasLostTime(row),
      patient: {
        id: row.patientId,
        family: row.patientFamily,
        given: row.patientGiven,
        patronymic: row.patientPatronymic,
        bornOn: row.bornOn,
        phone: row.phone,
      },
      practitioner: {
        id: row.practitionerId,
        family: row.practitionerFamily,
        given: row.practitionerGiven,
        patronymic: row.practitionerPatronymic,
        specialty: row.specialty,
      },
      service: { id: row.serviceId, name: row.serviceName },
    },
    /** When the patient was told by mail that the lost time is theirs; null when no mail went out. */
    toldAt: row.toldAt,
    /** The room or equipment that was taken; null when it was the doctor's time. */
    resource: row.heldRoomName ?? row.heldEquipmentName,
    heldBy: holderOf(row),
  }))
}

/** The booking that has the time; null for one of a branch that this workstation does not serve. */
function holderOf(row: Awaited<ReturnType<typeof listOpenRebookTasks>>[number]) {
  const { heldId: id, heldStartsAt: startsAt, heldEndsAt: endsAt } = row
  if (id === null || startsAt === null || endsAt === null) return null
  return {
    id,
    startsAt,
    endsAt,
    patient: {
      family: row.heldPatientFamily ?? '',
      given: row.heldPatientGiven ?? '',
      patronymic: row.heldPatientPatronymic,
    },
    practitioner: {
      family: row.heldPractitionerFamily ?? '',
      given: row.heldPractitionerGiven ?? '',
      patronymic: row.heldPractitionerPatronymic,
    },
    service: { name: row.heldServiceName ?? '' },
  }
}

/**
 * Gives a booking that lost its time a new one, with the same doctor or another who offers the
 * service: it is what it was, a request or confirmed, keeps length, price and all that stands on it.
 * Who was told of the lost time by mail gets the mail of a move, who was not that of a booking. Refused with `status-not-allowed` when it has lost
 * nothing, and as a new booking.
 */
export async function rebookAppointment(desk: Desk, wish: Move): Promise<PlacedBooking> {
  return desk.write('appointments.rebook', async (unit) => {
    const before = await requireAppointment(unit, wish.id, wish.version)
    const { id, version } = before
    if (!hasLostTime(before)) {
      throw new ClinicError('status-not-allowed', { from: before.status, to: 'confirmed' })
    }
    const practitionerId = wish.practitionerId ?? before.practitionerId
    const { timeZone, offeredIn } = await requireOffer(unit, before, practitionerId)
    const minutes = (msOf(before.endsAt) - msOf(before.startsAt)) / 60_000
    const span = spanOf(startIn(wish, timeZone), minutes)
    const place = await requirePlace(unit, {
      practitionerId,
      serviceId: before.serviceId,
      offeredIn,
      span,
      timeZone,
      exceptId: id,
      kept: listedIds(before.resourceIds),
    })
    const status = statusBeforeLoss(await listSteps(unit.db, id))
    unit.patch('appointment', id, {
      practitionerId,
      ...place,
      ...span,
      timeZone,
      status,
      statusAt: unit.now,
      cancelReason: null,
      overbooked: 0,
    })
    addStep(unit, id, { from: 'cancelled', to: status, reason: null })
    for (const task of await listRebookTasksOf(unit.db, id)) decide(unit, task.id, 'rebooked')
    const told = await listTold(unit.db, id)
    const audiences = sides.filter((side) => told.includes(side))
    const others = sides.filter((side) => !told.includes(side))
    const { startsAt: previousStartsAt } = before
    const booking = { id, ...span }
    if (audiences.length > 0) {
      await tellOf(desk, unit, 'moved', booking, { previousStartsAt, audiences })
    }
    if (others.length > 0) await tellOf(desk, unit, status, booking, { audiences: others })
    return { id, version: version + 1, status, day: place.day, practitionerId, ...span }
  })
}

/** What a dismissed booking leaves to do: money that was paid for it and not given back. */
export interface DismissedRebooking {
  appointmentId: string
  refundDueMinor: number
  invoiceId: string | null
}

/**
 * Leaves a booking that lost its time cancelled, with the reason of who decided it; the patient and
 * the doctor get the mails of a cancellation. Refused with `version-conflict` when somebody else has
 * decided it.
 */
export async function dismissRebookTask(
  desk: Desk,
  wish: RebookDismissal,
): Promise<DismissedRebooking> {
  return desk.write('appointments.dismissRebook', async (unit) => {
    const { id, version, reason } = wish
    const task = await findRebookTask(unit.db, id)
    if (task === undefined) throw new ClinicError('not-found', { entity: 'rebookTask', id })
    if (task.version !== version || task.state !== 'open') {
      throw new ClinicError('version-conflict', { entity: 'rebookTask', id })
    }
    decide(unit, id, 'dismissed')
    const { appointmentId } = task
    const lost = await requireAppointment(unit, appointmentId, null)
    // Another desk may have given it a time already; that stays.
    if (!hasLostTime(lost)) return { appointmentId, refundDueMinor: 0, invoiceId: null }
    unit.patch('appointment', appointmentId, { statusAt: unit.now, cancelReason: reason })
    const from = statusBeforeLoss(await listSteps(unit.db, appointmentId))
    addStep(unit, appointmentId, { from, to: 'cancelled', reason })
    await tellOf(desk, unit, 'cancelled', lost, { reason })
    return { appointmentId, ...(await readMoney(unit, appointmentId)) }
  })
}

const sides = ['patient', 'practitioner'] as const

function decide(unit: Unit, taskId: string, state: 'rebooked' | 'dismissed'): void {
  unit.patch('rebookTask', taskId, { state, decidedAt: unit.now, decidedBy: unit.actorId })
}
