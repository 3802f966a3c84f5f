/** Height and weight of a demo patient: the same person is the same height at every visit. */
import type { TypedVitals } from '../../clinic/vitals/vital-signs.rules.ts'
import type { Sex } from '../people/pools.ts'
import { createRandom } from '../random.ts'

/** Grown-ups are weighed and measured where their pressure was taken; children have charts of their own. */
export function buildOf(patient: number, vitals: TypedVitals, age: number, sex: Sex): TypedVitals {
  if (age < 18 || vitals.systolic === undefined) return {}
  const random = createRandom(`build ${patient}`)
  const heightCm = sex === 'male' ? random.int(166, 190) : random.int(154, 177)
  const bmi = random.int(205, 310) / 10
  const weightKg = bmi * (heightCm / 100) ** 2
  return {
    'body-height': String(heightCm),
    'body-weight': weightKg.toFixed(1),
    'oxygen-saturation': String(random.int(96, 99)),
  }
}
