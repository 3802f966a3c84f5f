/** A patient's record as a FHIR R4 Bundle: what a patient takes along to another clinic. */
import { createHash } from 'node:crypto'
import type { Desk } from '../../db/desk.ts'
import type { DocumentReferenceRow } from '../../db/tables.ts'
import { printTexts } from '../../pdf/texts.ts'
import { readPermission } from '../documents/documents.rules.ts'
import { readDocumentFile } from '../documents/documents.service.ts'
import { readOrdersOfPatient } from '../labs/lab-orders.service.ts'
import { findPatient } from '../patients/patients.queries.ts'
import { type Clinic, readClinic } from '../settings/settings.service.ts'
import { dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { nameOrNull } from '../shared/names.ts'
import { may } from '../shared/permissions.ts'
import { readReferralsOfPatient } from '../referrals/referrals.service.ts'
import { sectionsOf } from '../visits/content.service.ts'
import type { ExportRecord } from './fhir.input.ts'
import {
  findCardNumber,
  listAddendaOf,
  listAllergiesOf,
  listConditionsOfPatient,
  listConsentsOf,
  listContacts,
  listFinishedVisits,
  listMedicinesOf,
  listMedicineStopsOf,
  listObservationsOfPatient,
  listPapersOf,
  listPractitionersOf,
  listPrescriptionsOf,
  listReportsOf,
  listReviewsOf,
  listVitalSignsOfPatient,
  type FinishedVisit,
} from './fhir.queries.ts'
import { bundleOf, type FhirResource, referencesIn } from './fhir.rules.ts'
import { fhirLabOrder, fhirObservation, fhirReport } from './labs.rules.ts'
import { fhirOrganization, fhirPatient, fhirPractitioner } from './people.rules.ts'
import {
  fhirAllergy,
  fhirCondition,
  fhirConsent,
  fhirDocument,
  fhirEncounter,
  fhirMedicationRequest,
  fhirReferral,
  fhirVitalSign,
  type PaperFile,
} from './record.rules.ts'

export interface ExportedRecord {
  /** What the file is called until somebody says otherwise. */
  name: string
  bytes: Uint8Array
  /** How many resources stand in it. */
  count: number
  /** Papers whose bytes could not be had: on another workstation, or damaged. */
  missingFiles: number
}

/** What the parts of a record have in common. */
interface Whole {
  desk: Desk
  clinic: Clinic
  patientId: string
}

/**
 * The record as resources that name each other, with the people who wrote it. Visits that nobody has
 * signed are left out: a draft is nobody's word. Who did it stands in the audit trail. Refused with
 * `not-found`.
 */
export async function exportRecord(
  desk: Desk,
  { patientId, withFiles }: ExportRecord,
): Promise<ExportedRecord> {
  const whole: Whole = { desk, clinic: await readClinic(desk), patientId }
  const papers = await papersPart(whole, withFiles)
  const written = [
    await patientPart(whole),
    ...(await visitsPart(whole)),
    ...(await recordPart(whole)),
    ...(await labsPart(whole)),
    ...papers.resources,
    ...(await consentsPart(whole)),
  ]
  const people = await listPractitionersOf(desk.read, referencesIn(written))
  const resources = [...written, fhirOrganization(whole.clinic), ...people.map(fhirPractitioner)]
  const bundle = bundleOf(desk.newId(), desk.now(), resources)
  await desk.write('record.export', async (unit) =>
    unit.note('recordExport', { patientId, count: resources.length, withFiles: withFiles ? 1 : 0 }),
  )
  return {
    name: `record-${desk.now().slice(0, 10)}.fhir.json`,
    bytes: new TextEncoder().encode(JSON.stringify(bundle, null, 1)),
    count: resources.length,
    missingFiles: papers.missingFiles,
  }
}

async function patientPart({ desk, clinic, patientId }: Whole): Promise<FhirResource> {
  const patient = await findPatient(desk.read, patientId)
  if (patient === undefined) {
    throw new ClinicError('not-found', { entity: 'patient', id: patientId })
  }
  const relatives = await listContacts(desk.read, patientId)
  return fhirPatient({
    patient,
    cardNumber: await findCardNumber(desk.read, patientId),
    relatives: relatives.map((row) => ({ ...row, relativeName: nameOrNull(row) })),
    organizationId: clinic.id,
  })
}

async function visitsPart({ desk, clinic, patientId }: Whole): Promise<FhirResource[]> {
  const texts = printTexts(clinic.language).visitSummary
  const visits = await listFinishedVisits(desk.read, patientId)
  const addenda = await listAddendaOf(desk.read, patientId)
  const conditions = [
    ...(await listConditionsOfPatient(desk.read, patientId)),
    ...visits.flatMap((visit) => olderDiagnosis(desk, visit)),
  ]
  const encounters = visits.map(({ serviceName, ...encounter }) =>
    fhirEncounter({
      encounter,
      service: serviceName,
      parts: [
        { heading: texts.reason, text: encounter.reason },
        { heading: texts.complaint, text: encounter.complaint },
        { heading: texts.history, text: encounter.history },
        { heading: texts.findings, text: encounter.findings },
        ...sectionsOf(encounter).map(({ title, text }) => ({ heading: title, text })),
        { heading: texts.diagnosis, text: encounter.diagnosis },
        { heading: texts.plan, text: encounter.plan },
      ],
      addenda: addenda.filter(({ encounterId }) => encounterId === encounter.id),
      conditionIds: conditions.flatMap(({ id, encounterId }) =>
        encounterId === encounter.id ? [id] : [],
      ),
    }),
  )
  return [
    ...encounters,
    ...conditions.map(({ endedAt, endReason, ...condition }) =>
      fhirCondition({
        condition,
        end: endedAt === null ? null : { endedAt, reason: endReason ?? '' },
      }),
    ),
    ...(await listVitalSignsOfPatient(desk.read, patientId)).map(fhirVitalSign),
  ]
}

/** A visit of an earlier version has its one diagnosis in its text. */
function olderDiagnosis(desk: Desk, visit: FinishedVisit) {
  const { diagnosis, diagnosisCode, contentFormat } = visit
  if (contentFormat !== 1 || diagnosis.trim() === '') return []
  const { patientId, practitionerId, id, startedAt } = visit
  return [
    {
      id: desk.newId(),
      patientId,
      encounterId: id,
      position: 1,
      rank: 'main' as const,
      code: diagnosisCode,
      text: diagnosis,
      verification: 'confirmed' as const,
      isChronic: 0,
      recordedAt: visit.signedAt ?? startedAt,
      recordedBy: practitionerId,
      version: visit.version,
      createdAt: visit.createdAt,
      updatedAt: visit.updatedAt,
      endedAt: null,
      endReason: null,
    },
  ]
}

async function recordPart({ desk, clinic, patientId }: Whole): Promise<FhirResource[]> {
  const today = dayOf(desk.now(), clinic.timeZone)
  const allergies = await listAllergiesOf(desk.read, patientId)
  const prescriptions = new Map(
    (await listPrescriptionsOf(desk.read, patientId)).map((row) => [row.id, row]),
  )
  const stops = await listMedicineStopsOf(desk.read, patientId)
  const medicines = await listMedicinesOf(desk.read, patientId)
  const referrals = await readReferralsOfPatient(desk, patientId)
  return [
    ...allergies.map(fhirAllergy),
    ...medicines.flatMap((medicine) => {
      const prescription = prescriptions.get(medicine.prescriptionId)
      if (prescription === undefined) return []
      const stop = stops.find(({ medicationRequestId }) => medicationRequestId === medicine.id)
      return [fhirMedicationRequest({ medicine, prescription, stop: stop ?? null }, today)]
    }),
    ...referrals.map((referral) =>
      fhirReferral({
        referral,
        status: referral.status,
        said: referral.steps.flatMap(({ status, note }) =>
          note !== null && status !== 'sent' ? [note] : [],
        ),
      }),
    ),
  ]
}

async function labsPart({ desk, clinic, patientId }: Whole): Promise<FhirResource[]> {
  const orders = await readOrdersOfPatient(desk, patientId)
  const reports = new Map((await listReportsOf(desk.read, patientId)).map((row) => [row.id, row]))
  const reviews = await listReviewsOf(desk.read, patientId)
  const observations = (await listObservationsOfPatient(desk.read, patientId)).flatMap(
    ({ loinc, ...observation }) => {
      const report = reports.get(observation.reportId)
      return report === undefined ? [] : [{ observation, loinc, report }]
    },
  )
  const resultsOf = Map.groupBy(observations, ({ report }) => report.id)
  return [
    ...orders.map((order) =>
      fhirLabOrder({
        order,
        state: order.state,
        analytes: order.items.map(({ name }) => name),
      }),
    ),
    ...observations.map(({ observation, loinc, report }) =>
      fhirObservation({ observation, loinc, issuedAt: report.issuedAt, organizationId: clinic.id }),
    ),
    ...[...reports.values()].map((report) =>
      fhirReport({
        report,
        observationIds: (resultsOf.get(report.id) ?? []).map(({ observation }) => observation.id),
        reviewers: reviews.flatMap(({ reportId, reviewedBy }) =>
          reportId === report.id ? [reviewedBy] : [],
        ),
      }),
    ),
  ]
}

async function papersPart(
  { desk, patientId }: Whole,
  withFiles: boolean,
): Promise<{ resources: FhirResource[]; missingFiles: number }> {
  const papers = (await listPapersOf(desk.read, patientId)).filter(({ kind }) =>
    may(desk.actor.roles, readPermission(kind)),
  )
  const resources: FhirResource[] = []
  let missingFiles = 0
  for (const paper of papers) {
    const file = withFiles ? await fileOf(desk, paper) : null
    if (withFiles && file === null) missingFiles += 1
    resources.push(fhirDocument({ paper, file }))
  }
  return { resources, missingFiles }
}

/** Null for bytes that this workstation cannot have now: the record goes out without them, and says so. */
async function fileOf(desk: Desk, paper: DocumentReferenceRow): Promise<PaperFile | null> {
  try {
    const { mediaType, bytes } = await readDocumentFile(desk, paper.id)
    return {
      mediaType,
      sizeBytes: bytes.length,
      data: Buffer.from(bytes).toString('base64'),
      sha1: createHash('sha1').update(bytes).digest('base64'),
    }
  } catch (error) {
    if (error instanceof ClinicError && notToBeHad.has(error.code)) return null
    throw error
  }
}

const notToBeHad: ReadonlySet<string> = new Set([
  'document-not-ready',
  'file-not-here-yet',
  'file-unreadable',
])

async function consentsPart({ desk, clinic, patientId }: Whole): Promise<FhirResource[]> {
  const consents = await listConsentsOf(desk.read, patientId)
  return consents.map(({ text, withdrawnOn, withdrawalReason, ...consent }) =>
    fhirConsent(
      {
        consent,
        text,
        withdrawal: withdrawnOn === null ? null : { withdrawnOn, reason: withdrawalReason },
      },
      clinic.id,
    ),
  )
}
