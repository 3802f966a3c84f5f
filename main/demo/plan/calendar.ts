/** Which service stands where in the doctors' days: slots within hours, without overlaps. */
import { addDays, addMinutes, daysBetween, msOf } from '../../clinic/shared/days.ts'
import type { Span } from '../../clinic/shared/days.ts'
import { closedDaysBetween, closuresOf } from '../../clinic/schedule/plan.rules.ts'
import { workingSpans } from '../../clinic/schedule/schedule.rules.ts'
import type { Leave } from '../../clinic/schedule/schedule.rules.ts'
import type { DemoService } from '../catalogue.ts'
import type { Random } from '../random.ts'
import type { DemoDoctor } from '../staff.ts'

/** A stretch of a doctor's day that somebody books. */
export interface Slot extends Span {
  /** Index of the doctor. */
  doctor: number
  /** The clinic's calendar day. */
  day: string
  service: DemoService
}

export interface CalendarWish {
  /** Whose public holidays are days off. */
  country: string
  today: string
  daysBack: number
  daysForward: number
  timeZone: string
  doctors: readonly DemoDoctor[]
  services: readonly DemoService[]
  leaves: readonly (Leave & { doctor: number })[]
}

/** The booked slots of all doctors, by day, then by doctor, then by time. */
export function planSlots(random: Random, wish: CalendarWish): Slot[] {
  const slots: Slot[] = []
  for (let offset = -wish.daysBack; offset <= wish.daysForward; offset += 1) {
    const day = addDays(wish.today, offset)
    for (const doctor of wish.doctors.keys()) {
      slots.push(...daySlots(random.fork(`${day} doctor ${doctor}`), wish, doctor, day))
    }
  }
  return slots
}

function daySlots(random: Random, wish: CalendarWish, index: number, day: string): Slot[] {
  const doctor = wish.doctors[index]
  if (doctor === undefined) return []
  const hours = doctor.hours.map((stretch) => ({
    ...stretch,
    locationId: null,
    validFrom: '2000-01-01',
    validTo: null,
  }))
  const away = wish.leaves.filter((leave) => leave.doctor === index)
  // A demo that is opened on a holiday finds the clinic at work.
  const facts = { country: wish.country, keepsHolidays: day !== wish.today, days: [] }
  const leaves = [...away, ...closuresOf(closedDaysBetween(facts, day, day))]
  const offered = wish.services.filter((service) => service.specialties.includes(doctor.specialty))
  const load = doctor.load * fill(daysBetween(wish.today, day)) * (0.9 + random.next() * 0.15)
  return workingSpans(day, hours, leaves, wish.timeZone).flatMap((span) =>
    spanSlots(random, span, offered, load).map((slot) => ({ ...slot, doctor: index, day })),
  )
}

/** How full a day is beside the doctor's usual load: these days are full, later ones ever less. */
function fill(daysAhead: number): number {
  if (daysAhead < -7) return 0.74
  return daysAhead <= 0 ? 0.94 : Math.max(0.12, 0.9 * Math.exp(-daysAhead / 21))
}

function spanSlots(
  random: Random,
  span: Span,
  offered: readonly DemoService[],
  load: number,
): Pick<Slot, 'startsAt' | 'endsAt' | 'service'>[] {
  const slots: Pick<Slot, 'startsAt' | 'endsAt' | 'service'>[] = []
  let startsAt = span.startsAt
  while (startsAt < span.endsAt) {
    const left = (msOf(span.endsAt) - msOf(startsAt)) / 60_000
    const fitting = offered.filter((service) => service.durationMinutes <= left)
    if (fitting.length === 0) break
    const service = random.weighted(fitting.map((one) => [one, one.popularity] as const))
    const endsAt = addMinutes(startsAt, service.durationMinutes)
    if (random.chance(load)) slots.push({ startsAt, endsAt, service })
    startsAt = endsAt
  }
  return slots
}
