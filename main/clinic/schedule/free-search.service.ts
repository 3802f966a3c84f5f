/** The search for free times over doctors, specialties, services, rooms and parts of the day. */
import type { Desk } from '../../db/desk.ts'
import { readClinic } from '../settings/settings.service.ts'
import {
  addDays,
  dayBounds,
  dayClock,
  isoOf,
  isoWeekday,
  momentOf,
  wallMinutes,
} from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { listBlocksBetween } from './blocks.queries.ts'
import { dayTimes, type Hold } from './day-times.rules.ts'
import type { DayTimesQuestion, FreeSearch } from './free-search.input.ts'
import { listOffers, listServicesWithNeeds, type Offer } from './free-search.queries.ts'
import { stepMinutesFor } from './planning.rules.ts'
import { freeTimes, leaveOn } from './schedule.rules.ts'
import { type Plan, readPlan } from './plan.service.ts'
import { readBusy, readOffers } from './schedule.service.ts'

/** A time that can be booked, with all that a summary says. Money is in minor units of the clinic's currency. */
export interface FoundTime {
  practitioner: Pick<Offer, 'family' | 'given' | 'patronymic' | 'specialty'> & { id: string }
  service: { id: string; code: string; name: string; durationMinutes: number; priceMinor: number }
  day: string
  startsAt: string
  endsAt: string
  locationId: string | null
}

/** Days are read so many at a time: the first free time is seldom far. */
const daysAtOnce = 10

/**
 * The earliest free times that fit, by time and then by doctor: "first free for any cardiologist after
 * 16:00" is `specialty`, `from` and a limit of one. Without a service each doctor's first one is
 * looked for. The number of questions grows with the days alone, by ten.
 */
export async function searchFreeTimes(
  desk: Pick<Desk, 'read' | 'now'>,
  wish: FreeSearch,
): Promise<{ timeZone: string; currency: string; times: FoundTime[] }> {
  const { timeZone, currency } = await readClinic(desk)
  const offers = firstOfEach(await listOffers(desk.read, wish))
  const times: FoundTime[] = []
  const days = Array.from({ length: wish.days }, (_, index) => addDays(wish.fromDay, index)).filter(
    (day) => wish.weekdays === undefined || wish.weekdays.includes(isoWeekday(day)),
  )
  for (let at = 0; at < days.length && times.length < wish.limit; at += daysAtOnce) {
    const some = days.slice(at, at + daysAtOnce)
    times.push(...(await timesOn(desk, { ...wish, offers, days: some, timeZone })))
  }
  return { timeZone, currency, times: times.slice(0, wish.limit) }
}

/** The hours in which the service is offered: in one room, or wherever the doctor works. */
function plansOf(plan: Plan, { practitionerId, offeredIn }: Offer) {
  const { hours, leaves } = plan.of(practitionerId)
  return {
    leaves,
    hours: hours.filter(({ locationId }) => offeredIn === null || locationId === offeredIn),
  }
}

/** A doctor's first service, as the catalog has them. */
function firstOfEach(offers: readonly Offer[]): Offer[] {
  const known = new Set<string>()
  return offers.filter(({ practitionerId }) => {
    const isFirst = !known.has(practitionerId)
    known.add(practitionerId)
    return isFirst
  })
}

async function timesOn(
  desk: Pick<Desk, 'read' | 'now'>,
  wish: Omit<FreeSearch, 'days'> & {
    offers: readonly Offer[]
    days: readonly string[]
    timeZone: string
  },
): Promise<FoundTime[]> {
  const { offers, days, timeZone, limit, locationId } = wish
  const [fromDay, toDay] = [days[0], days.at(-1)]
  if (fromDay === undefined || toDay === undefined || offers.length === 0) return []
  const practitionerIds = offers.map((offer) => offer.practitionerId)
  const plan = await readPlan(desk.read, practitionerIds, fromDay, toDay)
  const { busyOn, roomBusy } = await readBusy(desk.read, { practitionerIds, days, timeZone })
  const claimable = await readClaimable(desk, { offers, fromDay, toDay, timeZone })
  const found: FoundTime[] = []
  for (const day of days) {
    const ofDay: FoundTime[] = []
    const window = windowOf(day, { ...wish, now: desk.now() })
    for (const offer of offers) {
      const { hours, leaves } = plansOf(plan, offer)
      const times = freeTimes({
        day,
        hours,
        leaves,
        busy: busyOn(offer.practitionerId, day),
        roomBusy,
        durationMinutes: offer.durationMinutes,
        stepMinutes: stepMinutesFor(offer.durationMinutes),
        timeZone,
        ...window,
      })
      for (const time of times) {
        const canClaim = claimable.get(offer.serviceId) ?? null
        const isThere = locationId === undefined || time.locationId === locationId
        if (isThere && (canClaim === null || canClaim(time)))
          ofDay.push({ ...describe(offer), day, ...time })
      }
    }
    ofDay.sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0))
    found.push(...ofDay)
    if (found.length >= limit) break
  }
  return found
}

/** By service, whether a time can be booked here: rooms and equipment are free, and the room is this desk's. */
async function readClaimable(
  desk: Pick<Desk, 'read'>,
  wish: { offers: readonly Offer[]; fromDay: string; toDay: string; timeZone: string },
) {
  const { offers, ...stretch } = wish
  const serviceIds = [...new Set(offers.map((offer) => offer.serviceId))]
  const needing = new Set(await listServicesWithNeeds(desk.read, serviceIds))
  const claimable = new Map<string, Awaited<ReturnType<typeof readOffers>>>()
  // What needs nothing is alike: only whose room it is counts, and that is asked once.
  let plain: Awaited<ReturnType<typeof readOffers>> | undefined
  for (const serviceId of serviceIds) {
    const isPlain = !needing.has(serviceId)
    if (isPlain && plain !== undefined) {
      claimable.set(serviceId, plain)
      continue
    }
    const found = await readOffers(desk.read, { ...stretch, serviceId })
    if (isPlain) plain = found
    claimable.set(serviceId, found)
  }
  return claimable
}

/** The part of the day that is wished for, as instants; nothing lies before now. */
function windowOf(
  day: string,
  { from, to, timeZone, now }: Pick<FreeSearch, 'from' | 'to'> & { timeZone: string; now: string },
): { notBefore: string; startsBefore: string } {
  const clock = dayClock(day, timeZone)
  const earliest = isoOf(momentOf(clock, wallMinutes(from ?? '00:00') ?? 0))
  const startsBefore = isoOf(momentOf(clock, wallMinutes(to ?? '24:00') ?? 24 * 60))
  return { notBefore: earliest < now ? now : earliest, startsBefore }
}

function describe(offer: Offer): Pick<FoundTime, 'practitioner' | 'service'> {
  const { practitionerId, family, given, patronymic, specialty } = offer
  const { serviceId, serviceCode, serviceName, durationMinutes, priceMinor } = offer
  return {
    practitioner: { id: practitionerId, family, given, patronymic, specialty },
    service: { id: serviceId, code: serviceCode, name: serviceName, durationMinutes, priceMinor },
  }
}

/** When a day is shown from and to where nobody works at all. */
const usualDay = { from: '09:00', to: '18:00' }

/**
 * One day of everyone who offers a service, or of those asked for: free times, and the grey ones with
 * their reason. Refused with `not-found` when the service is not in the catalog.
 */
export async function dayTimesOf(desk: Pick<Desk, 'read' | 'now'>, question: DayTimesQuestion) {
  const { timeZone, currency } = await readClinic(desk)
  const { day, serviceId } = question
  const offers = await listOffers(desk.read, question)
  const [first] = offers
  if (first === undefined)
    throw new ClinicError('service-not-offered', {
      serviceId,
      practitionerId: question.practitionerIds?.[0] ?? '',
    })
  const practitionerIds = offers.map((offer) => offer.practitionerId)
  const plan = await readPlan(desk.read, practitionerIds, day, day)
  const { busyOn } = await readBusy(desk.read, { practitionerIds, days: [day], timeZone })
  const blocks = await listBlocksBetween(desk.read, dayBounds(day, timeZone))
  const canClaim = await readOffers(desk.read, {
    serviceId,
    fromDay: day,
    toDay: day,
    timeZone,
  })
  const edges = edgesOf(
    offers.flatMap((offer) => plansOf(plan, offer).hours),
    day,
  )
  return {
    timeZone,
    currency,
    day,
    practitioners: offers.map((offer) => {
      const id = offer.practitionerId
      const { hours, leaves } = plansOf(plan, offer)
      const own = blocks.filter((block) => block.practitionerId === id || block.locationId !== null)
      const holds: Hold[] = [
        ...own.map((block) => ({
          ...block,
          reason: block.locationId === null ? ('blocked' as const) : ('room-blocked' as const),
          text: block.reason,
        })),
        ...busyOn(id, day).map((span) => ({
          ...span,
          reason: 'booked' as const,
          text: null,
          locationId: null,
        })),
      ]
      const { durationMinutes } = offer
      const wish = {
        day,
        hours,
        leaves,
        holds,
        durationMinutes,
        timeZone,
        now: desk.now(),
        canClaim,
      }
      return {
        ...describe(offer),
        leave: leaveOn(day, leaves)?.reason ?? null,
        ...dayTimes(
          { ...wish, stepMinutes: stepMinutesFor(durationMinutes) },
          edges.from,
          edges.to,
        ),
      }
    }),
  }
}

function edgesOf(
  hours: readonly { weekday: number; startsAt: string; endsAt: string }[],
  day: string,
): { from: string; to: string } {
  const ofDay = hours.filter(({ weekday }) => weekday === isoWeekday(day))
  if (ofDay.length === 0) return usualDay
  const starts = ofDay.map(({ startsAt }) => startsAt).toSorted()
  const ends = ofDay.map(({ endsAt }) => endsAt).toSorted()
  return { from: starts[0] ?? usualDay.from, to: ends.at(-1) ?? usualDay.to }
}
