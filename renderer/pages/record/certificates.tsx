/** The sick notes and certificates of one visit, with their papers. */
import { Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import type { Paper } from '../documents/papers.tsx'
import { useMay, useMe } from '../shell/me.ts'
import { CertificateDialog } from './certificate-dialog.tsx'
import { CancelIssuedDialog, IssuedItem, IssuedSection } from './issued.tsx'
import classes from './record.module.css'

type Certificate = RouterOutputs['certificates']['ofPatient'][number]

const newKey = 'Alt+KeyC'

export function Certificates({
  patientId,
  encounterId,
  visitDay,
  paperOf,
}: {
  patientId: string
  encounterId: string
  visitDay: string
  paperOf: (kind: string, subjectId: string) => Paper | undefined
}) {
  const { t } = useTranslation('record')
  const trpc = useTRPC()
  const me = useMe()
  const mayIssue = useMay()('certificates.issue')
  const [open, setOpen] = useState<'new' | Certificate | null>(null)
  const { data = [] } = useQuery(trpc.certificates.ofPatient.queryOptions({ patientId }))
  const ofVisit = data.filter((one) => one.encounterId === encounterId)
  const add = { keys: newKey, open: () => setOpen('new') }
  useKeys(
    t('certificates.title'),
    mayIssue ? [{ keys: newKey, label: t('certificates.new'), run: add.open }] : [],
  )
  return (
    <IssuedSection
      kind="certificates"
      isEmpty={ofVisit.length === 0}
      add={mayIssue ? add : undefined}
    >
      {ofVisit.map((one) => (
        <IssuedItem
          key={one.id}
          kind="certificates"
          issued={one}
          paper={paperOf(one.kind, one.id)}
          cancel={one.requesterId === me.id ? () => setOpen(one) : undefined}
        >
          <CertificateFacts certificate={one} />
        </IssuedItem>
      ))}
      {open === 'new' && (
        <CertificateDialog
          close={() => setOpen(null)}
          patientId={patientId}
          encounterId={encounterId}
          visitDay={visitDay}
        />
      )}
      {open !== null && open !== 'new' && (
        <CancelDialog certificate={open} onClose={() => setOpen(null)} />
      )}
    </IssuedSection>
  )
}

/** What it is, for which days, and what it says. */
function CertificateFacts({
  certificate: { kind, fromDay, toDay, text },
}: {
  certificate: Pick<Certificate, 'kind' | 'fromDay' | 'toDay' | 'text'>
}) {
  const { t } = useTranslation('record')
  const formats = useFormats()
  return (
    <>
      <span className={classes['substance']}>{t(`certificates.kinds.${kind}`)}</span>
      {fromDay !== null && toDay !== null && (
        <Text size="sm" className="numbers">
          {formats.day(fromDay)}–{formats.day(toDay)}
        </Text>
      )}
      {text !== '' && (
        <Text size="sm" c="var(--soft)" lineClamp={3}>
          {text}
        </Text>
      )}
    </>
  )
}

function CancelDialog({
  certificate: { id, number },
  onClose,
}: {
  certificate: Certificate
  onClose: () => void
}) {
  const trpc = useTRPC()
  const call = useMutation(trpc.certificates.cancel.mutationOptions({ onSuccess: onClose }))
  return (
    <CancelIssuedDialog
      kind="certificates"
      number={number}
      call={{ ...call, cancel: (reason) => call.mutate({ id, reason }) }}
      onClose={onClose}
    />
  )
}
