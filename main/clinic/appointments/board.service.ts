/** Bookings as the screens show them: the day's board and queue, one booking's panel, one patient's list. */
import type { Desk } from '../../db/desk.ts'
import { type BillBalance, billBalance, billOf, type MoneyState } from '../billing/billing.rules.ts'
import { listResourceNames } from '../catalog/resources.queries.ts'
import { listedIds } from '../catalog/resources.rules.ts'
import type { BlockBetween } from '../schedule/blocks.queries.ts'
import { blocksOn } from '../schedule/blocks.service.ts'
import { readDaySchedules } from '../schedule/schedule.service.ts'
import { listDoctors, listPractitionersById } from '../schedule/schedule.queries.ts'
import { readClinic } from '../settings/settings.service.ts'
import { ClinicError } from '../shared/errors.ts'
import { may } from '../shared/permissions.ts'
import {
  type BookingRow,
  countNoShows,
  findBookingDetails,
  listUpcomingOfPatient,
  listBookingsOn,
  listSteps,
} from './appointments.queries.ts'
import { occupiesTime } from './appointments.rules.ts'
import { statusToUndoTo } from './undo.rules.ts'

/** A booking as every list shows it. Money is in minor units of `currency`. */
function describeBooking(row: BookingRow, resourceNames: ReadonlyMap<string, string>) {
  return {
    id: row.id,
    version: row.version,
    day: row.day,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    status: row.status,
    /** The number in the waiting room; null before the arrival. */
    ticket: row.ticket,
    /** Since when it has the status. */
    statusAt: row.statusAt,
    priceMinor: row.priceMinor,
    currency: row.currency,
    note: row.note,
    cancelReason: row.cancelReason,
    /** The same in all bookings that were made together. */
    seriesId: row.seriesId,
    /** Set over another booking on purpose. */
    isOverbooked: row.overbooked === 1,
    /** Not confirmed by the hub yet: another desk may have the time. */
    isProvisional: row.isUnsent === 1,
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
    service: { id: row.serviceId, code: row.serviceCode, name: row.serviceName },
    /** The rooms and equipment that it claims. */
    resources: listedIds(row.resourceIds).map((id) => ({ id, name: resourceNames.get(id) ?? '' })),
    location: row.locationId === null ? null : { id: row.locationId, name: row.locationName ?? '' },
    money: moneyState(row),
    /** Whether more was paid than was given back, be it the whole bill or a part of it. */
    isPaid: row.paidMinor > row.refundedMinor,
  }
}

/** The names of what these bookings claim; no question at all when they claim nothing. */
async function namesOfClaims(
  desk: Desk,
  rows: readonly { resourceIds: string }[],
): Promise<Map<string, string>> {
  return listResourceNames(
    desk.read,
    rows.flatMap((row) => listedIds(row.resourceIds)),
  )
}

/** What is due is what billing says is due. */
function moneyState(row: BookingRow): MoneyState {
  const balance = balanceOf(row)
  if (balance === null) return 'not-billed'
  if (balance.dueMinor > 0) return 'open'
  return balance.heldMinor > 0 ? 'paid' : 'nothing-due'
}

function balanceOf(row: BookingRow): BillBalance | null {
  const { invoiceId, totalMinor, paidMinor, refundedMinor, status } = row
  if (invoiceId === null || totalMinor === null) return null
  const sums = { totalMinor, paidMinor, refundedMinor }
  return billBalance(billOf({ id: invoiceId, ...sums, appointmentStatus: status }))
}

/**
 * A day of the clinic: the doctors with their hours, breaks, leave and load, and every booking with
 * its status and since when. Whoever has bookings that day has a column, also when they left or are
 * no doctor. The queue is this list by status. The number of questions does not grow with the day.
 */
export async function dayBoard(desk: Desk, day: string) {
  const [{ timeZone, currency }, doctors, rows] = await Promise.all([
    readClinic(desk),
    listDoctors(desk.read),
    listBookingsOn(desk.read, day),
  ])
  const resourceNames = await namesOfClaims(desk, rows)
  const mayReadCards = may(desk.actor.roles, 'cards.read')
  const known = new Set(doctors.map(({ id }) => id))
  const booked = new Set(rows.map((row) => row.practitionerId))
  const others = [...booked].filter((id) => !known.has(id))
  const columns = [...doctors, ...(await listPractitionersById(desk.read, others))]
  const practitionerIds = columns.map(({ id }) => id)
  const [schedules, blocks] = await Promise.all([
    readDaySchedules(desk.read, { practitionerIds, day, timeZone }),
    blocksOn(desk, day, timeZone),
  ])
  const loads = loadOf(rows)
  return {
    day,
    timeZone,
    currency,
    /** The instant of this answer. */
    now: desk.now(),
    /** Why the clinic is closed that day, or null. */
    closed: [...schedules.values()][0]?.closed ?? null,
    practitioners: columns.map((practitioner) => {
      const schedule = schedules.get(practitioner.id)
      const load = loads.get(practitioner.id)
      return {
        ...practitioner,
        spans: schedule?.spans ?? [],
        breaks: schedule?.breaks ?? [],
        leave: schedule?.leave ?? null,
        absences: schedule?.absences ?? [],
        blocks: blocksOf(practitioner.id, schedule?.spans ?? [], blocks),
        load: {
          bookings: load?.bookings ?? 0,
          bookedMinutes: load?.bookedMinutes ?? 0,
          capacityMinutes: schedule?.capacityMinutes ?? 0,
        },
      }
    }),
    appointments: rows.map((row) => ({
      ...describeBooking(row, resourceNames),
      arrivedAt: row.arrivedAt,
      /** Since when the patient stands in the queue; the arrival unless they were put back into it. */
      queuedAt: row.queuedAt,
      /** What the patient said when asked whether they come; null while nobody reached them. */
      confirmation: row.confirmation,
      hasAllergies: mayReadCards && row.hasAllergies === 1,
    })),
  }
}

/** The doctor's own blocks, and those of the rooms where they work that day. */
function blocksOf(
  practitionerId: string,
  spans: readonly { locationId: string | null }[],
  blocks: readonly BlockBetween[],
) {
  const rooms = new Set(spans.map((span) => span.locationId))
  return blocks
    .filter(
      (block) =>
        block.practitionerId === practitionerId ||
        (block.locationId !== null && rooms.has(block.locationId)),
    )
    .map(({ id, version, startsAt, endsAt, reason, locationName }) => {
      return { id, version, startsAt, endsAt, reason, room: locationName }
    })
}

/** Bookings that hold time, and their minutes, by practitioner. */
function loadOf(
  rows: readonly BookingRow[],
): Map<string, { bookings: number; bookedMinutes: number }> {
  const loads = new Map<string, { bookings: number; bookedMinutes: number }>()
  for (const row of rows) {
    if (!occupiesTime(row.status)) continue
    const load = loads.get(row.practitionerId) ?? { bookings: 0, bookedMinutes: 0 }
    load.bookings += 1
    load.bookedMinutes += (Date.parse(row.endsAt) - Date.parse(row.startsAt)) / 60_000
    loads.set(row.practitionerId, load)
  }
  return loads
}

/**
 * All that the panel of one booking shows: patient, medical card, bill, visit and every step with
 * its time. Card and bill are null for who may not read them. Refused with `not-found`.
 */
export async function appointmentDetails(desk: Desk, id: string) {
  const row = await findBookingDetails(desk.read, id)
  if (row === undefined) throw new ClinicError('not-found', { entity: 'appointment', id })
  const steps = await listSteps(desk.read, id)
  const noShows = await countNoShows(desk.read, row.patientId)
  const booking = describeBooking(row, await namesOfClaims(desk, [row]))
  const { roles } = desk.actor
  return {
    ...booking,
    timeZone: row.timeZone,
    createdAt: row.createdAt,
    service: { ...booking.service, preparation: row.preparation },
    patient: {
      ...booking.patient,
      sex: row.sex,
      phones: row.phones,
      email: row.email,
      note: row.patientNote,
      noShows,
    },
    card: may(roles, 'cards.read') ? describeCard(row) : null,
    invoice: may(roles, 'billing.read') ? describeInvoice(row) : null,
    encounter: row.encounterId === null ? null : { id: row.encounterId, signedAt: row.signedAt },
    steps: steps.map(({ family, given, patronymic, actorId, ...step }) => ({
      ...step,
      /** Null when the program itself took the step. */
      by: family === null || given === null ? null : { id: actorId, family, given, patronymic },
    })),
    /** Where undoing the last step leads, or null when it cannot be undone. */
    undoTo: statusToUndoTo(steps, {
      visit: row.encounterId === null ? 'none' : row.signedAt === null ? 'open' : 'signed',
      isBilled: row.invoiceId !== null,
    }),
  }
}

type DetailsRow = NonNullable<Awaited<ReturnType<typeof findBookingDetails>>>

function describeCard(row: DetailsRow) {
  const { cardId, cardNumber, cardStatus } = row
  if (cardId === null || cardNumber === null || cardStatus === null) return null
  const { bloodType, allergies, chronicConditions, medicines } = row
  return {
    id: cardId,
    number: cardNumber,
    status: cardStatus,
    bloodType,
    allergies,
    chronicConditions,
    medicines,
  }
}

function describeInvoice(row: DetailsRow) {
  const balance = balanceOf(row)
  if (row.invoiceId === null || balance === null) return null
  const { totalMinor, paidMinor, refundedMinor, dueMinor } = balance
  return {
    id: row.invoiceId,
    number: row.invoiceNumber ?? '',
    currency: row.currency,
    totalMinor,
    paidMinor,
    refundedMinor,
    dueMinor,
  }
}

/** How often a patient did not come. */
export async function noShowsOf(desk: Desk, patientId: string): Promise<number> {
  return countNoShows(desk.read, patientId)
}

/** The most bookings of one patient that a list shows. */
const patientListLimit = 500

/** A patient's bookings that are to come, the next one first; those that are over stand in the timeline. */
export async function patientAppointments(desk: Desk, patientId: string) {
  const wish = { patientId, after: desk.now(), limit: patientListLimit }
  const rows = await listUpcomingOfPatient(desk.read, wish)
  const resourceNames = await namesOfClaims(desk, rows)
  return { upcoming: rows.map((row) => describeBooking(row, resourceNames)) }
}
