/** Reads of the search for free times: who offers what, and the bookings of a day with their reason. */
import type { Reader } from '../../db/kysely.ts'

/** Everyone who works here with each service they offer, by name and then as the catalog has the services. */
export async function listOffers(
  db: Reader,
  wish: {
    serviceId?: string | undefined
    specialty?: string | undefined
    practitionerIds?: readonly string[] | undefined
  },
) {
  let offers = db
    .selectFrom('practitionerService as offer')
    .innerJoin('practitioner', 'practitioner.id', 'offer.practitionerId')
    .innerJoin('healthcareService as service', 'service.id', 'offer.serviceId')
    .innerJoin('serviceCategory as category', 'category.id', 'service.categoryId')
    .select([
      'practitioner.id as practitionerId',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
      'practitioner.specialty',
      'offer.locationId as offeredIn',
      'service.id as serviceId',
      'service.code as serviceCode',
      'service.name as serviceName',
      'service.durationMinutes',
      'service.priceMinor',
    ])
    .where('offer.archivedAt', 'is', null)
    .where('practitioner.archivedAt', 'is', null)
    .where('service.archivedAt', 'is', null)
    .orderBy('practitioner.family')
    .orderBy('practitioner.given')
    .orderBy('practitioner.id')
    .orderBy('category.position')
    .orderBy('service.code')
  const { serviceId, specialty, practitionerIds } = wish
  if (serviceId !== undefined) offers = offers.where('offer.serviceId', '=', serviceId)
  if (specialty !== undefined) offers = offers.where('practitioner.specialty', '=', specialty)
  if (practitionerIds !== undefined) {
    offers = offers.where('offer.practitionerId', 'in', [...practitionerIds])
  }
  return offers.execute()
}

export type Offer = Awaited<ReturnType<typeof listOffers>>[number]

/** Those of the services that need rooms or equipment of their own. */
export async function listServicesWithNeeds(
  db: Reader,
  serviceIds: readonly string[],
): Promise<string[]> {
  if (serviceIds.length === 0) return []
  const rows = await db
    .selectFrom('serviceNeed')
    .select('serviceId')
    .distinct()
    .where('serviceId', 'in', [...serviceIds])
    .where('archivedAt', 'is', null)
    .execute()
  return rows.map(({ serviceId }) => serviceId)
}
