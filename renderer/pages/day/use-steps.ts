/** Taking the next step of a booking, and taking it back. */
import { useMutation } from '@tanstack/react-query'
import { primaryNextStep } from '../../../main/clinic/appointments/appointments.rules.ts'
import { useShowError } from '../../components/errors.tsx'
import { useTRPC } from '../../trpc.ts'
import type { Booking } from './board-model.ts'

type Stepping = Pick<Booking, 'id' | 'version' | 'status'>

export function useSteps() {
  const trpc = useTRPC()
  const onError = useShowError()
  const confirm = useMutation(trpc.appointments.confirm.mutationOptions({ onError }))
  const take = useMutation(trpc.appointments.takeStep.mutationOptions({ onError }))
  const undo = useMutation(trpc.appointments.undoStep.mutationOptions({ onError }))
  return {
    pending: confirm.isPending || take.isPending || undo.isPending,
    takeNext({ id, version, status }: Stepping): void {
      const to = primaryNextStep(status)
      if (to === 'confirmed') confirm.mutate({ id, version })
      else if (
        to === 'arrived' ||
        to === 'called' ||
        to === 'in-room' ||
        to === 'to-pay' ||
        to === 'done'
      ) {
        take.mutate({ id, version, to })
      }
    },
    /** Whoever did not come when called waits again. */
    requeue: ({ id, version }: Stepping) => take.mutate({ id, version, to: 'arrived' }),
    noShow: ({ id, version }: Stepping) => take.mutate({ id, version, to: 'no-show' }),
    undo: ({ id, version }: Stepping) => undo.mutate({ id, version }),
  }
}
