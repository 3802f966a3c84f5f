/** Decisions about the week's plan: which hours may stand beside each other, and how dense times are offered. */

/** What decides whether hours are in order; wall times as `HH:MM`, `24:00` is the end of the day. */
export interface PlannedHours {
  weekday: number
  startsLocal: string
  endsLocal: string
  validFrom: string
  validTo: string | null
}

/** The fields of hours that end before they start, as a form marks them; empty when all is well. */
export function hoursMistakes(
  hours: Omit<PlannedHours, 'weekday'>,
): { path: 'endsLocal' | 'validTo'; code: 'ends-before-start' }[] {
  const mistakes: ReturnType<typeof hoursMistakes> = []
  if (hours.endsLocal <= hours.startsLocal) {
    mistakes.push({ path: 'endsLocal', code: 'ends-before-start' })
  }
  if (hours.validTo !== null && hours.validTo < hours.validFrom) {
    mistakes.push({ path: 'validTo', code: 'ends-before-start' })
  }
  return mistakes
}

/** The first hours that would hold at the same time as the wished ones, or null. */
export function clashingHours<Hours extends PlannedHours & { id: string }>(
  wished: PlannedHours,
  others: readonly Hours[],
  exceptId: string | null,
): Hours | null {
  return (
    others.find(
      (other) =>
        other.id !== exceptId &&
        other.weekday === wished.weekday &&
        other.startsLocal < wished.endsLocal &&
        wished.startsLocal < other.endsLocal &&
        startsByEndOf(other, wished) &&
        startsByEndOf(wished, other),
    ) ?? null
  )
}

function startsByEndOf(one: PlannedHours, other: PlannedHours): boolean {
  return other.validTo === null || one.validFrom <= other.validTo
}

/**
 * How far apart a service's times are offered: a quarter of an hour where the duration is made of
 * quarters, ten minutes where it is made of tens, else five; a finer grid would only show the same
 * hole many times.
 */
export function stepMinutesFor(durationMinutes: number): number {
  return [15, 10].find((step) => durationMinutes % step === 0) ?? 5
}
