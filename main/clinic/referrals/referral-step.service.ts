/** Steps of referrals that other rooms take: the front desk booked one, or its patient did not want to come. */
import type { Unit } from '../../db/write.ts'
import { isAtWork } from '../tasks/tasks.queries.ts'
import { createTask } from '../tasks/tasks.service.ts'
import { findReferral } from './referrals.queries.ts'
import type { ReferralStepStatus } from './referrals.rules.ts'

export interface StepFacts {
  note?: string | null
  bookingId?: string | null
}

/** Keeps what happened to a referral, inside an open unit; answers the step's id. */
export function keepReferralStep(
  unit: Unit,
  referral: { id: string; encounterId: string | null },
  status: ReferralStepStatus,
  { note = null, bookingId = null }: StepFacts = {},
): string {
  const who = { at: unit.now, actorId: unit.actorId }
  const { id: referralId, encounterId } = referral
  return unit.insert('referralStep', { referralId, encounterId, status, note, bookingId, ...who })
}

/** The front desk booked what a referral wished for. A desk that has not the referral books all the same. */
export async function referralBooked(
  unit: Unit,
  referralId: string,
  appointmentId: string,
): Promise<void> {
  const referral = await findReferral(unit.db, referralId)
  if (referral !== undefined)
    keepReferralStep(unit, referral, 'booked', { bookingId: appointmentId })
}

/** The patient does not come: whoever referred them is asked what to do. */
export async function referralDeclined(unit: Unit, referralId: string): Promise<void> {
  const referral = await findReferral(unit.db, referralId)
  if (referral === undefined) return
  keepReferralStep(unit, referral, 'declined')
  const { requesterId } = referral
  const isThere = await isAtWork(unit.db, requesterId)
  await createTask(unit, {
    patientId: referral.patientId,
    focus: { kind: 'referral', id: referralId },
    // The referral's own words; the screen says what became of it.
    title: `${referral.number} · ${referral.specialty}`,
    description: null,
    owner: isThere ? { practitionerId: requesterId } : { role: 'doctor' },
    dueOn: null,
  })
}
