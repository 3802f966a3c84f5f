/** Notes that must be seen before anything is done with the patient. */
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../trpc.ts'

export function AlertNotes({
  patientId,
  className,
}: {
  patientId: string
  className: string | undefined
}) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.record.notes.queryOptions({ patientId }))
  return data
    ?.filter(({ isAlert }) => isAlert)
    .map(({ id, text }) => (
      <div key={id} className={className} role="note">
        {text}
      </div>
    ))
}
