/** What a typed line offers: finished bookings, ready to be confirmed. */
import type { Desk } from '../../db/desk.ts'
import { searchPatients } from '../patients/patient-search.service.ts'
import { listOffers, type Offer } from '../schedule/free-search.queries.ts'
import { type FoundTime, searchFreeTimes } from '../schedule/free-search.service.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayOf, wallTimeOf } from '../shared/days.ts'
import { may } from '../shared/permissions.ts'
import { readTypedBooking, type TypedBooking } from './typed-booking.rules.ts'

/** How many patients and how many times are offered. */
const offeredPatients = 3
const offeredTimes = 3

/** How far ahead a time is looked for when no day was typed. */
const lookAheadDays = 30

export interface ProposedPatient {
  id: string
  family: string
  given: string
  patronymic: string | null
  bornOn: string | null
  phone: string | null
}

export interface TypedProposal {
  /** Null: someone who is not in the registry yet. */
  patient: ProposedPatient | null
  time: FoundTime
  /** Whether it is the very time that was typed, and not the nearest to it. */
  isExact: boolean
}

/**
 * Reads a typed line and finds what it can mean: the patients that its words fit, each with the times
 * nearest to what was typed. No proposals when the line names no more than a patient.
 */
export async function proposeTyped(desk: Desk, text: string) {
  const { timeZone, currency } = await readClinic(desk)
  const offers = await listOffers(desk.read, {})
  const read = readTypedBooking(text, {
    today: dayOf(desk.now(), timeZone),
    localNow: wallTimeOf(desk.now(), timeZone),
    doctors: distinct(offers, (offer) => offer.practitionerId).map((offer) => ({
      id: offer.practitionerId,
      family: offer.family,
      specialty: offer.specialty,
    })),
    services: distinct(offers, (offer) => offer.serviceId).map((offer) => ({
      id: offer.serviceId,
      code: offer.serviceCode,
      name: offer.serviceName,
    })),
  })
  const mayBook = may(desk.actor.roles, 'appointments.book')
  if (!read.isBooking || !mayBook || (read.patient === '' && read.phone === null)) {
    return { read, timeZone, currency, proposals: [] }
  }
  const words = [read.patient, read.phone].filter((part) => part !== null && part !== '').join(' ')
  const [patients, times] = await Promise.all([
    searchPatients(desk, words, offeredPatients),
    timesFor(desk, read, offers, timeZone),
  ])
  return { read, timeZone, currency, proposals: combine(read, patients, times) }
}

function combine(
  read: TypedBooking,
  patients: readonly ProposedPatient[],
  times: readonly { time: FoundTime; isExact: boolean }[],
): TypedProposal[] {
  const [nearest] = times
  if (nearest === undefined) return []
  const [first, ...others] = patients
  if (first === undefined) return [{ patient: null, ...nearest }]
  // The exact time once is enough; without it the nearest ones are choices.
  const choices = nearest.isExact ? [nearest] : times
  return [
    ...choices.map((choice) => ({ patient: shown(first), ...choice })),
    ...others.map((patient) => ({ patient: shown(patient), ...nearest })),
    ...(read.phone === null ? [] : [{ patient: null, ...nearest }]),
  ]
}

function shown(patient: ProposedPatient): ProposedPatient {
  const { id, family, given, patronymic, bornOn, phone } = patient
  return { id, family, given, patronymic, bornOn, phone }
}

/** The typed time when it is free; else those that follow it, and then those before it. */
async function timesFor(
  desk: Desk,
  read: TypedBooking,
  offers: readonly Offer[],
  timeZone: string,
): Promise<{ time: FoundTime; isExact: boolean }[]> {
  const { day, time, specialty } = read
  const serviceId = serviceOf(read, offers)
  const who = read.doctorIds ?? (serviceId === null ? null : offering(serviceId, offers))
  const wish = {
    ...(serviceId === null ? {} : { serviceId }),
    ...(specialty === null ? {} : { specialty }),
    ...(who === null || who.length === 0 ? {} : { practitionerIds: who }),
    fromDay: day ?? dayOf(desk.now(), timeZone),
    days: day === null ? lookAheadDays : 1,
    limit: offeredTimes,
  }
  const window = time === null ? {} : { from: time.from, to: time.to }
  const found = (await searchFreeTimes(desk, { ...wish, ...window })).times
  if (found.length === 0 && time?.kind === 'at') {
    const earlier = await searchFreeTimes(desk, { ...wish, to: time.from, limit: 500 })
    return earlier.times
      .slice(-offeredTimes)
      .toReversed()
      .map((each) => ({ time: each, isExact: false }))
  }
  return found.map((each) => ({
    time: each,
    isExact: time?.kind !== 'at' || wallTimeOf(each.startsAt, timeZone) === time.from,
  }))
}

/** The named service that a named doctor offers, or the first that was named. */
function serviceOf(read: TypedBooking, offers: readonly Offer[]): string | null {
  const named = read.serviceIds
  if (named === null) return null
  const fitting = offers.find(
    (offer) =>
      named.includes(offer.serviceId) &&
      (read.doctorIds === null || read.doctorIds.includes(offer.practitionerId)),
  )
  return fitting?.serviceId ?? null
}

function offering(serviceId: string, offers: readonly Offer[]): string[] {
  return offers
    .filter((offer) => offer.serviceId === serviceId)
    .map(({ practitionerId }) => practitionerId)
}

function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].toReversed()
}
