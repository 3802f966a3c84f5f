/** The medical card: opened, filled in, submitted, then approved or returned with a reason. */
import type { Desk } from '../../db/desk.ts'
import type { MedicalCardRow } from '../../db/tables.ts'
import { nextNumber } from '../../db/numbers.ts'
import type { Unit } from '../../db/write.ts'
import { queueCardMail } from '../notifications/queue-mail.service.ts'
import { ClinicError } from '../shared/errors.ts'
import type { CardStep, ReturnCard, SaveCard } from './medical-card.input.ts'
import { findCard, findCardOf, listSubmitted } from './medical-card.queries.ts'
import { canEditCard, type CardStatus, requireCardMove } from './patients.rules.ts'
import { hasConsent } from './consents.queries.ts'
import { findPatient } from './patients.queries.ts'

/** Opens an empty card inside a unit; one a patient. Refused with `card-exists`. */
export async function openCard(
  unit: Unit,
  patientId: string,
): Promise<{ id: string; number: string }> {
  const known = await findCardOf(unit.db, patientId)
  if (known !== undefined) throw new ClinicError('card-exists', { number: known.number })
  const number = await nextNumber(unit, 'card', unit.now.slice(0, 10))
  const id = unit.insert('medicalCard', {
    patientId,
    number,
    status: 'draft',
    bloodType: null,
    allergies: null,
    chronicConditions: null,
    medicines: null,
    emergencyContact: null,
    note: null,
    submittedAt: null,
    submittedBy: null,
    decidedAt: null,
    decidedBy: null,
    returnReason: null,
  })
  return { id, number }
}

/** Opens a patient's card. Refused with `not-found` and `card-exists`. */
export async function createCard(
  desk: Desk,
  patientId: string,
): Promise<{ id: string; number: string }> {
  return desk.write('cards.create', async (unit) => {
    if ((await findPatient(unit.db, patientId)) === undefined) {
      throw new ClinicError('not-found', { entity: 'patient', id: patientId })
    }
    return openCard(unit, patientId)
  })
}

/** A patient's card, or null. */
export async function readCardOf(desk: Desk, patientId: string): Promise<MedicalCardRow | null> {
  return (await findCardOf(desk.read, patientId)) ?? null
}

/** Keeps what was filled in, while the card is a draft or came back. Answers the new version. */
export async function saveCard(desk: Desk, wish: SaveCard): Promise<{ version: number }> {
  const { id, version, ...text } = wish
  return desk.write('cards.save', async (unit) => {
    const card = await requireCard(unit, id)
    if (!canEditCard(card.status)) {
      throw new ClinicError('card-status-not-allowed', { from: card.status, to: 'draft' })
    }
    unit.patch('medicalCard', id, text, version)
    return { version: (await requireCard(unit, id)).version }
  })
}

/** Gives the card to those who decide. Refused with `consent-missing` for a patient without one. */
export async function submitCard(desk: Desk, wish: CardStep): Promise<void> {
  await desk.write('cards.submit', async (unit) => {
    const card = await moveCard(unit, wish, 'submitted', {
      submittedAt: unit.now,
      submittedBy: desk.actor.id,
      decidedAt: null,
      decidedBy: null,
      returnReason: null,
    })
    if (!(await hasConsent(unit.db, card.patientId, 'data-processing'))) {
      throw new ClinicError('consent-missing', { patientId: card.patientId })
    }
  })
}

/** Approves a submitted card; the patient is told by mail. */
export async function approveCard(desk: Desk, wish: CardStep): Promise<void> {
  await desk.write('cards.approve', async (unit) => {
    await moveCard(unit, wish, 'approved', { decidedAt: unit.now, decidedBy: desk.actor.id })
    await queueCardMail(desk, unit, 'approved', wish.id, null)
  })
}

/** Returns a submitted card with the reason, which the patient reads in the mail. */
export async function returnCard(desk: Desk, wish: ReturnCard): Promise<void> {
  const { reason } = wish
  await desk.write('cards.return', async (unit) => {
    await moveCard(
      unit,
      wish,
      'returned',
      { decidedAt: unit.now, decidedBy: desk.actor.id, returnReason: reason },
      reason,
    )
    await queueCardMail(desk, unit, 'returned', wish.id, reason)
  })
}

async function moveCard(
  unit: Unit,
  { id, version }: CardStep,
  status: CardStatus,
  changes: Partial<
    Pick<MedicalCardRow, 'submittedAt' | 'submittedBy' | 'decidedAt' | 'decidedBy' | 'returnReason'>
  >,
  reason: string | null = null,
): Promise<MedicalCardRow> {
  const card = await requireCard(unit, id)
  requireCardMove(card.status, status, reason)
  unit.patch('medicalCard', id, { status, ...changes }, version)
  return card
}

async function requireCard(unit: Unit, id: string): Promise<MedicalCardRow> {
  const card = await findCard(unit.db, id)
  if (card === undefined) throw new ClinicError('not-found', { entity: 'medicalCard', id })
  return card
}

/** The cards that wait for a decision, the longest waiting first. */
export async function listWaitingCards(desk: Desk) {
  const rows = await listSubmitted(desk.read)
  return rows.map(({ submittedFamily, submittedGiven, submittedPatronymic, ...row }) => ({
    ...row,
    submittedByName:
      submittedFamily === null || submittedGiven === null
        ? null
        : { family: submittedFamily, given: submittedGiven, patronymic: submittedPatronymic },
  }))
}
