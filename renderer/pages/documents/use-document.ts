/** A document as it is worked on: what is typed is kept by itself, and steps follow once it is. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Answers } from '../../../main/clinic/documents/document-types.rules.ts'
import { refusalOf, useShowError } from '../../components/errors.tsx'
import { useTRPC } from '../../trpc.ts'

/** So long after the last letter it is kept. */
const pauseMs = 700

export function useDocument(documentId: string) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const showError = useShowError()
  const query = useQuery(trpc.compositions.get.queryOptions({ id: documentId }))
  const [typed, setTyped] = useState<Answers | null>(null)
  const [isStale, setIsStale] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const version = useRef(0)
  const saved = query.data
  // While something is typed, it is the version it was begun with that counts.
  if (typed === null && saved !== undefined) version.current = saved.version

  const save = useMutation(
    trpc.compositions.save.mutationOptions({
      onError: (error) => {
        if (refusalOf(error)?.code === 'version-conflict') setIsStale(true)
        else showError(error)
      },
    }),
  )

  async function keep(answers: Answers): Promise<boolean> {
    clearTimeout(timer.current)
    try {
      const wish = { id: documentId, version: version.current, content: answers }
      version.current = (await save.mutateAsync(wish)).version
      await queries.invalidateQueries(trpc.compositions.get.queryFilter({ id: documentId }))
      return true
    } catch {
      // It has been shown where the call was made.
      return false
    }
  }

  useEffect(() => () => clearTimeout(timer.current), [])

  return {
    query,
    answers: typed ?? saved?.content ?? {},
    isStale,
    isSaving: save.isPending,
    isSaved: typed !== null && !save.isPending && save.isSuccess,
    change(key: string, answer: string): void {
      const next = { ...(typed ?? saved?.content), [key]: answer }
      setTyped(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void keep(next), pauseMs)
    },
    /** Keeps what is still on the way; answers the version to go on with, or null when it could not be kept. */
    async settle(): Promise<number | null> {
      if (typed !== null && !(await keep(typed))) return null
      return version.current
    },
    /** Forgets what was typed here and shows what is there. */
    async takeTheirs(): Promise<void> {
      clearTimeout(timer.current)
      setTyped(null)
      setIsStale(false)
      await queries.invalidateQueries(trpc.compositions.get.queryFilter({ id: documentId }))
    },
    /** After a step: what was typed is what is there. */
    done(): void {
      setTyped(null)
    },
  }
}
