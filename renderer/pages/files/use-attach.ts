/** Takes files of the person's computer in, piece by piece, and attaches each to what it belongs to. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { pieceBytes } from '../../../main/clinic/files/files.rules.ts'
import { useShowError } from '../../components/errors.tsx'
import { useTRPC, useTRPCClient } from '../../trpc.ts'

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
        setAttaching({ name: file.name, done: 0 })
        const { copyId } = await client.files.begin.mutate({ sizeBytes: file.size })
        for (let position = 0; position * pieceBytes < file.size; position += 1) {
          const piece = file.slice(position * pieceBytes, (position + 1) * pieceBytes)
          const bytes = new Uint8Array(await piece.arrayBuffer())
          await client.files.piece.mutate({ copyId, position, bytes })
          setAttaching({ name: file.name, done: ((position + 1) * pieceBytes) / file.size })
        }
        await client.files.attach.mutate({ copyId, name: file.name, note: null, ...subject })
      }
    },
  })
  return { attach: (files: readonly File[]) => send.mutate(files), attaching }
}
