/** The catalog: what the clinic offers, at what price, in which rooms, and who offers it. */
import type { Desk } from '../../db/desk.ts'
import type { Unit } from '../../db/write.ts'
import { readClinic } from '../settings/settings.service.ts'
import { ClinicError } from '../shared/errors.ts'
import type {
  Archive,
  CreateService,
  ListServices,
  SetOfferPlace,
  SetOffers,
  UpdateService,
} from './catalog.input.ts'
import {
  countActiveServices,
  findCategory,
  findServiceByCode,
  knownServiceIds,
  lastCategoryPosition,
  listCategoryRows,
  listOfferedServices,
  listOfferingPractitioners,
  listOfferRows,
  listRoomRows,
  listServiceRows,
  practitionerExists,
} from './catalog.queries.ts'
import { matchesWords } from './catalog.rules.ts'

/** Categories in their order; archived ones too, with `archivedAt`. */
export async function listCategories(desk: Desk) {
  return listCategoryRows(desk.read)
}

/** Adds a category at the end of the list, or a part of one. Refused as {@link updateCategory}. */
export async function createCategory(
  desk: Desk,
  wish: { name: string; parentId?: string | null | undefined },
): Promise<{ id: string }> {
  const { name, parentId = null } = wish
  return desk.write('catalog.createCategory', async (unit) => {
    await requireParent(unit, parentId, null)
    const position = (await lastCategoryPosition(unit.db)) + 1
    return { id: unit.insert('serviceCategory', { name, parentId, position, archivedAt: null }) }
  })
}

/**
 * Renames a category, gives it another place, or puts it into another one. Refused with `not-found`,
 * `archived` and `category-too-deep` (a part has no parts).
 */
export async function updateCategory(
  desk: Desk,
  wish: {
    id: string
    version: number
    name: string
    position: number
    parentId?: string | null | undefined
  },
): Promise<void> {
  const { id, version, name, position, parentId } = wish
  await desk.write('catalog.updateCategory', async (unit) => {
    if (parentId !== undefined) await requireParent(unit, parentId, id)
    const moved = parentId === undefined ? {} : { parentId }
    unit.patch('serviceCategory', id, { name, position, ...moved }, version)
  })
}

/** Two levels, no more: what is a part has no parts, and what has parts is none. */
async function requireParent(
  unit: Unit,
  parentId: string | null,
  id: string | null,
): Promise<void> {
  if (parentId === null) return
  await requireCategory(unit, parentId)
  const all = await listCategoryRows(unit.db)
  const isPart = all.some((one) => one.id === parentId && one.parentId !== null)
  const hasParts = id !== null && all.some((one) => one.parentId === id)
  if (isPart || hasParts || parentId === id) throw new ClinicError('category-too-deep', {})
}

/** Archives a category or brings it back. Refused with `category-not-empty` while services are in it. */
export async function archiveCategory(desk: Desk, wish: Archive): Promise<void> {
  await desk.write('catalog.archiveCategory', async (unit) => {
    const services = wish.archived ? await countActiveServices(unit.db, wish.id) : 0
    if (services > 0) throw new ClinicError('category-not-empty', { services })
    unit.patch('serviceCategory', wish.id, archivedChange(unit, wish), wish.version)
  })
}

/**
 * Services with their category, in the catalog's order; those in use unless `archived` says
 * otherwise. `priceMinor` is in `currency`, the clinic's.
 */
export async function listServices(desk: Desk, filter: ListServices) {
  const [{ currency }, rows] = await Promise.all([readClinic(desk), listServiceRows(desk.read)])
  const archived = filter.archived ?? 'active'
  const services = rows.filter(
    (row) =>
      (archived === 'all' || (archived === 'archived') === (row.archivedAt !== null)) &&
      (filter.categoryId === undefined || row.categoryId === filter.categoryId) &&
      matchesWords(filter.search ?? '', `${row.code} ${row.name}`),
  )
  return { currency, services }
}

/** Adds a service. Refused with `code-taken`; codes of archived services stay taken. */
export async function createService(desk: Desk, wish: CreateService): Promise<{ id: string }> {
  return desk.write('catalog.createService', async (unit) => {
    await requireCategory(unit, wish.categoryId)
    await requireFreeCode(unit, wish.code, null)
    return { id: unit.insert('healthcareService', { ...wish, archivedAt: null }) }
  })
}

/** Changes a service. Bookings that exist keep their length and their price. Refused with `code-taken`. */
export async function updateService(desk: Desk, wish: UpdateService): Promise<void> {
  const { id, version, ...changes } = wish
  await desk.write('catalog.updateService', async (unit) => {
    await requireCategory(unit, wish.categoryId)
    await requireFreeCode(unit, wish.code, id)
    unit.patch('healthcareService', id, changes, version)
  })
}

/** Takes a service out of the catalog or puts it back; bookings that exist stay. */
export async function archiveService(desk: Desk, wish: Archive): Promise<void> {
  await desk.write('catalog.archiveService', async (unit) => {
    unit.patch('healthcareService', wish.id, archivedChange(unit, wish), wish.version)
  })
}

/** Rooms by name; archived ones too, with `archivedAt`. */
export async function listRooms(desk: Desk) {
  return listRoomRows(desk.read)
}

/** Adds a room. */
export async function createRoom(
  desk: Desk,
  wish: { name: string; kind?: string | null | undefined },
): Promise<{ id: string }> {
  const { name, kind = null } = wish
  return desk.write('catalog.createRoom', async (unit) => ({
    id: unit.insert('location', { name, kind, archivedAt: null }),
  }))
}

/** Archives a room or brings it back; hours and bookings that name it stay. */
export async function archiveRoom(desk: Desk, wish: Archive): Promise<void> {
  await desk.write('catalog.archiveRoom', async (unit) => {
    unit.patch('location', wish.id, archivedChange(unit, wish), wish.version)
  })
}

/** The services that a practitioner offers, as in the catalog. */
export async function listOffers(desk: Desk, practitionerId: string) {
  const [{ currency }, services] = await Promise.all([
    readClinic(desk),
    listOfferedServices(desk.read, practitionerId),
  ])
  return { currency, services }
}

/** Who offers a service, by name. */
export async function listOffering(desk: Desk, serviceId: string) {
  return listOfferingPractitioners(desk.read, serviceId)
}

/** Makes the services a practitioner offers exactly these. Refused with `not-found`. */
export async function setOffers(desk: Desk, wish: SetOffers): Promise<void> {
  await desk.write('catalog.setOffers', async (unit) => {
    const { practitionerId } = wish
    if (!(await practitionerExists(unit.db, practitionerId))) {
      throw new ClinicError('not-found', { entity: 'practitioner', id: practitionerId })
    }
    const wished = new Set(wish.serviceIds)
    const known = await knownServiceIds(unit.db, [...wished])
    const rows = await listOfferRows(unit.db, practitionerId)
    const tied = new Set(rows.map((row) => row.serviceId))
    for (const row of rows) {
      const archivedAt = wished.has(row.serviceId) ? null : (row.archivedAt ?? unit.now)
      unit.patch('practitionerService', row.id, { archivedAt })
    }
    for (const serviceId of wished) {
      if (!known.has(serviceId)) {
        throw new ClinicError('not-found', { entity: 'healthcareService', id: serviceId })
      }
      if (tied.has(serviceId)) continue
      unit.insert('practitionerService', { practitionerId, serviceId, archivedAt: null })
    }
  })
}

/**
 * Where a practitioner offers a service: in one room alone, or wherever they work. Bookings that exist
 * stay. Refused with `service-not-offered`.
 */
export async function setOfferPlace(desk: Desk, wish: SetOfferPlace): Promise<void> {
  const { practitionerId, serviceId, locationId } = wish
  await desk.write('catalog.setOfferPlace', async (unit) => {
    const rows = await listOfferRows(unit.db, practitionerId)
    const row = rows.find((one) => one.serviceId === serviceId && one.archivedAt === null)
    if (row === undefined)
      throw new ClinicError('service-not-offered', { serviceId, practitionerId })
    unit.patch('practitionerService', row.id, { locationId })
  })
}

function archivedChange(unit: Unit, wish: Archive): { archivedAt: string | null } {
  return { archivedAt: wish.archived ? unit.now : null }
}

async function requireCategory(unit: Unit, id: string): Promise<void> {
  const category = await findCategory(unit.db, id)
  if (category === undefined) throw new ClinicError('not-found', { entity: 'serviceCategory', id })
  if (category.archivedAt !== null) {
    throw new ClinicError('archived', { entity: 'serviceCategory', id })
  }
}

async function requireFreeCode(unit: Unit, code: string, ownId: string | null): Promise<void> {
  const holder = await findServiceByCode(unit.db, code)
  if (holder !== undefined && holder.id !== ownId) throw new ClinicError('code-taken', { code })
}
