/** A patient's record as a FHIR R4 Bundle: what a patient takes along to another clinic. */
import { createHash } from 'node:crypto'
import type { Desk } from '../../db/desk.ts'
import { printTexts } from '../../pdf/texts.ts'
import { textIn } from '../documents/document-types.rules.ts'
import { documentName, readPermission } from '../documents/documents.rules.ts'
import { type DocumentFile, readDocumentFile } from '../documents/documents.service.ts'
import { listDocumentsOf, readSignedPdf } from '../documents/register.service.ts'
import { listFiles, openAttachment, readPart } from '../files/attachments.service.ts'
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
  type GivenPaper,
  type PaperFile,
} from './record.rules.ts'

export interface ExportedRecord {
  /** What the file is called until somebody says otherwise. */
  name: string
  bytes: Uint8Array
  /** How many resources stand in it. */
  count: number
  /** Papers whose bytes could not be had: on another workstation, damaged, or too large for a text file. */
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
  whole: Whole,
  withFiles: boolean,
): Promise<{ resources: FhirResource[]; missingFiles: number }> {
  const resources: FhirResource[] = []
  let missingFiles = 0
  const papers = [
    ...(await printedForms(whole)),
    ...(await signedDocuments(whole)),
    ...(await attachedFiles(whole)),
  ]
  // One after the other: their bytes together may be more than should be held beside the file.
  for (const { read, ...paper } of papers) {
    const file = withFiles ? await fileOf(read) : null
    if (withFiles && file === null) missingFiles += 1
    resources.push(fhirDocument(paper, file))
  }
  return { resources, missingFiles }
}

interface ReadablePaper extends GivenPaper {
  read: () => Promise<Pick<DocumentFile, 'mediaType' | 'bytes'>>
}

async function printedForms({ desk, patientId }: Whole): Promise<ReadablePaper[]> {
  const rows = await listPapersOf(desk.read, patientId)
  return rows
    .filter(({ kind }) => may(desk.actor.roles, readPermission(kind)))
    .map((row) => ({
      ...row,
      title: documentName(row),
      encounterId: null,
      read: () => readDocumentFile(desk, row.id),
    }))
}

async function signedDocuments({ desk, clinic, patientId }: Whole): Promise<ReadablePaper[]> {
  const documents = await listDocumentsOf(desk, patientId)
  return documents.flatMap(({ id, name, number, language, state, signedAt }) =>
    signedAt === null || state === 'disposed'
      ? []
      : [
          {
            id,
            patientId,
            kind: textIn(name, clinic.language),
            number,
            title: textIn(name, clinic.language),
            language,
            createdAt: signedAt,
            sha256: null,
            encounterId: null,
            read: () => readSignedPdf(desk, id),
          },
        ],
  )
}

/** A larger one goes by its name alone: a video is no part of a text file. */
const largestGivenBytes = 20 * 1024 * 1024

async function attachedFiles({ desk, patientId }: Whole): Promise<ReadablePaper[]> {
  const files = await listFiles(desk, { patientId, encounterId: null, compositionId: null })
  const signed = new Set((await listFinishedVisits(desk.read, patientId)).map(({ id }) => id))
  return files.map(({ id, name, note, mediaType, sizeBytes, sha256, addedAt, encounterId }) => ({
    id,
    patientId,
    kind: note ?? name,
    number: '',
    title: name,
    language: null,
    createdAt: addedAt,
    sha256,
    // Of a visit that nobody has signed there is no visit to name.
    encounterId: encounterId !== null && signed.has(encounterId) ? encounterId : null,
    read: async () => {
      if (sizeBytes > largestGivenBytes)
        throw new ClinicError('file-unreadable', { reason: 'too-large' })
      await openAttachment(desk, id)
      const pieces: Uint8Array[] = []
      const part = { start: 0, end: sizeBytes - 1 }
      for await (const piece of readPart(desk, sha256, part)) pieces.push(piece)
      return { mediaType, bytes: Buffer.concat(pieces) }
    },
  }))
}

/** Null for bytes that this workstation cannot have now: the record goes out without them, and says so. */
async function fileOf(read: ReadablePaper['read']): Promise<PaperFile | null> {
  try {
    const { mediaType, bytes } = await read()
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
