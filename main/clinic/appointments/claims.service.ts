/** What a booking claims beside its doctor's time: the rooms and equipment that its service needs. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { Unit } from '../../db/write.ts'
import { listClaims, listNeeds, listResources } from '../catalog/resources.queries.ts'
import {
  candidatesFor,
  chooseResources,
  listedIds,
  type Need,
  type Resource,
  resourcesWithin,
  roomOf,
} from '../catalog/resources.rules.ts'
import { listBlocksBetween } from '../schedule/blocks.queries.ts'
import { readDayPlan } from '../schedule/plan.service.ts'
import { workingSpanAround } from '../schedule/schedule.rules.ts'
import { readClinic } from '../settings/settings.service.ts'
import { addMinutes, dayOf, type Span } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import type { ChangeResources, ResourceQuestion } from './appointments.input.ts'
import { findAppointment, findServedBranches, findServiceMinutes } from './appointments.queries.ts'
import { occupiesTime } from './appointments.rules.ts'

/** What is to be claimed with a span of a doctor's time. */
export interface ClaimWish {
  serviceId: string
  span: Span
  /** The booking that is being moved, or empty. */
  exceptId: string
  /** The rooms and equipment that a person chose; chosen by the program when left out. */
  resourceIds?: readonly string[] | undefined
  /** What the booking has already: kept where it is still free. */
  kept?: readonly string[]
  /** Where the doctor works then; taken before other rooms. */
  doctorsRoomId: string | null
}

export interface Claims {
  resourceIds: string[]
  /** Where the patient has to go for them; null where the claim says nothing of it. */
  roomId: string | null
  /** Something of it is held by another booking: only where it may be. */
  isTaken: boolean
}

/**
 * Chooses what the booking claims, all or nothing. Refused with `resource-taken` (nothing that would do
 * is free then, unless it may be taken), `resource-missing` (a need that nothing here meets, or that a
 * person's choice leaves out), `another-branch` (a need that only rooms meet which this workstation
 * does not serve) and `not-found` (a chosen one that is not in use).
 */
export async function claimResources(
  db: Reader,
  wish: ClaimWish,
  mayBeTaken: boolean,
): Promise<Claims> {
  const needs = await listNeeds(db, wish.serviceId)
  const { resourceIds: wished, kept = [] } = wish
  if (needs.length === 0 && (wished ?? kept).length === 0) {
    return { resourceIds: [], roomId: null, isTaken: false }
  }
  const resources = await listResources(db)
  const here = resourcesWithin(await findServedBranches(db), wish.doctorsRoomId, resources)
  const taken = await takenIn(db, resources, wish)
  const resourceIds =
    wished === undefined
      ? automatic({ ...wish, needs: [...needs, ...fixedNeeds(kept, needs, resources)] })
      : chosen(wished)
  const isTaken = resourceIds.some((id) => taken.has(id))
  return { resourceIds, roomId: roomOf(resourceIds, resources), isTaken }

  function automatic({ needs: all, span }: { needs: Need[]; span: Span }): string[] {
    const preferred = [...kept, ...(wish.doctorsRoomId === null ? [] : [wish.doctorsRoomId])]
    const free = chooseResources(all, here, (id) => !taken.has(id), preferred)
    if (free.met) return free.resourceIds
    const any = chooseResources(all, here, () => true, preferred)
    if (!any.met) throw elsewhere(all) ?? missing(any.need, resources)
    if (!mayBeTaken) throw takenError(free.need, resources, span)
    return any.resourceIds
  }

  function elsewhere(all: Need[]): ClinicError | null {
    const any = chooseResources(all, resources, () => true)
    const locationId = any.met ? roomOf(any.resourceIds, resources) : null
    return locationId === null ? null : new ClinicError('another-branch', { locationId })
  }

  function chosen(ids: readonly string[]): string[] {
    const own = resources.filter(({ id }) => ids.includes(id))
    const unknown = ids.find((id) => !own.some((one) => one.id === id))
    if (unknown !== undefined)
      throw new ClinicError('not-found', { entity: 'resource', id: unknown })
    const met = chooseResources(needs, own, () => true)
    if (!met.met) throw missing(met.need, resources)
    const held = own.find(({ id }) => taken.has(id))
    if (held !== undefined && !mayBeTaken) {
      throw new ClinicError('resource-taken', { ...wish.span, name: held.name })
    }
    return own.map(({ id }) => id)
  }
}

/** Refuses a booking whose rooms and equipment were given away meanwhile (`resource-taken`). */
export async function refuseTakenResources(
  unit: Unit,
  booking: Span & { id: string; resourceIds: string },
): Promise<void> {
  const ids = listedIds(booking.resourceIds)
  if (ids.length === 0) return
  const [claim] = await listClaims(unit.db, {
    resourceIds: ids,
    span: booking,
    exceptId: booking.id,
  })
  if (claim === undefined) return
  const name = (await listResources(unit.db)).find(({ id }) => id === claim.resourceId)?.name ?? ''
  throw new ClinicError('resource-taken', {
    name,
    startsAt: booking.startsAt,
    endsAt: booking.endsAt,
  })
}

async function takenIn(
  db: Reader,
  resources: readonly Resource[],
  wish: Pick<ClaimWish, 'span' | 'exceptId'>,
): Promise<Set<string>> {
  const claims = await listClaims(db, {
    resourceIds: resources.map(({ id }) => id),
    span: wish.span,
    exceptId: wish.exceptId,
  })
  const blocks = await listBlocksBetween(db, wish.span)
  const blocked = blocks.flatMap(({ locationId }) => (locationId === null ? [] : [locationId]))
  return new Set([...claims.map(({ resourceId }) => resourceId), ...blocked])
}

/** What a person claimed beyond the service's needs stays claimed when the booking moves. */
function fixedNeeds(
  kept: readonly string[],
  needs: readonly Need[],
  resources: readonly Resource[],
): Need[] {
  const met = new Set(
    needs.flatMap((need) => candidatesFor(need, resources).map((resource) => resource.id)),
  )
  return resources
    .filter(({ id }) => kept.includes(id) && !met.has(id))
    .map(({ id, target }) => ({ id, target, kind: null, resourceIds: [id] }))
}

function missing(need: Need, resources: readonly Resource[]): ClinicError {
  return new ClinicError('resource-missing', { name: nameOf(need, resources) })
}

function takenError(need: Need, resources: readonly Resource[], span: Span): ClinicError {
  const { startsAt, endsAt } = span
  return new ClinicError('resource-taken', { name: nameOf(need, resources), startsAt, endsAt })
}

/** The kind that is needed, or the names of those that would do. */
function nameOf(need: Need, resources: readonly Resource[]): string {
  return (
    need.kind ??
    candidatesFor(need, resources)
      .map(({ name }) => name)
      .join(', ')
  )
}

/**
 * The rooms and equipment of a service at a time that this workstation can book, each with whether it
 * is free, and what the program would choose; of a booking that exists when `appointmentId` is given. Refused with `not-found`.
 */
export async function resourceChoices(desk: Desk, question: ResourceQuestion) {
  const { serviceId, startsAt, appointmentId } = question
  const booking =
    appointmentId === undefined ? undefined : await findAppointment(desk.read, appointmentId)
  const minutes = await findServiceMinutes(desk.read, serviceId)
  if (minutes === undefined) {
    throw new ClinicError('not-found', { entity: 'healthcareService', id: serviceId })
  }
  const span = booking ?? { startsAt, endsAt: addMinutes(startsAt, minutes) }
  const needs = await listNeeds(desk.read, serviceId)
  const served = await findServedBranches(desk.read)
  const doctorsRoomId = await doctorsRoomIn(desk, question.practitionerId, span)
  const resources = resourcesWithin(served, doctorsRoomId, await listResources(desk.read))
  const taken = await takenIn(desk.read, resources, { span, exceptId: booking?.id ?? '' })
  const kept = booking === undefined ? [] : listedIds(booking.resourceIds)
  const doctorsRoom = doctorsRoomId === null ? [] : [doctorsRoomId]
  const free = chooseResources(needs, resources, (id) => !taken.has(id), [...kept, ...doctorsRoom])
  return {
    /** The claim that stands, or that would be made; empty when something is not free. */
    chosen: kept.length > 0 ? kept : free.met ? free.resourceIds : [],
    needs: needs.map((need) => ({
      id: need.id,
      target: need.target,
      kind: need.kind,
      options: candidatesFor(need, resources).map(({ id, name }) => ({
        id,
        name,
        isFree: !taken.has(id),
      })),
    })),
    resources: resources.map(({ id, name, target }) => ({
      id,
      name,
      target,
      isFree: !taken.has(id),
    })),
  }
}

/** The room in which a doctor works during a span; null where they work in none or not at all. */
async function doctorsRoomIn(
  desk: Desk,
  practitionerId: string,
  span: Span,
): Promise<string | null> {
  const { timeZone } = await readClinic(desk)
  const day = dayOf(span.startsAt, timeZone)
  const { hours, leaves } = await readDayPlan(desk.read, practitionerId, day)
  return workingSpanAround(span, day, hours, leaves, timeZone)?.locationId ?? null
}

/**
 * Gives a booking other rooms and equipment at its time. Refused with `resource-taken`,
 * `resource-missing`, `not-found` and `status-not-allowed` (it holds no time any more).
 */
export async function changeResources(
  desk: Desk,
  wish: ChangeResources,
): Promise<{ id: string; version: number }> {
  return desk.write('appointments.changeResources', async (unit) => {
    const before = await findAppointment(unit.db, wish.id)
    if (before === undefined)
      throw new ClinicError('not-found', { entity: 'appointment', id: wish.id })
    const { id, status, serviceId, startsAt, endsAt, locationId } = before
    if (!occupiesTime(status)) {
      throw new ClinicError('status-not-allowed', { from: status, to: status })
    }
    const span = { startsAt, endsAt }
    const { resourceIds, roomId } = await claimResources(
      unit.db,
      { serviceId, span, exceptId: id, resourceIds: wish.resourceIds, doctorsRoomId: locationId },
      before.overbooked === 1,
    )
    const claimed = JSON.stringify(resourceIds)
    if (claimed === before.resourceIds) return { id, version: before.version }
    unit.patch(
      'appointment',
      id,
      { resourceIds: claimed, locationId: roomId ?? locationId },
      wish.version,
    )
    return { id, version: before.version + 1 }
  })
}
