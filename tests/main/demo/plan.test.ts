/** The plan of the demo clinic: repeatable, within hours, without overlaps, consistent with now. */
import { describe, expect, test } from 'vitest'
import { canMove, occupiesTime } from '../../../main/clinic/appointments/appointments.rules.ts'
import { publicHolidays } from '../../../main/clinic/schedule/holidays.rules.ts'
import { ageYears, dayOf, wallTimeOf } from '../../../main/clinic/shared/days.ts'
import { demoCountries } from '../../../main/demo/countries.ts'
import { planClinic } from '../../../main/demo/plan.ts'
import type { DemoPlan, PlanWish, PlannedBooking } from '../../../main/demo/plan.ts'

/** A Friday, 11:18 in Moscow. */
const now = '2026-11-20T08:18:00.000Z'
const plan = planClinic({ seed: 'test', country: 'RU', now })

const statusesOf = (bookings: readonly PlannedBooking[]) =>
  Object.fromEntries(
    [...Map.groupBy(bookings, (one) => one.status)].map(([status, all]) => [status, all.length]),
  )

test('the same wish gives the same plan', () => {
  expect(planClinic({ seed: 'test', country: 'RU', now })).toEqual(plan)
})

test('another seed, country or time gives another', () => {
  const small: PlanWish = {
    seed: 'test',
    country: 'RU',
    now,
    patientCount: 300,
    daysBack: 3,
    daysForward: 3,
  }
  const wishes: PlanWish[] = [
    small,
    { ...small, seed: 'other' },
    { ...small, country: 'FR' },
    { ...small, now: '2026-11-20T09:18:00.000Z' },
  ]
  const plans = wishes.map((wish) => JSON.stringify(planClinic(wish).bookings))
  expect(new Set(plans).size).toBe(4)
})

test('three months of bookings of twelve doctors and five thousand patients', () => {
  expect(plan.patients).toHaveLength(5000)
  expect(plan.bookings.length).toBeGreaterThan(5000)
  expect(plan.bookings.length).toBeLessThan(7500)
  expect(new Set(plan.bookings.map((one) => one.doctor)).size).toBe(12)
  expect(plan.bookings[0]?.day).toBe('2026-10-06')
  // The days after that are the Russian new year holidays.
  expect(plan.bookings.at(-1)?.day).toBe('2026-12-31')
})

function expectSound(made: DemoPlan) {
  const active = made.bookings.filter((one) => occupiesTime(one.status))
  const overlapping = [...Map.groupBy(active, (one) => `${one.doctor} ${one.day}`).values()].filter(
    (day) => day.some((one, index) => one.endsAt > (day[index + 1]?.startsAt ?? '9999')),
  )
  expect(overlapping).toEqual([])
  const outside = made.bookings.filter((booking) => {
    const from = wallTimeOf(booking.startsAt, made.timeZone)
    const to = wallTimeOf(booking.endsAt, made.timeZone)
    const hours = made.doctors[booking.doctor]?.hours ?? []
    const isInside = hours.some((stretch) => stretch.startsAt <= from && to <= stretch.endsAt)
    return !isInside || dayOf(booking.startsAt, made.timeZone) !== booking.day
  })
  expect(outside).toEqual([])
}

test.each([...demoCountries])('bookings of %s lie within hours and never overlap', (country) => {
  // Clocks change in these 45 days in Europe; the hours stay where they are on the wall.
  expectSound(
    planClinic({ seed: 'test', country, now: '2026-11-04T10:00:00.000Z', patientCount: 1500 }),
  )
})

test('a doctor on leave sees nobody', () => {
  const { leave } = plan
  const away = plan.bookings.filter(
    (one) => one.doctor === leave.doctor && leave.fromDay <= one.day && one.day <= leave.toDay,
  )
  expect(away).toEqual([])
})

describe('statuses follow from now', () => {
  test('the past is over, the future is only booked, today has everything', () => {
    const past = statusesOf(plan.bookings.filter((one) => one.day < plan.today))
    const today = statusesOf(plan.bookings.filter((one) => one.day === plan.today))
    const future = statusesOf(plan.bookings.filter((one) => one.day > plan.today))
    expect(Object.keys(past).toSorted()).toEqual(['cancelled', 'done', 'no-show'])
    expect(Object.keys(future).toSorted()).toEqual(['cancelled', 'confirmed', 'requested'])
    for (const status of ['done', 'to-pay', 'in-room', 'arrived', 'confirmed']) {
      expect(today[status]).toBeGreaterThan(0)
    }
    expect(future['requested']).toBeGreaterThan(10)
  })

  test('steps are those of the status machine, in order, none after now', () => {
    const wrong = plan.bookings.filter(({ steps, status, patient, bill }) => {
      const [first] = steps
      const isBooked = first?.status === 'requested' || first?.status === 'confirmed'
      const follows = steps.every((step, index) => {
        const before = steps[index - 1]
        const isNext =
          before === undefined || (before.at < step.at && canMove(before.status, step.status))
        return isNext && step.at <= now
      })
      const isKnown = (plan.patients[patient]?.registeredAt ?? '9999') < (first?.at ?? '')
      const isPaidByNow = bill?.payments.every((payment) => payment.at <= now) ?? true
      const isLast = steps.at(-1)?.status === status
      return !(isBooked && follows && isKnown && isPaidByNow && isLast)
    })
    expect(wrong).toEqual([])
  })

  test('a doctor has one patient in the room at a time, on every day', () => {
    for (const day of Map.groupBy(plan.bookings, (one) => `${one.doctor} ${one.day}`).values()) {
      const stays = day.flatMap(({ steps }) => {
        const from = steps.find((step) => step.status === 'in-room')?.at
        const to = steps.find((step) => step.status === 'to-pay' || step.status === 'done')?.at
        return from === undefined ? [] : [{ from, to: to ?? '9999' }]
      })
      expect(stays.filter(({ to }, index) => to > (stays[index + 1]?.from ?? '9999'))).toEqual([])
    }
  })

  test('the same day later has the same bookings, further on', () => {
    const later = planClinic({ seed: 'test', country: 'RU', now: '2026-11-20T15:30:00.000Z' })
    const done = (made: DemoPlan) =>
      made.bookings.filter((one) => one.day === made.today && one.status === 'done').length
    expect(done(later)).toBeGreaterThan(done(plan) * 2)
    const first = plan.bookings.find((one) => one.day === plan.today)
    const same = later.bookings.find((one) => one.startsAt === first?.startsAt)
    expect(same?.service.code).toBe(first?.service.code)
  })
})

test('a patient is seen by the right doctor, and once a day', () => {
  const days = new Set(plan.bookings.map((one) => `${one.day} ${one.patient}`))
  expect(days.size).toBe(plan.bookings.length)
  const wrong = plan.bookings.filter((booking) => {
    const patient = plan.patients[booking.patient]
    const specialty = plan.doctors[booking.doctor]?.specialty
    if (patient === undefined) return true
    const isChild = ageYears(patient.bornOn, plan.today) < 18
    if (specialty === 'paediatrics') return !isChild
    return specialty === 'gynaecology' && patient.sex !== 'female'
  })
  expect(wrong).toEqual([])
  const visits = Map.groupBy(plan.bookings, (one) => one.patient)
  expect(Math.max(...[...visits.values()].map((all) => all.length))).toBeGreaterThan(4)
})

test('who was seen has a visit, signed unless it was a moment ago', () => {
  const wrong = plan.bookings.filter(({ status, visit, day, steps }) => {
    const wasIn = steps.some((step) => step.status === 'in-room')
    if (visit === null) return wasIn
    const isBegun = status !== 'in-room' || visit.diagnosis === ''
    const isSigned = visit.signedAt !== null && visit.signedAt > visit.startedAt
    const isSound = isSigned || (visit.signedAt === null && visit.referral === null)
    return !(wasIn && isBegun && isSound && visit.complaint !== '' && day <= plan.today)
  })
  expect(wrong).toEqual([])
  const signed = plan.bookings.filter((one) => one.visit?.signedAt).length
  expect(signed / plan.bookings.filter((one) => one.visit).length).toBeGreaterThan(0.97)
})

test('payments never exceed the bill, refunds never exceed what was paid', () => {
  const bills = plan.bookings.flatMap((one) =>
    one.bill ? [{ ...one.bill, status: one.status }] : [],
  )
  const wrong = bills.filter((bill) => {
    const sum = bill.services.reduce((total, one) => total + one.priceMinor, 0)
    const paid = bill.payments.reduce((total, one) => total + one.amountMinor, 0)
    const areTaken = bill.payments.every(
      ({ amountMinor, tenderedMinor, method, at }) =>
        amountMinor > 0 &&
        at > bill.issuedAt &&
        (method === 'terminal' ? tenderedMinor === null : (tenderedMinor ?? 0) >= amountMinor),
    )
    const isRefunded = (bill.refund !== null) === (bill.status === 'cancelled')
    const isWithin = paid <= sum && (bill.refund?.amountMinor ?? 0) <= paid
    return !(bill.totalMinor === sum && areTaken && isRefunded && isWithin)
  })
  expect(wrong).toEqual([])
  const methods = new Set(bills.map((bill) => bill.payments.map((one) => one.method).join('+')))
  expect(methods).toEqual(new Set(['terminal', 'cash', 'cash+terminal', '']))
})

test.each([...demoCountries])('nobody is booked on a public holiday of %s', (country) => {
  const made = planClinic({
    seed: 'test',
    country,
    now: '2026-12-15T10:00:00.000Z',
    patientCount: 1500,
  })
  const [first, last] = [made.bookings[0], made.bookings.at(-1)]
  const holidays = publicHolidays(country, first?.day ?? '', last?.day ?? '')
  expect(holidays.length).toBeGreaterThan(1)
  const booked = new Set(made.bookings.map(({ day }) => day))
  expect(holidays.filter(({ day }) => booked.has(day))).toEqual([])
})
