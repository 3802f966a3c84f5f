/** Laboratory orders: what a doctor asks for, a tube each, collected and sent. */
import type { Desk } from '../../db/desk.ts'
import { nextNumber } from '../../db/numbers.ts'
import type { ObservationDefinitionRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import type { SpecimenLabel } from '../../pdf/specimen-label.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { requireSubject } from '../visits/subject.service.ts'
import { findDefinitions, findPanels, listMembers } from './labs-catalog.queries.ts'
import type {
  OrderLabs,
  RejectSpecimen,
  RevokeLabOrder,
  SendSpecimens,
} from './lab-orders.input.ts'
import {
  findLabOrder,
  findSpecimens,
  listAwaited,
  listItemsOf,
  listLabelled,
  listOrdersOfPatient,
  listOrdersOfVisit,
  listSpecimensOf,
  listWaitingSpecimens,
} from './lab-orders.queries.ts'
import { labPriorities, orderedSpecimen, stateOf } from './labs.rules.ts'
import { listCurrentOfOrders, listReportsOf } from './lab-results.queries.ts'

/**
 * Orders panels and single analytes in the name of the doctor who acts; what is taken in one kind of
 * tube shares a specimen and its label. Refused with `not-found`, `archived` (a patient, an analyte or
 * a panel) and `nothing-ordered`.
 */
export async function orderLabs(
  desk: Desk,
  wish: OrderLabs,
): Promise<{ id: string; number: string; specimenIds: string[] }> {
  const { timeZone } = await readClinic(desk)
  return desk.write('labs.order', async (unit) => {
    const patient = await requireSubject(unit.db, wish)
    if (patient.archivedAt !== null) {
      throw new ClinicError('archived', { entity: 'patient', id: wish.patientId })
    }
    const wanted = await chosenAnalytes(unit, wish)
    if (wanted.length === 0) throw new ClinicError('nothing-ordered', {})
    const today = dayOf(unit.now, timeZone)
    const number = await nextNumber(unit, 'lab-order', today)
    const { patientId, encounterId, priority, note } = wish
    const orderId = unit.insert('labOrder', {
      number,
      patientId,
      encounterId,
      requesterId: desk.actor.id,
      priority,
      note,
      orderedAt: unit.now,
      revokedAt: null,
      revokedBy: null,
      revokeReason: null,
    })
    const specimenIds: string[] = []
    for (const kind of new Set(wanted.map(({ definition }) => definition.specimenKind))) {
      const label = await nextNumber(unit, 'specimen', today)
      const specimenId = unit.insert('specimen', {
        orderId,
        label,
        kind,
        collectedAt: null,
        collectedBy: null,
        sentAt: null,
        sentBy: null,
        sentTo: null,
      })
      specimenIds.push(specimenId)
      for (const { definition, panelId } of wanted) {
        if (definition.specimenKind !== kind) continue
        unit.insert('labOrderItem', {
          orderId,
          specimenId,
          definitionId: definition.id,
          panelId,
        })
      }
    }
    return { id: orderId, number, specimenIds }
  })
}

interface Chosen {
  definition: ObservationDefinitionRow
  panelId: string | null
}

/** Each analyte once, with the first panel that brought it. */
async function chosenAnalytes(unit: Unit, wish: OrderLabs): Promise<Chosen[]> {
  const panels = await findPanels(unit.db, wish.panelIds)
  for (const id of wish.panelIds) {
    const panel = panels.find((one) => one.id === id)
    if (panel === undefined) throw new ClinicError('not-found', { entity: 'observationPanel', id })
    if (panel.archivedAt !== null)
      throw new ClinicError('archived', { entity: 'observationPanel', id })
  }
  const members = await listMembers(unit.db)
  const panelOf = new Map<string, string | null>()
  for (const panelId of wish.panelIds) {
    for (const member of members) {
      if (member.panelId !== panelId || panelOf.has(member.definitionId)) continue
      panelOf.set(member.definitionId, panelId)
    }
  }
  for (const id of wish.definitionIds) if (!panelOf.has(id)) panelOf.set(id, null)
  const known = await findDefinitions(unit.db, [...panelOf.keys()])
  return [...panelOf].flatMap(([id, panelId]) => {
    const definition = known.find((one) => one.id === id)
    const named = { entity: 'observationDefinition', id }
    if (definition === undefined) throw new ClinicError('not-found', named)
    if (definition.archivedAt === null) return [{ definition, panelId }]
    // A panel goes on without what is measured no more; who asks for just that is told.
    if (panelId !== null) return []
    throw new ClinicError('archived', named)
  })
}

/** Takes an order back. Refused with `lab-order-revoked`, and with `lab-order-resulted` once there are results. */
export async function revokeLabOrder(desk: Desk, wish: RevokeLabOrder): Promise<void> {
  await desk.write('labs.revoke', async (unit) => {
    const order = await findLabOrder(unit.db, wish.id)
    if (order === undefined) throw new ClinicError('not-found', { entity: 'labOrder', id: wish.id })
    if (order.revokedAt !== null)
      throw new ClinicError('lab-order-revoked', { number: order.number })
    if ((await listReportsOf(unit.db, [wish.id])).length > 0) {
      throw new ClinicError('lab-order-resulted', { number: order.number })
    }
    const revoked = { revokedAt: unit.now, revokedBy: desk.actor.id, revokeReason: wish.reason }
    unit.patch('labOrder', wish.id, revoked, wish.version)
  })
}

/** Notes that specimens were taken; those that were taken before keep their time. */
export async function collectSpecimens(
  desk: Desk,
  { specimenIds }: { specimenIds: string[] },
): Promise<void> {
  await desk.write('labs.collect', async (unit) => {
    for (const specimen of await requireSpecimens(unit, specimenIds)) {
      if (specimen.collectedAt !== null) continue
      unit.patch('specimen', specimen.id, { collectedAt: unit.now, collectedBy: desk.actor.id })
    }
  })
}

/**
 * Notes that a specimen cannot be used, and why; another one is to be taken in its stead, with a label
 * of its own. Refused with `not-collected`, `specimen-rejected` where somebody has said so before,
 * `lab-order-revoked`, and `lab-order-resulted` once all results are there.
 */
export async function rejectSpecimen(
  desk: Desk,
  { specimenId, reason }: RejectSpecimen,
): Promise<{ label: string }> {
  const { timeZone } = await readClinic(desk)
  return desk.write('labs.rejectSpecimen', async (unit) => {
    const [specimen] = await requireSpecimens(unit, [specimenId])
    if (specimen === undefined) {
      throw new ClinicError('not-found', { entity: 'specimen', id: specimenId })
    }
    if (specimen.collectedAt === null) {
      throw new ClinicError('not-collected', { label: specimen.label })
    }
    const { orderId, kind } = specimen
    const reports = await listReportsOf(unit.db, [orderId])
    if (reports.some(({ status }) => status !== 'partial')) {
      const order = await findLabOrder(unit.db, orderId)
      throw new ClinicError('lab-order-resulted', { number: order?.number ?? '' })
    }
    unit.patch('specimen', specimenId, {
      rejectedAt: unit.now,
      rejectedBy: desk.actor.id,
      rejectReason: reason,
    })
    const label = await nextNumber(unit, 'specimen', dayOf(unit.now, timeZone))
    const untouched = { collectedAt: null, collectedBy: null, sentAt: null, sentBy: null }
    const replacesId = orderedSpecimen(specimen)
    unit.insert('specimen', { orderId, label, kind, ...untouched, sentTo: null, replacesId })
    return { label }
  })
}

/** Notes that specimens went to the laboratory. Refused with `not-collected`. */
export async function sendSpecimens(desk: Desk, wish: SendSpecimens): Promise<void> {
  await desk.write('labs.send', async (unit) => {
    for (const specimen of await requireSpecimens(unit, wish.specimenIds)) {
      if (specimen.collectedAt === null) {
        throw new ClinicError('not-collected', { label: specimen.label })
      }
      if (specimen.sentAt !== null) continue
      const sent = { sentAt: unit.now, sentBy: desk.actor.id, sentTo: wish.sentTo }
      unit.patch('specimen', specimen.id, sent)
    }
  })
}

async function requireSpecimens(unit: Unit, ids: readonly string[]) {
  const found = await findSpecimens(unit.db, ids)
  const missing = ids.find((id) => !found.some((one) => one.id === id))
  if (missing !== undefined) throw new ClinicError('not-found', { entity: 'specimen', id: missing })
  for (const { revokedAt, rejectedAt, label, orderId } of found) {
    if (rejectedAt !== null) throw new ClinicError('specimen-rejected', { label })
    if (revokedAt === null) continue
    const order = await findLabOrder(unit.db, orderId)
    throw new ClinicError('lab-order-revoked', { number: order?.number ?? '' })
  }
  return found
}

/** Specimens to be collected or sent: the most urgent first, of those the one that waits longest. */
export async function readCollectionList(desk: Desk) {
  const waiting = await listWaitingSpecimens(desk.read)
  const items = await listItemsOf(desk.read, [...new Set(waiting.map(({ orderId }) => orderId))])
  const urgency = (priority: (typeof labPriorities)[number]) => labPriorities.indexOf(priority)
  return waiting
    .toSorted(
      (one, other) =>
        urgency(other.priority) - urgency(one.priority) ||
        one.orderedAt.localeCompare(other.orderedAt) ||
        one.label.localeCompare(other.label),
    )
    .map((specimen) => ({
      ...specimen,
      analytes: items
        .filter(({ specimenId }) => specimenId === orderedSpecimen(specimen))
        .map(({ name }) => name),
    }))
}

/** Days that results are waited for; what is older was lost on the way, and its order says so. */
const awaitedDays = 60

/** Orders with something taken whose results have not all come: the most urgent first, of those the oldest. */
export async function readAwaited(desk: Desk) {
  const since = new Date(Date.parse(desk.now()) - awaitedDays * 86_400_000).toISOString()
  const orders = await listAwaited(desk.read, since)
  const ids = orders.map(({ id }) => id)
  const items = await listItemsOf(desk.read, ids)
  const begun = new Set((await listReportsOf(desk.read, ids)).map(({ orderId }) => orderId))
  return orders
    .map(({ family, given, patronymic, ...order }) => ({
      ...order,
      isPartial: begun.has(order.id),
      patient: { family, given, patronymic },
      items: items.filter(({ orderId }) => orderId === order.id),
    }))
    .toSorted(
      (one, other) =>
        labPriorities.indexOf(other.priority) - labPriorities.indexOf(one.priority) ||
        one.orderedAt.localeCompare(other.orderedAt) ||
        one.id.localeCompare(other.id),
    )
}

/** What is printed on the labels of specimens, in the order asked for. Refused with `not-found`. */
export async function gatherLabels(desk: Desk, specimenIds: string[]): Promise<SpecimenLabel[]> {
  const { language, name, timeZone } = await readClinic(desk)
  const found = await listLabelled(desk.read, specimenIds)
  const items = await listItemsOf(desk.read, [...new Set(found.map(({ orderId }) => orderId))])
  return specimenIds.map((id) => {
    const specimen = found.find((one) => one.id === id)
    if (specimen === undefined) throw new ClinicError('not-found', { entity: 'specimen', id })
    const { family, given, patronymic } = specimen
    return {
      language,
      clinic: name,
      label: specimen.label,
      orderNumber: specimen.number,
      patient: { family, given, patronymic },
      bornOn: specimen.bornOn,
      specimenKind: specimen.kind,
      isUrgent: specimen.priority !== 'routine',
      day: dayOf(specimen.collectedAt ?? specimen.orderedAt, timeZone),
      codes: items
        .filter(({ specimenId }) => specimenId === orderedSpecimen(specimen))
        .map(({ code }) => code),
    }
  })
}

/** A patient's orders, the newest first, each with its tubes, what was asked, and where it stands. */
export async function readOrdersOfPatient(desk: Desk, patientId: string) {
  return withStates(desk, await listOrdersOfPatient(desk.read, patientId))
}

/** The orders that came out of a visit, the newest first. */
export async function readOrdersOfVisit(desk: Desk, encounterId: string) {
  return withStates(desk, await listOrdersOfVisit(desk.read, encounterId))
}

type Listed = Awaited<ReturnType<typeof listOrdersOfPatient>>

async function withStates(desk: Desk, orders: Listed) {
  const ids = orders.map(({ id }) => id)
  const specimens = await listSpecimensOf(desk.read, ids)
  const items = await listItemsOf(desk.read, ids)
  const results = await listCurrentOfOrders(desk.read, ids)
  const reports = await listReportsOf(desk.read, ids)
  return orders.map(({ family, given, patronymic, ...order }) => {
    const ofOrder = <Row extends { orderId: string | null }>(rows: readonly Row[]) =>
      rows.filter(({ orderId }) => orderId === order.id)
    const asked = ofOrder(items)
    const resultedIds = new Set(ofOrder(results).map(({ definitionId }) => definitionId))
    const told = ofOrder(reports)
    const state = stateOf({
      revokedAt: order.revokedAt,
      specimens: ofOrder(specimens).filter(({ rejectedAt }) => rejectedAt === null),
      ordered: asked.length,
      resulted: asked.filter(({ definitionId }) => resultedIds.has(definitionId)).length,
      reports: told.length,
      unreviewed: told.filter(({ unreviewedId }) => unreviewedId !== null).length,
    })
    return {
      ...order,
      requester: { family, given, patronymic },
      specimens: ofOrder(specimens),
      items: asked,
      reportIds: told.map(({ id }) => id),
      state,
    }
  })
}
