/** What the doctors of the demo clinic write: a case that suits the patient, filled with numbers. */
import type { Language } from '../clinic/shared/languages.ts'
import type { TypedVitals } from '../clinic/vitals/vital-signs.rules.ts'
import type { DemoService, SpecialtyCode } from './catalogue.ts'
import type { Sex } from './people/pools.ts'
import type { Random } from './random.ts'
import type { ReferralCase, VisitCase, VisitWords } from './visits/cases.ts'
import { gynaecology, paediatrics } from './visits/children-and-women.ts'
import {
  cardiology,
  dermatology,
  earNoseThroat,
  generalPractice,
  neurology,
} from './visits/consultations.ts'
import { shortVisits, ultrasound } from './visits/examinations.ts'

export type { ReferralCase, VisitWords }

export const visitCases: readonly VisitCase[] = [
  ...generalPractice,
  ...cardiology,
  ...paediatrics,
  ...neurology,
  ...ultrasound,
  ...gynaecology,
  ...earNoseThroat,
  ...dermatology,
  ...shortVisits,
]

export interface VisitOccasion {
  specialty: SpecialtyCode
  service: DemoService
  sex: Sex
  /** Full years. */
  age: number
}

/** A written visit: four texts in one language, and a referral for about a third of those that may. */
export interface DemoVisit extends VisitWords {
  diagnosisCode: string | null
  /** Those that the findings tell of, typed. */
  vitals: TypedVitals
  referral: (Omit<ReferralCase, 'reason'> & { reason: string }) | null
}

/** A visit in the words of its specialty, for a patient of that sex and age. */
export function writeVisit(random: Random, occasion: VisitOccasion, language: Language): DemoVisit {
  const { diagnosisCode, words, referral } = random.pick(suitable(occasion))
  const numbers = drawNumbers(random)
  const fill = (text: string): string => fillIn(text, numbers, language)
  const told = words[language]
  return {
    complaint: fill(told.complaint),
    findings: fill(told.findings),
    diagnosis: fill(told.diagnosis),
    plan: fill(told.plan),
    diagnosisCode,
    vitals: vitalsTold(told.findings, fill),
    referral:
      referral && random.chance(0.35)
        ? {
            specialty: referral.specialty,
            priority: referral.priority,
            reason: fill(referral.reason[language]),
          }
        : null,
  }
}

/** The vital signs whose numbers the findings name, so that text and measurement say the same. */
function vitalsTold(findings: string, fill: (text: string) => string): TypedVitals {
  const told = (...places: string[]) => places.find((place) => findings.includes(place))
  const upper = told('{sysHigh}', '{sys}')
  const lower = told('{diaHigh}', '{dia}')
  const pulse = told('{pulseHigh}', '{pulse}')
  const temperature = told('{temp}')
  return {
    ...(upper !== undefined && { systolic: fill(upper) }),
    ...(lower !== undefined && { diastolic: fill(lower) }),
    ...(pulse !== undefined && { 'heart-rate': fill(pulse) }),
    ...(temperature !== undefined && { 'body-temperature': fill(temperature) }),
  }
}

/** Cases for this very service, else for its category, else the specialty's consultations. */
function suitable(occasion: VisitOccasion): readonly VisitCase[] {
  const { service, specialty, sex, age } = occasion
  const possible = visitCases.filter(
    (one) =>
      (one.specialty === null || one.specialty === specialty || one.suits !== 'consultation') &&
      (one.sex === null || one.sex === sex) &&
      one.ages[0] <= age &&
      age <= one.ages[1],
  )
  const forService = possible.filter(
    ({ suits }) => typeof suits !== 'string' && suits.includes(service.code),
  )
  if (forService.length > 0) return forService
  const forCategory = possible.filter((one) => one.suits === service.category)
  if (forCategory.length > 0) return forCategory
  return shortVisits.filter((one) => one.suits === 'functional')
}

type Numbers = Readonly<Record<string, number>>

function drawNumbers(random: Random): Numbers {
  return {
    sys: random.int(22, 26) * 5,
    dia: random.int(14, 16) * 5,
    sysHigh: random.int(29, 34) * 5,
    diaHigh: random.int(18, 20) * 5,
    pulse: random.int(62, 84),
    pulseHigh: random.int(88, 116),
    temp: random.int(369, 386) / 10,
    days: random.int(2, 9),
    few: random.int(2, 4),
    mm: random.int(4, 9),
    ef: random.int(55, 66),
    weeks: random.int(6, 10),
  }
}

function fillIn(text: string, numbers: Numbers, language: Language): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const number = numbers[name]
    if (number === undefined) throw new Error(`no number for ${place}`)
    const digits = name === 'temp' ? 1 : 0
    const written = number.toFixed(digits)
    return language === 'en' ? written : written.replace('.', ',')
  })
}
