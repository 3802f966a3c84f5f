/** Reads of the catalog: categories, services, rooms and who offers what. */
import type { Reader } from '../../db/kysely.ts'

export async function listCategoryRows(db: Reader) {
  return db.selectFrom('serviceCategory').selectAll().orderBy('position').orderBy('name').execute()
}

export async function lastCategoryPosition(db: Reader): Promise<number> {
  const row = await db
    .selectFrom('serviceCategory')
    .select((eb) => eb.fn.max('position').as('position'))
    .executeTakeFirst()
  return row?.position ?? 0
}

/** Services in use of a category and of its parts. */
export async function countActiveServices(db: Reader, categoryId: string): Promise<number> {
  const rows = await db
    .selectFrom('healthcareService')
    .innerJoin('serviceCategory', 'serviceCategory.id', 'healthcareService.categoryId')
    .select('healthcareService.id')
    .where((eb) =>
      eb.or([
        eb('serviceCategory.id', '=', categoryId),
        eb('serviceCategory.parentId', '=', categoryId),
      ]),
    )
    .where('healthcareService.archivedAt', 'is', null)
    .execute()
  return rows.length
}

/** A service with the name of its category, the shape that every list of services has. */
function selectServices(db: Reader) {
  return (
    db
      .selectFrom('healthcareService')
      .innerJoin('serviceCategory', 'serviceCategory.id', 'healthcareService.categoryId')
      .leftJoin('serviceCategory as whole', 'whole.id', 'serviceCategory.parentId')
      .select([
        'healthcareService.id',
        'healthcareService.version',
        'healthcareService.categoryId',
        'serviceCategory.name as categoryName',
        'whole.name as wholeCategoryName',
        'healthcareService.code',
        'healthcareService.name',
        'healthcareService.durationMinutes',
        'healthcareService.priceMinor',
        'healthcareService.preparation',
        'healthcareService.archivedAt',
      ])
      // A part stands behind what it is a part of, wherever that stands.
      .orderBy((eb) => eb.fn.coalesce('whole.position', 'serviceCategory.position'))
      .orderBy((eb) => eb.fn.coalesce('whole.name', 'serviceCategory.name'))
      .orderBy('whole.id', (order) => order.asc().nullsFirst())
      .orderBy('serviceCategory.position')
      .orderBy('serviceCategory.name')
      .orderBy('healthcareService.code')
  )
}

export async function listServiceRows(db: Reader) {
  return selectServices(db).execute()
}

/** The services that a practitioner offers and that are still in the catalog. */
export async function listOfferedServices(db: Reader, practitionerId: string) {
  return selectServices(db)
    .innerJoin('practitionerService', 'practitionerService.serviceId', 'healthcareService.id')
    .select('practitionerService.locationId as offeredIn')
    .where('practitionerService.practitionerId', '=', practitionerId)
    .where('practitionerService.archivedAt', 'is', null)
    .where('healthcareService.archivedAt', 'is', null)
    .execute()
}

/** Everyone who offers a service and still works here, by name. */
export async function listOfferingPractitioners(db: Reader, serviceId: string) {
  return db
    .selectFrom('practitionerService')
    .innerJoin('practitioner', 'practitioner.id', 'practitionerService.practitionerId')
    .select([
      'practitioner.id',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
      'practitioner.specialty',
      'practitionerService.locationId as offeredIn',
    ])
    .where('practitionerService.serviceId', '=', serviceId)
    .where('practitionerService.archivedAt', 'is', null)
    .where('practitioner.archivedAt', 'is', null)
    .orderBy('practitioner.family')
    .orderBy('practitioner.given')
    .execute()
}

export async function findServiceByCode(db: Reader, code: string) {
  return db.selectFrom('healthcareService').select('id').where('code', '=', code).executeTakeFirst()
}

export async function findCategory(db: Reader, id: string) {
  return db.selectFrom('serviceCategory').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function listRoomRows(db: Reader) {
  return db.selectFrom('location').selectAll().orderBy('name').execute()
}

/** Every tie of a practitioner to a service there ever was, archived ones too. */
export async function listOfferRows(db: Reader, practitionerId: string) {
  return db
    .selectFrom('practitionerService')
    .select(['id', 'serviceId', 'archivedAt'])
    .where('practitionerId', '=', practitionerId)
    .execute()
}

export async function practitionerExists(db: Reader, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('practitioner')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

/** Which of the ids are services of the catalog. */
export async function knownServiceIds(db: Reader, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('healthcareService')
    .select('id')
    .where('id', 'in', [...ids])
    .execute()
  return new Set(rows.map((row) => row.id))
}
