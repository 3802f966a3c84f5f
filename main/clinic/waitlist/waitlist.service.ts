/** The waitlist: who wants what, whom a time that became free would suit, who was asked and what they said. */
import type { Desk } from '../../db/desk.ts'
import { bookInUnit, type PlacedBooking } from '../appointments/appointments.service.ts'
import { phoneValues } from '../patients/patient-index.rules.ts'
import { referralBooked, referralDeclined } from '../referrals/referral-step.service.ts'
import { searchFreeTimes } from '../schedule/free-search.service.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayOf, msOf, wallTimeOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { nameOrNull } from '../shared/names.ts'
import type { AddToWaitlist, FreedTime, WaitlistAnswer } from './waitlist.input.ts'
import {
  findEntry,
  listAnswers,
  listOfferedIds,
  listWaiting,
  type WaitingRow,
} from './waitlist.queries.ts'
import { inAskingOrder, partBounds, suits } from './waitlist.rules.ts'

/** Puts a patient on the waitlist with what would suit them. */
export async function addToWaitlist(desk: Desk, wish: AddToWaitlist): Promise<{ id: string }> {
  return desk.write('waitlist.add', async (unit) => ({
    id: unit.insert('waitlistEntry', {
      ...wish,
      weekdays: JSON.stringify([...new Set(wish.weekdays)].toSorted()),
      state: 'waiting',
      appointmentId: null,
      referralId: null,
      decidedAt: null,
      decidedBy: null,
    }),
  }))
}

/** Takes a patient off who wants nothing any more; whoever referred them is asked what to do. Refused with `not-waiting`. */
export async function withdraw(desk: Desk, wish: { id: string; version: number }): Promise<void> {
  await desk.write('waitlist.withdraw', async (unit) => {
    const entry = await findEntry(unit.db, wish.id)
    if (entry?.state !== 'waiting') throw new ClinicError('not-waiting', { entryId: wish.id })
    const decided = { decidedAt: unit.now, decidedBy: unit.actorId }
    unit.patch('waitlistEntry', wish.id, { state: 'withdrawn', ...decided }, wish.version)
    if (entry.referralId !== null) await referralDeclined(unit, entry.referralId)
  })
}

function readWeekdays(list: string): number[] {
  const read: unknown = JSON.parse(list)
  return Array.isArray(read) ? read.map(Number) : []
}

async function describeAll(desk: Desk, rows: readonly WaitingRow[]) {
  const answers = await listAnswers(
    desk.read,
    rows.map(({ id }) => id),
  )
  const byEntry = Map.groupBy(answers, (answer) => answer.entryId)
  return rows.map((row) => {
    const { practitionerFamily: family, practitionerGiven: given } = row
    return {
      id: row.id,
      version: row.version,
      urgency: row.urgency,
      weekdays: readWeekdays(row.weekdays),
      partOfDay: row.partOfDay,
      fromDay: row.fromDay,
      toDay: row.toDay,
      note: row.note,
      createdAt: row.createdAt,
      practitionerId: row.practitionerId,
      patient: {
        id: row.patientId,
        family: row.family,
        given: row.given,
        patronymic: row.patronymic,
        phones: phoneValues(row.phones),
      },
      service: { id: row.serviceId, name: row.serviceName, durationMinutes: row.durationMinutes },
      practitioner: nameOrNull({ family, given, patronymic: row.practitionerPatronymic }),
      calls: (byEntry.get(row.id) ?? []).map(
        ({ family: byFamily, given: byGiven, patronymic, entryId: _entryId, ...call }) => ({
          ...call,
          by: nameOrNull({ family: byFamily, given: byGiven, patronymic }),
        }),
      ),
    }
  })
}

/** Everyone who waits, the most urgent first, then who waits longest; with what they said so far. */
export async function listWaitlist(desk: Desk) {
  const entries = await describeAll(desk, await listWaiting(desk.read))
  return inAskingOrder(entries.map((entry) => ({ ...entry, answers: [] })))
}

/**
 * Whom a time would suit that has become free, in the order in which they are asked: the service is
 * offered and fits in, and doctor, days and part of the day are as wished. With what each said.
 */
export async function suitingPatients(desk: Desk, time: FreedTime) {
  const { timeZone } = await readClinic(desk)
  const { practitionerId, startsAt, endsAt } = time
  const day = dayOf(startsAt, timeZone)
  const localTime = wallTimeOf(startsAt, timeZone)
  const minutes = (msOf(endsAt) - msOf(startsAt)) / 60_000
  const [offered, rows] = await Promise.all([
    listOfferedIds(desk.read, practitionerId),
    listWaiting(desk.read),
  ])
  const fitting = rows.filter(
    (row) =>
      offered.has(row.serviceId) &&
      row.durationMinutes <= minutes &&
      suits({ ...row, weekdays: readWeekdays(row.weekdays) }, { practitionerId, day, localTime }),
  )
  const entries = await describeAll(desk, fitting)
  return inAskingOrder(
    entries.map((entry) => ({
      ...entry,
      answers: entry.calls
        .filter((call) => call.startsAt === startsAt && call.practitionerId === practitionerId)
        .map((call) => call.answer),
    })),
  )
}

/** How far ahead a free time is looked for, and how many are shown. */
const lookAheadDays = 30
const shownTimes = 6

/** The first free times that suit someone who waits. Refused with `not-waiting`. */
export async function timesFor(desk: Desk, id: string) {
  const { timeZone } = await readClinic(desk)
  const entry = await findEntry(desk.read, id)
  if (entry?.state !== 'waiting') throw new ClinicError('not-waiting', { entryId: id })
  const today = dayOf(desk.now(), timeZone)
  const weekdays = readWeekdays(entry.weekdays)
  const { times } = await searchFreeTimes(desk, {
    serviceId: entry.serviceId,
    ...(entry.practitionerId === null ? {} : { practitionerIds: [entry.practitionerId] }),
    fromDay: entry.fromDay < today ? today : entry.fromDay,
    days: lookAheadDays,
    ...(weekdays.length === 0 ? {} : { weekdays }),
    ...(entry.partOfDay === null ? {} : partBounds[entry.partOfDay]),
    limit: shownTimes,
  })
  return times.filter(({ day }) => entry.toDay === null || day <= entry.toDay)
}

/**
 * Keeps what someone said about a time. Who accepts is booked in the same step and waits no longer;
 * refused then as a booking is, and with `not-waiting` when someone else was quicker.
 */
export async function keepAnswer(
  desk: Desk,
  wish: WaitlistAnswer,
): Promise<{ booking: PlacedBooking | null }> {
  return desk.write('waitlist.answer', async (unit) => {
    const { entryId, version, practitionerId, startsAt, endsAt, answer, note } = wish
    const entry = await findEntry(unit.db, entryId)
    if (entry?.state !== 'waiting') throw new ClinicError('not-waiting', { entryId })
    unit.insert('waitlistCall', {
      entryId,
      practitionerId,
      startsAt,
      endsAt,
      answer,
      note,
      at: unit.now,
      actorId: unit.actorId,
    })
    if (answer !== 'accepted') return { booking: null }
    const { patientId, serviceId } = entry
    const booking = await bookInUnit(desk, unit, {
      patientId,
      serviceId,
      practitionerId,
      startsAt,
      as: 'confirmed',
      note: entry.note,
    })
    const decided = { decidedAt: unit.now, decidedBy: unit.actorId }
    const changes = { state: 'booked' as const, appointmentId: booking.id, ...decided }
    unit.patch('waitlistEntry', entryId, changes, version)
    if (entry.referralId !== null) await referralBooked(unit, entry.referralId, booking.id)
    return { booking }
  })
}
