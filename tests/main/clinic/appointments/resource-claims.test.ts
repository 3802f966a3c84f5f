/** Rooms and equipment: a booking claims them together with its doctor, or does not come about. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  bookAppointment,
  cancelAppointment,
  moveAppointment,
  takeStep,
  undoLastStep,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import {
  changeResources,
  resourceChoices,
} from '../../../../main/clinic/appointments/claims.service.ts'
import { freeTimes } from '../../../../main/clinic/schedule/schedule.service.ts'
import { ClinicError } from '../../../../main/clinic/shared/errors.ts'
import {
  addDoctor,
  addEquipment,
  addNeed,
  addPatient,
  addRoom,
  addService,
  allBookings,
} from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

const day = '2026-11-17'

interface House {
  clinic: TestClinic
  patientId: string
  scan: string
  talk: string
  doctors: string[]
  rooms: string[]
  machines: string[]
}

/** Two rooms for ultrasound, one machine fixed in each, three doctors who scan. */
async function openHouse(): Promise<House> {
  const clinic = await openTestClinic()
  const scan = await addService(clinic, { durationMinutes: 30, name: 'Ultrasound' })
  const talk = await addService(clinic, { durationMinutes: 30, name: 'Consultation' })
  const rooms = [
    await addRoom(clinic, 'Room 5', 'ultrasound'),
    await addRoom(clinic, 'Room 6', 'ultrasound'),
  ]
  const machines = [
    await addEquipment(clinic, { name: 'Scanner A', kind: 'scanner', locationId: rooms[0] }),
    await addEquipment(clinic, { name: 'Scanner B', kind: 'scanner', locationId: rooms[1] }),
  ]
  await addNeed(clinic, scan, { target: 'room', kind: 'ultrasound' })
  await addNeed(clinic, scan, { target: 'equipment', kind: 'scanner' })
  const serviceIds = [scan, talk]
  const doctors = [
    await addDoctor(clinic, { serviceIds }),
    await addDoctor(clinic, { serviceIds, locationId: rooms[1] }),
    await addDoctor(clinic, { serviceIds }),
  ]
  return { clinic, patientId: await addPatient(clinic), scan, talk, doctors, rooms, machines }
}

let house: House
beforeEach(async () => {
  house = await openHouse()
})
afterEach(() => house.clinic.close())

const at = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index % items.length]
  if (item === undefined) throw new RangeError('nothing there')
  return item
}

function book(
  doctor: number,
  localTime: string,
  more: { serviceId?: string; resourceIds?: string[]; overbook?: true } = {},
) {
  const { clinic, patientId, scan, doctors } = house
  return bookAppointment(clinic.desk.with({}), {
    patientId,
    practitionerId: at(doctors, doctor),
    serviceId: scan,
    as: 'confirmed',
    note: null,
    day,
    localTime,
    ...more,
  })
}

const claimed = (id: string): string[] => {
  const row = allBookings(house.clinic).find((one) => one.id === id)
  return JSON.parse(row?.resource_ids ?? 'null')
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'nothing'
  } catch (error) {
    if (error instanceof ClinicError) return error.code
    throw error
  }
}

describe('booking', () => {
  test('a booking claims a free room and the machine that stands in it, and leads the patient there', async () => {
    const { id } = await book(0, '10:00')
    expect(claimed(id)).toEqual([house.rooms[0], house.machines[0]])
    const row = allBookings(house.clinic).find((one) => one.id === id)
    expect(row?.location_id).toBe(house.rooms[0])
  })

  test('the room in which the doctor works comes first', async () => {
    const { id } = await book(1, '10:00')
    expect(claimed(id)).toEqual([house.rooms[1], house.machines[1]])
  })

  test('a second booking at that time takes the other room; a third is refused whole', async () => {
    await book(0, '10:00')
    const second = await book(1, '10:15')
    expect(claimed(second.id)).toEqual([house.rooms[1], house.machines[1]])
    expect(await codeOf(book(2, '10:00'))).toBe('resource-taken')
    expect(allBookings(house.clinic)).toHaveLength(2)
  })

  test('a service that needs nothing claims nothing', async () => {
    const { id } = await book(0, '10:00', { serviceId: house.talk })
    expect(claimed(id)).toEqual([])
  })

  test('a room may be claimed again the moment it is left', async () => {
    for (const localTime of ['10:00', '10:30']) {
      await book(0, localTime)
      await book(1, localTime)
    }
    expect(allBookings(house.clinic)).toHaveLength(4)
  })

  test('what a person chose is taken, and refused when it is held or leaves a need open', async () => {
    const mine = [at(house.rooms, 1), at(house.machines, 1)]
    const { id } = await book(0, '10:00', { resourceIds: mine })
    expect(claimed(id)).toEqual(mine)
    expect(await codeOf(book(1, '10:00', { resourceIds: mine }))).toBe('resource-taken')
    const roomOnly = [at(house.rooms, 0)]
    expect(await codeOf(book(1, '10:00', { resourceIds: roomOnly }))).toBe('resource-missing')
    const mixed = [at(house.rooms, 0), at(house.machines, 1)]
    expect(await codeOf(book(1, '12:00', { resourceIds: mixed }))).toBe('resource-missing')
    const unknown = ['01900000-0000-7000-8000-ffffffffffff']
    expect(await codeOf(book(1, '12:00', { resourceIds: unknown }))).toBe('not-found')
  })

  test('setting a booking over others on purpose may share what they hold, and is marked', async () => {
    await book(0, '10:00')
    await book(1, '10:00')
    const { id } = await book(2, '10:00', { overbook: true })
    const row = allBookings(house.clinic).find((one) => one.id === id)
    expect(row?.overbooked).toBe(1)
    expect(claimed(id)).toHaveLength(2)
  })

  test('a need that nothing in the clinic meets is named', async () => {
    await addNeed(house.clinic, house.talk, { target: 'equipment', kind: 'laser' })
    expect(await codeOf(book(0, '10:00', { serviceId: house.talk }))).toBe('resource-missing')
  })
})

describe('moving and giving back', () => {
  test('a move keeps its room where that is free, and takes another where it is not', async () => {
    const first = await book(0, '10:00')
    const moved = await moveAppointment(house.clinic.desk.with({}), {
      id: first.id,
      version: first.version,
      day,
      localTime: '11:00',
    })
    expect(claimed(first.id)).toEqual([house.rooms[0], house.machines[0]])
    await book(2, '12:00')
    await moveAppointment(house.clinic.desk.with({}), {
      id: first.id,
      version: moved.version,
      day,
      localTime: '12:00',
    })
    expect(claimed(first.id)).toEqual([house.rooms[1], house.machines[1]])
  })

  test('a cancelled booking gives its room back', async () => {
    const first = await book(0, '10:00')
    await book(1, '10:00')
    await cancelAppointment(house.clinic.desk.with({}), { ...first, reason: 'ill' })
    const third = await book(2, '10:00')
    expect(claimed(third.id)).toEqual([house.rooms[0], house.machines[0]])
  })

  test('a no-show whose room went to another is not brought back', async () => {
    const first = await book(0, '10:00')
    await book(1, '10:00')
    const gone = await takeStep(house.clinic.desk.with({}), { ...first, to: 'no-show' })
    await book(2, '10:00')
    const undo = undoLastStep(house.clinic.desk.with({}), gone)
    expect(await codeOf(undo)).toBe('resource-taken')
  })

  test('the room of a booking can be changed for another that is free', async () => {
    const { id, version } = await book(0, '10:00')
    const choices = await resourceChoices(house.clinic.desk, {
      serviceId: house.scan,
      practitionerId: at(house.doctors, 0),
      startsAt: '2026-11-17T07:00:00.000Z',
      appointmentId: id,
    })
    expect(choices.chosen).toEqual([house.rooms[0], house.machines[0]])
    expect(choices.needs.map(({ options }) => options.map((one) => one.isFree))).toEqual([
      [true, true],
      [true, true],
    ])
    const other = [at(house.rooms, 1), at(house.machines, 1)]
    await changeResources(house.clinic.desk.with({}), { id, version, resourceIds: other })
    expect(claimed(id)).toEqual(other)
  })
})

describe('free times', () => {
  test('a time at which no room is free is not offered, and comes back with the room', async () => {
    const ask = async () => {
      const { times } = await freeTimes(house.clinic.desk, {
        practitionerId: at(house.doctors, 2),
        serviceId: house.scan,
        day,
      })
      return times.map(({ startsAt }) => startsAt.slice(11, 16))
    }
    const first = await book(0, '10:00')
    await book(1, '10:00')
    // Moscow is three hours ahead: 09:45, 10:00 and 10:15 there.
    for (const gone of ['06:45', '07:00', '07:15']) expect(await ask()).not.toContain(gone)
    expect(await ask()).toContain('06:30')
    expect(await ask()).toContain('07:30')
    await cancelAppointment(house.clinic.desk.with({}), { ...first, reason: 'ill' })
    expect(await ask()).toContain('07:00')
  })
})

const action = fc.record({
  do: fc.constantFrom('book', 'book', 'book', 'move', 'cancel', 'no-show', 'undo', 'swap'),
  which: fc.nat(30),
  doctor: fc.nat(2),
  slot: fc.nat(7),
})

test('random days never leave two bookings in one room or on one machine', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 35 }), async (wishes) => {
      house.clinic.close()
      house = await openHouse()
      for (const wish of wishes) {
        const localTime = `${10 + Math.floor(wish.slot / 4)}:${['00', '15', '30', '45'][wish.slot % 4]}`
        const known = allBookings(house.clinic)
        const one = known[wish.which % Math.max(1, known.length)]
        const desk = house.clinic.desk.with({})
        const work = async () => {
          if (wish.do === 'book') return book(wish.doctor, localTime)
          if (one === undefined) return null
          const { id, version } = one
          if (wish.do === 'move') {
            const practitionerId = at(house.doctors, wish.doctor)
            return moveAppointment(desk, { id, version, day, localTime, practitionerId })
          }
          if (wish.do === 'cancel') return cancelAppointment(desk, { id, version, reason: 'x' })
          if (wish.do === 'no-show') return takeStep(desk, { id, version, to: 'no-show' })
          if (wish.do === 'undo') return undoLastStep(desk, { id, version })
          const resourceIds = [at(house.rooms, wish.doctor), at(house.machines, wish.doctor)]
          return changeResources(desk, { id, version, resourceIds })
        }
        await codeOf(work())
        expect(doubleClaims()).toEqual([])
      }
    }),
    { numRuns: 10, seed: 20261117 },
  )
})

/** Pairs of bookings that hold one resource at once, from the bookings' own rows. */
function doubleClaims(): string[] {
  const holding = allBookings(house.clinic)
    .filter(({ status }) => status !== 'cancelled' && status !== 'no-show')
    .flatMap((row) => claimed(row.id).map((resource) => ({ ...row, resource })))
  return holding.flatMap((one, index) =>
    holding
      .slice(index + 1)
      .filter(
        (other) =>
          other.resource === one.resource &&
          other.id !== one.id &&
          one.starts_at < other.ends_at &&
          other.starts_at < one.ends_at,
      )
      .map((other) => `${one.resource}: ${one.id} ${other.id}`),
  )
}
