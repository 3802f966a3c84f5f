/** Takes a file of the person's computer in, piece by piece; what it belongs to is said afterwards. */
import { useCallback } from 'react'
import { pieceBytes } from '../../../main/clinic/files/files.rules.ts'
import { useTRPCClient } from '../../trpc.ts'

/** Answers the id of the copy that is whole; `onProgress` hears how much is in, from 0 to 1. */
export type TakeIn = (file: File, onProgress: (done: number) => void) => Promise<string>

export function useTakeIn(): TakeIn {
  const client = useTRPCClient()
  return useCallback(
    async (file, onProgress) => {
      onProgress(0)
      const { copyId } = await client.files.begin.mutate({ sizeBytes: file.size })
      for (let position = 0; position * pieceBytes < file.size; position += 1) {
        const piece = file.slice(position * pieceBytes, (position + 1) * pieceBytes)
        const bytes = new Uint8Array(await piece.arrayBuffer())
        await client.files.piece.mutate({ copyId, position, bytes })
        onProgress(Math.min(1, ((position + 1) * pieceBytes) / file.size))
      }
      return copyId
    },
    [client],
  )
}
