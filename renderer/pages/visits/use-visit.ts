/** One visit as its page knows it: what the service reads, what the doctor may do, what is typed. */
import { useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { emptyContent, type VisitContent } from '../../../main/clinic/visits/visits.rules.ts'
import { refusalOf } from '../../components/errors.tsx'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC, useTRPCClient } from '../../trpc.ts'
import { createVisitDraft, type DraftSnapshot, type VisitDraftStore } from './visit-draft.ts'

export type Visit = RouterOutputs['visits']['read']
export type Encounter = NonNullable<Visit['encounter']>
export type PreviousVisit = Visit['previous'][number]

export interface VisitDraft
  extends DraftSnapshot, Pick<VisitDraftStore, 'change' | 'drop' | 'choose' | 'mark'> {
  /** Saves at once what is unsaved. */
  flush: () => Promise<void>
  /** As it is now, also between two pictures of the page. */
  latest: () => VisitContent
}

const finalRefusals: readonly string[] = ['already-signed', 'not-the-author', 'forbidden']

function neverHelps(error: unknown): boolean {
  return finalRefusals.includes(refusalOf(error)?.code ?? '')
}

/** What is typed is shared so long after the last key, where no pause did it before. */
const shareAfterMs = 10_000

/**
 * The text while it is written. What the service reads again meanwhile never overwrites it; it is
 * saved at pauses, and at once when the page is left, the window loses focus or is locked.
 */
export function useVisitDraft(appointmentId: string, encounter: Encounter): VisitDraft {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  const readKey = trpc.visits.read.queryKey({ appointmentId })
  const [store] = useState(() =>
    createVisitDraft({
      content: encounter.content,
      base: encounter.own?.base ?? baseOf(encounter),
      savedAt: encounter.own?.savedAt ?? null,
      isFinal: neverHelps,
      save: async (text) => {
        const { content } = text
        // A page that is opened again finds what was typed here last, also before it is kept.
        queries.setQueryData(readKey, (visit) =>
          visit === undefined || visit.encounter === null || visit.encounter.signedAt !== null
            ? visit
            : { ...visit, encounter: { ...visit.encounter, content } },
        )
        const saved = await client.visits.saveDraft.mutate({ encounterId: encounter.id, ...text })
        if (saved.outcome === 'newer') void queries.invalidateQueries({ queryKey: readKey })
        return saved
      },
    }),
  )
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot)
  useEffect(() => {
    if (encounter.shared !== null) store.takeIn(encounter.shared)
  }, [store, encounter.shared])
  useFlushWhenLeft(store)
  useShareWhenQuiet(store, snapshot)
  useSubscription(
    trpc.staff.sessionState.subscriptionOptions(undefined, {
      // What was refused under the lock screen is kept as soon as the doctor is back.
      onData: (session) => {
        if (session === 'signed-in') void store.flush(false)
      },
    }),
  )
  const { change, drop, choose, mark } = store
  return {
    ...snapshot,
    change,
    drop,
    choose,
    mark,
    flush: () => store.flush(false),
    latest: () => store.snapshot().content,
  }
}

function baseOf({ shared }: Encounter) {
  return shared === null
    ? { mark: '', content: emptyContent }
    : { mark: shared.mark, content: shared.content }
}

/** The last words before the hands rest reach the others too. */
function useShareWhenQuiet(store: VisitDraftStore, { content }: DraftSnapshot): void {
  useEffect(() => {
    const timer = setTimeout(() => void store.flush(true), shareAfterMs)
    return () => clearTimeout(timer)
  }, [store, content])
}

function useFlushWhenLeft(store: VisitDraftStore): void {
  useEffect(() => {
    const now = () => void store.flush(true)
    // In the capture phase: the save leaves before the lock that the same key asks for.
    const onKey = (event: KeyboardEvent) => {
      if (event.code === 'KeyL' && (event.ctrlKey || event.metaKey)) now()
    }
    window.addEventListener('keydown', onKey, { capture: true })
    window.addEventListener('blur', now)
    window.addEventListener('pagehide', now)
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true })
      window.removeEventListener('blur', now)
      window.removeEventListener('pagehide', now)
      now()
    }
  }, [store])
}
