/**
 * The whole demo clinic around a moment, as a pure plan: who is registered, what is booked, what
 * was written, billed and paid by then. The same wish always gives the same plan.
 */
import { leavesBetween } from '../clinic/schedule/plan.rules.ts'
import { addDays, ageYears, dayOf, isoOf, msOf } from '../clinic/shared/days.ts'
import type { AppointmentStatus } from '../clinic/appointments/appointments.rules.ts'
import type { Language } from '../clinic/shared/languages.ts'
import { makeCard } from './cards.ts'
import type { DemoCard } from './cards.ts'
import { demoServices } from './catalogue.ts'
import type { DemoService } from './catalogue.ts'
import { demoCountryFacts } from './countries.ts'
import type { DemoCountry } from './countries.ts'
import { makePeople } from './people.ts'
import type { DemoPerson } from './people.ts'
import { billFor, paidAfterSeconds, prepaidBill, refundFor } from './plan/bills.ts'
import type { PlannedBill } from './plan/bills.ts'
import { planSlots } from './plan/calendar.ts'
import type { Slot } from './plan/calendar.ts'
import { playDay } from './plan/day-flow.ts'
import type { Flow, PlannedStep } from './plan/day-flow.ts'
import { drawFates } from './plan/fates.ts'
import type { Fate } from './plan/fates.ts'
import { createPatientPicker } from './plan/who.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { demoDoctors, demoLeave, demoMeeting } from './staff.ts'
import type { DemoDoctor } from './staff.ts'
import { texts } from './texts.ts'
import { buildOf } from './visits/build.ts'
import { writeVisit } from './visits.ts'
import type { DemoVisit } from './visits.ts'

export interface PlanWish {
  seed: string
  country: DemoCountry
  /** The instant at which the demo clinic opens; its day is today. */
  now: string
  /** Of all texts; the country's own unless given. */
  language?: Language
  /** IANA; the country's own unless given. */
  timeZone?: string
  patientCount?: number
  daysBack?: number
  daysForward?: number
}

export interface PlannedPatient extends DemoPerson {
  registeredAt: string
  consentMethod: 'paper' | 'electronic'
  /** Null: no card was begun yet. */
  card: (DemoCard & { status: 'approved' | 'submitted' | 'returned' | 'draft' }) | null
}

export interface PlannedVisit extends DemoVisit {
  startedAt: string
  /** Null: written, but not signed yet. */
  signedAt: string | null
}

export interface PlannedBooking extends Slot {
  /** Index of the patient. */
  patient: number
  status: AppointmentStatus
  /** From the booking itself (requested or confirmed) to the status now. */
  steps: PlannedStep[]
  cancelReason: string | null
  visit: PlannedVisit | null
  bill: PlannedBill | null
}

export interface DemoPlan {
  country: DemoCountry
  language: Language
  timeZone: string
  now: string
  today: string
  doctors: DemoDoctor[]
  leave: ReturnType<typeof demoLeave>
  /** An absence by the hour that comes back. */
  meeting: ReturnType<typeof demoMeeting>
  services: DemoService[]
  patients: PlannedPatient[]
  /** By the start of the booking. */
  bookings: PlannedBooking[]
}

/** Plans the clinic for 45 days back and forward and 5,000 patients, unless told otherwise. */
export function planClinic(wish: PlanWish): DemoPlan {
  const { country, now } = wish
  const facts = demoCountryFacts[country]
  const language = wish.language ?? facts.language
  const timeZone = wish.timeZone ?? facts.timeZone
  const today = dayOf(now, timeZone)
  const random = createRandom(`${wish.seed}/${country}/${today}`)
  const doctors = demoDoctors(country)
  const services = demoServices(country)
  const leave = demoLeave(today, language)
  const meeting = demoMeeting(today, language)
  const daysBack = wish.daysBack ?? 45
  const daysForward = wish.daysForward ?? 45
  const meetings = leavesBetween([meeting], addDays(today, -daysBack), addDays(today, daysForward))
  const people = makePeople(random.fork('people'), country, wish.patientCount ?? 5000, today)
  const slots = planSlots(random.fork('slots'), {
    country,
    today,
    daysBack,
    daysForward,
    timeZone,
    doctors,
    services,
    leaves: [leave, ...meetings.map((one) => ({ ...one, doctor: meeting.doctor }))],
  })
  const place = { language, timeZone, now, today, doctors, services, people }
  const bookings = planBookings(random, place, slots)
  const patients = planPatients(random.fork('patients'), place, bookings)
  const frame = { country, language, timeZone, now, today }
  return { ...frame, doctors, leave, meeting, services, patients, bookings }
}

interface Place {
  language: Language
  timeZone: string
  now: string
  today: string
  doctors: readonly DemoDoctor[]
  services: readonly DemoService[]
  people: readonly DemoPerson[]
}

function planBookings(random: Random, place: Place, slots: readonly Slot[]): PlannedBooking[] {
  const nowMs = msOf(place.now)
  const picker = createPatientPicker(place.people, place.today)
  const bookings: PlannedBooking[] = []
  for (const day of doctorDays(slots)) {
    const label = `${day[0]?.day} doctor ${day[0]?.doctor}`
    const fates = drawFates(random.fork(`fates ${label}`), day, { ...place, nowMs })
    const flows = playDay(random.fork(`flow ${label}`), fates, nowMs)
    const one = random.fork(`bookings ${label}`)
    for (const [index, fate] of fates.entries()) {
      const specialty = place.doctors[fate.slot.doctor]?.specialty ?? 'general-practice'
      const patient = picker.pick(one, fate.slot, specialty, isoOf(fate.bookedMs))
      const flow = flows[index]
      if (patient === null || flow === undefined) continue
      bookings.push(planBooking(one, place, { fate, flow, patient, age: picker.age(patient) }))
    }
  }
  return bookings.toSorted((a, b) =>
    a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0,
  )
}

/** The slots of each doctor's day, in the order in which they come. */
function doctorDays(slots: readonly Slot[]): Slot[][] {
  const days = Map.groupBy(slots, (slot) => `${slot.day} ${slot.doctor}`)
  return [...days.values()]
}

const cancelReasons = [
  texts(
    'Patient asked to cancel',
    'Отмена по просьбе пациента',
    'A pedido do paciente',
    'À la demande du patient',
  ),
  texts('Fell ill', 'Пациент заболел', 'Paciente adoeceu', 'Patient souffrant'),
  texts(
    'Travelling on that day',
    'Пациент в отъезде',
    'Paciente em viagem',
    'Patient en déplacement',
  ),
  texts(
    'Moved to another clinic',
    'Обратился в другую клинику',
    'Foi a outra clínica',
    'Suivi ailleurs',
  ),
  texts('Booked by mistake', 'Записан по ошибке', 'Agendado por engano', 'Pris par erreur'),
]

interface Drawn {
  fate: Fate
  flow: Flow
  patient: number
  age: number
}

function planBooking(random: Random, place: Place, drawn: Drawn): PlannedBooking {
  const { fate, flow, patient } = drawn
  const status = flow.steps.at(-1)?.status ?? 'confirmed'
  const reason = random.pick(cancelReasons)[place.language]
  const visit = planVisit(random, place, drawn)
  return {
    ...fate.slot,
    patient,
    status,
    steps: flow.steps,
    cancelReason: status === 'cancelled' ? reason : null,
    visit,
    bill: planBill(random, place, drawn, status),
  }
}

function planVisit(random: Random, place: Place, drawn: Drawn): PlannedVisit | null {
  const { fate, flow, patient, age } = drawn
  const doctor = place.doctors[fate.slot.doctor]
  const person = place.people[patient]
  if (flow.inRoomAt === null || doctor === undefined || person === undefined) return null
  const { service } = fate.slot
  const occasion = { specialty: doctor.specialty, service, sex: person.sex, age }
  const written = writeVisit(random, occasion, place.language)
  const vitals = { ...written.vitals, ...buildOf(patient, written.vitals, age, person.sex) }
  // Some doctors sign the last visits in the evening.
  const isLate = random.chance(fate.slot.day === place.today ? 0.12 : 0.004)
  if (flow.leftAt !== null && !isLate) {
    return { ...written, vitals, startedAt: flow.inRoomAt, signedAt: flow.leftAt }
  }
  const begun = flow.leftAt === null ? { diagnosis: '', diagnosisCode: null, plan: '' } : {}
  return { ...written, ...begun, vitals, referral: null, startedAt: flow.inRoomAt, signedAt: null }
}

function planBill(
  random: Random,
  place: Place,
  { fate, flow }: Drawn,
  status: AppointmentStatus,
): PlannedBill | null {
  const { service, startsAt } = fate.slot
  const booked = flow.steps.find((step) => step.status === 'confirmed')
  if (fate.isPrepaid) {
    if (booked === undefined) return null
    const bill = prepaidBill(service, isoOf(msOf(booked.at) + 60_000))
    if (bill.payments.some((payment) => payment.at > place.now)) return null
    const cancelled = flow.steps.find((step) => step.status === 'cancelled')
    if (cancelled === undefined) return bill
    return { ...bill, refund: refundFor(bill, cancelled.at, startsAt, place.language) }
  }
  const done = flow.steps.find((step) => step.status === 'done')
  if (status !== 'done' || done === undefined) return null
  const extra = extraService(random, place, fate)
  return billFor(
    random,
    extra ? [service, extra] : [service],
    isoOf(msOf(done.at) - paidAfterSeconds * 1000),
  )
}

/** A first consultation sometimes adds a short examination of the same specialty. */
function extraService(random: Random, place: Place, fate: Fate): DemoService | null {
  const specialty = place.doctors[fate.slot.doctor]?.specialty
  if (specialty === undefined || !fate.slot.service.code.endsWith('-01')) return null
  const offered = place.services.filter(
    (service) =>
      (service.category === 'functional' || service.category === 'procedure') &&
      service.durationMinutes <= 20 &&
      service.specialties.includes(specialty),
  )
  return offered.length > 0 && random.chance(0.15) ? random.pick(offered) : null
}

function planPatients(
  random: Random,
  place: Place,
  bookings: readonly PlannedBooking[],
): PlannedPatient[] {
  const firstMs = new Map<number, number>()
  for (const { patient, steps } of bookings) {
    const bookedMs = msOf(steps[0]?.at ?? place.now)
    firstMs.set(patient, Math.min(bookedMs, firstMs.get(patient) ?? bookedMs))
  }
  return place.people.map((person, index) => {
    const one = random.fork(`patient ${index}`)
    const age = ageYears(person.bornOn, place.today)
    const registeredMs = drawRegistered(one, person, msOf(place.now), firstMs.get(index) ?? null)
    const card = makeCard(one, age, person.phones[0]?.value ?? '', place.language)
    // A card is begun at the desk; the last ones still wait for a doctor's word.
    const isNew = msOf(place.now) - registeredMs < 3 * 24 * 3_600_000
    const status = isNew
      ? one.pick(['submitted', 'submitted', 'draft', 'returned'] as const)
      : 'approved'
    const hasCard = one.chance(firstMs.has(index) ? 0.55 : 0.1)
    return {
      ...person,
      registeredAt: isoOf(registeredMs),
      consentMethod: one.chance(0.8) ? 'paper' : 'electronic',
      card: hasCard ? { ...card, status } : null,
    }
  })
}

/** New patients are registered as they book; the others came over the two years before. */
function drawRegistered(
  random: Random,
  person: DemoPerson,
  nowMs: number,
  firstBookedMs: number | null,
): number {
  const day = 24 * 3_600_000
  const bornMs = msOf(`${person.bornOn}T12:00:00.000Z`)
  if (firstBookedMs !== null && random.chance(0.3)) return firstBookedMs - 2 * 60_000
  const earliest = Math.min(firstBookedMs ?? nowMs, nowMs) - 2 * day
  const wished = earliest - random.next() ** 1.4 * 700 * day
  return Math.min(Math.max(wished, bornMs + 7 * day), (firstBookedMs ?? nowMs) - 2 * 60_000)
}
