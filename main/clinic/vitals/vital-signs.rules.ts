/**
 * Vital signs (FHIR R4 Observation, category vital-signs): units, what is possible and what is normal.
 *
 * Possible: wide limits that only a slip of the hand leaves; beyond them nothing is taken.
 * Normal: adults by NEWS2 (Royal College of Physicians, National Early Warning Score 2, 2017) for
 * breathing; pulse 60-100 by the American Heart Association; pressure below 140/90 in the office by
 * ESC/ESH 2018, from 90/60; temperature 36.1 by NEWS2 to 37.7 (Harrison's, 21st edition, "Fever":
 * above 37.7 in the afternoon); saturation from 95 by the WHO Pulse Oximetry Training Manual, 2011;
 * body mass index 18.5-24.9 by WHO, for adults alone.
 * Children by the PALS reference of the American Heart Association, 2020: pulse while awake, breathing,
 * pressure. Weight and height have no limits that hold for one who is measured once.
 */

/** In the order in which they are measured; the names are FHIR's vital signs profiles. */
export const vitalSigns = [
  'systolic',
  'diastolic',
  'heart-rate',
  'body-temperature',
  'respiratory-rate',
  'oxygen-saturation',
  'body-weight',
  'body-height',
  'bmi',
] as const

export type VitalSign = (typeof vitalSigns)[number]

/** What is typed; the body mass index is worked out of weight and height. */
export const typedVitalSigns = vitalSigns.filter((one) => one !== 'bmi')

export type TypedVitalSign = Exclude<VitalSign, 'bmi'>

/** As a hand typed them, a field that was left empty not among them. */
export type TypedVitals = Partial<Record<TypedVitalSign, string>>

interface VitalSignFacts {
  /** LOINC, as the FHIR R4 profile of the sign asks. */
  loinc: string
  /** UCUM. */
  unit: string
  /** Digits after the point that a device tells. */
  decimals: 0 | 1
  possible: readonly [low: number, high: number]
}

export const vitalSignFacts: Record<VitalSign, VitalSignFacts> = {
  systolic: { loinc: '8480-6', unit: 'mm[Hg]', decimals: 0, possible: [30, 300] },
  diastolic: { loinc: '8462-4', unit: 'mm[Hg]', decimals: 0, possible: [10, 200] },
  'heart-rate': { loinc: '8867-4', unit: '/min', decimals: 0, possible: [20, 300] },
  'body-temperature': { loinc: '8310-5', unit: 'Cel', decimals: 1, possible: [25, 44] },
  'respiratory-rate': { loinc: '9279-1', unit: '/min', decimals: 0, possible: [4, 120] },
  'oxygen-saturation': { loinc: '2708-6', unit: '%', decimals: 0, possible: [40, 100] },
  'body-weight': { loinc: '29463-7', unit: 'kg', decimals: 1, possible: [0.3, 400] },
  'body-height': { loinc: '8302-2', unit: 'cm', decimals: 1, possible: [20, 260] },
  bmi: { loinc: '39156-5', unit: 'kg/m2', decimals: 1, possible: [4, 200] },
}

/** Whether a word names a vital sign that this program knows. */
export function isVitalSign(word: string): word is VitalSign {
  return (vitalSigns as readonly string[]).includes(word)
}

/** The limits of what is normal; the limits themselves are within, null where there is none. */
export interface NormalRange {
  low: number | null
  high: number | null
}

type AgeGroup =
  | 'infant'
  | 'toddler'
  | 'preschool'
  | 'school'
  | 'preadolescent'
  | 'adolescent'
  | 'adult'

/** The age group of full years (PALS); who gave no day of birth is taken for an adult. */
export function ageGroupOf(ageYears: number | null): AgeGroup {
  if (ageYears === null || ageYears >= 18) return 'adult'
  if (ageYears < 1) return 'infant'
  if (ageYears < 3) return 'toddler'
  if (ageYears < 6) return 'preschool'
  if (ageYears < 10) return 'school'
  return ageYears < 12 ? 'preadolescent' : 'adolescent'
}

type Limits = readonly [low: number | null, high: number | null]

const byAge: Partial<Record<VitalSign, Record<AgeGroup, Limits>>> = {
  systolic: {
    infant: [72, 104],
    toddler: [86, 106],
    preschool: [89, 112],
    school: [97, 115],
    preadolescent: [102, 120],
    adolescent: [110, 131],
    adult: [90, 139],
  },
  diastolic: {
    infant: [37, 56],
    toddler: [42, 63],
    preschool: [46, 72],
    school: [57, 76],
    preadolescent: [61, 80],
    adolescent: [64, 83],
    adult: [60, 89],
  },
  'heart-rate': {
    infant: [100, 180],
    toddler: [98, 140],
    preschool: [80, 120],
    school: [75, 118],
    preadolescent: [75, 118],
    adolescent: [60, 100],
    adult: [60, 100],
  },
  'respiratory-rate': {
    infant: [30, 53],
    toddler: [22, 37],
    preschool: [20, 28],
    school: [18, 25],
    preadolescent: [18, 25],
    adolescent: [12, 20],
    adult: [12, 20],
  },
}

const atAnyAge: Partial<Record<VitalSign, Limits>> = {
  'body-temperature': [36.1, 37.7],
  'oxygen-saturation': [95, null],
}

const bmiOfAdults: Limits = [18.5, 24.9]

/** What is normal of a sign at an age in full years; null where no range holds. */
export function normalRange(sign: VitalSign, ageYears: number | null): NormalRange | null {
  const group = ageGroupOf(ageYears)
  const limits =
    byAge[sign]?.[group] ??
    atAnyAge[sign] ??
    (sign === 'bmi' && group === 'adult' ? bmiOfAdults : undefined)
  return limits === undefined ? null : { low: limits[0], high: limits[1] }
}

/** FHIR observation-interpretation: low, normal, high. */
export type Interpretation = 'L' | 'N' | 'H'

/** How a value stands to what is normal; null where no range holds. */
export function interpret(
  sign: VitalSign,
  value: number,
  ageYears: number | null,
): Interpretation | null {
  const range = normalRange(sign, ageYears)
  if (range === null) return null
  if (range.low !== null && value < range.low) return 'L'
  return range.high !== null && value > range.high ? 'H' : 'N'
}

export type ReadVitalSign =
  | { is: 'empty' }
  | { is: 'value'; value: number }
  | { is: 'not-a-number' }
  | { is: 'impossible'; low: number; high: number }

/** What a typed text says: with a decimal comma or point, rounded as the device tells it. */
export function readVitalSign(sign: TypedVitalSign, typed: string): ReadVitalSign {
  const text = typed.trim().replace(',', '.')
  if (text === '') return { is: 'empty' }
  if (!/^\d{1,4}(?:\.\d{1,3})?$/.test(text)) return { is: 'not-a-number' }
  const { possible, decimals } = vitalSignFacts[sign]
  const [low, high] = possible
  const value = roundTo(Number(text), decimals)
  return value < low || value > high ? { is: 'impossible', low, high } : { is: 'value', value }
}

/** A measured value with its unit. */
export interface MeasuredVitalSign {
  code: VitalSign
  value: number
  unit: string
}

/** Whether the two pressures are the wrong way round: the upper one is never the smaller. */
export function arePressuresSwapped(typed: TypedVitals): boolean {
  const upper = readVitalSign('systolic', typed.systolic ?? '')
  const lower = readVitalSign('diastolic', typed.diastolic ?? '')
  return upper.is === 'value' && lower.is === 'value' && upper.value <= lower.value
}

/** The signs of a visit that can be kept, the body mass index among them; what cannot be read is left out. */
export function measuredVitals(typed: TypedVitals): MeasuredVitalSign[] {
  const measured: MeasuredVitalSign[] = typedVitalSigns.flatMap((code) => {
    const read = readVitalSign(code, typed[code] ?? '')
    return read.is === 'value' ? [{ code, value: read.value, unit: vitalSignFacts[code].unit }] : []
  })
  const bmi = bodyMassIndex(typed)
  return bmi === null
    ? measured
    : [...measured, { code: 'bmi', value: bmi, unit: vitalSignFacts.bmi.unit }]
}

/** Weight in kilograms by the square of the height in metres, to one digit; null without both. */
export function bodyMassIndex(typed: TypedVitals): number | null {
  const weight = readVitalSign('body-weight', typed['body-weight'] ?? '')
  const height = readVitalSign('body-height', typed['body-height'] ?? '')
  if (weight.is !== 'value' || height.is !== 'value') return null
  const index = roundTo(weight.value / (height.value / 100) ** 2, 1)
  const [low, high] = vitalSignFacts.bmi.possible
  return index < low || index > high ? null : index
}

function roundTo(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
