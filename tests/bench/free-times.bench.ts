/**
 * Free times of twelve doctors for a fortnight, half full, and the search over fifty doctors and a
 * month, as the services answer them, against a bare read of the bookings that they are found between.
 */
import { performance } from 'node:perf_hooks'
import { searchFreeTimes } from '../../main/clinic/schedule/free-search.service.ts'
import { freeTimesOf } from '../../main/clinic/schedule/schedule.service.ts'
import { addDays } from '../../main/clinic/shared/days.ts'
import {
  type BenchRow,
  type BookingClinic,
  firstDay,
  median,
  ms,
  openBookingClinic,
} from './booking-clinic.ts'

const warmUp = 20
const times = 100
const days = 14

export async function measure(): Promise<BenchRow[]> {
  return [await everyTime(), ...(await searches())]
}

async function everyTime(): Promise<BenchRow> {
  const clinic = await openBookingClinic()
  try {
    const { desk, serviceId } = clinic
    return await compare(clinic, days, {
      name: 'Free times, 12 doctors x 14 days (p95 of 100)',
      goal: '<= 20 ms',
      ask: () => freeTimesOf(desk, { serviceId, fromDay: firstDay, days }),
    })
  } finally {
    clinic.close()
  }
}

/** Fifty doctors and thirty days: what a caller is told, and the worst there is, a month without a free time. */
const large = { doctors: 50, bookedDays: 30, pastDays: 60 }

async function searches(): Promise<BenchRow[]> {
  const clinic = await openBookingClinic(large)
  const { bookedDays } = large
  const wish = { specialty: 'Cardiologie', fromDay: firstDay, days: bookedDays }
  try {
    const { desk } = clinic
    return [
      await compare(clinic, bookedDays, {
        name: 'Search over 50 doctors and 30 days: the first free after 16:00 (p95 of 100)',
        goal: '<= 50 ms',
        ask: () => searchFreeTimes(desk, { ...wish, from: '16:00', limit: 1 }),
      }),
      await compare(clinic, bookedDays, {
        name: 'Search over 50 doctors and 30 days: nothing fits on any of them (p95 of 100)',
        goal: '<= 50 ms',
        ask: () => searchFreeTimes(desk, { ...wish, to: '18:00', limit: 1 }),
      }),
    ]
  } finally {
    clinic.close()
  }
}

async function compare(
  clinic: BookingClinic,
  overDays: number,
  { name, goal, ask }: { name: string; goal: string; ask: () => Promise<unknown> },
): Promise<BenchRow> {
  const readBare = createBareRead(clinic, overDays)
  const service: number[] = []
  const baseline: number[] = []
  let read = 0
  for (let index = 0; index < warmUp + times; index += 1) {
    const started = performance.now()
    await ask()
    const between = performance.now()
    read = readBare()
    if (index < warmUp) continue
    service.push(between - started)
    baseline.push(performance.now() - between)
  }
  const p95 = service.toSorted((a, b) => a - b)[Math.floor(times * 0.95)] ?? Number.NaN
  return {
    name,
    measured: ms(p95),
    baseline: `${ms(median(baseline))} bare read of their ${read.toLocaleString('en')} bookings`,
    ratio: median(service) / median(baseline),
    goal,
  }
}

function createBareRead({ raw, practitionerIds }: BookingClinic, overDays: number): () => number {
  const places = practitionerIds.map(() => '?').join(', ')
  const read = raw.prepare(
    `SELECT practitioner_id, starts_at, ends_at FROM appointment
     WHERE practitioner_id IN (${places}) AND starts_at >= ? AND starts_at < ? AND status <> 'cancelled'`,
  )
  return () => read.all(...practitionerIds, firstDay, addDays(firstDay, overDays)).length
}
