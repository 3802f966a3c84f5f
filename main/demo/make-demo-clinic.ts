/** Makes the demo clinic: everything that its plan says, through the services, in the order of time. */
import { setImmediate as pause } from 'node:timers/promises'
import { addMinutes } from '../clinic/shared/days.ts'
import type { Language } from '../clinic/shared/languages.ts'
import type { Desk } from '../db/desk.ts'
import type { Progress } from '../worker/jobs.ts'
import { demoCountryFor } from './countries.ts'
import type { DemoCountry } from './countries.ts'
import { historyDesk } from './history-desk.ts'
import { makeSchedule, makeServices, makeTeam } from './make-catalogue.ts'
import type { DemoTeam } from './make-catalogue.ts'
import { makeDocuments } from './make-documents.ts'
import { makeLabs } from './make-labs.ts'
import { makeTemplates } from './make-templates.ts'
import { makeEquipment, makePrices } from './make-prices.ts'
import { patientEvents } from './play-patient.ts'
import { planClinic } from './plan.ts'
import type { DemoPlan, PlanWish } from './plan.ts'
import { bookingEvents } from './play-booking.ts'
import type { DemoEvent } from './play-booking.ts'
import { required } from './required.ts'

export interface DemoWish {
  /** Of the texts; the clinic stands in its country unless `country` says otherwise. */
  language: Language
  country?: DemoCountry
  /** The instant around which the clinic is made. */
  now: string
  /** Sets the clock of the desk that is given; the past is written at its own instants. */
  setNow: (instant: string) => void
  onProgress?: (progress: Progress) => void
  /** Stops the making between two calls; what was made by then stays. */
  signal?: AbortSignal
  /** A smaller or another clinic, for tests. */
  plan?: Pick<PlanWish, 'seed' | 'patientCount' | 'daysBack' | 'daysForward'>
}

/**
 * Makes the whole demo clinic in an empty database. Throws `AbortError` when it was stopped, and
 * `already-set-up` when the database holds a clinic.
 */
export async function makeDemoClinic(desk: Desk, wish: DemoWish): Promise<void> {
  const { language, now, setNow } = wish
  const country = wish.country ?? demoCountryFor(language)
  const plan = planClinic({ seed: 'demo', ...wish.plan, country, language, now })
  const office = historyDesk(desk, {
    mailsSince: addMinutes(now, -12 * 60),
    papersSince: addMinutes(now, -24 * 60),
  })
  setNow(openingOf(plan))
  const beginnings = plan.doctors.length + officeSize + plan.services.length
  // The calls are not known before the staff is; until then every booking counts as six.
  const counter = countProgress(wish, beginnings + plan.patients.length + plan.bookings.length * 6)
  const team = await makeTeam(office, plan, () => counter.tick('staff'))
  const administrator = office.with({ actor: team.administrator })
  const serviceIds = await makeServices(administrator, plan, team, () => counter.tick('services'))
  const rooms = await makeSchedule(administrator, plan, team)
  await makeEquipment(administrator, plan, { rooms, services: serviceIds })
  const patientIds: string[] = []
  const events = planEvents(office, plan, { team, serviceIds, patientIds })
  counter.total = beginnings + events.length
  const firstBooking = plan.bookings.map((one) => one.steps[0]?.at ?? now).toSorted()[0] ?? now
  for (const [index, event] of events.entries()) {
    setNow(event.at)
    await event.run()
    counter.tick(event.at < firstBooking ? 'patients' : 'appointments')
    // Nothing here ever waits, so a message that asks to stop would not be read before the end.
    if (index % callsBetweenPauses === 0) await pause()
  }
  setNow(now)
  const covered = plan.bookings.findLast(({ day }) => day === plan.today)
  const patientId = required(patientIds[required(covered).patient])
  await makePrices(administrator, plan, { services: serviceIds, patientId })
  await makeTemplates(administrator, plan)
  const doctor = office.with({ actor: required(team.doctors[0]) })
  const nurse = office.with({ actor: team.nurse })
  const own = plan.bookings.filter(({ day, doctor: by }) => day === plan.today && by === 0)
  const ownIds = [...new Set(own.map((one) => required(patientIds[one.patient])))]
  await makeLabs({ administrator, nurse, doctor, patientIds: ownIds }, plan)
  const receptionist = office.with({ actor: team.receptionist })
  const people = { administrator, nurse, doctor, receptionist }
  await makeDocuments({ ...people, patientId: required(ownIds[0]) }, plan)
}

const callsBetweenPauses = 200

/** The accounts that are not doctors'. */
const officeSize = 4

/** The day before the first patient came. */
function openingOf({ patients, now }: DemoPlan): string {
  const first = patients.reduce(
    (earliest, { registeredAt }) => (registeredAt < earliest ? registeredAt : earliest),
    now,
  )
  return addMinutes(first, -24 * 60)
}

/** Counts calls over all phases, so that the bar never goes back; stops when that was asked for. */
function countProgress({ onProgress, signal }: DemoWish, total: number) {
  let done = 0
  let told = -1
  const counter = {
    total,
    tick(phase: string): void {
      signal?.throwIfAborted()
      done += 1
      const share = Math.floor((done / counter.total) * 200)
      if (share === told) return
      told = share
      onProgress?.({ phase, done, total: counter.total })
    },
  }
  return counter
}

interface Stage {
  team: DemoTeam
  serviceIds: ReadonlyMap<string, string>
  /** By the index of the plan's patients; filled as they are registered. */
  patientIds: string[]
}

/** Everything that happened, oldest first; what happened at one instant stays in its order. */
function planEvents(office: Desk, plan: DemoPlan, stage: Stage): DemoEvent[] {
  const { team, serviceIds, patientIds } = stage
  const receptionist = office.with({ actor: team.receptionist })
  const cashier = office.with({ actor: team.cashier })
  const doctors = team.doctors.map((actor) => office.with({ actor }))
  const registrations = plan.patients.flatMap((patient, index) => {
    const keepId = (id: string): void => {
      patientIds[index] = id
    }
    const doctor = required(doctors[index % doctors.length])
    return patientEvents({ plan, receptionist, doctor, keepId }, patient)
  })
  const bookings = plan.bookings.flatMap((booking) => {
    const doctor = required(doctors[booking.doctor])
    const patientId = () => required(patientIds[booking.patient])
    const serviceId = (code: string) => required(serviceIds.get(code))
    const ground = { plan, receptionist, cashier, doctor, patientId, serviceId }
    return bookingEvents(ground, booking)
  })
  return [...registrations, ...bookings].toSorted((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  )
}
