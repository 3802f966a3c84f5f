/** Which limits hold for whom, and what a value is against them: what is shown and what is flagged both ask here. */
import { daysBetween } from '../shared/days.ts'

/** HL7 table 0078, as FHIR names them: the mildest first, `AA` is to words what `HH` is to numbers. */
export const interpretations = ['N', 'L', 'H', 'A', 'LL', 'HH', 'AA'] as const

export type Interpretation = (typeof interpretations)[number]

const critical: ReadonlySet<string> = new Set<Interpretation>(['LL', 'HH', 'AA'])

/** Whether a doctor has to hear of it at once. */
export function isCritical(interpretation: Interpretation | null): boolean {
  return interpretation !== null && critical.has(interpretation)
}

/** The one of two flags that worries more; what is not known worries nobody. */
export function graver(
  one: Interpretation | null,
  other: Interpretation | null,
): Interpretation | null {
  const rank = (flag: Interpretation | null) => {
    if (flag === null) return -1
    if (isCritical(flag)) return 2
    return flag === 'N' ? 0 : 1
  }
  return rank(other) > rank(one) ? other : one
}

/** Limits as decimal texts. What lies on a limit is still within it (HL7 0078: H is above, L is below). */
export interface Limits {
  low: string | null
  high: string | null
  criticalLow: string | null
  criticalHigh: string | null
  /** Of values that are words: those that are normal, a `|` between them. */
  normalText: string | null
}

export const noLimits: Limits = {
  low: null,
  high: null,
  criticalLow: null,
  criticalHigh: null,
  normalText: null,
}

/** The limits in writing: `3.5–5.1`, `≤ 5`, `≥ 60`, or words; empty where there are none. */
export function normInWriting({
  low,
  high,
  normalText,
}: Pick<Limits, 'low' | 'high' | 'normalText'>): string {
  if (normalText !== null) return normalText.replaceAll('|', ', ')
  if (low !== null && high !== null) return `${low}–${high}`
  if (high !== null) return `≤ ${high}`
  return low === null ? '' : `≥ ${low}`
}

export interface ReferenceRange extends Limits {
  sex: 'female' | 'male' | null
  /** Age in days from which it holds. */
  fromDays: number
  /** Age in days from which it holds no more; null holds for ever. */
  toDays: number | null
}

/** Whom a specimen is of. */
export interface Whose {
  /** FHIR administrative-gender. */
  sex: string
  bornOn: string | null
  /** The day on which the specimen was taken. */
  onDay: string
}

/**
 * The range that holds for somebody on a day, or null. One of their own sex goes before one for all,
 * and of several the one that begins at the later age. Whose sex or age is not known gets only what
 * holds for every sex and age.
 */
export function rangeFor<Range extends ReferenceRange>(
  ranges: readonly Range[],
  { sex, bornOn, onDay }: Whose,
): Range | null {
  const ageDays = bornOn === null ? null : daysBetween(bornOn, onDay)
  const holding = ranges.filter(
    (range) => (range.sex === null || range.sex === sex) && holdsAt(range, ageDays),
  )
  return holding.toSorted(mostFittingFirst)[0] ?? null
}

function holdsAt({ fromDays, toDays }: ReferenceRange, ageDays: number | null): boolean {
  if (ageDays === null) return fromDays === 0 && toDays === null
  return ageDays >= fromDays && (toDays === null || ageDays < toDays)
}

function mostFittingFirst(one: ReferenceRange, other: ReferenceRange): number {
  if ((one.sex === null) !== (other.sex === null)) return one.sex === null ? 1 : -1
  return other.fromDays - one.fromDays
}

/** Whether two ranges of an analyte claim the same people, so that either could be meant. */
export function rangesOverlap(one: ReferenceRange, other: ReferenceRange): boolean {
  if (one.sex !== other.sex) return false
  const endsBefore = (first: ReferenceRange, second: ReferenceRange) =>
    first.toDays !== null && first.toDays <= second.fromDays
  return !endsBefore(one, other) && !endsBefore(other, one)
}

export const comparators = ['<', '<=', '>', '>='] as const

export type Comparator = (typeof comparators)[number]

export interface Measured {
  valueKind: 'quantity' | 'text'
  /** `<` where the value is only known to lie below. */
  comparator: Comparator | null
  value: string
}

/** A decimal as the tables keep it: a point, no exponent. */
export const decimalShape = /^-?\d{1,9}(?:\.\d{1,6})?$/

const typedShape = /^(<=?|>=?|≤|≥)?\s*(-?\d{1,9}(?:[.,]\d{1,6})?)$/

const comparatorSigns: Record<string, Comparator> = {
  '<': '<',
  '<=': '<=',
  '≤': '<=',
  '>': '>',
  '>=': '>=',
  '≥': '>=',
}

/** A number as people and devices write it (`5,5`, `<0.01`, `≥ 100`), or null where it is none. */
export function parseQuantity(
  text: string,
): { comparator: Comparator | null; value: string } | null {
  const [, sign, digits] = typedShape.exec(text.trim()) ?? []
  if (digits === undefined) return null
  const comparator = sign === undefined ? null : (comparatorSigns[sign] ?? null)
  return { comparator, value: digits.replace(',', '.') }
}

/**
 * What a value is against its limits; null where they say nothing of it. Of `<5` it is said what
 * holds for everything below five, and nothing where that differs.
 */
export function flagOf(
  { valueKind, comparator, value }: Measured,
  limits: Limits,
): Interpretation | null {
  if (valueKind === 'text') return flagOfWords(value, limits.normalText)
  if (!decimalShape.test(value)) return null
  const bounds = numbersOf(limits)
  const number = Number(value)
  if (comparator === null) return flagOfNumber(number, bounds)
  const isInclusive = comparator.endsWith('=')
  if (comparator.startsWith('<')) return flagOfAllBelow(number, isInclusive, bounds)
  return mirrored(flagOfAllBelow(-number, isInclusive, mirroredBounds(bounds)))
}

function flagOfWords(value: string, normalText: string | null): Interpretation | null {
  if (normalText === null || value.trim() === '') return null
  const said = value.trim().toLowerCase()
  const isNormal = normalText.split('|').some((word) => word.trim().toLowerCase() === said)
  return isNormal ? 'N' : 'A'
}

interface Bounds {
  low: number | null
  high: number | null
  criticalLow: number | null
  criticalHigh: number | null
}

function numbersOf({ low, high, criticalLow, criticalHigh }: Limits): Bounds {
  const number = (text: string | null) => (text === null ? null : Number(text))
  return {
    low: number(low),
    high: number(high),
    criticalLow: number(criticalLow),
    criticalHigh: number(criticalHigh),
  }
}

function flagOfNumber(value: number, bounds: Bounds): Interpretation | null {
  const { low, high, criticalLow, criticalHigh } = bounds
  if (criticalLow !== null && value < criticalLow) return 'LL'
  if (criticalHigh !== null && value > criticalHigh) return 'HH'
  if (low !== null && value < low) return 'L'
  if (high !== null && value > high) return 'H'
  return low === null && high === null ? null : 'N'
}

/** What holds for all values below a number, itself among them where it is inclusive. */
function flagOfAllBelow(top: number, isInclusive: boolean, bounds: Bounds): Interpretation | null {
  const { low, high, criticalLow, criticalHigh } = bounds
  const allBelow = (limit: number) => (isInclusive ? top < limit : top <= limit)
  if (criticalLow !== null && allBelow(criticalLow)) return 'LL'
  if (low !== null && allBelow(low)) return 'L'
  const mayBeLow = low !== null || criticalLow !== null
  const staysWithin = high !== null && top <= high && (criticalHigh === null || top <= criticalHigh)
  return !mayBeLow && staysWithin ? 'N' : null
}

function mirroredBounds({ low, high, criticalLow, criticalHigh }: Bounds): Bounds {
  const minus = (limit: number | null) => (limit === null ? null : -limit)
  return {
    low: minus(high),
    high: minus(low),
    criticalLow: minus(criticalHigh),
    criticalHigh: minus(criticalLow),
  }
}

function mirrored(flag: Interpretation | null): Interpretation | null {
  if (flag === 'LL') return 'HH'
  if (flag === 'L') return 'H'
  return flag
}

/**
 * What a laboratory says to be normal (OBX-7): `3.5-5.1`, `<5`, `>60`, or words. Null where it says
 * nothing that can be compared with.
 */
export function parseReferenceText(text: string): Limits | null {
  const plain = text.trim().replaceAll(',', '.').replaceAll(/[–—−]/gu, '-')
  const span = /^(-?\d+(?:\.\d+)?)\s*-\s*(-?\d+(?:\.\d+)?)$/.exec(plain)
  if (span?.[1] !== undefined && span[2] !== undefined) {
    if (!decimalShape.test(span[1]) || !decimalShape.test(span[2])) return null
    return Number(span[1]) <= Number(span[2]) ? { ...noLimits, low: span[1], high: span[2] } : null
  }
  const one = parseQuantity(plain)
  if (one?.comparator === null || one === null) return null
  // `<5` as a norm: what is below five is well. Five itself is not told apart from `<=5`.
  return one.comparator.startsWith('<')
    ? { ...noLimits, high: one.value }
    : { ...noLimits, low: one.value }
}
