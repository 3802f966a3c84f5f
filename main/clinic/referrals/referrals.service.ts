/** Referrals: a doctor sends a patient on, inside the clinic or elsewhere, and hears what came of it. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import { nextNumber } from '../../db/numbers.ts'
import type { Unit } from '../../db/write.ts'
import { readPermission } from '../documents/documents.rules.ts'
import { orderDocument } from '../documents/documents.service.ts'
import { insertAttachment } from '../files/attachments.service.ts'
import { finishCopy } from '../files/copies.service.ts'
import { queueReferralMail } from '../notifications/queue-mail.service.ts'
import { phoneValues } from '../patients/patient-index.rules.ts'
import { hasConsent } from '../patients/consents.queries.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { nameOrNull } from '../shared/names.ts'
import { may } from '../shared/permissions.ts'
import { isAtWork } from '../tasks/tasks.queries.ts'
import { endTasksOf } from '../tasks/tasks.service.ts'
import { requireSubject } from '../visits/subject.service.ts'
import { keepReferralStep, type StepFacts } from './referral-step.service.ts'
import type {
  AnswerReferral,
  CloseReferral,
  IssueReferral,
  RevokeReferral,
  SendReferral,
} from './referrals.input.ts'
import {
  findReferral,
  findReferredService,
  findWaitingWish,
  listOpenReferrals,
  listPapersToSend,
  listReferralFiles,
  listReferralsOfPatient,
  listReferralsOfVisit,
  listReferralSteps,
  type ReferralRow,
} from './referrals.queries.ts'
import {
  allows,
  isOverdue,
  type ReferralAction,
  type ReferralStepStatus,
  statusOf,
  usualDueOn,
  wishUrgency,
} from './referrals.rules.ts'

/**
 * Issues a numbered referral in the name of the doctor who acts, and orders its paper. To a service of
 * this clinic it becomes a wish on the front desk's waitlist in the same step. Refused with `not-found`
 * for a patient, a visit, a service or a doctor that is not there; a visit must be that patient's.
 */
export async function issueReferral(desk: Desk, wish: IssueReferral) {
  const { timeZone } = await readClinic(desk)
  return desk.write('referrals.issue', async (unit) => {
    const { language } = await requireSubject(unit.db, wish)
    await requireInside(unit, wish)
    const today = dayOf(unit.now, timeZone)
    const number = await nextNumber(unit, 'referral', today)
    const { patientId, priority } = wish
    const dueOn = wish.dueOn ?? usualDueOn(priority, today)
    const id = unit.insert('serviceRequest', {
      ...wish,
      dueOn,
      number,
      requesterId: desk.actor.id,
      issuedAt: unit.now,
    })
    if (wish.serviceId !== null) {
      unit.insert('waitlistEntry', {
        patientId,
        serviceId: wish.serviceId,
        practitionerId: wish.performerId,
        weekdays: '[]',
        partOfDay: null,
        fromDay: today,
        toDay: null,
        urgency: wishUrgency[priority],
        note: number,
        state: 'waiting',
        appointmentId: null,
        referralId: id,
        decidedAt: null,
        decidedBy: null,
      })
    }
    const paper = { kind: 'referral' as const, subjectId: id, patientId, number, language }
    return { id, number, documentId: orderDocument(desk, unit, paper) }
  })
}

async function requireInside(unit: Unit, { serviceId, performerId }: IssueReferral): Promise<void> {
  if (serviceId !== null && (await findReferredService(unit.db, serviceId)) === undefined) {
    throw new ClinicError('not-found', { entity: 'healthcareService', id: serviceId })
  }
  if (performerId !== null && !(await isAtWork(unit.db, performerId))) {
    throw new ClinicError('not-found', { entity: 'practitioner', id: performerId })
  }
}

/**
 * Notes that a referral went out: on paper, or by mail with the papers that were chosen. Refused with
 * `not-found`, `forbidden` for a paper that the caller may not read, and `referral-is-past` where it
 * takes no such step any more.
 */
export async function sendReferral(desk: Desk, wish: SendReferral): Promise<void> {
  await desk.write('referrals.send', async (unit) => {
    const referral = await requireStep(unit, wish.id, 'send')
    if (wish.way === 'paper') {
      keepReferralStep(unit, referral, 'sent')
      return
    }
    const papers = await listPapersToSend(unit.db, referral.patientId, wish.documentIds)
    if (papers.length < new Set(wish.documentIds).size) {
      throw new ClinicError('not-found', { entity: 'documentReference', id: '' })
    }
    for (const { kind } of papers) {
      const permission = readPermission(kind)
      if (!may(desk.actor.roles, permission)) throw new ClinicError('forbidden', { permission })
    }
    const { documentId } = referral
    const documentIds = [documentId, ...papers.map(({ id }) => id)].filter((id) => id !== null)
    await queueReferralMail(desk, unit, referral, { email: wish.email, documentIds })
    keepReferralStep(unit, referral, 'sent', { note: wish.email })
  })
}

/**
 * Files what came back: the colleague's words, the letter as files of the patient, or both. Refused with
 * `not-found`, `referral-is-past`, and `copy-gone` for a file that is not whole.
 */
export async function answerReferral(
  desk: Desk,
  { id, note, files }: AnswerReferral,
): Promise<void> {
  await desk.write('referrals.answer', async (unit) => {
    const referral = await requireStep(unit, id, 'answer')
    const referralStepId = keepReferralStep(unit, referral, 'answered', { note })
    const { patientId, encounterId } = referral
    const subject = { patientId, encounterId, compositionId: null, referralStepId, note: null }
    for (const { copyId, name } of files) {
      const file = await finishCopy(desk, unit, copyId)
      insertAttachment(unit, { ...subject, name, file })
    }
  })
}

/** The question is settled; its open tasks are done. Refused with `not-found` and `referral-is-past`. */
export async function closeReferral(desk: Desk, { id, note }: CloseReferral): Promise<void> {
  await takeStep(desk, { id, action: 'close', status: 'closed', note })
}

/**
 * It is not wanted any more: the front desk's wish goes with it, a booking stays. Refused with
 * `not-found` and `referral-is-past`.
 */
export async function revokeReferral(desk: Desk, { id, reason }: RevokeReferral): Promise<void> {
  await takeStep(desk, { id, action: 'revoke', status: 'revoked', note: reason })
}

interface Step extends StepFacts {
  id: string
  action: 'close' | 'revoke'
  status: ReferralStepStatus
}

async function takeStep(desk: Desk, { id, action, status, ...facts }: Step): Promise<void> {
  await desk.write(`referrals.${action}`, async (unit) => {
    const referral = await requireStep(unit, id, action)
    keepReferralStep(unit, referral, status, facts)
    await endTasksOf(unit, id, action === 'close' ? 'completed' : 'cancelled')
    const wish = await findWaitingWish(unit.db, id)
    if (wish === undefined) return
    const decided = { decidedAt: unit.now, decidedBy: unit.actorId }
    unit.patch('waitlistEntry', wish.id, { state: 'withdrawn', ...decided }, wish.version)
  })
}

/** A referral that takes the step. */
async function requireStep(unit: Unit, id: string, action: ReferralAction) {
  const row = await findReferral(unit.db, id)
  if (row === undefined) throw new ClinicError('not-found', { entity: 'serviceRequest', id })
  const [referral] = await described({ read: unit.db, now: () => unit.now }, [row])
  if (referral === undefined || !allows(action, referral)) {
    throw new ClinicError('referral-is-past', { id })
  }
  return row
}

/** A patient's referrals, newest first, each with where it stands and what happened to it. */
export async function readReferralsOfPatient(desk: Desk, patientId: string) {
  return described(desk, await listReferralsOfPatient(desk.read, patientId))
}

/** The referrals that came out of a visit, newest first. */
export async function readReferralsOfVisit(desk: Desk, encounterId: string) {
  return described(desk, await listReferralsOfVisit(desk.read, encounterId))
}

/** Referrals that nobody has closed, those first whose answer is late, then by the day it is due. */
export async function readOpenReferrals(desk: Desk, whose: 'mine' | 'all') {
  const rows = await listOpenReferrals(desk.read, whose === 'mine' ? desk.actor.id : null)
  const lastDay = '9999-12-31'
  return (await described(desk, rows)).toSorted((a, b) =>
    a.isOverdue === b.isOverdue
      ? (a.dueOn ?? lastDay).localeCompare(b.dueOn ?? lastDay)
      : Number(b.isOverdue) - Number(a.isOverdue),
  )
}

/** One referral. Refused with `not-found`. */
export async function readReferral(desk: Desk, id: string) {
  const row = await findReferral(desk.read, id)
  const [referral] = await described(desk, row === undefined ? [] : [row])
  if (referral === undefined) throw new ClinicError('not-found', { entity: 'serviceRequest', id })
  // What goes to another clinic goes with the patient's leave, or the sender is told that there is none.
  const maySendData = await hasConsent(desk.read, referral.patientId, 'data-sharing')
  return { ...referral, maySendData }
}

/** How many wait for somebody, and how many of them are late. */
export async function countOpenReferrals(desk: Desk, whose: 'mine' | 'all') {
  const open = await readOpenReferrals(desk, whose)
  return { open: open.length, overdue: open.filter((one) => one.isOverdue).length }
}

interface Reading {
  readonly read: Reader
  now(): string
}

async function described(desk: Reading, rows: readonly ReferralRow[]) {
  const { timeZone } = await readClinic(desk)
  const today = dayOf(desk.now(), timeZone)
  const ids = rows.map(({ id }) => id)
  const found = await listReferralSteps(desk.read, ids)
  const letters = await listReferralFiles(
    desk.read,
    found.map(({ id }) => id),
  )
  const files = Map.groupBy(letters, ({ stepId }) => stepId)
  const steps = Map.groupBy(
    found.map((step) => ({ ...step, files: files.get(step.id) ?? [] })),
    ({ referralId }) => referralId,
  )
  return rows.map((row) => describe(row, steps.get(row.id) ?? [], today))
}

type FileRow = Awaited<ReturnType<typeof listReferralFiles>>[number]
type StepRow = Awaited<ReturnType<typeof listReferralSteps>>[number] & {
  files: readonly FileRow[]
}

function describe(row: ReferralRow, steps: readonly StepRow[], today: string) {
  const { family, given, patronymic, patientFamily, patientGiven, patientPatronymic, ...rest } = row
  const { performerFamily, performerGiven, performerPatronymic, phones, ...referral } = rest
  const status = statusOf({ steps, isSeen: steps.some(({ signedAt }) => signedAt !== null) })
  return {
    ...referral,
    status,
    isInside: row.serviceId !== null,
    isOverdue: isOverdue({ status, dueOn: row.dueOn }, today),
    requester: { family, given, patronymic },
    patient: {
      id: row.patientId,
      family: patientFamily,
      given: patientGiven,
      patronymic: patientPatronymic,
      phones: phoneValues(phones),
    },
    performer: nameOrNull({
      family: performerFamily,
      given: performerGiven,
      patronymic: performerPatronymic,
    }),
    steps: steps.map((step) => ({
      id: step.id,
      status: step.status,
      note: step.note,
      at: step.at,
      appointmentId: step.bookingId,
      startsAt: step.startsAt,
      isSeen: step.signedAt !== null,
      files: step.files.map(({ id, name, sizeBytes }) => ({ id, name, sizeBytes })),
      by: nameOrNull(step),
    })),
  }
}
