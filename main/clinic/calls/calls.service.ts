/** Calls about bookings: tomorrow's confirmations, and the days of an absent doctor, with what was said. */
import type { Desk } from '../../db/desk.ts'
import { overlaps } from '../appointments/appointments.rules.ts'
import { alternativesOn } from '../appointments/series.service.ts'
import { findAppointment } from '../appointments/appointments.queries.ts'
import {
  cancelInUnit,
  confirmInUnit,
  moveInUnit,
  requireAppointment,
} from '../appointments/appointments.service.ts'
import { phoneValues } from '../patients/patient-index.rules.ts'
import { searchFreeTimes } from '../schedule/free-search.service.ts'
import { readPlan } from '../schedule/plan.service.ts'
import { listOutsideHours } from '../schedule/planning.service.ts'
import { absencesOn, leaveOn } from '../schedule/schedule.rules.ts'
import { freeTimesOf } from '../schedule/schedule.service.ts'
import { readClinic } from '../settings/settings.service.ts'
import { addDays, dayBounds, dayOf, msOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { nameOrNull } from '../shared/names.ts'
import { may } from '../shared/permissions.ts'
import type { MoveAbsence, PlanAbsence, RecordCall } from './calls.input.ts'
import {
  type CallableRow,
  type CallRow,
  listCallableById,
  listCalledForAbsence,
  listCallsOf,
  listInBlocks,
  listUpcomingOn,
} from './calls.queries.ts'
import { shareOut, waitsForWord } from './calls.rules.ts'

/** A booking as a call list shows it. */
function describe(row: CallableRow, calls: readonly CallRow[]) {
  return {
    id: row.id,
    version: row.version,
    day: row.day,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    status: row.status,
    note: row.note,
    priceMinor: row.priceMinor,
    currency: row.currency,
    patient: {
      id: row.patientId,
      family: row.family,
      given: row.given,
      patronymic: row.patronymic,
      phones: phoneValues(row.phones),
      noShows: row.noShows,
    },
    practitioner: {
      id: row.practitionerId,
      family: row.practitionerFamily,
      given: row.practitionerGiven,
      patronymic: row.practitionerPatronymic,
      specialty: row.specialty,
    },
    service: { id: row.serviceId, name: row.serviceName },
    calls: calls.map(({ family, given, patronymic, appointmentId: _appointmentId, ...call }) => ({
      ...call,
      by: nameOrNull({ family, given, patronymic }),
    })),
  }
}

async function withCalls(desk: Desk, rows: readonly CallableRow[], purpose: CallRow['purpose']) {
  const ids = rows.map(({ id }) => id)
  const calls = (await listCallsOf(desk.read, ids)).filter((call) => call.purpose === purpose)
  const byBooking = Map.groupBy(calls, (call) => call.appointmentId)
  return rows.map((row) => describe(row, byBooking.get(row.id) ?? []))
}

/** The patients who are expected on a day, by time, with the calls that asked them whether they come. */
export async function listConfirmations(desk: Desk, day: string) {
  const rows = await listUpcomingOn(desk.read, day)
  const listed = await withCalls(desk, rows, 'confirmation')
  return listed.map((one) => {
    const last = one.calls.at(-1)
    // A word about another time is no word about this one.
    return { ...one, last: last?.startsAt === one.startsAt ? last.result : null }
  })
}

/**
 * Keeps what came of a call. Who confirms a request has a confirmed booking; a cancellation and a move
 * are made in the same step, and refused as they are otherwise. Refused with `version-conflict`.
 */
export async function recordCall(desk: Desk, wish: RecordCall): Promise<{ id: string }> {
  return desk.write('calls.record', async (unit) => {
    const { appointmentId, version, purpose, result, note } = wish
    const before = await requireAppointment(unit, appointmentId, version)
    const which = { id: appointmentId, version }
    const id = unit.insert('appointmentCall', {
      appointmentId,
      purpose,
      result,
      startsAt: before.startsAt,
      note,
      at: unit.now,
      actorId: unit.actorId,
    })
    if (wish.result === 'confirmed' && before.status === 'requested') {
      await confirmInUnit(desk, unit, which)
    } else if (wish.result === 'cancelled') {
      if (!may(desk.actor.roles, 'appointments.cancel')) {
        throw new ClinicError('forbidden', { permission: 'appointments.cancel' })
      }
      await cancelInUnit(desk, unit, { ...which, reason: wish.reason })
    } else if (wish.result === 'moved') {
      const { startsAt, practitionerId } = wish
      await moveInUnit(desk, unit, { ...which, startsAt, practitionerId })
    }
    return { id }
  })
}

/**
 * Bookings that lie in their doctor's leave or in blocked time, and those that were moved out of it and
 * whose patients have not heard of it yet: by day and doctor. `why` is the reason of the absence, null
 * for what was moved already.
 */
export async function listAbsences(desk: Desk) {
  const { timeZone } = await readClinic(desk)
  const [why, called] = await Promise.all([
    readAbsent(desk, timeZone),
    listCalledForAbsence(desk.read, desk.now()),
  ])
  const rows = await listCallableById(desk.read, [...new Set([...why.keys(), ...called])])
  const listed = await withCalls(desk, rows, 'absence')
  return listed.flatMap((one) => {
    const reason = why.get(one.id) ?? null
    const isMoved = reason === null
    const waits = waitsForWord(one.calls.map((call) => call.result))
    return isMoved && !waits ? [] : [{ ...one, why: reason }]
  })
}

/** Why a booking to come cannot stay where it is, by the booking's id. */
async function readAbsent(desk: Desk, timeZone: string): Promise<Map<string, string>> {
  const [outside, inBlocks] = await Promise.all([
    listOutsideHours(desk),
    listInBlocks(desk.read, desk.now()),
  ])
  const why = new Map(inBlocks.map(({ id, reason }) => [id, reason]))
  const [first, last] = [outside[0], outside.at(-1)]
  if (first === undefined || last === undefined) return why
  const ids = [...new Set(outside.map(({ practitioner }) => practitioner.id))]
  const plan = await readPlan(desk.read, ids, first.day, last.day)
  for (const booking of outside) {
    const { leaves } = plan.of(booking.practitioner.id)
    const away = absencesOn(booking.day, leaves, timeZone).find((one) => overlaps(one, booking))
    // Hours that were changed are another list's; here somebody is away, or the clinic is closed.
    const whole = leaves.find(
      ({ fromDay, toDay }) => fromDay <= booking.day && booking.day <= toDay,
    )
    const reason = leaveOn(booking.day, leaves)?.reason ?? away?.reason ?? whole?.reason
    if (reason !== undefined) why.set(booking.id, reason)
  }
  return why
}

/** Free times that a booking could be moved to: the same doctor's next ones, and others' on its day. */
export async function waysOut(desk: Desk, appointmentId: string) {
  const booking = await findAppointment(desk.read, appointmentId)
  if (booking === undefined) {
    throw new ClinicError('not-found', { entity: 'appointment', id: appointmentId })
  }
  const { serviceId, practitionerId, day, startsAt } = booking
  const { timeZone } = await readClinic(desk)
  const today = dayOf(desk.now(), timeZone)
  const [sameDay, later] = await Promise.all([
    alternativesOn(desk, { day, wished: startsAt, practitionerId, serviceId }),
    searchFreeTimes(desk, {
      serviceId,
      practitionerIds: [practitionerId],
      fromDay: day < today ? today : day,
      days: 30,
      limit: 3,
    }),
  ])
  const own = later.times.map((time) => ({
    startsAt: time.startsAt,
    practitioner: time.practitioner,
  }))
  const known = new Set(own.map((time) => `${time.startsAt}${time.practitioner.id}`))
  return [
    ...own,
    ...sameDay.filter((time) => !known.has(`${time.startsAt}${time.practitioner.id}`)),
  ]
}

/**
 * Where the bookings of a doctor's day that lie in the absence could go: for each the free time nearest to its own, on another
 * day or with another doctor; null where nothing is left or the service is not offered. Nothing is
 * written.
 */
export async function planAbsence(desk: Desk, wish: PlanAbsence) {
  const { practitionerId, day, toPractitionerId, toDay } = wish
  const { timeZone } = await readClinic(desk)
  const absent = await readAbsent(desk, timeZone)
  const all = await listUpcomingOn(desk.read, day)
  const rows = all.filter((row) => row.practitionerId === practitionerId && absent.has(row.id))
  const free = new Map<string, { startsAt: string; endsAt: string }[]>()
  for (const serviceId of new Set(rows.map((row) => row.serviceId))) {
    const question = { serviceId, practitionerIds: [toPractitionerId], fromDay: toDay, days: 1 }
    const { practitioners } = await freeTimesOf(desk, question)
    free.set(serviceId, practitioners[0]?.days[0]?.times ?? [])
  }
  const shiftMs =
    msOf(dayBounds(toDay, timeZone).startsAt) - msOf(dayBounds(day, timeZone).startsAt)
  const listed = await withCalls(desk, rows, 'absence')
  return shareOut(listed, (booking) => free.get(booking.service.id) ?? [], shiftMs).map(
    ({ booking, time }) => ({ booking, startsAt: time?.startsAt ?? null }),
  )
}

/**
 * Moves bookings out of an absence, all or none, as planned. Each stays on the call list until its
 * patient was reached.
 */
export async function moveAbsence(desk: Desk, wish: MoveAbsence): Promise<{ moved: number }> {
  return desk.write('calls.moveAbsence', async (unit) => {
    for (const move of wish.moves) {
      const { startsAt } = await requireAppointment(unit, move.id, move.version)
      await moveInUnit(desk, unit, move)
      unit.insert('appointmentCall', {
        appointmentId: move.id,
        purpose: 'absence',
        result: 'moved',
        startsAt,
        note: null,
        at: unit.now,
        actorId: unit.actorId,
      })
    }
    return { moved: wish.moves.length }
  })
}

/** How many wait in the two lists: tomorrow's patients without a word, and bookings in an absence. */
export async function countCalls(desk: Desk) {
  const { timeZone } = await readClinic(desk)
  const tomorrow = addDays(dayOf(desk.now(), timeZone), 1)
  const [confirmations, absences] = await Promise.all([
    listConfirmations(desk, tomorrow),
    listAbsences(desk),
  ])
  const open = confirmations.filter(({ last }) => last === null || last === 'not-reached')
  return { confirmations: open.length, absences: absences.length }
}
