/** The second signature: where a visit stands whose doctor needs one. */

export const cosignDecisions = ['cosigned', 'returned'] as const

export type CosignDecision = (typeof cosignDecisions)[number]

export type CosignState = 'not-needed' | 'awaiting' | 'returned' | 'cosigned'

/**
 * A returned visit waits again once its doctor has answered with an addendum: what is signed never
 * changes, so an answer is always something added.
 */
export function cosignState(visit: {
  cosignerId: string | null
  decisions: readonly { decision: CosignDecision; decidedAt: string }[]
  lastAddendumAt: string | null
}): CosignState {
  const { cosignerId, decisions, lastAddendumAt } = visit
  if (cosignerId === null) return 'not-needed'
  const last = decisions.at(-1)
  if (last === undefined) return 'awaiting'
  if (last.decision === 'cosigned') return 'cosigned'
  return lastAddendumAt !== null && lastAddendumAt > last.decidedAt ? 'awaiting' : 'returned'
}
