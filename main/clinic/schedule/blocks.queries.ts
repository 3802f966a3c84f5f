/** Reads of blocked time: a doctor's, or a room's. */
import { keptQuestion, type Places, type Reader } from '../../db/kysely.ts'

/** A block reaches over at most so many days; what ended earlier cannot reach into a time. */
interface BlockQuestion {
  practitionerId: string
  /** The room where the doctor works then. */
  locationId: string | null
  startsAt: string
  endsAt: string
}

/** A block of the doctor or of the room that shares a moment with the span. */
export async function findBlockIn(db: Reader, question: BlockQuestion) {
  return (await askBlock(db, { ...question, locationId: question.locationId ?? '' }))[0]
}

const askBlock = keptQuestion((db, place: Places<BlockQuestion & { locationId: string }>) =>
  db
    .selectFrom('scheduleBlock')
    .select(['id', 'reason', 'startsAt', 'endsAt'])
    .where((eb) =>
      eb.or([
        eb('practitionerId', '=', place('practitionerId')),
        eb('locationId', '=', place('locationId')),
      ]),
    )
    .where('endsAt', '>', place('startsAt'))
    .where('startsAt', '<', place('endsAt'))
    .where('archivedAt', 'is', null)
    .orderBy('startsAt')
    .limit(1),
)

/** Every block that reaches into a stretch of time, by time, with whose it is. */
export async function listBlocksBetween(
  db: Reader,
  { startsAt, endsAt }: { startsAt: string; endsAt: string },
) {
  return db
    .selectFrom('scheduleBlock as block')
    .leftJoin('practitioner', 'practitioner.id', 'block.practitionerId')
    .leftJoin('location', 'location.id', 'block.locationId')
    .select([
      'block.id',
      'block.version',
      'block.practitionerId',
      'block.locationId',
      'block.startsAt',
      'block.endsAt',
      'block.reason',
      'location.name as locationName',
      'practitioner.family as practitionerFamily',
    ])
    .where('block.archivedAt', 'is', null)
    .where('block.endsAt', '>', startsAt)
    .where('block.startsAt', '<', endsAt)
    .orderBy('block.startsAt')
    .execute()
}

export type BlockBetween = Awaited<ReturnType<typeof listBlocksBetween>>[number]

/** Bookings that hold time inside a block's span: of its doctor, or in its room. */
export async function listBookingsInside(
  db: Reader,
  question: {
    practitionerId: string | null
    locationId: string | null
    startsAt: string
    endsAt: string
    /** No booking that starts before this can reach into the span. */
    earliestStart: string
    days: readonly string[]
    statuses: readonly ('requested' | 'confirmed' | 'arrived' | 'called' | 'in-room')[]
  },
) {
  const { practitionerId, locationId } = question
  const among = db
    .selectFrom('appointment')
    .select(['id', 'day', 'startsAt'])
    .where('startsAt', '>=', question.earliestStart)
    .where('startsAt', '<', question.endsAt)
    .where('endsAt', '>', question.startsAt)
    .where('status', 'in', [...question.statuses])
    .orderBy('startsAt')
  return practitionerId === null
    ? among
        .where('day', 'in', [...question.days])
        .where('locationId', '=', locationId ?? '')
        .execute()
    : among.where('practitionerId', '=', practitionerId).execute()
}
