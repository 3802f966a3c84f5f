/** Keeping what came of a call. */
import { useMutation } from '@tanstack/react-query'
import { useShowError } from '../../components/errors.tsx'
import type { RouterInputs, RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'

/** A booking as both call lists have it. */
export type Callable = RouterOutputs['calls']['absences'][number]
export type Called = Pick<Callable, keyof Omit<Callable, 'why'>>
export type Purpose = RouterInputs['calls']['record']['purpose']

export function useRecord(purpose: Purpose) {
  const trpc = useTRPC()
  const record = useMutation(trpc.calls.record.mutationOptions({ onError: useShowError() }))
  const about = ({ id, version }: Pick<Called, 'id' | 'version'>) => ({
    appointmentId: id,
    version,
    purpose,
    note: null,
  })
  return {
    isPending: record.isPending,
    confirmed: (one: Called) => record.mutate({ ...about(one), result: 'confirmed' }),
    notReached: (one: Called) => record.mutate({ ...about(one), result: 'not-reached' }),
    cancelled: (one: Called, reason: string, done: () => void) =>
      record.mutate({ ...about(one), result: 'cancelled', reason }, { onSuccess: done }),
    moved: (one: Called, to: { startsAt: string; practitionerId: string }, done: () => void) =>
      record.mutate({ ...about(one), result: 'moved', ...to }, { onSuccess: done }),
  }
}
