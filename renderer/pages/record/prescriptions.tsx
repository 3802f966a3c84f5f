/** The prescriptions of one visit, with their papers. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../trpc.ts'
import type { Paper } from '../documents/papers.tsx'
import { useMe } from '../shell/me.ts'
import { CancelIssuedDialog, IssuedItem, IssuedSection } from './issued.tsx'
import classes from './record.module.css'
import type { Prescription } from './types.ts'

export function Prescriptions({
  patientId,
  encounterId,
  paperOf,
  prescribe,
}: {
  patientId: string
  encounterId: string
  paperOf: (kind: string, subjectId: string) => Paper | undefined
  /** Where they can be issued. */
  prescribe?: { keys: string; open: () => void } | undefined
}) {
  const trpc = useTRPC()
  const me = useMe()
  const [cancelling, setCancelling] = useState<Prescription | null>(null)
  const { data = [] } = useQuery(trpc.prescriptions.ofPatient.queryOptions({ patientId }))
  const ofVisit = data.filter((one) => one.encounterId === encounterId)
  return (
    <IssuedSection kind="prescriptions" isEmpty={ofVisit.length === 0} add={prescribe}>
      {ofVisit.map((one) => (
        <IssuedItem
          key={one.id}
          kind="prescriptions"
          issued={one}
          paper={paperOf('prescription', one.id)}
          cancel={one.requesterId === me.id ? () => setCancelling(one) : undefined}
        >
          <ul className={classes['medicines']}>
            {one.medicines.map(({ id, medicine, dosage }) => (
              <li key={id}>
                <span className={classes['substance']}>{medicine}</span>
                <br />
                {dosage}
              </li>
            ))}
          </ul>
        </IssuedItem>
      ))}
      {cancelling !== null && (
        <CancelDialog prescription={cancelling} onClose={() => setCancelling(null)} />
      )}
    </IssuedSection>
  )
}

function CancelDialog({
  prescription: { id, number },
  onClose,
}: {
  prescription: Prescription
  onClose: () => void
}) {
  const trpc = useTRPC()
  const call = useMutation(trpc.prescriptions.cancel.mutationOptions({ onSuccess: onClose }))
  return (
    <CancelIssuedDialog
      kind="prescriptions"
      number={number}
      call={{ ...call, cancel: (reason) => call.mutate({ id, reason }) }}
      onClose={onClose}
    />
  )
}
