/** Decisions about what a doctor writes: when a visit says nothing, and what its signature covers. */
import type { TypedVitals } from '../vitals/vital-signs.rules.ts'
import { type Diagnosis, givenDiagnoses } from './diagnoses.rules.ts'

/** The usual texts of a visit, in the order in which they are written. */
export const visitTexts = ['reason', 'complaint', 'history', 'findings', 'plan'] as const

export type VisitText = (typeof visitTexts)[number]

/** The longest text of each field, in characters. */
export const longestText: Record<VisitText, number> = {
  reason: 500,
  complaint: 20_000,
  history: 20_000,
  findings: 20_000,
  plan: 20_000,
}

/** A text that the visit's template asks for beside the usual ones. */
export interface VisitSection {
  title: string
  text: string
}

export const mostSections = 20

/** What the doctor writes, exactly as typed. */
export interface VisitContent extends Record<VisitText, string> {
  vitals: TypedVitals
  diagnoses: Diagnosis[]
  sections: VisitSection[]
  /** What the sections came from; null without a template. */
  templateId: string | null
}

export const emptyContent: VisitContent = {
  reason: '',
  complaint: '',
  history: '',
  findings: '',
  plan: '',
  vitals: {},
  diagnoses: [],
  sections: [],
  templateId: null,
}

/** Whether nothing was written but blanks; a code or a measurement alone says too little to be signed. */
export function isEmptyVisit(content: VisitContent): boolean {
  const texts = [
    ...visitTexts.map((field) => content[field]),
    ...content.diagnoses.map(({ text }) => text),
    ...content.sections.map(({ text }) => text),
  ]
  return texts.every((text) => text.trim() === '')
}

/** The encounter's own fields of what is signed. */
interface SignedFields {
  id: string
  appointmentId: string
  patientId: string
  practitionerId: string
  startedAt: string
  signedAt: string
  signedBy: string
  complaint: string
  findings: string
  diagnosis: string
  diagnosisCode: string | null
  plan: string
}

/**
 * The one text of a visit that was signed in the first format (RFC 8785: sorted keys, no blanks): its
 * texts and its one diagnosis.
 */
export function canonicalTexts(visit: SignedFields): string {
  const { id, appointmentId, patientId, practitionerId, startedAt, signedAt, signedBy } = visit
  const { complaint, findings, diagnosis, diagnosisCode, plan } = visit
  return sortedJson({
    appointmentId,
    complaint,
    diagnosis,
    diagnosisCode,
    findings,
    id,
    patientId,
    plan,
    practitionerId,
    signedAt,
    signedBy,
    startedAt,
  })
}

/** Everything in a visit, as its signature covers it. */
export interface WholeVisit {
  encounter: SignedFields & {
    reason: string
    history: string
    sections: VisitSection[]
    templateId: string | null
    cosignerId: string | null
  }
  diagnoses: readonly {
    rank: string
    code: string | null
    text: string
    verification: string
    isChronic: boolean
  }[]
  vitals: readonly { code: string; value: number; unit: string }[]
  prescriptions: readonly {
    id: string
    validTo: string
    overrideReason: string | null
    medicines: readonly {
      medicine: string
      dosage: string
      quantity: string | null
      takenUntil: string | null
    }[]
  }[]
  referrals: readonly {
    id: string
    specialty: string
    reason: string
    diagnosis: string | null
    note: string | null
    priority: string
  }[]
  labOrders: readonly { id: string; note: string | null; definitionIds: readonly string[] }[]
}

/** The one text of a whole visit that its hash is taken of (RFC 8785: sorted keys, no blanks). */
export function canonicalVisit({ encounter, ...inIt }: WholeVisit): string {
  const { reason, history, sections, templateId, cosignerId } = encounter
  const texts: unknown = JSON.parse(canonicalTexts(encounter))
  return sortedJson({
    format: 2,
    encounter: { ...asObject(texts), reason, history, sections, templateId, cosignerId },
    ...inIt,
  })
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

/** JSON with the keys of every object in order, so that the same content is the same text. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** The visit's signed diagnoses that say something, the first one being the main one. */
export function rankedDiagnoses(
  diagnoses: readonly Diagnosis[],
): (Diagnosis & { rank: 'main' | 'secondary'; position: number })[] {
  return givenDiagnoses(diagnoses).map((one, position) => ({
    ...one,
    position,
    rank: position === 0 ? 'main' : 'secondary',
  }))
}
