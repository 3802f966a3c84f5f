/** Takes files of the person's computer in, piece by piece, and attaches each to what it belongs to. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useShowError } from '../../components/errors.tsx'
import { useTRPC, useTRPCClient } from '../../trpc.ts'
import { useTakeIn } from './use-take-in.ts'

export interface FileSubject {
  patientId: string | null
  encounterId: string | null
  compositionId: string | null
}

export interface Attaching {
  name: string
  /** From 0 to 1. */
  done: number
}

export function useAttach(subject: FileSubject) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const takeIn = useTakeIn()
  const queries = useQueryClient()
  const onError = useShowError()
  const [attaching, setAttaching] = useState<Attaching | null>(null)
  const send = useMutation({
    onError,
    onSettled: async () => {
      setAttaching(null)
      await queries.invalidateQueries(trpc.files.of.queryFilter())
    },
    async mutationFn(files: readonly File[]) {
      for (const file of files) {
        const copyId = await takeIn(file, (done) => setAttaching({ name: file.name, done }))
        await client.files.attach.mutate({ copyId, name: file.name, note: null, ...subject })
      }
    },
  })
  return { attach: (files: readonly File[]) => send.mutate(files), attaching }
}
