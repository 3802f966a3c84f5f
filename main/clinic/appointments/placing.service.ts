/** Where and when a booking can stand: what it stands on, the doctor's hours, and that the time is free. */
import type { Reader } from '../../db/kysely.ts'
import type { AppointmentRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { longestServiceMinutes } from '../catalog/catalog.rules.ts'
import { findBlockIn } from '../schedule/blocks.queries.ts'
import { readDayPlan } from '../schedule/plan.service.ts'
import { workingSpanAround } from '../schedule/schedule.rules.ts'
import { addMinutes, dayOf, instantOf, type Span } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { isLanguage } from '../shared/languages.ts'
import { fullName } from '../shared/names.ts'
import type { BookingWish, StartTime } from './appointments.input.ts'
import {
  findBookingGround,
  findClash,
  findMoveGround,
  findServedBranches,
} from './appointments.queries.ts'
import { type ClaimWish, claimResources } from './claims.service.ts'

/** What a new booking stands on; says which part of it is missing. */
export async function requireGround(unit: Unit, wish: BookingWish) {
  const { patientId, practitionerId, serviceId } = wish
  const ground = await findBookingGround(unit.db, wish)
  if (ground === undefined) throw new ClinicError('not-ready', {})
  const { timeZone, currency, durationMinutes, priceMinor } = ground
  if (ground.patientId === null) throw missing('patient', patientId)
  if (ground.practitionerId === null) throw missing('practitioner', practitionerId)
  if (durationMinutes === null || priceMinor === null) throw missing('healthcareService', serviceId)
  if (ground.patientArchivedAt !== null) {
    throw new ClinicError('archived', { entity: 'patient', id: patientId })
  }
  const isGone = ground.practitionerArchivedAt !== null || ground.serviceArchivedAt !== null
  if (ground.offerId === null || isGone) {
    throw new ClinicError('service-not-offered', { serviceId, practitionerId })
  }
  return { timeZone, currency, durationMinutes, priceMinor, offeredIn: ground.offeredIn }
}

/** The doctor of a move has to offer the service; the one who has the booking already may keep it. */
export async function requireOffer(
  unit: Unit,
  before: AppointmentRow,
  practitionerId: string,
): Promise<{ timeZone: string; offeredIn: string | null }> {
  const { serviceId } = before
  const ground = await findMoveGround(unit.db, { practitionerId, serviceId })
  if (ground === undefined) throw new ClinicError('not-ready', {})
  if (ground.offerId === null && practitionerId !== before.practitionerId) {
    throw new ClinicError('service-not-offered', { serviceId, practitionerId })
  }
  return { timeZone: ground.timeZone, offeredIn: ground.offeredIn }
}

function missing(entity: string, id: string): ClinicError {
  return new ClinicError('not-found', { entity, id })
}

/** The instant that was asked for. Refused with `time-does-not-exist` when the clock skips it. */
export function startIn(start: StartTime, timeZone: string): string {
  if ('startsAt' in start) return start.startsAt
  const { day, localTime } = start
  const startsAt = instantOf(day, localTime, timeZone)
  if (startsAt === null) throw new ClinicError('time-does-not-exist', { localTime, timeZone })
  return startsAt
}

export function spanOf(startsAt: string, durationMinutes: number): Span {
  return { startsAt, endsAt: addMinutes(startsAt, durationMinutes) }
}

/** Where a span is wanted; `exceptId` is the booking that is being moved, or empty. */
export interface PlaceWish extends Omit<ClaimWish, 'doctorsRoomId'> {
  practitionerId: string
  timeZone: string
  /** The one room in which the doctor offers the service; null wherever they work. */
  offeredIn: string | null
}

/** Where and when a booking has its place, as its row holds it. */
export interface Place {
  day: string
  locationId: string | null
  /** JSON list of what it claims. */
  resourceIds: string
}

/**
 * Where and on which day the doctor can take the span, and with which rooms and equipment; refused when
 * they do not work or something is taken.
 */
export async function requirePlace(unit: Unit, wish: PlaceWish): Promise<Place> {
  const { isTaken: _isTaken, ...place } = await findPlace(unit.db, wish, false)
  return place
}

/** The same; a time that is taken is refused unless it may be, and told of then. */
export async function findPlace(
  db: Reader,
  wish: PlaceWish,
  mayBeTaken: boolean,
): Promise<Place & { isTaken: boolean }> {
  const { practitionerId, span, timeZone } = wish
  const day = dayOf(span.startsAt, timeZone)
  const { hours: all, leaves } = await readDayPlan(db, practitionerId, day)
  const { offeredIn } = wish
  const hours = all.filter(({ locationId }) => offeredIn === null || locationId === offeredIn)
  const around = workingSpanAround(span, day, hours, leaves, timeZone)
  if (around === null) throw new ClinicError('outside-hours', { day })
  const doctorsRoomId = around.locationId
  await refuseBlocked(db, { practitionerId, locationId: doctorsRoomId, span })
  const clash = await clashOf(db, wish)
  if (!mayBeTaken) refuseOver(clash)
  const claims = await claimResources(db, { ...wish, doctorsRoomId }, mayBeTaken)
  const locationId = claims.roomId ?? doctorsRoomId
  await requireServed(db, locationId)
  return {
    day,
    locationId,
    resourceIds: JSON.stringify(claims.resourceIds),
    isTaken: clash !== undefined || claims.isTaken,
  }
}

/** Of rooms that this workstation does not serve it has no bookings, and the hub takes none from it. */
async function requireServed(db: Reader, locationId: string | null): Promise<void> {
  const branches = await findServedBranches(db)
  if (locationId === null || branches === null || branches.includes(locationId)) return
  throw new ClinicError('another-branch', { locationId })
}

/** Time that was blocked is not for bookings, not even over others: the block has to go first. */
async function refuseBlocked(
  db: Reader,
  { span, ...whose }: { practitionerId: string; locationId: string | null; span: Span },
): Promise<void> {
  const block = await findBlockIn(db, { ...whose, ...span })
  if (block === undefined) return
  const { reason, startsAt, endsAt } = block
  throw new ClinicError('blocked', { reason, startsAt, endsAt })
}

type ClashWish = Pick<PlaceWish, 'practitionerId' | 'span' | 'exceptId'>

export async function refuseClash(unit: Unit, wish: ClashWish): Promise<void> {
  refuseOver(await clashOf(unit.db, wish))
}

async function clashOf(db: Reader, wish: ClashWish) {
  const { startsAt, endsAt } = wish.span
  return findClash(db, {
    practitionerId: wish.practitionerId,
    startsAt,
    endsAt,
    earliestStart: addMinutes(startsAt, -longestServiceMinutes),
    exceptId: wish.exceptId,
  })
}

function refuseOver(clash: Awaited<ReturnType<typeof findClash>>): void {
  if (clash === undefined) return
  const language = isLanguage(clash.language) ? clash.language : 'en'
  const patient = {
    family: clash.patientFamily,
    given: clash.patientGiven,
    patronymic: clash.patientPatronymic,
  }
  const practitioner = {
    family: clash.practitionerFamily,
    given: clash.practitionerGiven,
    patronymic: clash.practitionerPatronymic,
  }
  throw new ClinicError('overlap', {
    appointmentId: clash.id,
    startsAt: clash.startsAt,
    endsAt: clash.endsAt,
    patient: fullName(patient, language),
    practitioner: fullName(practitioner, language),
  })
}
