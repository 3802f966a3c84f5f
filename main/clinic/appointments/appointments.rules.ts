/** A booking's way through the day: the one status machine that board, list and visit follow. */
import { ClinicError } from '../shared/errors.ts'
import { msOf } from '../shared/days.ts'
import type { Span } from '../shared/days.ts'

/** In the order of the patient's day; the two ways out stand last. */
export const appointmentStatuses = [
  'requested',
  'confirmed',
  'arrived',
  'called',
  'in-room',
  'to-pay',
  'done',
  'no-show',
  'cancelled',
] as const

export type AppointmentStatus = (typeof appointmentStatuses)[number]

/** Every step there is, the usual next one first. `cancelled` after a visit is only for paid ones. */
const steps: Record<AppointmentStatus, readonly AppointmentStatus[]> = {
  requested: ['confirmed', 'cancelled'],
  confirmed: ['arrived', 'no-show', 'cancelled'],
  arrived: ['called', 'cancelled'],
  // Back to arrived: the patient did not come when called and waits again.
  called: ['in-room', 'arrived', 'cancelled'],
  // Straight to done: there is nothing to pay.
  'in-room': ['to-pay', 'done'],
  'to-pay': ['done', 'cancelled'],
  done: ['cancelled'],
  'no-show': [],
  cancelled: [],
}

/** The one key's step; a visit that is over has none. */
const primarySteps: Partial<Record<AppointmentStatus, AppointmentStatus>> = {
  requested: 'confirmed',
  confirmed: 'arrived',
  arrived: 'called',
  called: 'in-room',
  'in-room': 'to-pay',
  'to-pay': 'done',
}

/** What of a booking's money the status machine has to know. */
export interface BookingMoney {
  /** Whether more was paid than was given back. */
  isPaid?: boolean
}

/** The statuses of those who are still to be seen. */
export const awaitedStatuses = [
  'requested',
  'confirmed',
  'arrived',
  'called',
] as const satisfies readonly AppointmentStatus[]

/** Whether a text of a table or a form is one of the statuses. */
export function isAppointmentStatus(text: string): text is AppointmentStatus {
  return (appointmentStatuses as readonly string[]).includes(text)
}

/** The statuses that may follow. After the visit only a paid booking can still be cancelled. */
export function nextStatuses(
  status: AppointmentStatus,
  money: BookingMoney = {},
): AppointmentStatus[] {
  return steps[status].filter((next) => canMove(status, next, money))
}

/** Whether a booking may go from one status to the other in one step; staying is no step. */
export function canMove(
  from: AppointmentStatus,
  to: AppointmentStatus,
  money: BookingMoney = {},
): boolean {
  if (!steps[from].includes(to)) return false
  return to !== 'cancelled' || !isAfterVisit(from) || money.isPaid === true
}

/**
 * Refuses a step that the machine does not have. A cancellation needs a reason.
 * Throws `status-not-allowed` and `reason-required`.
 */
export function requireMove(
  from: AppointmentStatus,
  to: AppointmentStatus,
  facts: BookingMoney & { reason?: string | null } = {},
): void {
  if (!canMove(from, to, facts)) throw new ClinicError('status-not-allowed', { from, to })
  if (to === 'cancelled' && (facts.reason ?? '').trim() === '') {
    throw new ClinicError('reason-required', {})
  }
}

/** The step of the one filled button (Space), or null when the visit is over. */
export function primaryNextStep(status: AppointmentStatus): AppointmentStatus | null {
  return primarySteps[status] ?? null
}

/** Whether the booking holds its doctor's time: all but cancelled ones and no-shows. */
export function occupiesTime(status: AppointmentStatus): boolean {
  return status !== 'cancelled' && status !== 'no-show'
}

/** The statuses that hold a doctor's time, as a list for a query. */
export const occupyingStatuses: readonly AppointmentStatus[] =
  appointmentStatuses.filter(occupiesTime)

/** Whether no step of the day is left; a paid booking that is done can still be cancelled. */
export function isTerminal(status: AppointmentStatus): boolean {
  return primaryNextStep(status) === null
}

/** Whether the booking may be moved to another time or doctor. */
export function canReschedule(status: AppointmentStatus): boolean {
  return status === 'requested' || status === 'confirmed'
}

/** Whether the booking may be made longer or shorter: until the visit is over. */
export function canChangeLength(status: AppointmentStatus): boolean {
  return occupiesTime(status) && !isAfterVisit(status)
}

/** Whether the booking may be cancelled (with a reason); see {@link cancellingRefunds}. */
export function canCancel(status: AppointmentStatus, money: BookingMoney = {}): boolean {
  return canMove(status, 'cancelled', money)
}

/**
 * Whether cancelling leads to a refund: whenever money was paid, in advance or after the visit.
 * How much is decided in the billing rules.
 */
export function cancellingRefunds(status: AppointmentStatus, money: BookingMoney): boolean {
  return money.isPaid === true && canCancel(status, money)
}

/** Whether another booking may be set over this one: while it has the time and the visit is not over. */
export function canBookOver({ status }: { status: AppointmentStatus }): boolean {
  return occupiesTime(status) && status !== 'done' && status !== 'to-pay'
}

/** Whether two half-open spans share a moment; one that ends when the other starts does not. */
export function overlaps(a: Span, b: Span): boolean {
  const from = Math.max(msOf(a.startsAt), msOf(b.startsAt))
  return from < Math.min(msOf(a.endsAt), msOf(b.endsAt))
}

/** The first booking that holds time inside the span, or null. `exceptId` is the one being moved. */
export function findOverlap<Booking extends Span & { id: string; status: AppointmentStatus }>(
  span: Span,
  bookings: readonly Booking[],
  exceptId: string | null = null,
): Booking | null {
  return (
    bookings.find(
      (booking) =>
        booking.id !== exceptId && occupiesTime(booking.status) && overlaps(span, booking),
    ) ?? null
  )
}

/** Why a booking is cancelled that lost its time to another desk's: a word of the hub, not a sentence. */
export const timeTakenReason = 'time-taken'

/** Whether a booking lost its time to another desk's and still wants a new one. */
export function hasLostTime(booking: {
  status: AppointmentStatus
  cancelReason: string | null
}): boolean {
  return booking.status === 'cancelled' && booking.cancelReason === timeTakenReason
}

/** What a booking was before it lost its time: a request that nobody had confirmed, or more. */
export function statusBeforeLoss(
  steps: readonly { toStatus: string }[],
): 'requested' | 'confirmed' {
  const isRequest = steps.every(({ toStatus }) => toStatus === 'requested')
  return isRequest && steps.length > 0 ? 'requested' : 'confirmed'
}

/** Names of the status colours; the theme owns what they look like. */
export type StatusTone = 'outline' | 'teal' | 'amber' | 'yellow' | 'green' | 'violet' | 'grey'

const tones: Record<AppointmentStatus, StatusTone> = {
  requested: 'outline',
  confirmed: 'teal',
  arrived: 'yellow',
  called: 'yellow',
  'in-room': 'green',
  'to-pay': 'violet',
  done: 'grey',
  'no-show': 'grey',
  cancelled: 'grey',
}

/**
 * The tone of a status on board, queue, visit and bill. `provisional` is a booking that the hub has
 * not confirmed yet; it is amber until the patient is there.
 */
export function statusTone(
  status: AppointmentStatus,
  facts: { provisional?: boolean } = {},
): StatusTone {
  return facts.provisional === true && canReschedule(status) ? 'amber' : tones[status]
}

/** After the doctor has seen the patient. */
function isAfterVisit(status: AppointmentStatus): boolean {
  return status === 'to-pay' || status === 'done'
}
