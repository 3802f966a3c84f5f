/** Where things stand on the board, and where the cursor goes. */
import { describe, expect, test } from 'vitest'
import {
  boardModel,
  type Booking,
  cursorOn,
  type DayBoard,
  type Doctor,
  findStop,
  firstFree,
  freeMinutes,
  moveCursor,
} from '../../../renderer/pages/day/board-model.ts'

const timeZone = 'Europe/Moscow'
const at = (time: string) => `2026-11-24T${time}:00.000Z`

function doctor(id: string, spans: [string, string][], leave: string | null = null): Doctor {
  return {
    id,
    family: id,
    given: 'A',
    patronymic: null,
    specialty: 'Терапия',
    spans: spans.map(([from, to]) => ({ startsAt: at(from), endsAt: at(to), locationId: null })),
    breaks: [],
    absences: [],
    blocks: [],
    leave,
    load: { bookings: 0, bookedMinutes: 0, capacityMinutes: 60 },
  }
}

function booking(
  id: string,
  doctorId: string,
  from: string,
  to: string,
  status: Booking['status'] = 'confirmed',
): Booking {
  return {
    id,
    version: 1,
    day: '2026-11-24',
    startsAt: at(from),
    endsAt: at(to),
    status,
    ticket: null,
    statusAt: at(from),
    priceMinor: 0,
    currency: 'RUB',
    note: null,
    cancelReason: null,
    isOverbooked: false,
    isProvisional: false,
    patient: {
      id: 'p',
      family: 'Иванов',
      given: 'Пётр',
      patronymic: null,
      bornOn: null,
      phone: null,
    },
    practitioner: { id: doctorId, family: doctorId, given: 'A', patronymic: null, specialty: null },
    service: { id: 's', code: 'S', name: 'Приём' },
    resources: [],
    location: null,
    money: 'not-billed',
    isPaid: false,
    arrivedAt: null,
    queuedAt: at(from),
    hasAllergies: false,
    seriesId: null,
    confirmation: null,
  }
}

function board(practitioners: Doctor[], appointments: Booking[]): DayBoard {
  return {
    day: '2026-11-24',
    timeZone,
    currency: 'RUB',
    closed: null,
    now: at('06:00'),
    practitioners,
    appointments,
  }
}

const all = () => true

describe('the board', () => {
  test('starts and ends on whole hours around the work of the day', () => {
    const model = boardModel(board([doctor('a', [['05:30', '09:10']])], []), all)
    expect([model.from, model.to]).toEqual([8 * 60, 13 * 60])
    expect(model.labelOf(8 * 60 + 30)).toBe('08:30')
  })

  test('has columns for those who work, are on leave or are booked, and for nobody else', () => {
    const model = boardModel(
      board(
        [
          doctor('works', [['06:00', '07:00']]),
          doctor('away', [], 'Отпуск'),
          doctor('booked', []),
          doctor('idle', []),
        ],
        [booking('b', 'booked', '06:00', '06:30')],
      ),
      all,
    )
    expect(model.columns.map((column) => column.doctor.id)).toEqual(['works', 'away', 'booked'])
  })

  test('offers free slots only between bookings; a no-show gives its time back', () => {
    const model = boardModel(
      board(
        [doctor('a', [['06:00', '07:00']])],
        [booking('b', 'a', '06:00', '06:30'), booking('n', 'a', '06:30', '07:00', 'no-show')],
      ),
      all,
    )
    const stops = model.columns[0]?.stops.map((stop) => [stop.kind, stop.from])
    expect(stops).toEqual([
      ['booking', 540],
      ['slot', 570],
      ['booking', 570],
      ['slot', 585],
    ])
  })

  test('leaves no slot too short to be seen', () => {
    const model = boardModel(
      board([doctor('a', [['06:00', '07:00']])], [booking('b', 'a', '06:00', '06:40')]),
      all,
    )
    const slots = model.columns[0]?.stops
      .filter((stop) => stop.kind === 'slot')
      .map((stop) => [stop.from, stop.to])
    expect(slots).toEqual([[580, 600]])
  })
})

describe('bookings of one time', () => {
  const lanesOf = (bookings: Booking[]) => {
    const model = boardModel(board([doctor('a', [['06:00', '10:00']])], bookings), all)
    return model.columns[0]?.stops.flatMap((stop) =>
      stop.kind === 'booking' ? [[stop.booking.id, stop.lane, stop.lanes]] : [],
    )
  }

  test('stand beside each other, and no others do', () => {
    const bookings = [
      booking('x', 'a', '06:00', '07:00'),
      booking('y', 'a', '06:30', '07:30'),
      booking('z', 'a', '07:00', '08:00'),
      booking('alone', 'a', '08:00', '08:30'),
    ]
    expect(lanesOf(bookings)).toEqual([
      ['x', 0, 2],
      ['y', 1, 2],
      ['z', 0, 2],
      ['alone', 0, 1],
    ])
  })

  test('share the width between as many as there are', () => {
    const three = ['x', 'y', 'z'].map((id) => booking(id, 'a', '06:00', '06:30'))
    expect(lanesOf(three)).toEqual([
      ['x', 0, 3],
      ['y', 1, 3],
      ['z', 2, 3],
    ])
  })
})

describe('the cursor', () => {
  const model = boardModel(
    board(
      [doctor('a', [['06:00', '07:00']]), doctor('b', [['06:00', '07:00']])],
      [booking('x', 'a', '06:15', '06:45')],
    ),
    all,
  )

  test('goes down through bookings and slots, and stays at the end', () => {
    let cursor = moveCursor(model, null, 'down', 0)
    const seen = []
    while (cursor !== null) {
      seen.push([cursor.minute, cursor.bookingId])
      cursor = moveCursor(model, cursor, 'down', 0)
    }
    expect(seen).toEqual([
      [540, null],
      [555, 'x'],
      [585, null],
    ])
  })

  test('keeps its time when it goes to another doctor', () => {
    const [first] = model.columns
    const stop = first?.stops[2]
    if (first === undefined || stop === undefined) throw new Error('no stop')
    const right = moveCursor(model, cursorOn(first, stop), 'right', 0)
    expect(right).toMatchObject({ doctorId: 'b', minute: 585 })
    expect(moveCursor(model, right, 'left', 0)).toMatchObject({ doctorId: 'a', minute: 585 })
  })

  test('follows a booking that was moved to another doctor', () => {
    const moved = boardModel(
      board(
        [doctor('a', [['06:00', '07:00']]), doctor('b', [['06:00', '07:00']])],
        [booking('x', 'b', '06:30', '07:00')],
      ),
      all,
    )
    const here = findStop(moved, { doctorId: 'a', minute: 555, bookingId: 'x' })
    expect(here?.column.doctor.id).toBe('b')
  })

  test('finds the first free time, and how long it is free', () => {
    const column = model.columns[0]
    if (column === undefined) throw new Error('no column')
    expect(firstFree(column, 550)?.from).toBe(585)
    expect(firstFree(column, 600)).toBeNull()
    const slot = column.stops[0]
    if (slot === undefined) throw new Error('no slot')
    expect(freeMinutes(column, slot)).toBe(15)
  })
})

test('a doctor finds their own column first', () => {
  const doctors = ['a', 'b', 'c'].map((id) => doctor(id, [['06:00', '07:00']]))
  const model = boardModel(board(doctors, []), all, 'b')
  expect(model.columns.map((column) => column.doctor.id)).toEqual(['b', 'a', 'c'])
})
