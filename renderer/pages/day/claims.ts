/** Which room and machine meet which need of a service, and what a person claims beside them. */
import type { RouterOutputs } from '../../router-types.ts'

export type ClaimChoices = RouterOutputs['appointments']['resourceChoices']

export interface Claimed {
  /** What meets each need, in the needs' order; null where nothing does. */
  met: (string | null)[]
  /** Claimed although the service does not ask for it. */
  beside: string[]
}

/** Sets claimed ids against the needs; no id meets two of them. */
export function claimedOf({ needs }: ClaimChoices, ids: readonly string[]): Claimed {
  const left = [...ids]
  const met = needs.map(({ options }) => {
    const at = left.findIndex((id) => options.some((one) => one.id === id))
    return at === -1 ? null : (left.splice(at, 1)[0] ?? null)
  })
  return { met, beside: left }
}

/** The ids again, in the order of the needs. */
export function idsOf({ met, beside }: Claimed): string[] {
  return [...met.filter((id) => id !== null), ...beside]
}
