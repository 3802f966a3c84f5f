/** Reads of price lists, whom they are for, and packages. */
import { keptQuestion, type Places, type Reader } from '../../db/kysely.ts'

/** The price of a service for a patient on a day by the lists, and the list; undefined where none has it. */
export async function findListPrice(
  db: Reader,
  question: { patientId: string; serviceId: string; day: string },
) {
  return (await askListPrice(db, question))[0]
}

const askListPrice = keptQuestion(
  (db, place: Places<{ patientId: string; serviceId: string; day: string }>) =>
    db
      .selectFrom('servicePrice as price')
      .innerJoin('priceList as list', 'list.id', 'price.priceListId')
      .leftJoin('coverage', (join) =>
        join
          .onRef('coverage.priceListId', '=', 'list.id')
          .on('coverage.patientId', '=', place('patientId'))
          .on('coverage.archivedAt', 'is', null)
          .on('coverage.validFrom', '<=', place('day'))
          .on((eb) =>
            eb.or([eb('coverage.validTo', 'is', null), eb('coverage.validTo', '>=', place('day'))]),
          ),
      )
      .select(['price.priceMinor', 'list.id as priceListId', 'list.name as priceListName'])
      .where('price.serviceId', '=', place('serviceId'))
      .where('price.archivedAt', 'is', null)
      .where('list.archivedAt', 'is', null)
      .where('list.validFrom', '<=', place('day'))
      .where((eb) =>
        eb.or([eb('list.validTo', 'is', null), eb('list.validTo', '>=', place('day'))]),
      )
      .where((eb) =>
        eb.or([eb('list.audience', '=', 'everyone'), eb('coverage.id', 'is not', null)]),
      )
      // What a patient has of their own goes before what is for everyone; then the newer list.
      .orderBy('coverage.id', (order) => order.desc().nullsLast())
      .orderBy('list.validFrom', 'desc')
      .orderBy('list.id', 'desc')
      .limit(1),
)

/** Price lists with how many prices stand in each, the newest first. */
export async function listPriceListRows(db: Reader) {
  return db
    .selectFrom('priceList')
    .leftJoin('servicePrice as price', (join) =>
      join.onRef('price.priceListId', '=', 'priceList.id').on('price.archivedAt', 'is', null),
    )
    .select((eb) => [
      'priceList.id',
      'priceList.version',
      'priceList.name',
      'priceList.audience',
      'priceList.validFrom',
      'priceList.validTo',
      'priceList.archivedAt',
      eb.fn.count<number>('price.id').as('prices'),
    ])
    .groupBy('priceList.id')
    .orderBy('priceList.validFrom', 'desc')
    .orderBy('priceList.name')
    .execute()
}

export async function findPriceList(db: Reader, id: string) {
  return db
    .selectFrom('priceList')
    .select(['id', 'archivedAt'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function listPriceRows(db: Reader, priceListId: string) {
  return db
    .selectFrom('servicePrice')
    .select(['id', 'serviceId', 'priceMinor'])
    .where('priceListId', '=', priceListId)
    .where('archivedAt', 'is', null)
    .execute()
}

/** The price row of a service in a list, archived or not: there is one at most. */
export async function findPriceRow(db: Reader, priceListId: string, serviceId: string) {
  return db
    .selectFrom('servicePrice')
    .select('id')
    .where('priceListId', '=', priceListId)
    .where('serviceId', '=', serviceId)
    .executeTakeFirst()
}

/** By which lists a patient pays. */
export async function listCoverageRows(db: Reader, patientId: string) {
  return db
    .selectFrom('coverage')
    .innerJoin('priceList', 'priceList.id', 'coverage.priceListId')
    .select([
      'coverage.id',
      'coverage.version',
      'coverage.priceListId',
      'priceList.name as priceListName',
      'coverage.policyNumber',
      'coverage.validFrom',
      'coverage.validTo',
    ])
    .where('coverage.patientId', '=', patientId)
    .where('coverage.archivedAt', 'is', null)
    .orderBy('coverage.validFrom', 'desc')
    .execute()
}

export async function listPackageRows(db: Reader) {
  return db.selectFrom('servicePackage').selectAll().orderBy('code').execute()
}

export async function findPackage(db: Reader, id: string) {
  return db.selectFrom('servicePackage').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function findPackageByCode(db: Reader, code: string) {
  return db.selectFrom('servicePackage').select('id').where('code', '=', code).executeTakeFirst()
}

/** Parts in use of packages, with what the services are called and cost by themselves. */
export async function listPackageParts(db: Reader, packageIds: readonly string[]) {
  if (packageIds.length === 0) return []
  return db
    .selectFrom('packagePart as part')
    .innerJoin('healthcareService as service', 'service.id', 'part.serviceId')
    .select([
      'part.id',
      'part.packageId',
      'part.serviceId',
      'part.quantity',
      'service.code',
      'service.name',
      'service.priceMinor',
      'service.durationMinutes',
      'service.archivedAt as serviceArchivedAt',
    ])
    .where('part.packageId', 'in', [...packageIds])
    .where('part.archivedAt', 'is', null)
    .orderBy('service.code')
    .execute()
}

/** Every part that a package ever had. */
export async function listPartRows(db: Reader, packageId: string) {
  return db
    .selectFrom('packagePart')
    .select(['id', 'serviceId'])
    .where('packageId', '=', packageId)
    .execute()
}

export async function findService(db: Reader, id: string) {
  return db
    .selectFrom('healthcareService')
    .select(['id', 'priceMinor'])
    .where('id', '=', id)
    .executeTakeFirst()
}
