/** The laboratory's words, and where an order stands. */
import type { Comparator, Interpretation } from './reference-ranges.rules.ts'

/** What is taken from a patient, a tube each. */
export const specimenKinds = [
  'blood',
  'serum',
  'plasma',
  'urine',
  'stool',
  'swab',
  'other',
] as const

export const valueKinds = ['quantity', 'text'] as const

/** FHIR R4 request-priority, the calmest first. */
export const labPriorities = ['routine', 'urgent', 'asap', 'stat'] as const

/** Where an order stands, as it goes. */
export type LabOrderState =
  | 'revoked'
  | 'ordered'
  | 'collected'
  | 'sent'
  | 'partial'
  | 'resulted'
  | 'reviewed'

/** What is known of an order. */
export interface OrderFacts {
  revokedAt: string | null
  specimens: readonly { collectedAt: string | null; sentAt: string | null }[]
  /** How many analytes were ordered, and how many of them have a result. */
  ordered: number
  resulted: number
  reports: number
  unreviewed: number
}

/** As far as it says which specimen stands for which. */
export interface SpecimenFacts {
  id: string
  replacesId: string | null
  rejectedAt: string | null
}

/** The specimen that analytes were ordered from: itself, or the first of those taken in its stead. */
export function orderedSpecimen({
  id,
  replacesId,
}: Pick<SpecimenFacts, 'id' | 'replacesId'>): string {
  return replacesId ?? id
}

/** The specimen that is measured for what was ordered from one: the last that was not rejected. */
export function usableSpecimen<Specimen extends SpecimenFacts>(
  specimens: readonly Specimen[],
  orderedId: string,
): Specimen | undefined {
  return specimens.find((one) => orderedSpecimen(one) === orderedId && one.rejectedAt === null)
}

/** Where an order stands. A step counts when all its specimens took it; any result comes before that. */
export function stateOf(order: OrderFacts): LabOrderState {
  if (order.revokedAt !== null) return 'revoked'
  if (order.reports > 0) {
    if (order.resulted < order.ordered) return 'partial'
    return order.unreviewed > 0 ? 'resulted' : 'reviewed'
  }
  if (order.specimens.every(({ sentAt }) => sentAt !== null)) return 'sent'
  if (order.specimens.every(({ collectedAt }) => collectedAt !== null)) return 'collected'
  return 'ordered'
}

/**
 * Days within which a doctor is to have seen results. A critical one puts the patient in danger now: a day
 * is what a doctor who was off when it came has. A week is what other results may take between two visits,
 * and what lets nobody's inbox hide one for a month.
 */
export const reviewWithinDays = { critical: 1, other: 7 } as const

const dayMs = 86_400_000

/** Whether a report has waited longer for a doctor than it may, by the instants it came at and now. */
export function isReviewOverdue(
  { isCritical, issuedAt }: { isCritical: boolean; issuedAt: string },
  now: string,
): boolean {
  const days = isCritical ? reviewWithinDays.critical : reviewWithinDays.other
  return Date.parse(now) - Date.parse(issuedAt) >= days * dayMs
}

export type ReportStatus = 'partial' | 'final' | 'corrected'

/** A result that counts unless a later one says otherwise. */
export interface KnownResult {
  id: string
  code: string
  comparator: Comparator | null
  value: string
  unit: string | null
  interpretation: Interpretation | null
  status: 'preliminary' | 'final' | 'corrected' | 'cancelled'
}

/** Whether a result says nothing that is not known: laboratories send again what they sent before. */
export function saysTheSame(known: KnownResult, told: Omit<KnownResult, 'id'>): boolean {
  const isSettled = known.status === told.status || known.status === 'corrected'
  return (
    isSettled &&
    known.comparator === told.comparator &&
    known.value === told.value &&
    (known.unit ?? '') === (told.unit ?? '')
  )
}

/** Letters differ between laboratories and keyboards; `мкмоль/л` is `МКМОЛЬ / Л`. */
export function sameUnit(one: string | null, other: string | null): boolean {
  const plain = (unit: string | null) =>
    (unit ?? '').normalize('NFKC').toLowerCase().replaceAll(/\s/gu, '').replaceAll('μ', 'u')
  return plain(one) === plain(other)
}
