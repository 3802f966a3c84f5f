/**
 * Several callers at once over one database: whatever a day brings, no doctor, room or piece of equipment
 * is held twice but on purpose, nothing stands in blocked time that was blocked before, and no booking
 * vanishes.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { occupiesTime, overlaps } from '../../../../main/clinic/appointments/appointments.rules.ts'
import {
  bookAppointment,
  cancelAppointment,
  changeLength,
  moveAppointment,
  takeStep,
  undoLastStep,
} from '../../../../main/clinic/appointments/appointments.service.ts'
import { bookSeries, cancelSeries } from '../../../../main/clinic/appointments/series.service.ts'
import { addBlock } from '../../../../main/clinic/schedule/blocks.service.ts'
import { addHours, addLeave } from '../../../../main/clinic/schedule/planning.service.ts'
import { addMinutes, instantOf } from '../../../../main/clinic/shared/days.ts'
import { ClinicError } from '../../../../main/clinic/shared/errors.ts'
import { createDesk, type Desk } from '../../../../main/db/desk.ts'
import { createHandles } from '../../../../main/db/kysely.ts'
import { openDatabase } from '../../../../main/db/open.ts'
import { createWriter } from '../../../../main/db/write.ts'
import { addDoctor, addPatient, addRoom, addService } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic, testNow } from '../../../helpers/clinic.ts'

const days = ['2026-11-17', '2026-11-18']
const desksAtOnce = 3

const when = fc.record({
  day: fc.constantFrom(...days),
  localTime: fc
    .tuple(fc.integer({ min: 9, max: 12 }), fc.constantFrom('00', '10', '30', '45'))
    .map(([hour, minutes]) => `${String(hour).padStart(2, '0')}:${minutes}`),
})

const which = fc.nat(60)
const doctor = fc.nat(1)
const service = fc.nat(2)

const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('book' as const),
      doctor,
      service,
      when,
      overbook: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('move' as const), which, doctor, when }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('length' as const),
      which,
      minutes: fc.constantFrom(10, 30, 60, 120),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('series' as const), doctor, service, when }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel-series' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('no-show' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('block' as const), doctor, when }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hours' as const), doctor, when }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), doctor, when }) },
)
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never

interface House {
  clinic: TestClinic
  /** Each over a connection of its own. */
  desks: Desk[]
  doctors: string[]
  services: string[]
  patientId: string
  close: () => void
}

async function openHouse(): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'several-desks-'))
  const path = join(folder, 'clinic.db')
  const clinic = await openTestClinic(undefined, { path, key: null })
  const opened = [clinic.raw]
  const desks = [clinic.desk]
  for (let number = 1; number < desksAtOnce; number += 1) {
    const raw = openDatabase({ path, key: null, mayCreate: false })
    opened.push(raw)
    const { root, read } = createHandles(raw)
    const parts = { now: () => testNow, newId: clinic.newId, deviceId: 'device-a' }
    const writer = createWriter({ ...parts, raw, root, committed: () => {} })
    const actor = { id: clinic.administratorId, roles: ['administrator'] }
    desks.push(createDesk({ ...parts, read, writer, wake: () => {} }, actor, null))
  }
  const services = [
    await addService(clinic, { durationMinutes: 20 }),
    await addService(clinic, { durationMinutes: 45 }),
    await addService(clinic, { durationMinutes: 30 }),
  ]
  // The last service needs the one room for procedures, whichever doctor does it.
  const roomId = await addRoom(clinic, 'Procedures')
  await clinic.desk.with({}).write('test.need', async (unit) => {
    unit.insert('serviceNeed', {
      serviceId: services[2] ?? '',
      target: 'room',
      kind: null,
      resourceIds: JSON.stringify([roomId]),
      archivedAt: null,
    })
  })
  const hours: [string, string][] = [['09:00', '14:00']]
  const doctors = [
    await addDoctor(clinic, { serviceIds: services, hours, email: null }),
    await addDoctor(clinic, { serviceIds: services, hours, email: null }),
  ]
  const patientId = await addPatient(clinic, { email: null })
  return {
    clinic,
    desks,
    doctors,
    services,
    patientId,
    close() {
      for (const raw of opened) raw.close()
      rmSync(folder, { recursive: true })
    },
  }
}

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}

interface Row {
  id: string
  version: number
  status: 'requested' | 'confirmed' | 'cancelled' | 'no-show'
  overbooked: number
  startsAt: string
  endsAt: string
  createdAt: string
  resources: string[]
}

function rowsOf({ clinic }: House): Row[] {
  return clinic.raw
    .prepare<[], Omit<Row, 'resources'> & { doctor: string; claims: string }>(
      `SELECT id, version, status, overbooked, starts_at AS startsAt, ends_at AS endsAt,
         created_at AS createdAt, practitioner_id AS doctor, resource_ids AS claims
       FROM appointment ORDER BY id`,
    )
    .all()
    .map(({ doctor: own, claims, ...row }) => {
      const listed: unknown = JSON.parse(claims)
      return { ...row, resources: [own, ...(Array.isArray(listed) ? listed.map(String) : [])] }
    })
}

/** Does one thing at a desk; answers how many bookings came of it. */
async function act(house: House, wish: Action, at: number): Promise<number> {
  const desk = pick(house.desks, at).with({})
  const { doctors, services, patientId } = house
  const rows = rowsOf(house)
  try {
    switch (wish.do) {
      case 'book':
        await bookAppointment(desk, {
          patientId,
          practitionerId: pick(doctors, wish.doctor),
          serviceId: pick(services, wish.service),
          ...wish.when,
          as: 'confirmed',
          note: null,
          ...(wish.overbook && at === 0 ? { overbook: true as const } : {}),
        })
        return 1
      case 'series': {
        const practitionerId = pick(doctors, wish.doctor)
        const { bookings } = await bookSeries(desk, {
          patientId,
          serviceId: pick(services, wish.service),
          as: 'confirmed',
          note: null,
          dates: days.map((day) => ({
            startsAt: instantAt(day, wish.when.localTime),
            practitionerId,
          })),
        })
        return bookings.length
      }
      case 'block': {
        const startsAt = instantAt(wish.when.day, wish.when.localTime)
        await addBlock(desk, {
          practitionerId: pick(doctors, wish.doctor),
          locationId: null,
          startsAt,
          endsAt: addMinutes(startsAt, 30),
          reason: 'x',
        })
        return 0
      }
      case 'hours':
        await addHours(desk, {
          practitionerId: pick(doctors, wish.doctor),
          locationId: null,
          weekday: 2,
          startsLocal: '14:00',
          endsLocal: '15:00',
          validFrom: wish.when.day,
          validTo: null,
        })
        return 0
      case 'leave':
        await addLeave(desk, {
          practitionerId: pick(doctors, wish.doctor),
          fromDay: days[1] ?? '',
          toDay: days[1] ?? '',
          reason: 'x',
        })
        return 0
      default:
        if (rows.length > 0) await change(desk, house, wish, pick(rows, wish.which))
        return 0
    }
  } catch (error) {
    if (error instanceof ClinicError) return 0
    throw error
  }
}

const instantAt = (day: string, localTime: string) =>
  instantOf(day, localTime, 'Europe/Moscow') ?? ''

async function change(
  desk: Desk,
  { doctors }: House,
  wish: Extract<Action, { which: number }>,
  { id, version }: Row,
): Promise<void> {
  if (wish.do === 'move') {
    const practitionerId = pick(doctors, wish.doctor)
    await moveAppointment(desk, { id, version, practitionerId, ...wish.when })
  } else if (wish.do === 'length') {
    await changeLength(desk, { id, version, durationMinutes: wish.minutes })
  } else if (wish.do === 'cancel') await cancelAppointment(desk, { id, version, reason: 'x' })
  else if (wish.do === 'cancel-series') await cancelSeries(desk, { id, scope: 'all', reason: 'x' })
  else if (wish.do === 'no-show') await takeStep(desk, { id, version, to: 'no-show' })
  else await undoLastStep(desk, { id, version })
}

/** Pairs that hold one thing at one time though neither was set over the other on purpose. */
function clashes(rows: readonly Row[]): string[] {
  const holding = rows.filter((row) => occupiesTime(row.status) && row.overbooked === 0)
  return holding.flatMap((one, index) =>
    holding
      .slice(index + 1)
      .filter((other) => other.resources.some((id) => one.resources.includes(id)))
      .filter((other) => overlaps(one, other))
      .map((other) => `${one.id} ${other.id}`),
  )
}

test('random days of several desks at once never hold anything twice, nor lose a booking', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(action, { minLength: desksAtOnce, maxLength: desksAtOnce }), {
        minLength: 3,
        maxLength: 10,
      }),
      async (rounds) => {
        const house = await openHouse()
        try {
          let booked = 0
          for (const round of rounds) {
            const made = await Promise.all(round.map((wish, at) => act(house, wish, at)))
            booked += made.reduce((sum, one) => sum + one, 0)
            const rows = rowsOf(house)
            expect(clashes(rows)).toEqual([])
            expect(rows).toHaveLength(booked)
          }
        } finally {
          house.close()
        }
      },
    ),
    { numRuns: 12, seed: 20261117 },
  )
})
