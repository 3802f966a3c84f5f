/** Who books which slot: patients of the right age and sex, some of them again and again. */
import { ageYears, daysBetween } from '../../clinic/shared/days.ts'
import type { DemoService, SpecialtyCode } from '../catalogue.ts'
import type { DemoPerson } from '../people.ts'
import type { Sex } from '../people/pools.ts'
import type { Random } from '../random.ts'
import type { Slot } from './calendar.ts'

interface Suited {
  ages: readonly [from: number, to: number]
  sex?: Sex
}

const bySpecialty: Record<SpecialtyCode, Suited> = {
  'general-practice': { ages: [18, 120] },
  cardiology: { ages: [30, 120] },
  paediatrics: { ages: [0, 17] },
  neurology: { ages: [16, 120] },
  ultrasound: { ages: [16, 120] },
  gynaecology: { ages: [16, 75], sex: 'female' },
  ent: { ages: [3, 120] },
  dermatology: { ages: [3, 120] },
}

const byService: Readonly<Record<string, Suited>> = {
  'PA-03': { ages: [0, 0] },
  'PA-05': { ages: [2, 16] },
  'PA-06': { ages: [1, 6] },
  'PA-08': { ages: [0, 2] },
  'GP-07': { ages: [18, 60] },
  'NE-07': { ages: [60, 120] },
  'US-05': { ages: [16, 75], sex: 'female' },
  'US-08': { ages: [18, 80], sex: 'female' },
  'GY-05': { ages: [19, 42], sex: 'female' },
  'GY-06': { ages: [22, 45], sex: 'female' },
  'DE-04': { ages: [5, 70] },
}

/** Chooses patients by their index; remembers who has seen whom and who is busy on a day. */
export interface PatientPicker {
  /** A patient for the slot, or null when everybody who suits is busy that day. */
  pick(random: Random, slot: Slot, specialty: SpecialtyCode, bookedAt: string): number | null
  age(patient: number): number
}

export function createPatientPicker(people: readonly DemoPerson[], today: string): PatientPicker {
  const ages = people.map((person) => ageYears(person.bornOn, today))
  const age = (patient: number): number => ages[patient] ?? 0
  const pools = new Map<string, readonly number[]>()
  const busy = new Set<string>()
  const seen = new Map<SpecialtyCode, { patient: number; day: string }[]>()

  function poolFor(service: DemoService, specialty: SpecialtyCode): readonly number[] {
    const key = byService[service.code] ? service.code : specialty
    const known = pools.get(key)
    if (known) return known
    const { ages: wanted, sex } = byService[service.code] ?? bySpecialty[specialty]
    const pool = [...people.keys()].filter(
      (patient) =>
        age(patient) >= wanted[0] &&
        age(patient) <= wanted[1] &&
        (sex === undefined || people[patient]?.sex === sex),
    )
    pools.set(key, pool)
    return pool
  }

  /** Someone who was here lately, for a follow-up; else anyone, the pool's first more often. */
  function candidate(random: Random, slot: Slot, specialty: SpecialtyCode): number | undefined {
    const before = seen.get(specialty) ?? []
    if (slot.service.code.endsWith('-02') && before.length > 20 && random.chance(0.7)) {
      const recent = random.pick(before)
      return daysBetween(recent.day, slot.day) >= 4 ? recent.patient : undefined
    }
    const pool = poolFor(slot.service, specialty)
    return pool[Math.floor(pool.length * random.next() ** 1.25)]
  }

  return {
    age,
    pick(random, slot, specialty, bookedAt) {
      for (let attempt = 0; attempt < 40; attempt += 1) {
        const patient = candidate(random, slot, specialty)
        if (patient === undefined || busy.has(`${slot.day} ${patient}`)) continue
        // An infant of today cannot have been booked before it was born.
        if ((people[patient]?.bornOn ?? bookedAt) >= bookedAt.slice(0, 10)) continue
        busy.add(`${slot.day} ${patient}`)
        const kept = seen.get(specialty) ?? []
        kept.push({ patient, day: slot.day })
        seen.set(specialty, kept)
        return patient
      }
      return null
    },
  }
}
