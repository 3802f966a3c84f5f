/** Taking back the last step of a booking's day: which steps, and where it leads. */
import { type AppointmentStatus, isAppointmentStatus } from './appointments.rules.ts'

/** The reason that a step back carries; a word for the program, not a sentence for a person. */
export const undoReason = 'undo'

/** Slips of a key at the desk. What was told by mail, written by a doctor or paid is not among them. */
const undoable: readonly AppointmentStatus[] = ['arrived', 'called', 'no-show']

/**
 * The status that the last step left, or null when it cannot be taken back. `steps` are all of the
 * booking's, oldest first; steps that were taken back already do not count.
 */
export function statusToUndoTo(
  steps: readonly { toStatus: string; reason: string | null }[],
): AppointmentStatus | null {
  const way: string[] = []
  for (const step of steps) {
    if (step.reason === undoReason) way.pop()
    else way.push(step.toStatus)
  }
  const current = way.at(-1) ?? ''
  const before = way.at(-2) ?? ''
  if (!isAppointmentStatus(current) || !undoable.includes(current)) return null
  return isAppointmentStatus(before) ? before : null
}
