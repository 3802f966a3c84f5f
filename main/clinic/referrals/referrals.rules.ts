/**
 * The words of a referral (FHIR R4 ServiceRequest), where one stands and what may be done with it.
 *
 *     issued ──sent──> sent ──answered──> answered ──closed──> closed
 *       │   (elsewhere)
 *       └──booked──> booked ──visit signed──> answered
 *           (inside)    └──declined──> issued
 *
 * Whoever issued it may revoke it until it is answered, and close it at any time.
 */
import type { ReferralStepRow } from '../../db/tables.ts'
import { addDays } from '../shared/days.ts'
import type { Urgency } from '../waitlist/waitlist.rules.ts'

/** FHIR R4 request-priority, the calmest first. */
export const referralPriorities = ['routine', 'urgent', 'asap', 'stat'] as const
export type ReferralPriority = (typeof referralPriorities)[number]

export type ReferralStatus = 'issued' | 'sent' | 'booked' | 'answered' | 'closed' | 'revoked'

export type ReferralStepStatus = ReferralStepRow['status']

/** Days until an answer is expected, where the doctor says nothing else; the clinic's own custom. */
const usualDays: Record<ReferralPriority, number> = { routine: 30, urgent: 7, asap: 3, stat: 1 }

/** The calendar day by which an answer is expected. */
export function usualDueOn(priority: ReferralPriority, today: string): string {
  return addDays(today, usualDays[priority])
}

/** How urgently the front desk asks a patient to come. */
export const wishUrgency: Record<ReferralPriority, Urgency> = {
  routine: 'routine',
  urgent: 'soon',
  asap: 'urgent',
  stat: 'urgent',
}

export interface ReferralFacts {
  /** Its steps, the oldest first. */
  steps: readonly { status: ReferralStepStatus }[]
  /** Whether the visit that was booked by it has been signed. */
  isSeen: boolean
}

/** Where a referral stands. */
export function statusOf({ steps, isSeen }: ReferralFacts): ReferralStatus {
  const has = (status: ReferralStepStatus) => steps.some((step) => step.status === status)
  if (has('revoked')) return 'revoked'
  if (has('closed')) return 'closed'
  if (has('answered') || isSeen) return 'answered'
  const last = steps.findLast(({ status }) => status !== 'closed')?.status
  if (last === 'booked' || last === 'sent') return last
  return has('sent') ? 'sent' : 'issued'
}

/** What can be done with a referral by hand. */
export type ReferralAction = 'send' | 'answer' | 'close' | 'revoke'

const allowed: Record<ReferralAction, readonly ReferralStatus[]> = {
  // Once more, to another address too.
  send: ['issued', 'sent'],
  answer: ['issued', 'sent', 'booked', 'answered'],
  close: ['issued', 'sent', 'booked', 'answered'],
  revoke: ['issued', 'sent', 'booked'],
}

/** Whether a referral that stands so takes the action; one inside the clinic goes nowhere by mail. */
export function allows(
  action: ReferralAction,
  referral: { status: ReferralStatus; isInside: boolean },
): boolean {
  if (action === 'send' && referral.isInside) return false
  return allowed[action].includes(referral.status)
}

/** Whether an answer is late: `today` is the clinic's day. */
export function isOverdue(
  { status, dueOn }: { status: ReferralStatus; dueOn: string | null },
  today: string,
): boolean {
  const waits = status === 'issued' || status === 'sent' || status === 'booked'
  return waits && dueOn !== null && dueOn < today
}
