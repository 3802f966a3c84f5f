/** Sick notes and medical certificates: for which days they may be issued. */
import { addDays, daysBetween } from '../shared/days.ts'

export const certificateKinds = ['sick-note', 'certificate'] as const

/** The longest a sick note may be, in days; who is ill longer is seen again. */
export const longestSickDays = 180

/** A sick note begins at most so many days before the day of the visit, or after it. */
export const daysAroundVisit = 30

/** What is wrong with the days of a certificate, as a code of its field; null when nothing is. */
export function daysProblem(
  { fromDay, toDay }: { fromDay: string | null; toDay: string | null },
  visitDay: string,
): {
  path: 'fromDay' | 'toDay'
  code: 'long-before-visit' | 'long-after-visit' | 'before-start'
} | null {
  if (fromDay === null || toDay === null) return null
  if (toDay < fromDay) return { path: 'toDay', code: 'before-start' }
  if (fromDay < addDays(visitDay, -daysAroundVisit)) {
    return { path: 'fromDay', code: 'long-before-visit' }
  }
  if (fromDay > addDays(visitDay, daysAroundVisit))
    return { path: 'fromDay', code: 'long-after-visit' }
  if (sickDays(fromDay, toDay) > longestSickDays) return { path: 'toDay', code: 'long-after-visit' }
  return null
}

/** How many days it is for, both ends counted. */
export function sickDays(fromDay: string, toDay: string): number {
  return daysBetween(fromDay, toDay) + 1
}
