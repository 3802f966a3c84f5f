/** How this workstation stands with its hub, as it changes. */
import { useSubscription } from '@trpc/tanstack-react-query'
import { useTRPC } from '../../trpc.ts'

/** Undefined until the first word of it has come. */
export function useSyncStatus() {
  const trpc = useTRPC()
  return useSubscription(trpc.sync.status.subscriptionOptions()).data
}

export type SyncStatus = NonNullable<ReturnType<typeof useSyncStatus>>
