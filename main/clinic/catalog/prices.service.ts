/** Price lists with days of validity, who pays by which, and packages with a price of their own. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { Unit } from '../../db/write.ts'
import { readClinic } from '../settings/settings.service.ts'
import { ClinicError } from '../shared/errors.ts'
import type { Archive } from './catalog.input.ts'
import { knownServiceIds } from './catalog.queries.ts'
import type { AddCoverage, Quote, SavePackage, SavePriceList, SetPrice } from './prices.input.ts'
import {
  findListPrice,
  findPackage,
  findPackageByCode,
  findPriceList,
  findPriceRow,
  findService,
  listCoverageRows,
  listPackageParts,
  listPackageRows,
  listPartRows,
  listPriceListRows,
  listPriceRows,
} from './prices.queries.ts'
import { holdsOnDay, sharesOf } from './prices.rules.ts'

/** Price lists, the newest first; archived ones too, with `archivedAt`. */
export async function listPriceLists(desk: Desk) {
  return listPriceListRows(desk.read)
}

/** Adds a price list or changes one; prices that were frozen on bookings stay. */
export async function savePriceList(desk: Desk, wish: SavePriceList): Promise<{ id: string }> {
  const { id, version, ...fields } = wish
  return desk.write('catalog.savePriceList', async (unit) => {
    if (id === null) return { id: unit.insert('priceList', { ...fields, archivedAt: null }) }
    unit.patch('priceList', id, fields, version ?? undefined)
    return { id }
  })
}

/** Takes a price list out of use or brings it back. */
export async function archivePriceList(desk: Desk, wish: Archive): Promise<void> {
  await desk.write('catalog.archivePriceList', async (unit) => {
    const archivedAt = wish.archived ? unit.now : null
    unit.patch('priceList', wish.id, { archivedAt }, wish.version)
  })
}

/** The prices that stand in a list, in the clinic's currency. */
export async function listPrices(desk: Desk, priceListId: string) {
  return listPriceRows(desk.read, priceListId)
}

/** Sets a service's price in a list; null takes it out, and the catalog's holds again. */
export async function setPrice(desk: Desk, wish: SetPrice): Promise<void> {
  const { priceListId, serviceId, priceMinor } = wish
  await desk.write('catalog.setPrice', async (unit) => {
    if ((await findPriceList(unit.db, priceListId)) === undefined) {
      throw new ClinicError('not-found', { entity: 'priceList', id: priceListId })
    }
    await requireServices(unit, [serviceId])
    const known = await findPriceRow(unit.db, priceListId, serviceId)
    if (priceMinor === null) {
      if (known !== undefined) unit.patch('servicePrice', known.id, { archivedAt: unit.now })
    } else if (known === undefined) {
      unit.insert('servicePrice', { priceListId, serviceId, priceMinor, archivedAt: null })
    } else {
      unit.patch('servicePrice', known.id, { priceMinor, archivedAt: null })
    }
  })
}

/** By which lists a patient pays, the latest first. */
export async function listCoverages(desk: Desk, patientId: string) {
  return listCoverageRows(desk.read, patientId)
}

/** Lets a patient pay by a list. Refused with `not-found` and `archived` (the list). */
export async function addCoverage(desk: Desk, wish: AddCoverage): Promise<{ id: string }> {
  return desk.write('catalog.addCoverage', async (unit) => {
    const list = await findPriceList(unit.db, wish.priceListId)
    const named = { entity: 'priceList', id: wish.priceListId }
    if (list === undefined) throw new ClinicError('not-found', named)
    if (list.archivedAt !== null) throw new ClinicError('archived', named)
    return { id: unit.insert('coverage', { ...wish, archivedAt: null }) }
  })
}

/** Ends a patient's paying by a list. */
export async function archiveCoverage(
  desk: Desk,
  wish: { id: string; version: number },
): Promise<void> {
  await desk.write('catalog.archiveCoverage', async (unit) => {
    unit.patch('coverage', wish.id, { archivedAt: unit.now }, wish.version)
  })
}

/**
 * What a service costs a patient on a day: by the list that they are covered by, else by a list for
 * everyone that holds then, else the catalog's price. Money in the clinic's currency.
 */
export async function priceFor(
  db: Reader,
  question: { patientId: string; serviceId: string; day: string; catalogMinor: number },
): Promise<{ priceMinor: number; priceListName: string | null }> {
  const { catalogMinor, patientId, serviceId, day } = question
  const found = await findListPrice(db, { patientId, serviceId, day })
  return found ?? { priceMinor: catalogMinor, priceListName: null }
}

/**
 * What a booking of that day would cost the patient, or somebody who is not registered yet, and by which
 * list. Refused with `not-found`.
 */
export async function quote(desk: Desk, question: Quote) {
  const { serviceId, day } = question
  // Nobody's id: what is for everyone is left.
  const patientId = question.patientId ?? ''
  const service = await findService(desk.read, serviceId)
  if (service === undefined) {
    throw new ClinicError('not-found', { entity: 'healthcareService', id: serviceId })
  }
  const catalogMinor = service.priceMinor
  return priceFor(desk.read, { patientId, serviceId, day, catalogMinor })
}

/** Packages by code with their parts; archived ones too, with `archivedAt`. */
export async function listPackages(desk: Desk) {
  const rows = await listPackageRows(desk.read)
  const { currency } = await readClinic(desk)
  const parts = await listPackageParts(
    desk.read,
    rows.map(({ id }) => id),
  )
  return {
    currency,
    packages: rows.map((row) => {
      const own = parts.filter(({ packageId }) => packageId === row.id)
      const separatelyMinor = own.reduce((sum, one) => sum + one.quantity * one.priceMinor, 0)
      return { ...row, parts: own, separatelyMinor }
    }),
  }
}

/**
 * Adds a package or changes it and its parts; bookings and invoices that exist stay. Refused with
 * `code-taken` and `not-found` (a service).
 */
export async function savePackage(desk: Desk, wish: SavePackage): Promise<{ id: string }> {
  const { id, version, parts, ...fields } = wish
  return desk.write('catalog.savePackage', async (unit) => {
    const holder = await findPackageByCode(unit.db, fields.code)
    if (holder !== undefined && holder.id !== id) {
      throw new ClinicError('code-taken', { code: fields.code })
    }
    await requireServices(
      unit,
      parts.map(({ serviceId }) => serviceId),
    )
    const packageId = id ?? unit.insert('servicePackage', { ...fields, archivedAt: null })
    if (id !== null) unit.patch('servicePackage', id, fields, version ?? undefined)
    const wished = new Map(parts.map(({ serviceId, quantity }) => [serviceId, quantity]))
    for (const row of await listPartRows(unit.db, packageId)) {
      const quantity = wished.get(row.serviceId)
      wished.delete(row.serviceId)
      const change =
        quantity === undefined ? { archivedAt: unit.now } : { quantity, archivedAt: null }
      unit.patch('packagePart', row.id, change)
    }
    for (const [serviceId, quantity] of wished) {
      unit.insert('packagePart', { packageId, serviceId, quantity, archivedAt: null })
    }
    return { id: packageId }
  })
}

/** Takes a package out of the catalog or puts it back. */
export async function archivePackage(desk: Desk, wish: Archive): Promise<void> {
  await desk.write('catalog.archivePackage', async (unit) => {
    const archivedAt = wish.archived ? unit.now : null
    unit.patch('servicePackage', wish.id, { archivedAt }, wish.version)
  })
}

/** One service of a package at its share of the package's price. */
export interface PackageLine {
  serviceId: string
  code: string
  name: string
  priceMinor: number
}

/**
 * A package as single services, each as often as it is in it, whose prices make exactly the package's.
 * Refused with `not-found` and `archived` (out of use, or not valid on that day).
 */
export async function packageLines(db: Reader, id: string, day: string): Promise<PackageLine[]> {
  const found = await findPackage(db, id)
  const named = { entity: 'servicePackage', id }
  if (found === undefined) throw new ClinicError('not-found', named)
  if (found.archivedAt !== null || !holdsOnDay(found, day)) throw new ClinicError('archived', named)
  const parts = (await listPackageParts(db, [id])).flatMap((part) =>
    Array.from({ length: part.quantity }, () => part),
  )
  const shares = sharesOf(
    found.priceMinor,
    parts.map(({ priceMinor }) => priceMinor),
  )
  return parts.map(({ serviceId, code, name }, index) => ({
    serviceId,
    code,
    name,
    priceMinor: shares[index] ?? 0,
  }))
}

async function requireServices(unit: Unit, ids: readonly string[]): Promise<void> {
  const known = await knownServiceIds(unit.db, ids)
  const missing = ids.find((id) => !known.has(id))
  if (missing !== undefined) {
    throw new ClinicError('not-found', { entity: 'healthcareService', id: missing })
  }
}
