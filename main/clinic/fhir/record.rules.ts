/** What stands in the record as FHIR R4: visits, allergies, medicines, referrals, papers, consents. */
import type {
  AllergyIntoleranceRow,
  ConditionRow,
  ConsentRow,
  EncounterAddendumRow,
  EncounterRow,
  MedicationRequestRow,
  MedicationStopRow,
  PrescriptionRow,
  ServiceRequestRow,
  VitalSignRow,
} from '../../db/tables.ts'
import { isVitalSign, vitalSignFacts } from '../vitals/vital-signs.rules.ts'
import { isTaken } from '../prescriptions/prescriptions.rules.ts'
import type { ReferralStatus } from '../referrals/referrals.rules.ts'
import {
  coded,
  type FhirFields,
  type FhirResource,
  filled,
  loinc,
  maybeReference,
  reference,
  resource,
  terminology,
  urn,
  worded,
} from './fhir.rules.ts'

/** A part of a visit as it is read: the heading in the reader's language, and what was written. */
export interface VisitPart {
  heading: string
  text: string
}

export interface VisitFacts {
  encounter: EncounterRow
  service: string
  parts: readonly VisitPart[]
  addenda: readonly EncounterAddendumRow[]
  /** Its diagnoses' ids, the main one first. */
  conditionIds: readonly string[]
}

/** A visit that was signed. What was written stands in its narrative, for which FHIR has no field of its own. */
export function fhirEncounter({
  encounter,
  service,
  parts,
  addenda,
  conditionIds,
}: VisitFacts): FhirResource {
  const written = [
    ...parts,
    ...addenda.map(({ writtenAt, text }) => ({ heading: writtenAt, text })),
  ].filter(({ text }) => text.trim() !== '')
  return resource('Encounter', encounter.id, {
    text: written.length === 0 ? null : { status: 'additional', div: narrative(written) },
    status: 'finished',
    class: { system: `${terminology}/v3-ActCode`, code: 'AMB' },
    serviceType: worded(service),
    subject: reference(encounter.patientId),
    participant: [{ individual: reference(encounter.practitionerId) }],
    period: filled({ start: encounter.startedAt, end: encounter.signedAt }),
    reasonCode: encounter.complaint.trim() === '' ? [] : [worded(encounter.complaint)],
    diagnosis: conditionIds.map((id, index) => ({ condition: reference(id), rank: index + 1 })),
  })
}

/** XHTML with the few elements that a narrative may hold; what people wrote is text and nothing else. */
function narrative(parts: readonly VisitPart[]): string {
  const paragraphs = parts.map(
    ({ heading, text }) =>
      `<p><b>${escaped(heading)}</b></p><p>${escaped(text.trim()).replaceAll('\n', '<br/>')}</p>`,
  )
  return `<div xmlns="http://www.w3.org/1999/xhtml">${paragraphs.join('')}</div>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

export interface DiagnosisFacts {
  condition: ConditionRow
  /** When and why it was ended; null while it stands. */
  end: { endedAt: string; reason: string } | null
}

export function fhirCondition({ condition, end }: DiagnosisFacts): FhirResource {
  const { code, text, verification } = condition
  const status = (system: string, word: string) => coded(`${terminology}/${system}`, word)
  return resource('Condition', condition.id, {
    // What was ruled out is neither there nor gone.
    clinicalStatus:
      verification === 'refuted'
        ? null
        : status('condition-clinical', end === null ? 'active' : 'resolved'),
    verificationStatus: status('condition-ver-status', verification),
    category: [
      status(
        'condition-category',
        condition.isChronic === 1 ? 'problem-list-item' : 'encounter-diagnosis',
      ),
    ],
    // Of which list a code is stands with no diagnosis: lists are the clinic's own choice.
    code: code === null ? worded(text) : { coding: [{ code, display: text }], text },
    subject: reference(condition.patientId),
    encounter: reference(condition.encounterId),
    abatementDateTime: end?.endedAt,
    recordedDate: condition.recordedAt,
    recorder: reference(condition.recordedBy),
    note: end === null ? [] : [{ text: end.reason }],
  })
}

/** A vital sign by the profile of FHIR R4; a sign that this program does not know has its word alone. */
export function fhirVitalSign(row: VitalSignRow): FhirResource {
  const code = isVitalSign(row.code)
    ? coded(loinc, vitalSignFacts[row.code].loinc, row.code)
    : worded(row.code)
  return resource('Observation', row.id, {
    status: 'final',
    category: [coded(`${terminology}/observation-category`, 'vital-signs')],
    code,
    subject: reference(row.patientId),
    encounter: reference(row.encounterId),
    effectiveDateTime: row.effectiveAt,
    performer: [reference(row.recordedBy)],
    valueQuantity: {
      value: row.value,
      unit: row.unit,
      system: 'http://unitsofmeasure.org',
      code: row.unit,
    },
  })
}

export function fhirAllergy(
  row: AllergyIntoleranceRow & { recorderId: string | null },
): FhirResource {
  const { reaction, severity } = row
  const status = (system: string, code: string) => coded(`${terminology}/${system}`, code)
  return resource('AllergyIntolerance', row.id, {
    clinicalStatus: status(
      'allergyintolerance-clinical',
      row.archivedAt === null && row.verification !== 'refuted' ? 'active' : 'inactive',
    ),
    verificationStatus: status('allergyintolerance-verification', row.verification),
    code: worded(row.substance),
    patient: reference(row.patientId),
    recordedDate: row.notedAt,
    recorder: maybeReference(row.recorderId),
    reaction: reaction === null ? [] : [filled({ manifestation: [worded(reaction)], severity })],
    note: row.archiveReason === null ? [] : [{ text: row.archiveReason }],
  })
}

export interface MedicineFacts {
  medicine: MedicationRequestRow
  prescription: PrescriptionRow
  stop: MedicationStopRow | null
}

/** One medicine of a prescription; `today` is the clinic's day. */
export function fhirMedicationRequest(facts: MedicineFacts, today: string): FhirResource {
  const { medicine, prescription, stop } = facts
  const { takenUntil, quantity } = medicine
  const reason = prescription.cancelReason ?? stop?.reason ?? null
  const notes = [quantity, prescription.overrideReason].filter((text) => text !== null)
  return resource('MedicationRequest', medicine.id, {
    status: medicationStatus(facts, today),
    statusReason: reason === null ? null : worded(reason),
    intent: 'order',
    medicationCodeableConcept: worded(medicine.medicine),
    subject: reference(prescription.patientId),
    encounter: maybeReference(prescription.encounterId),
    authoredOn: prescription.issuedAt,
    requester: reference(prescription.requesterId),
    groupIdentifier: { value: prescription.number },
    note: notes.map((text) => ({ text })),
    dosageInstruction: [
      filled({
        text: medicine.dosage,
        timing: takenUntil === null ? null : { repeat: { boundsPeriod: { end: takenUntil } } },
      }),
    ],
    dispenseRequest: { validityPeriod: { end: prescription.validTo } },
  })
}

function medicationStatus({ medicine, prescription, stop }: MedicineFacts, today: string): string {
  const { cancelledAt } = prescription
  if (cancelledAt !== null) return 'cancelled'
  if (stop !== null) return 'stopped'
  const { takenUntil } = medicine
  return isTaken({ takenUntil, stoppedAt: null, cancelledAt }, today) ? 'active' : 'completed'
}

/** FHIR R4 request-status of a referral of ours. */
const requestStatus: Record<ReferralStatus, string> = {
  issued: 'active',
  sent: 'active',
  booked: 'active',
  answered: 'completed',
  closed: 'completed',
  revoked: 'revoked',
}

export interface ReferralFacts {
  referral: Omit<ServiceRequestRow, 'version' | 'createdAt' | 'updatedAt'>
  status: ReferralStatus
  /** What was said on the way: the answer, why it was closed. */
  said: readonly string[]
}

export function fhirReferral({ referral: row, status, said }: ReferralFacts): FhirResource {
  const { performerName, performerOrganization, performerId, diagnosis, note, dueOn } = row
  const outside = [performerOrganization, performerName].filter((part) => part !== null)
  const performers = [
    ...(performerId === null ? [] : [reference(performerId)]),
    ...(outside.length === 0 ? [] : [{ display: outside.join(', ') }]),
  ]
  return resource('ServiceRequest', row.id, {
    identifier: [{ value: row.number }],
    status: requestStatus[status],
    intent: 'order',
    category: [worded('referral')],
    priority: row.priority,
    code: worded(row.specialty),
    subject: reference(row.patientId),
    encounter: maybeReference(row.encounterId),
    authoredOn: row.issuedAt,
    requester: reference(row.requesterId),
    performer: performers,
    occurrenceDateTime: dueOn,
    reasonCode: [row.reason, diagnosis].flatMap((text) => (text === null ? [] : [worded(text)])),
    note: [...(note === null ? [] : [note]), ...said].map((text) => ({ text })),
  })
}

export interface PaperFile {
  mediaType: string
  sizeBytes: number
  /** Base64, both. */
  data: string
  sha1: string
}

/** A printed form, a signed document or an attached file. */
export interface GivenPaper {
  id: string
  patientId: string
  /** What it is, in a word or in the name of its kind. */
  kind: string
  /** Empty where it has none. */
  number: string
  title: string
  language: string | null
  createdAt: string
  sha256: string | null
  encounterId: string | null
}

/** A paper with its bytes, where they are given; FHIR R4 has a hash in SHA-1, ours stands as an identifier. */
export function fhirDocument(paper: GivenPaper, file: PaperFile | null): FhirResource {
  const { sha256, encounterId } = paper
  return resource('DocumentReference', paper.id, {
    masterIdentifier:
      sha256 === null ? null : { system: 'urn:ietf:rfc:3986', value: `urn:hash:sha256:${sha256}` },
    identifier: paper.number === '' ? [] : [{ value: paper.number }],
    status: 'current',
    type: worded(paper.kind),
    subject: reference(paper.patientId),
    date: paper.createdAt,
    content: [{ attachment: attachmentOf(paper, file) }],
    context: encounterId === null ? null : { encounter: [reference(encounterId)] },
  })
}

function attachmentOf(paper: GivenPaper, file: PaperFile | null): FhirFields {
  return filled({
    language: paper.language,
    title: paper.title,
    creation: paper.createdAt,
    contentType: file?.mediaType,
    data: file?.data,
    size: file?.sizeBytes,
    hash: file?.sha1,
  })
}

export interface ConsentFacts {
  consent: ConsentRow
  /** The text that was agreed to, where the clinic keeps it. */
  text: string | null
  withdrawal: { withdrawnOn: string; reason: string | null } | null
}

/** The purpose by which a consent of ours is known again. */
export const consentPurposeSystem = 'urn:polyclinic:consent-purpose'

export function fhirConsent(
  { consent, text, withdrawal }: ConsentFacts,
  organizationId: string,
): FhirResource {
  const isTreatment = consent.purpose === 'treatment'
  return resource('Consent', consent.id, {
    status: withdrawal === null ? 'active' : 'inactive',
    scope: coded(`${terminology}/consentscope`, isTreatment ? 'treatment' : 'patient-privacy'),
    category: [
      coded(loinc, '59284-0'),
      coded(consentPurposeSystem, consent.purpose, consent.purpose),
    ],
    patient: reference(consent.patientId),
    dateTime: consent.givenOn,
    organization: [reference(organizationId)],
    policyRule: worded(text ?? consent.textVersion),
    provision: withdrawal === null ? null : { period: { end: withdrawal.withdrawnOn } },
    identifier: [{ system: urn(organizationId), value: consent.textVersion }],
  })
}
