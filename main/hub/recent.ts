/**
 * The newest operations as this process decided them, so that who follows the log is told them without
 * the storage being asked for what was written a moment ago. Nothing is lost with it.
 */
import type { HubState, LoggedOperation } from './store.ts'

export interface Recent {
  /** What was just committed; where it does not follow what is here, only the further part is kept. */
  add(epoch: string, operations: readonly LoggedOperation[]): void
  /** So many of those after a number up to the head; null when not all of them are here. */
  after(
    cursor: number,
    standing: Pick<HubState, 'epoch' | 'head'>,
    limit: number,
  ): LoggedOperation[] | null
}

export function createRecent(most: number): Recent {
  let kept: LoggedOperation[] = []
  let keptEpoch = ''

  return {
    add(epoch, operations) {
      if (epoch !== keptEpoch) kept = []
      keptEpoch = epoch
      const [first] = operations
      const last = kept.at(-1)
      if (first === undefined) return
      // Answers of two transactions may be heard in the other order than they were committed in.
      if (last !== undefined && first.seq <= last.seq) return
      const follows = last?.seq === first.seq - 1
      kept = [...(follows ? kept : []), ...operations].slice(-most)
    },
    after(cursor, { epoch, head }, limit) {
      const [first] = kept
      const isWhole = epoch === keptEpoch && kept.at(-1)?.seq === head
      if (!isWhole || first === undefined || cursor < first.seq - 1) return null
      const from = cursor - first.seq + 1
      return kept.slice(from, from + limit)
    },
  }
}
