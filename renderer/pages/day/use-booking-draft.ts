/** A booking that is half made: kept as it is entered, so that nothing is lost to Esc, the lock or a restart. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { BookingDraft } from '../../../main/clinic/appointments/booking-draft.input.ts'
import { useTRPC, useTRPCClient } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'

/** Between two letters of a fast typist nothing is written. */
const pauseMs = 250

interface DraftStore {
  save(draft: BookingDraft): Promise<unknown>
  drop(): Promise<unknown>
}

/** Writes the latest version a moment after the last change. */
function createKeeper(store: DraftStore) {
  let waiting: { draft: BookingDraft; timer: ReturnType<typeof setTimeout> } | null = null
  let isKept = false
  async function write(): Promise<void> {
    if (waiting === null) return
    clearTimeout(waiting.timer)
    const { draft } = waiting
    waiting = null
    isKept = true
    await store.save(draft)
  }
  return {
    keep(draft: BookingDraft): void {
      if (waiting !== null) clearTimeout(waiting.timer)
      waiting = { draft, timer: setTimeout(() => void write(), pauseMs) }
    },
    write,
    /** The booking is made, or let go. */
    async drop(): Promise<void> {
      if (waiting !== null) clearTimeout(waiting.timer)
      waiting = null
      if (!isKept) return
      isKept = false
      await store.drop()
    },
    /** What is resumed was kept before. */
    resumed(): void {
      isKept = true
    },
  }
}

/** The keeper of this dialog; what waits is written at once when the dialog goes. */
export function useDraftKeeper() {
  const client = useTRPCClient()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const keeper = useMemo(() => {
    const refresh = () => queries.invalidateQueries(trpc.appointments.draft.queryFilter())
    return createKeeper({
      save: (draft) => client.appointments.saveDraft.mutate(draft).then(refresh),
      drop: () => client.appointments.dropDraft.mutate().then(refresh),
    })
  }, [client, trpc, queries])
  useEffect(() => () => void keeper.write(), [keeper])
  return keeper
}

/** What this person left half made; null when there is nothing. */
export function useKeptDraft(): BookingDraft | null {
  const trpc = useTRPC()
  const may = useMay()
  const kept = useQuery({
    ...trpc.appointments.draft.queryOptions(),
    enabled: may('appointments.book'),
  })
  return kept.data?.draft ?? null
}
