/** One visit as its page knows it: what the service reads, what the doctor may do, what is typed. */
import { useQueryClient } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { VisitContent } from '../../../main/clinic/visits/visits.rules.ts'
import type { AppRouter } from '../../../main/ipc/app-router.ts'
import { refusalOf } from '../../components/errors.tsx'
import { useTRPC, useTRPCClient } from '../../trpc.ts'
import { createDraftSaver, type SaveState } from './draft-saver.ts'

export type Visit = inferRouterOutputs<AppRouter>['visits']['read']
export type Encounter = NonNullable<Visit['encounter']>
export type PreviousVisit = Visit['previous'][number]

export interface VisitDraft {
  content: VisitContent
  state: SaveState
  change: (content: VisitContent) => void
  /** Saves at once what is unsaved. */
  flush: () => Promise<void>
  /** Nothing more is to be saved: it was signed. */
  drop: () => void
}

/** The doctor's text of an encounter, without what belongs to the row. */
export function contentOf(encounter: Encounter): VisitContent {
  const { complaint, findings, diagnosis, diagnosisCode, plan } = encounter
  return { complaint, findings, diagnosis, diagnosisCode, plan }
}

const finalRefusals: readonly string[] = ['already-signed', 'not-the-author', 'forbidden']

function neverHelps(error: unknown): boolean {
  return finalRefusals.includes(refusalOf(error)?.code ?? '')
}

/**
 * The text while it is written. What the service reads again meanwhile never overwrites it; it is
 * saved at pauses, and at once when the page is left, the window loses focus or is locked.
 */
export function useVisitDraft(
  appointmentId: string,
  encounter: Encounter,
  draftSavedAt: string | null,
): VisitDraft {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  const [content, setContent] = useState(() => contentOf(encounter))
  const [saver] = useState(() =>
    createDraftSaver<VisitContent>({
      savedAt: draftSavedAt,
      isFinal: neverHelps,
      save: async (text) => {
        // A page that is opened again finds what was typed here last, also before it is kept.
        queries.setQueryData(trpc.visits.read.queryKey({ appointmentId }), (visit) =>
          visit === undefined || visit.encounter === null || visit.encounter.signedAt !== null
            ? visit
            : { ...visit, encounter: { ...visit.encounter, ...text } },
        )
        return client.visits.saveDraft.mutate({ encounterId: encounter.id, ...text })
      },
    }),
  )
  const state = useSyncExternalStore(saver.subscribe, saver.state)
  useFlushWhenLeft(saver.flush)
  useSubscription(
    trpc.staff.sessionState.subscriptionOptions(undefined, {
      // What was refused under the lock screen is kept as soon as the doctor is back.
      onData: (session) => {
        if (session === 'signed-in') void saver.flush()
      },
    }),
  )
  return {
    content,
    state,
    change: (text) => {
      setContent(text)
      saver.edit(text)
    },
    flush: saver.flush,
    drop: saver.drop,
  }
}

function useFlushWhenLeft(flush: () => Promise<void>): void {
  useEffect(() => {
    const now = () => void flush()
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
  }, [flush])
}
