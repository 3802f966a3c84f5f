/** Taking back the last step of a booking's day: which steps, and where it leads. */
import { type AppointmentStatus, isAppointmentStatus } from './appointments.rules.ts'

/** The reason that a step back carries; a word for the program, not a sentence for a person. */
export const undoReason = 'undo'

/** What stands on a booking's status by now. */
export interface UndoFacts {
  visit: 'none' | 'open' | 'signed'
  /** Whether there is an invoice. */
  isBilled: boolean
}

/** Slips of a key at the desk. What was told by mail, written by a doctor or billed is not among them. */
function isSlip(status: AppointmentStatus, { visit, isBilled }: UndoFacts): boolean {
  if (status === 'arrived' || status === 'called' || status === 'no-show') return true
  if (status === 'in-room') return visit === 'none'
  return (status === 'to-pay' || status === 'done') && visit !== 'signed' && !isBilled
}

/**
 * The status that the last step left, or null when it cannot be taken back. `steps` are all of the
 * booking's, oldest first; steps that were taken back already do not count.
 */
export function statusToUndoTo(
  steps: readonly { toStatus: string; reason: string | null }[],
  facts: UndoFacts,
): AppointmentStatus | null {
  const way: string[] = []
  for (const step of steps) {
    if (step.reason === undoReason) way.pop()
    else way.push(step.toStatus)
  }
  const current = way.at(-1) ?? ''
  const before = way.at(-2) ?? ''
  if (!isAppointmentStatus(current) || !isSlip(current, facts)) return null
  return isAppointmentStatus(before) ? before : null
}
