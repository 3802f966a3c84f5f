/**
 * Free times of twelve doctors for a fortnight, half full, as the service answers them, against a
 * bare read of the bookings that they are found between.
 */
import { performance } from 'node:perf_hooks'
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
  const clinic = await openBookingClinic()
  try {
    const { desk, serviceId } = clinic
    const readBare = createBareRead(clinic)
    const service: number[] = []
    const baseline: number[] = []
    for (let index = 0; index < warmUp + times; index += 1) {
      const started = performance.now()
      await freeTimesOf(desk, { serviceId, fromDay: firstDay, days })
      const between = performance.now()
      readBare()
      if (index < warmUp) continue
      service.push(between - started)
      baseline.push(performance.now() - between)
    }
    const p95 = service.toSorted((a, b) => a - b)[Math.floor(times * 0.95)] ?? Number.NaN
    return [
      {
        name: 'Free times, 12 doctors x 14 days (p95 of 100)',
        measured: ms(p95),
        baseline: `${ms(median(baseline))} bare read of their 4,200 bookings`,
        ratio: median(service) / median(baseline),
        goal: '<= 20 ms',
      },
    ]
  } finally {
    clinic.close()
  }
}

function createBareRead({ raw, practitionerIds }: BookingClinic): () => unknown {
  const places = practitionerIds.map(() => '?').join(', ')
  const read = raw.prepare(
    `SELECT practitioner_id, starts_at, ends_at FROM appointment
     WHERE practitioner_id IN (${places}) AND starts_at >= ? AND starts_at < ? AND status <> 'cancelled'`,
  )
  return () => read.all(...practitionerIds, firstDay, addDays(firstDay, days))
}
