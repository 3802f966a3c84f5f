/** Making one patient of two: which rows go along, and whose value stays in each field. */

/**
 * Every field of the clinic that says whose a row is, and what a merge does with it. `moves`: the row
 * is given to the survivor. `one-each`: given to them unless they have one of their own. `stays`: the
 * record of decisions about patients, which goes on naming whom it named. A new table that names a
 * patient belongs here; a test compares this with the database.
 */
export const patientReferences = {
  'consent.patientId': 'moves',
  'coverage.patientId': 'moves',
  'medicalCard.patientId': 'one-each',
  'appointment.patientId': 'moves',
  'encounter.patientId': 'moves',
  'condition.patientId': 'moves',
  'vitalSign.patientId': 'moves',
  'medicalCertificate.patientId': 'moves',
  'serviceRequest.patientId': 'moves',
  'allergyIntolerance.patientId': 'moves',
  'prescription.patientId': 'moves',
  'documentReference.patientId': 'moves',
  'invoice.patientId': 'moves',
  'message.patientId': 'moves',
  'relatedPerson.patientId': 'moves',
  'relatedPerson.relativeId': 'moves',
  'patientNote.patientId': 'moves',
  'waitlistEntry.patientId': 'moves',
  'composition.patientId': 'moves',
  'attachment.patientId': 'moves',
  'task.patientId': 'moves',
  'labOrder.patientId': 'moves',
  'labMatch.patientId': 'moves',
  'diagnosticReport.patientId': 'moves',
  'observation.patientId': 'moves',
  'patient.mergedIntoId': 'stays',
  'patientMerge.survivorId': 'stays',
  'patientMerge.mergedId': 'stays',
  'patientDistinct.oneId': 'stays',
  'patientDistinct.otherId': 'stays',
} as const

export type PatientReference = keyof typeof patientReferences

type Moving = {
  [Name in PatientReference]: (typeof patientReferences)[Name] extends 'stays' ? never : Name
}[PatientReference]

export type MovingReference = Moving

/** Those that a merge moves, in the order in which a preview names them. */
export const movingReferences: readonly MovingReference[] =
  Object.keys(patientReferences).filter(isMoving)

function isMoving(name: string): name is MovingReference {
  return Object.entries(patientReferences).some(
    ([known, what]) => known === name && what !== 'stays',
  )
}

/** Whose value stays; `both` puts texts behind each other and phones into one list. */
export const mergeChoices = ['survivor', 'merged', 'both'] as const

export type MergeChoice = (typeof mergeChoices)[number]

export const personFields = [
  'family',
  'given',
  'patronymic',
  'sex',
  'bornOn',
  'phones',
  'email',
  'address',
  'document',
  'language',
  'contactChannel',
  'doNotDisturb',
  'note',
  'photoSha256',
] as const

export type PersonField = (typeof personFields)[number]

export const cardFields = [
  'bloodType',
  'allergies',
  'chronicConditions',
  'medicines',
  'emergencyContact',
  'note',
] as const

export type CardField = (typeof cardFields)[number]

/** Fields whose two values can stand beside each other. */
const joinable = new Set<PersonField | CardField>([
  'phones',
  'note',
  'allergies',
  'chronicConditions',
  'medicines',
  'emergencyContact',
])

export function canJoin(field: PersonField | CardField): boolean {
  return joinable.has(field)
}

/** What of a patient or card is compared; null, an empty text and an empty list are nothing. */
export type Value = string | number | null

/**
 * What is proposed where the two differ: what only one has is kept, what can stand together stands
 * together (an allergy is never lost), and of the rest the survivor's stays. Null where they agree.
 */
export function proposedChoice(
  field: PersonField | CardField,
  survivor: Value,
  merged: Value,
): MergeChoice | null {
  if (same(survivor, merged) || isNothing(merged)) return null
  if (isNothing(survivor)) return 'merged'
  if (field === 'sex') return survivor === 'unknown' ? 'merged' : 'survivor'
  // Peace is what someone asked for, the other way round nobody did.
  if (field === 'doNotDisturb') return merged === 1 ? 'merged' : 'survivor'
  return canJoin(field) ? 'both' : 'survivor'
}

/** The value that a choice leaves. */
export function chosenValue(
  field: PersonField | CardField,
  survivor: Value,
  merged: Value,
  choice: MergeChoice,
): Value {
  if (choice === 'survivor') return survivor
  if (choice === 'merged') return merged
  if (!canJoin(field)) return survivor
  if (field === 'phones') return joinPhones(survivor, merged)
  return joinTexts(survivor, merged, field === 'note' ? '\n' : '; ')
}

/** More than this many phones nobody keeps; see the registration. */
const mostPhones = 5

function joinPhones(survivor: Value, merged: Value): string {
  const known = new Set<string>()
  const joined = [...listOf(survivor), ...listOf(merged)].filter((phone) => {
    const digits = phoneOf(phone).replace(/\D/g, '')
    const isNew = !known.has(digits)
    known.add(digits)
    return isNew
  })
  return JSON.stringify(joined.slice(0, mostPhones))
}

function phoneOf(phone: unknown): string {
  return typeof phone === 'object' && phone !== null && 'value' in phone ? String(phone.value) : ''
}

function listOf(value: Value): unknown[] {
  const list: unknown = typeof value === 'string' ? JSON.parse(value) : []
  return Array.isArray(list) ? list : []
}

function joinTexts(survivor: Value, merged: Value, between: string): Value {
  if (isNothing(survivor)) return merged
  if (isNothing(merged)) return survivor
  const [one, other] = [String(survivor), String(merged)]
  if (one.includes(other)) return one
  if (other.includes(one)) return other
  return `${one}${between}${other}`
}

function isNothing(value: Value): boolean {
  return value === null || value === '' || value === '[]'
}

function same(one: Value, other: Value): boolean {
  const plain = (value: Value) => (typeof value === 'string' ? value.trim().toLowerCase() : value)
  return plain(one) === plain(other)
}

/** A row that was given to the survivor. */
export interface MovedRow {
  reference: MovingReference
  rowId: string
}

/** A field that a merge changed beside the moving. */
export interface ChangedField {
  entity: 'patient' | 'medicalCard' | 'relatedPerson'
  rowId: string
  field: string
  before: Value
  after: Value
}
