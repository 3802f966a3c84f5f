/** Reads of rooms and equipment as resources: what services need, and what holds their time. */
import { keptQuestion, type Places, type Reader } from '../../db/kysely.ts'
import { longestServiceMinutes } from './catalog.rules.ts'
import { addMinutes, type Span } from '../shared/days.ts'
import { listedIds, type Need, type Resource } from './resources.rules.ts'

/** What a service claims beside the doctor. */
export async function listNeeds(db: Reader, serviceId: string): Promise<Need[]> {
  const rows = await askNeeds(db, { serviceId })
  return rows.map(({ resourceIds, ...need }) => ({ ...need, resourceIds: listedIds(resourceIds) }))
}

const askNeeds = keptQuestion((db, place: Places<{ serviceId: string }>) =>
  db
    .selectFrom('serviceNeed')
    .select(['id', 'target', 'kind', 'resourceIds'])
    .where('serviceId', '=', place('serviceId'))
    .where('archivedAt', 'is', null)
    .orderBy('id'),
)

/** Every room and piece of equipment in use, by name. */
export async function listResources(db: Reader): Promise<Resource[]> {
  const rooms = await db
    .selectFrom('location')
    .select(['id', 'name', 'kind'])
    .where('archivedAt', 'is', null)
    .orderBy('name')
    .execute()
  const equipment = await db
    .selectFrom('equipment')
    .select(['id', 'name', 'kind', 'locationId'])
    .where('archivedAt', 'is', null)
    .orderBy('name')
    .execute()
  return [
    ...rooms.map((room) => ({ ...room, target: 'room' as const, locationId: null })),
    ...equipment.map((one) => ({ ...one, target: 'equipment' as const })),
  ]
}

/** Names of these rooms and pieces of equipment by id, those out of use as well. */
export async function listResourceNames(
  db: Reader,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const rows = await db
    .selectFrom('location')
    .select(['id', 'name'])
    .where('id', 'in', wanted)
    .unionAll(db.selectFrom('equipment').select(['id', 'name']).where('id', 'in', wanted))
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** What holds the time of resources inside a span, and whose it is; `exceptId` is the booking that moves, or empty. */
export async function listClaims(
  db: Reader,
  question: { resourceIds: readonly string[]; span: Span; exceptId: string },
) {
  const { resourceIds, span, exceptId } = question
  if (resourceIds.length === 0) return []
  return db
    .selectFrom('resourceClaim')
    .select(['resourceId', 'startsAt', 'endsAt', 'appointmentId'])
    .where('resourceId', 'in', [...resourceIds])
    .where('startsAt', '>=', addMinutes(span.startsAt, -longestServiceMinutes))
    .where('startsAt', '<', span.endsAt)
    .where('endsAt', '>', span.startsAt)
    .where('appointmentId', '!=', exceptId)
    .orderBy('startsAt')
    .execute()
}

export async function listEquipmentRows(db: Reader) {
  return db
    .selectFrom('equipment')
    .leftJoin('location', 'location.id', 'equipment.locationId')
    .select([
      'equipment.id',
      'equipment.version',
      'equipment.name',
      'equipment.kind',
      'equipment.locationId',
      'location.name as locationName',
      'equipment.archivedAt',
    ])
    .orderBy('equipment.name')
    .execute()
}

export async function listNeedRows(db: Reader, serviceId: string) {
  return db
    .selectFrom('serviceNeed')
    .select(['id', 'target', 'kind', 'resourceIds'])
    .where('serviceId', '=', serviceId)
    .where('archivedAt', 'is', null)
    .orderBy('id')
    .execute()
}

export async function findRoom(db: Reader, id: string) {
  return db.selectFrom('location').select('id').where('id', '=', id).executeTakeFirst()
}
