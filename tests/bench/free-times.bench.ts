/** Free times of twelve doctors for a fortnight, half full, as the service answers them. */
import { performance } from 'node:perf_hooks'
import { freeTimesOf } from '../../main/clinic/schedule/schedule.service.ts'
import { type BenchRow, firstDay, ms, openBookingClinic } from './booking-clinic.ts'

const warmUp = 20
const times = 100

export async function measure(): Promise<BenchRow[]> {
  const clinic = await openBookingClinic()
  try {
    const ask = () =>
      freeTimesOf(clinic.desk, { serviceId: clinic.serviceId, fromDay: firstDay, days: 14 })
    const taken: number[] = []
    for (let index = 0; index < warmUp + times; index += 1) {
      const started = performance.now()
      await ask()
      if (index >= warmUp) taken.push(performance.now() - started)
    }
    const p95 = taken.toSorted((a, b) => a - b)[Math.floor(times * 0.95)] ?? Number.NaN
    return [
      {
        name: 'Free times, 12 doctors x 14 days (p95)',
        measured: ms(p95),
        baseline: '20 ms',
        ratio: p95 / 20,
        goal: '<= 20 ms',
      },
    ]
  } finally {
    clinic.close()
  }
}
