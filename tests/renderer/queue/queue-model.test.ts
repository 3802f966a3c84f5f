/** The queue as it is shown: room by room, the longest first, each in its turn. */
import { expect, test } from 'vitest'
import type { Booking } from '../../../renderer/pages/day/board-model.ts'
import { queueModel } from '../../../renderer/pages/queue/queue-model.ts'

const at = (time: string) => `2026-11-24T${time}:00.000Z`

let counted = 0

function booking(
  status: Booking['status'],
  wish: { room?: string | null; doctor?: string; startsAt?: string; since?: string } = {},
): Booking {
  counted += 1
  const { room = 'Room 1', doctor = 'Орлов', startsAt = '10:00', since = '09:30' } = wish
  return {
    id: `booking ${counted}`,
    version: 1,
    day: '2026-11-24',
    startsAt: at(startsAt),
    endsAt: at('11:00'),
    status,
    ticket: `A${counted}`,
    statusAt: at(since),
    priceMinor: 0,
    currency: 'RUB',
    note: null,
    cancelReason: null,
    isOverbooked: false,
    isProvisional: false,
    patient: { id: 'p', family: 'A', given: 'B', patronymic: null, bornOn: null, phone: null },
    practitioner: { id: doctor, family: doctor, given: 'A', patronymic: null, specialty: null },
    service: { id: 's', code: 'S', name: 'Приём' },
    resources: [],
    location: room === null ? null : { id: room, name: room },
    money: 'not-billed',
    isPaid: false,
    arrivedAt: at(since),
    queuedAt: at(since),
    hasAllergies: false,
    seriesId: null,
    confirmation: null,
  }
}

test('the room where most wait comes first', () => {
  const { rooms } = queueModel([
    booking('arrived', { room: 'Room 1' }),
    booking('arrived', { room: 'Room 2' }),
    booking('arrived', { room: 'Room 2' }),
    booking('in-room', { room: 'Room 3' }),
  ])
  expect(rooms.map(({ room, waiting }) => [room, waiting])).toEqual([
    ['Room 2', 2],
    ['Room 1', 1],
    ['Room 3', 0],
  ])
})

test('in a room stand who is inside, who is called, and then those who wait in their turn', () => {
  const later = booking('arrived', { startsAt: '10:30', since: '09:10' })
  const sooner = booking('arrived', { startsAt: '10:00', since: '09:20' })
  const called = booking('called')
  const inside = booking('in-room')
  const [queue] = queueModel([later, sooner, called, inside]).rooms
  expect(queue?.rows).toEqual([inside, called, sooner, later])
})

test('a doctor without a room has a queue of their own', () => {
  const { rooms } = queueModel([
    booking('arrived', { room: null, doctor: 'Орлов' }),
    booking('arrived', { room: null, doctor: 'Белов' }),
  ])
  expect(rooms.map(({ of, id, room }) => [of, id, room])).toEqual([
    ['practitioner', 'Белов', null],
    ['practitioner', 'Орлов', null],
  ])
})

test('who has to pay stands in the order of coming out, who is done the other way round', () => {
  const [first, second] = [
    booking('to-pay', { since: '10:00' }),
    booking('to-pay', { since: '10:10' }),
  ]
  const [early, late] = [booking('done', { since: '10:00' }), booking('done', { since: '10:30' })]
  const model = queueModel([second, early, first, late])
  expect(model.toPay).toEqual([first, second])
  expect(model.done).toEqual([late, early])
})

test('who has not arrived, did not come or is cancelled is not there', () => {
  const away = (['requested', 'confirmed', 'no-show', 'cancelled'] as const).map((status) =>
    booking(status),
  )
  expect(queueModel(away)).toEqual({ rooms: [], toPay: [], done: [] })
})
