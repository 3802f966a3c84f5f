/** Someone who came without a booking: they get one for now, have arrived, and hold a ticket. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { Unit } from '../../db/write.ts'
import {
  bookInUnit,
  changeStatus,
  type PlacedBooking,
} from '../appointments/appointments.service.ts'
import { addCallerInUnit } from '../patients/caller.service.ts'
import { freeTimesOf, readDaySchedules } from '../schedule/schedule.service.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayOf, isoOf, msOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { countWaitingByDoctor, findTicket } from './queue.queries.ts'
import { soonestFirst } from './queue.rules.ts'
import { giveTicket } from './tickets.service.ts'
import type { WalkIn, WalkInNow } from './walk-in.input.ts'

/** A walk-in as the desk tells it to the patient. */
export interface AdmittedWalkIn extends PlacedBooking {
  ticket: string
}

/**
 * Everyone who offers a service, with their next free time of today (null: none is left), whether they
 * work at this moment, and how many wait for them; who is free first stands first. Refused with
 * `not-found` (the service).
 */
export async function walkInChoices(
  desk: Pick<Desk, 'now'> & { read: Reader },
  question: { serviceId: string },
) {
  const { timeZone } = await readClinic(desk)
  const now = desk.now()
  const day = dayOf(now, timeZone)
  const asked = { serviceId: question.serviceId, fromDay: day, days: 1 }
  const { practitioners } = await freeTimesOf(desk, asked)
  const practitionerIds = practitioners.map(({ id }) => id)
  const schedules = await readDaySchedules(desk.read, { practitionerIds, day, timeZone })
  const waiting = await countWaitingByDoctor(desk.read, day)
  const choices = practitioners.map(({ id, family, given, patronymic, specialty, days }) => ({
    practitioner: { id, family, given, patronymic, specialty },
    next: days[0]?.times[0] ?? null,
    worksNow: (schedules.get(id)?.spans ?? []).some(
      (span) => span.startsAt <= now && now < span.endsAt,
    ),
    waiting: waiting.get(id) ?? 0,
  }))
  return { timeZone, choices: soonestFirst(choices) }
}

/**
 * Takes in someone without a booking at the next free time of today, of the doctor who is wished for or
 * of whoever is free first. Found and booked in one unit, so that two desks do not give the same time.
 * A person with name and phone only comes into the registry in the same unit. Nobody is mailed: they are
 * here. Refused with `no-free-time`, and as a booking is.
 */
export async function admitWalkIn(desk: Desk, wish: WalkIn): Promise<AdmittedWalkIn> {
  return desk.write('queue.admitWalkIn', async (unit) => {
    const { choices, timeZone } = await walkInChoices({ read: unit.db, now: () => unit.now }, wish)
    const { practitionerId: wished } = wish
    const free = choices.find(
      ({ practitioner, next }) => next !== null && (wished === null || practitioner.id === wished),
    )
    if (free === undefined || free.next === null) {
      throw new ClinicError('no-free-time', { day: dayOf(unit.now, timeZone) })
    }
    const { startsAt } = free.next
    return admit(desk, unit, { ...wish, practitionerId: free.practitioner.id, startsAt })
  })
}

/** A deliberate overbooking begins on a round time that has just gone by. */
const nowStepMs = 5 * 60_000

/**
 * Takes in someone without a booking at this moment, over whatever the doctor has. Refused as a booking
 * is, but for times that are taken.
 */
export async function admitWalkInNow(desk: Desk, wish: WalkInNow): Promise<AdmittedWalkIn> {
  return desk.write('queue.admitWalkInNow', async (unit) => {
    const startsAt = isoOf(Math.floor(msOf(unit.now) / nowStepMs) * nowStepMs)
    return admit(desk, unit, { ...wish, startsAt, overbook: true })
  })
}

async function admit(
  desk: Desk,
  unit: Unit,
  wish: WalkInNow & { startsAt: string; overbook?: true },
): Promise<AdmittedWalkIn> {
  const { who, ...booking } = wish
  const clinic = await readClinic({ read: unit.db })
  const patientId = who.is === 'known' ? who.patientId : addCallerInUnit(unit, clinic, who)
  const as = 'confirmed' as const
  const booked = await bookInUnit(desk, unit, { ...booking, patientId, as, isHere: true })
  const { version } = await changeStatus(unit, booked.id, 'arrived')
  await giveTicket(unit, { id: booked.id, timeZone: clinic.timeZone })
  const ticket = await findTicket(unit.db, booked.id)
  return { ...booked, version, status: 'arrived', ticket: ticket?.label ?? '' }
}
