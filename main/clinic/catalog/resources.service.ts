/** Rooms and equipment: what there is, where it stands, and which services need it. */
import type { Desk } from '../../db/desk.ts'
import type { Unit } from '../../db/write.ts'
import { ClinicError } from '../shared/errors.ts'
import type { Archive, SaveEquipment, SetNeeds, UpdateRoom } from './catalog.input.ts'
import { knownServiceIds } from './catalog.queries.ts'
import { findRoom, listEquipmentRows, listNeedRows, listResources } from './resources.queries.ts'
import { candidatesFor, listedIds } from './resources.rules.ts'

/** Changes a room's name and what it is for. */
export async function updateRoom(desk: Desk, wish: UpdateRoom): Promise<void> {
  const { id, version, name, kind } = wish
  await desk.write('catalog.updateRoom', async (unit) => {
    unit.patch('location', id, { name, kind }, version)
  })
}

/** Equipment by name with the room in which it stands; archived pieces too, with `archivedAt`. */
export async function listEquipment(desk: Desk) {
  return listEquipmentRows(desk.read)
}

/** Adds a piece of equipment or changes one. Refused with `not-found` (the room). */
export async function saveEquipment(desk: Desk, wish: SaveEquipment): Promise<{ id: string }> {
  const { id, version, ...fields } = wish
  return desk.write('catalog.saveEquipment', async (unit) => {
    await requireRoom(unit, fields.locationId)
    if (id === null) return { id: unit.insert('equipment', { ...fields, archivedAt: null }) }
    unit.patch('equipment', id, fields, version ?? undefined)
    return { id }
  })
}

/** Takes equipment out of use or brings it back; bookings that claim it stay. */
export async function archiveEquipment(desk: Desk, wish: Archive): Promise<void> {
  await desk.write('catalog.archiveEquipment', async (unit) => {
    const archivedAt = wish.archived ? unit.now : null
    unit.patch('equipment', wish.id, { archivedAt }, wish.version)
  })
}

/** What a service claims beside the doctor, and which rooms or equipment would do now. */
export async function listServiceNeeds(desk: Desk, serviceId: string) {
  const [rows, resources] = await Promise.all([
    listNeedRows(desk.read, serviceId),
    listResources(desk.read),
  ])
  return rows.map((row) => {
    const need = { ...row, resourceIds: listedIds(row.resourceIds) }
    return { ...need, able: candidatesFor(need, resources).map(({ id, name }) => ({ id, name })) }
  })
}

/**
 * Sets all that a service claims beside the doctor; bookings that exist keep what they claim. Refused
 * with `not-found` (the service, a room, a piece of equipment).
 */
export async function setNeeds(desk: Desk, wish: SetNeeds): Promise<void> {
  const { serviceId, needs } = wish
  await desk.write('catalog.setNeeds', async (unit) => {
    if (!(await knownServiceIds(unit.db, [serviceId])).has(serviceId)) {
      throw new ClinicError('not-found', { entity: 'healthcareService', id: serviceId })
    }
    const known = new Map((await listResources(unit.db)).map((one) => [one.id, one.target]))
    for (const { target, resourceIds } of needs) {
      const strange = resourceIds.find((id) => known.get(id) !== target)
      if (strange !== undefined) {
        throw new ClinicError('not-found', { entity: 'resource', id: strange })
      }
    }
    const left = await listNeedRows(unit.db, serviceId)
    for (const { target, kind, resourceIds } of needs) {
      const ids = JSON.stringify(kind === null ? resourceIds : [])
      const same = left.findIndex(
        (row) => row.target === target && row.kind === kind && row.resourceIds === ids,
      )
      if (same !== -1) left.splice(same, 1)
      else
        unit.insert('serviceNeed', { serviceId, target, kind, resourceIds: ids, archivedAt: null })
    }
    for (const row of left) unit.patch('serviceNeed', row.id, { archivedAt: unit.now })
  })
}

async function requireRoom(unit: Unit, id: string | null): Promise<void> {
  if (id !== null && (await findRoom(unit.db, id)) === undefined) {
    throw new ClinicError('not-found', { entity: 'location', id })
  }
}
