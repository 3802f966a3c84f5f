/** Makes the demo clinic's staff, rooms, services, hours and leave through the services. */
import {
  createCategory,
  createRoom,
  createService,
  setOffers,
} from '../clinic/catalog/catalog.service.ts'
import { publicHolidays } from '../clinic/schedule/holidays.rules.ts'
import {
  addExtraHours,
  addHours,
  addLeave,
  setClinicDay,
} from '../clinic/schedule/planning.service.ts'
import { readClinic, setUpClinic, updateClinic } from '../clinic/settings/settings.service.ts'
import { dayOf } from '../clinic/shared/days.ts'
import type { Role } from '../clinic/shared/permissions.ts'
import { createStaffMember } from '../clinic/staff/staff.service.ts'
import type { Actor, Desk } from '../db/desk.ts'
import {
  categoryCodes,
  categoryNames,
  roomCodes,
  roomKind,
  roomKinds,
  roomName,
  specialtyNames,
  subcategories,
} from './catalogue.ts'
import { demoCountryFacts } from './countries.ts'
import type { DemoPlan } from './plan.ts'
import { required } from './required.ts'
import { demoExtraHours, demoOffice, demoPassphrase } from './staff.ts'
import type { DemoStaffMember } from './staff.ts'

/** Who acts in the demo, once they have accounts. */
export interface DemoTeam {
  administrator: Actor
  receptionist: Actor
  nurse: Actor
  cashier: Actor
  /** By the index of the plan's doctors. */
  doctors: Actor[]
}

/** The clinic itself and everybody's accounts. */
export async function makeTeam(desk: Desk, plan: DemoPlan, tick: () => void): Promise<DemoTeam> {
  const [administrator, ...others] = demoOffice(plan.country)
  if (administrator === undefined) throw new Error('the demo clinic has no administrator')
  const { administratorId } = await setUp(desk, plan, administrator)
  const byAdministrator = desk.with({ actor: { id: administratorId, roles: ['administrator'] } })
  tick()
  const office = new Map<Role, Actor>()
  for (const member of others) {
    const id = await hire(byAdministrator, plan, member, null)
    for (const role of member.roles) office.set(role, { id, roles: member.roles })
    tick()
  }
  const doctors: Actor[] = []
  for (const doctor of plan.doctors) {
    const specialty = specialtyNames[doctor.specialty][plan.language]
    doctors.push({ id: await hire(byAdministrator, plan, doctor, specialty), roles: doctor.roles })
    tick()
  }
  return {
    administrator: byAdministrator.actor,
    receptionist: required(office.get('receptionist')),
    nurse: required(office.get('nurse')),
    cashier: required(office.get('cashier')),
    doctors,
  }
}

async function setUp(desk: Desk, plan: DemoPlan, { name, login }: DemoStaffMember) {
  const facts = demoCountryFacts[plan.country]
  const { country, language, timeZone } = plan
  const told = await setUpClinic(desk, {
    name: facts.clinicName,
    country,
    language,
    currency: facts.currency,
    timeZone,
    administrator: { ...name, login, passphrase: demoPassphrase },
  })
  const {
    id: _id,
    createdAt: _createdAt,
    updatedAt: _updatedAt,
    ...clinic
  } = await readClinic(desk)
  await updateClinic(desk.with({}), {
    ...clinic,
    address: facts.clinicAddress,
    phone: facts.clinicPhone,
    email: facts.clinicEmail,
  })
  return told
}

async function hire(
  desk: Desk,
  { language }: DemoPlan,
  { name, roles, login, email }: DemoStaffMember,
  specialty: string | null,
): Promise<string> {
  const passphrase = demoPassphrase
  const person = { ...name, roles, specialty, email, phone: null, language, login, passphrase }
  return (await createStaffMember(desk, person)).id
}

/** Rooms, categories, services and who offers them; the ids of the services by their codes. */
export async function makeServices(
  desk: Desk,
  plan: DemoPlan,
  team: DemoTeam,
  tick: () => void,
): Promise<Map<string, string>> {
  const { language } = plan
  const categoryIds = new Map<string, string>()
  for (const code of categoryCodes) {
    const { id } = await createCategory(desk, { name: categoryNames[code][language] })
    categoryIds.set(code, id)
  }
  const partIds = new Map<string, string>()
  for (const { of, name, services } of subcategories) {
    const parentId = required(categoryIds.get(of))
    const { id } = await createCategory(desk, { name: name[language], parentId })
    for (const code of services) partIds.set(code, id)
  }
  const serviceIds = new Map<string, string>()
  for (const { code, category, name, durationMinutes, priceMinor, preparation } of plan.services) {
    const categoryId = partIds.get(code) ?? required(categoryIds.get(category))
    const words = { name: name[language], preparation: preparation?.[language] ?? null }
    const service = { categoryId, code, durationMinutes, priceMinor, ...words }
    serviceIds.set(code, (await createService(desk, service)).id)
    tick()
  }
  for (const [index, doctor] of plan.doctors.entries()) {
    const offered = plan.services.filter((one) => one.specialties.includes(doctor.specialty))
    await setOffers(desk, {
      practitionerId: required(team.doctors[index]).id,
      serviceIds: offered.map((one) => required(serviceIds.get(one.code))),
    })
  }
  return serviceIds
}

/** Rooms, the doctors' weeks from the clinic's first day on, and who is away; the rooms' ids by their codes. */
export async function makeSchedule(
  desk: Desk,
  plan: DemoPlan,
  team: DemoTeam,
): Promise<ReadonlyMap<string, string>> {
  const { country, language, leave, meeting, timeZone, today } = plan
  const rooms = new Map<string, string>()
  for (const code of roomCodes) {
    const room = { name: roomName(code, language), kind: roomKinds[roomKind(code)][language] }
    rooms.set(code, (await createRoom(desk, room)).id)
  }
  const validFrom = dayOf(desk.now(), timeZone)
  for (const [index, doctor] of plan.doctors.entries()) {
    const practitionerId = required(team.doctors[index]).id
    const locationId = required(rooms.get(doctor.room))
    for (const { weekday, startsAt, endsAt } of doctor.hours) {
      const hours = { weekday, startsLocal: startsAt, endsLocal: endsAt, validFrom, validTo: null }
      await addHours(desk, { practitionerId, locationId, ...hours })
    }
  }
  if (publicHolidays(country, today, today).length > 0) {
    await setClinicDay(desk, { day: today, kind: 'open', name: null })
  }
  for (const { doctor, ...away } of [leave, meeting]) {
    await addLeave(desk, { practitionerId: required(team.doctors[doctor]).id, ...away })
  }
  const { doctor, ...extra } = demoExtraHours(today)
  await addExtraHours(desk, {
    ...extra,
    practitionerId: required(team.doctors[doctor]).id,
    locationId: required(rooms.get(required(plan.doctors[doctor]).room)),
    note: null,
  })
  return rooms
}
