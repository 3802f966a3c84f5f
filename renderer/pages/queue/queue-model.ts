/** The queue as it is shown: room by room, the longest queue first; then who has to pay, and who is done. */
import { inTurn } from '../../../main/clinic/queue/queue.rules.ts'
import type { Booking } from '../day/board-model.ts'

/** Where people wait together: in front of a room, or for a doctor who has none. */
export interface RoomQueue {
  key: string
  of: 'location' | 'practitioner'
  id: string
  /** Null for a doctor without a room. */
  room: string | null
  practitioners: Booking['practitioner'][]
  waiting: number
  /** In the room, called, and then whose turn comes when. */
  rows: Booking[]
}

export interface QueueModel {
  rooms: RoomQueue[]
  toPay: Booking[]
  /** Who left last first. */
  done: Booking[]
}

const inside = ['in-room', 'called'] as const

/** Puts a day's bookings into their queues; who has not arrived is not there. */
export function queueModel(bookings: readonly Booking[]): QueueModel {
  const present = bookings.filter(
    ({ status }) => status === 'arrived' || status === 'called' || status === 'in-room',
  )
  const byRoom = Map.groupBy(present, ({ location, practitioner }) =>
    location === null ? `practitioner ${practitioner.id}` : `location ${location.id}`,
  )
  const rooms = [...byRoom].flatMap(([key, rows]) => {
    const [first] = rows
    return first === undefined ? [] : [roomQueue(key, first, rows)]
  })
  const since = (a: Booking, b: Booking) => a.statusAt.localeCompare(b.statusAt)
  return {
    rooms: rooms.toSorted(
      (a, b) =>
        b.waiting - a.waiting || nameOf(a).localeCompare(nameOf(b)) || (a.key < b.key ? -1 : 1),
    ),
    toPay: bookings.filter(({ status }) => status === 'to-pay').toSorted(since),
    done: bookings.filter(({ status }) => status === 'done').toSorted((a, b) => since(b, a)),
  }
}

function roomQueue(key: string, first: Booking, rows: readonly Booking[]): RoomQueue {
  const waiting = inTurn(rows.filter(({ status }) => status === 'arrived'))
  return {
    key,
    of: first.location === null ? 'practitioner' : 'location',
    id: first.location?.id ?? first.practitioner.id,
    room: first.location?.name ?? null,
    practitioners: [
      ...new Map(rows.map((row) => [row.practitioner.id, row.practitioner])).values(),
    ],
    waiting: waiting.length,
    rows: [
      ...inside.flatMap((wanted) => rows.filter(({ status }) => status === wanted)),
      ...waiting,
    ],
  }
}

function nameOf({ room, practitioners }: RoomQueue): string {
  return room ?? practitioners[0]?.family ?? ''
}
