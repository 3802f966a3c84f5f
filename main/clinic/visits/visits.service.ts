/** Visits: the doctor opens one, writes, signs; a signed visit never changes, addenda follow it. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { AppointmentRow, EncounterRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { changeStatus } from '../appointments/appointments.service.ts'
import { owedForAppointment } from '../billing/billing.service.ts'
import { orderDocument, reorderDocument } from '../documents/documents.service.ts'
import { readReferralsOfVisit } from '../referrals/referrals.service.ts'
import { readClinic } from '../settings/settings.service.ts'
import { ageYears, dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import type { HumanName } from '../shared/names.ts'
import { may } from '../shared/permissions.ts'
import {
  readChronic,
  readContents,
  requirePossibleVitals,
  writeSignedFacts,
} from './content.service.ts'
import { cosignerOf, readCosigning } from './cosignature.service.ts'
import { requireTemplateFields } from '../visit-templates/templates.service.ts'
import { givenDiagnoses } from './diagnoses.rules.ts'
import { removeDrafts } from './draft.queries.ts'
import { beginDraft, mayDraft, readShared, readWritten } from './draft.service.ts'
import { coveredIds, hashOfVisit, isSignatureSound, readOrders } from './signature.service.ts'
import type { SignVisit, WhichVisit } from './visits.input.ts'
import {
  findEncounter,
  findEncounterOf,
  findPatientLanguage,
  findVisitAppointment,
  findVisitPatient,
  listAddenda,
  listSignedVisits,
  listVisitsOfPatient,
} from './visits.queries.ts'
import { emptyContent, isEmptyVisit, type VisitContent } from './visits.rules.ts'

/**
 * The booking's doctor opens the visit: the patient comes into the room and there is something to
 * write into. Opening it again answers the same visit. Refused with `not-the-author` for another
 * doctor, and `status-not-allowed` before the patient has arrived.
 */
export async function startVisit(
  desk: Desk,
  appointmentId: string,
): Promise<{ encounterId: string }> {
  return desk.write('visits.start', async (unit) => {
    const appointment = await requireAppointment(unit.db, appointmentId)
    const { patientId, practitionerId } = appointment
    if (practitionerId !== desk.actor.id) throw new ClinicError('not-the-author', {})
    const known = await findEncounterOf(unit.db, appointmentId)
    if (known !== undefined) return { encounterId: known.id }
    await bringIntoRoom(unit, appointment)
    const encounterId = unit.insert('encounter', {
      appointmentId,
      patientId,
      practitionerId,
      startedAt: unit.now,
      complaint: '',
      findings: '',
      diagnosis: '',
      diagnosisCode: null,
      plan: '',
      signedAt: null,
      signedBy: null,
      contentHash: null,
      reason: '',
      history: '',
      sections: '[]',
      templateId: null,
      contentFormat: 2,
      covered: '[]',
      cosignerId: null,
    })
    beginDraft(unit, encounterId)
    return { encounterId }
  })
}

const inRoomOrLater: readonly AppointmentRow['status'][] = ['in-room', 'to-pay', 'done']

/** Someone who waits is called on the way; where the desk was quicker than the doctor, all is well. */
async function bringIntoRoom(
  unit: Unit,
  { id, status }: Pick<AppointmentRow, 'id' | 'status'>,
): Promise<void> {
  if (inRoomOrLater.includes(status)) return
  if (status === 'arrived') await changeStatus(unit, id, 'called')
  await changeStatus(unit, id, 'in-room')
}

/**
 * Signs what stands on the doctor's screen, with everything in it; from then on it never changes. Its
 * hash covers the whole visit and stands in the audit trail. The summary is ordered, and the patient
 * goes on to pay, or home when nothing is owed. Refused with `not-the-author`, `already-signed`,
 * `empty-visit`, `written-meanwhile` when there is a text of somebody else that the doctor has not
 * seen, `template-fields-missing`, and for vital signs that cannot be.
 */
export async function signVisit(desk: Desk, wish: SignVisit) {
  const { encounterId, content, base } = wish
  return desk.write('visits.sign', async (unit) => {
    const encounter = await requireOwnUnsigned(desk, unit, encounterId)
    if (isEmptyVisit(content)) throw new ClinicError('empty-visit', {})
    requirePossibleVitals(content.vitals)
    await requireTemplateFields(unit.db, content)
    await requireSeen(unit.db, encounterId, base)
    writeSignedFacts(unit, encounter, content)
    const contentHash = await writeSignature(unit, encounter, content)
    await removeDrafts(unit.db, encounterId)
    const documentId = orderDocument(desk, unit, {
      kind: 'visit-summary',
      subjectId: encounterId,
      patientId: encounter.patientId,
      number: '',
      language: await findPatientLanguage(unit.db, encounter.patientId),
    })
    const appointmentStatus = await endAppointment(unit, encounter.appointmentId)
    return { documentId, contentHash, appointmentStatus }
  })
}

async function requireSeen(db: Reader, encounterId: string, base: string): Promise<void> {
  const shared = await readShared(db, encounterId)
  if (shared === null || !shared.isWritten || shared.mark === base) return
  throw new ClinicError('written-meanwhile', {})
}

async function writeSignature(
  unit: Unit,
  encounter: EncounterRow,
  content: VisitContent,
): Promise<string> {
  const { diagnoses, vitals: _vitals, sections, ...texts } = content
  const [main] = givenDiagnoses(diagnoses)
  const orders = await readOrders(unit.db, encounter.id)
  const signed = {
    ...texts,
    sections: JSON.stringify(sections),
    diagnosis: main?.text ?? '',
    diagnosisCode: main?.code ?? null,
    contentFormat: 2,
    covered: JSON.stringify(coveredIds(orders)),
    cosignerId: await cosignerOf(unit.db, encounter.practitionerId),
    signedAt: unit.now,
    signedBy: unit.actorId,
  }
  const contentHash = await hashOfVisit(unit.db, { ...encounter, ...signed }, orders)
  unit.patch('encounter', encounter.id, { ...signed, contentHash })
  return contentHash
}

async function endAppointment(unit: Unit, appointmentId: string) {
  const appointment = await requireAppointment(unit.db, appointmentId)
  if (appointment.status !== 'in-room') return appointment.status
  const owedMinor = await owedForAppointment(unit, appointment)
  const next = owedMinor > 0 ? 'to-pay' : 'done'
  await changeStatus(unit, appointmentId, next)
  return next
}

/** Adds to a signed visit; its summary is printed again. Refused with `not-signed`. */
export async function addAddendum(
  desk: Desk,
  wish: { encounterId: string; text: string },
): Promise<{ id: string }> {
  const { encounterId, text } = wish
  return desk.write('visits.addAddendum', async (unit) => {
    const encounter = await requireEncounter(unit.db, encounterId)
    if (encounter.signedAt === null) throw new ClinicError('not-signed', { encounterId })
    const id = unit.insert('encounterAddendum', {
      encounterId,
      text,
      authorId: desk.actor.id,
      writtenAt: unit.now,
    })
    await reorderDocument(desk, unit, 'visit-summary', encounterId)
    return { id }
  })
}

const shownVisits = 20

/**
 * All that the visit's screen shows: booking, patient and what must be known of the card, the text as
 * the caller sees it, addenda, earlier signed visits, referrals. `encounter` is null before the visit
 * is opened.
 */
export async function readVisit(desk: Desk, which: WhichVisit) {
  const { appointmentId, encounter } = await findVisit(desk, which)
  const appointment = await requireAppointment(desk.read, appointmentId)
  const { patientId, priceMinor: _price, ...booking } = appointment
  const previous = await listSignedVisits(desk.read, patientId, encounter?.id ?? null, shownVisits)
  return {
    appointment: withPractitioner(booking),
    patient: await readPatientFacts(desk, patientId),
    encounter: encounter === null ? null : await readEncounter(desk, encounter),
    chronic: await readChronic(desk, patientId),
    mayWrite: encounter !== null && mayDraft(desk, encounter),
    maySign: encounter !== null && mayStillSign(desk, encounter),
    addenda: encounter === null ? [] : await readAddenda(desk, encounter.id),
    previous: await withContents(desk, previous),
    referrals: encounter === null ? [] : await readReferralsOfVisit(desk, encounter.id),
  }
}

/** The visit as it is written or signed, and whether its signature still agrees with the record. */
async function readEncounter(desk: Desk, encounter: EncounterRow) {
  const { id, practitionerId, startedAt, signedAt, signedBy, contentHash } = encounter
  return {
    id,
    practitionerId,
    startedAt,
    signedAt,
    signedBy,
    contentHash,
    ...(await readWritten(desk, encounter)),
    cosigning: await readCosigning(desk.read, encounter),
    isSound: signedAt === null || (await isSignatureSound(desk.read, encounter)),
  }
}

type Listed = Awaited<ReturnType<typeof listSignedVisits>>[number]

async function withContents(desk: Desk, visits: readonly Listed[]) {
  const contents = await readContents(
    desk.read,
    visits.map((visit) => ({ ...visit, id: visit.encounterId })),
  )
  return visits.map((visit) => {
    const { encounterId, appointmentId, practitionerId, startedAt, signedAt, serviceName } = visit
    const { family, given, patronymic, specialty } = visit
    return withPractitioner({
      encounterId,
      appointmentId,
      practitionerId,
      startedAt,
      signedAt,
      serviceName,
      family,
      given,
      patronymic,
      specialty,
      content: contents.get(encounterId) ?? emptyContent,
    })
  })
}

/** A patient's visits, newest first, without their whole text. */
export async function listVisits(desk: Desk, patientId: string) {
  const visits = await listVisitsOfPatient(desk.read, patientId)
  return visits.map(
    ({
      reason: _reason,
      complaint: _complaint,
      history: _history,
      findings: _findings,
      sections: _sections,
      templateId: _template,
      plan: _plan,
      ...visit
    }) => withPractitioner(visit),
  )
}

async function findVisit(
  desk: Desk,
  which: WhichVisit,
): Promise<{ appointmentId: string; encounter: EncounterRow | null }> {
  if ('encounterId' in which) {
    const encounter = await requireEncounter(desk.read, which.encounterId)
    return { appointmentId: encounter.appointmentId, encounter }
  }
  const { appointmentId } = which
  return { appointmentId, encounter: (await findEncounterOf(desk.read, appointmentId)) ?? null }
}

function mayStillSign(desk: Desk, encounter: EncounterRow): boolean {
  const isAuthor = encounter.practitionerId === desk.actor.id
  return isAuthor && encounter.signedAt === null && may(desk.actor.roles, 'visits.write')
}

async function readPatientFacts(desk: Desk, patientId: string) {
  const { timeZone } = await readClinic(desk)
  const patient = await findVisitPatient(desk.read, patientId)
  const today = dayOf(desk.now(), timeZone)
  return {
    ...patient,
    ageYears: patient.bornOn === null ? null : ageYears(patient.bornOn, today),
  }
}

async function readAddenda(desk: Desk, encounterId: string) {
  const addenda = await listAddenda(desk.read, encounterId)
  return addenda.map(({ family, given, patronymic, ...addendum }) => ({
    ...addendum,
    author: { family, given, patronymic },
  }))
}

function withPractitioner<Row extends HumanName & { specialty: string | null }>(row: Row) {
  const { family, given, patronymic, specialty, ...rest } = row
  return { ...rest, practitioner: { family, given, patronymic, specialty } }
}

async function requireOwnUnsigned(desk: Desk, unit: Unit, id: string): Promise<EncounterRow> {
  const encounter = await requireEncounter(unit.db, id)
  if (encounter.practitionerId !== desk.actor.id) throw new ClinicError('not-the-author', {})
  if (encounter.signedAt !== null) throw new ClinicError('already-signed', { encounterId: id })
  return encounter
}

async function requireEncounter(db: Reader, id: string): Promise<EncounterRow> {
  const encounter = await findEncounter(db, id)
  if (encounter === undefined) throw new ClinicError('not-found', { entity: 'encounter', id })
  return encounter
}

async function requireAppointment(db: Reader, id: string) {
  const appointment = await findVisitAppointment(db, id)
  if (appointment === undefined) throw new ClinicError('not-found', { entity: 'appointment', id })
  return appointment
}
