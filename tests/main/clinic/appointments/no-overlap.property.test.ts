/** Whatever a day brings, no doctor has two patients at once and no booking is lost. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bookAppointment,
  cancelAppointment,
  moveAppointment,
  takeStep,
  undoLastStep,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import { occupiesTime, overlaps } from '../../../../main/clinic/appointments/appointments.rules.ts'
import { freeTimes } from '../../../../main/clinic/schedule/schedule.service.ts'
import { ClinicError } from '../../../../main/clinic/shared/errors.ts'
import { addDoctor, addPatient, addService, allBookings } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'

const day = '2026-10-25'

const localTime = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom('00', '10', '15', '20', '30', '45'))
  .map(([hour, minutes]) => `0${hour}:${minutes}`)

const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('book' as const),
      doctor: fc.nat(1),
      service: fc.nat(2),
      localTime,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      which: fc.nat(40),
      doctor: fc.nat(1),
      localTime,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('no-show' as const), which: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat(40) }) },
)
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never

interface House {
  clinic: TestClinic
  doctors: string[]
  services: string[]
  patientId: string
}

/** Paris in the night that has 25 hours, so that wall times and instants disagree. */
async function openHouse(): Promise<House> {
  const clinic = await openTestClinic({
    country: 'FR',
    language: 'fr',
    currency: 'EUR',
    timeZone: 'Europe/Paris',
  })
  clinic.setNow('2026-10-24T22:05:00.000Z')
  const services = [
    await addService(clinic, { durationMinutes: 20 }),
    await addService(clinic, { durationMinutes: 45 }),
    await addService(clinic, { durationMinutes: 120 }),
  ]
  const hours: [string, string][] = [['00:00', '06:00']]
  const doctors = [
    await addDoctor(clinic, { serviceIds: services, hours }),
    await addDoctor(clinic, { serviceIds: services, hours }),
  ]
  return { clinic, doctors, services, patientId: await addPatient(clinic) }
}

const pick = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index % items.length]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}

/** Does one thing; answers the refusal's code, or null. */
async function act(house: House, wish: Action): Promise<string | null> {
  const { clinic, doctors, services, patientId } = house
  const desk = clinic.desk.with({})
  const bookings = allBookings(clinic)
  try {
    if (wish.do === 'book') {
      await bookAppointment(desk, {
        patientId,
        practitionerId: pick(doctors, wish.doctor),
        serviceId: pick(services, wish.service),
        as: 'confirmed',
        note: null,
        day,
        localTime: wish.localTime,
      })
      return null
    }
    if (bookings.length === 0) return 'empty'
    const { id, version } = pick(bookings, wish.which)
    if (wish.do === 'move') {
      const practitionerId = pick(doctors, wish.doctor)
      await moveAppointment(desk, { id, version, practitionerId, day, localTime: wish.localTime })
    } else if (wish.do === 'cancel') {
      await cancelAppointment(desk, { id, version, reason: 'x' })
    } else if (wish.do === 'no-show') await takeStep(desk, { id, version, to: 'no-show' })
    else await undoLastStep(desk, { id, version })
    return null
  } catch (error) {
    if (error instanceof ClinicError) return error.code
    throw error
  }
}

function clashes(clinic: TestClinic): string[] {
  const active = allBookings(clinic)
    .filter((row) => occupiesTime(row.status))
    .map((row) => ({
      id: row.id,
      doctor: row.practitioner_id,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
    }))
  return active.flatMap((one, index) =>
    active
      .slice(index + 1)
      .filter((other) => other.doctor === one.doctor && overlaps(one, other))
      .map((other) => `${one.id} ${other.id}`),
  )
}

test('random days never leave two bookings of one doctor at once, nor lose one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), async (wishes) => {
      const house = await openHouse()
      try {
        let booked = 0
        for (const wish of wishes) {
          const refusal = await act(house, wish)
          if (wish.do === 'book' && refusal === null) booked += 1
          expect(clashes(house.clinic)).toEqual([])
          expect(allBookings(house.clinic)).toHaveLength(booked)
        }
      } finally {
        house.clinic.close()
      }
    }),
    { numRuns: 25, seed: 20261025 },
  )
})

test('every free time can be booked, and the day then has none left for that length', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 15 }), fc.nat(2), async (wishes, which) => {
      const house = await openHouse()
      try {
        for (const wish of wishes) await act(house, wish)
        const practitionerId = pick(house.doctors, 0)
        const serviceId = pick(house.services, which)
        const free = () => freeTimes(house.clinic.desk, { practitionerId, serviceId, day })
        for (let times = (await free()).times; times.length > 0; times = (await free()).times) {
          await bookAppointment(house.clinic.desk.with({}), {
            patientId: house.patientId,
            practitionerId,
            serviceId,
            as: 'requested',
            note: null,
            startsAt: pick(times, wishes.length).startsAt,
          })
        }
        expect(clashes(house.clinic)).toEqual([])
      } finally {
        house.clinic.close()
      }
    }),
    { numRuns: 15, seed: 20261025 },
  )
})

test('many desks at once book one morning: no overlap, and every winner is there', async () => {
  const house = await openHouse()
  const wishes = fc.sample(action, { numRuns: 80, seed: 7 }).filter((wish) => wish.do === 'book')
  const told = await Promise.all(wishes.map((wish) => act(house, wish)))
  expect(clashes(house.clinic)).toEqual([])
  expect(allBookings(house.clinic)).toHaveLength(told.filter((code) => code === null).length)
  expect(told).toContain('overlap')
  expect(told).toContain(null)
  house.clinic.close()
})
