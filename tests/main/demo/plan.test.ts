/** The plan of the demo clinic: repeatable, within hours, without overlaps, consistent with now. */
import { describe, expect, test } from 'vitest'
import { canMove, occupiesTime } from '../../../main/clinic/appointments/appointments.rules.ts'
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
  expect(plan.bookings.at(-1)?.day).toBe('2027-01-04')
})

function expectSound(made: DemoPlan) {
  const active = made.bookings.filter((one) => occupiesTime(one.status))
  for (const day of Map.groupBy(active, (one) => `${one.doctor} ${one.day}`).values()) {
    for (const [index, booking] of day.entries()) {
      const next = day[index + 1]
      if (next) expect(booking.endsAt <= next.startsAt).toBe(true)
    }
  }
  for (const booking of made.bookings) {
    expect(dayOf(booking.startsAt, made.timeZone)).toBe(booking.day)
    const [from, to] = [booking.startsAt, booking.endsAt].map((at) => wallTimeOf(at, made.timeZone))
    const inHours = made.doctors[booking.doctor]?.hours.some(
      (hours) => hours.startsAt <= (from ?? '') && (to ?? '') <= hours.endsAt,
    )
    expect(inHours).toBe(true)
  }
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
    for (const { steps, status, patient, bill } of plan.bookings) {
      expect(['requested', 'confirmed']).toContain(steps[0]?.status)
      expect(steps.at(-1)?.status).toBe(status)
      for (const [index, step] of steps.entries()) {
        const before = steps[index - 1]
        expect(step.at <= now).toBe(true)
        if (before === undefined) continue
        expect(before.at < step.at).toBe(true)
        expect(canMove(before.status, step.status)).toBe(true)
      }
      const registeredAt = plan.patients[patient]?.registeredAt ?? ''
      expect(registeredAt < (steps[0]?.at ?? '')).toBe(true)
      for (const payment of bill?.payments ?? []) expect(payment.at <= now).toBe(true)
    }
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
  const seen = new Set<string>()
  for (const booking of plan.bookings) {
    const key = `${booking.day} ${booking.patient}`
    expect(seen.has(key)).toBe(false)
    seen.add(key)
    const patient = plan.patients[booking.patient]
    const specialty = plan.doctors[booking.doctor]?.specialty
    if (patient === undefined) throw new Error('nobody booked')
    const age = ageYears(patient.bornOn, plan.today)
    if (specialty === 'paediatrics') expect(age).toBeLessThan(18)
    if (specialty === 'gynaecology') expect(patient.sex).toBe('female')
  }
  const visits = Map.groupBy(plan.bookings, (one) => one.patient)
  expect(Math.max(...[...visits.values()].map((all) => all.length))).toBeGreaterThan(4)
})

test('who was seen has a visit, signed unless it was a moment ago', () => {
  for (const { status, visit, day, steps } of plan.bookings) {
    const wasIn = steps.some((step) => step.status === 'in-room')
    expect(visit !== null).toBe(wasIn)
    if (visit === null) continue
    expect(visit.complaint).not.toBe('')
    if (status === 'in-room') expect(visit.diagnosis).toBe('')
    if (visit.signedAt !== null) expect(visit.signedAt > visit.startedAt).toBe(true)
    if (visit.referral !== null) expect(visit.signedAt).not.toBeNull()
    expect(day <= plan.today).toBe(true)
  }
  const signed = plan.bookings.filter((one) => one.visit?.signedAt).length
  expect(signed / plan.bookings.filter((one) => one.visit).length).toBeGreaterThan(0.97)
})

test('payments never exceed the bill, refunds never exceed what was paid', () => {
  const bills = plan.bookings.flatMap((one) =>
    one.bill ? [{ ...one.bill, status: one.status }] : [],
  )
  const methods = new Set<string>()
  for (const bill of bills) {
    expect(bill.totalMinor).toBe(bill.services.reduce((sum, one) => sum + one.priceMinor, 0))
    const paid = bill.payments.reduce((sum, one) => sum + one.amountMinor, 0)
    expect(paid).toBeLessThanOrEqual(bill.totalMinor)
    methods.add(bill.payments.map((one) => one.method).join('+'))
    for (const { amountMinor, tenderedMinor, method, at } of bill.payments) {
      expect(amountMinor).toBeGreaterThan(0)
      expect(at > bill.issuedAt).toBe(true)
      expect(tenderedMinor === null).toBe(method === 'terminal')
      if (tenderedMinor !== null) expect(tenderedMinor).toBeGreaterThanOrEqual(amountMinor)
    }
    expect(bill.refund !== null).toBe(bill.status === 'cancelled')
    if (bill.refund) expect(bill.refund.amountMinor).toBeLessThanOrEqual(paid)
  }
  expect(methods).toEqual(new Set(['terminal', 'cash', 'cash+terminal', '']))
})
