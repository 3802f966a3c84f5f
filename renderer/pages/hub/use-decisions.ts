/** What waits for a decision, as one list: bookings that lost their time, and refused changes. */
import { useQuery } from '@tanstack/react-query'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useSyncStatus } from './use-sync-status.ts'

export type RebookTask = RouterOutputs['appointments']['rebookTasks'][number]
export type Refusal = RouterOutputs['sync']['refusals'][number]

export type Decision =
  | { kind: 'lost'; id: string; at: string; task: RebookTask }
  | { kind: 'refused'; id: string; at: string; refusal: Refusal }

/** Bookings first: somebody may be on the way to them. Undefined until both are there. */
export function useDecisions() {
  const trpc = useTRPC()
  const tasks = useQuery(trpc.appointments.rebookTasks.queryOptions())
  const status = useSyncStatus()
  // Where there is no hub, nobody refuses anything.
  const hasHub = status !== undefined && status.hub !== null
  const refusals = useQuery({ ...trpc.sync.refusals.queryOptions(), enabled: hasHub })
  const error = tasks.error ?? refusals.error
  const refetch = () => void Promise.all([tasks.refetch(), refusals.refetch()])
  const refusedUnits = status?.hub === null ? [] : refusals.data
  if (tasks.data === undefined || refusedUnits === undefined) {
    return { lost: undefined, refused: undefined, error, refetch }
  }
  const lost: Decision[] = tasks.data.map((task) => ({
    kind: 'lost',
    id: task.id,
    at: task.startsAt,
    task,
  }))
  const refused: Decision[] = refusedUnits.map((refusal) => ({
    kind: 'refused',
    id: refusal.unitId,
    at: refusal.refusedAt,
    refusal,
  }))
  return { lost, refused, error, refetch }
}
