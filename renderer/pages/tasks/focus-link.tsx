/** Leads from a task to what it is about: a document to its page, a result and a referral over this screen. */
import { Anchor } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Permission } from '../../../main/clinic/shared/permissions.ts'
import type { TaskFocus } from '../../../main/clinic/tasks/tasks.rules.ts'
import { ReportDialog } from '../labs/report-dialog.tsx'
import { OneReferralDialog } from '../referrals/one-referral-dialog.tsx'
import { useMay } from '../shell/me.ts'

const readers: Record<TaskFocus, Permission> = {
  document: 'documents.read',
  report: 'labs.read',
  referral: 'referrals.read',
}

export function FocusLink({ kind, id }: { kind: TaskFocus; id: string }) {
  const { t } = useTranslation('tasks')
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const words = t(`focus.${kind}`)
  if (!may(readers[kind])) return <>{words}</>
  if (kind === 'document') {
    return (
      <Anchor component={Link} to={`/documents/${id}`}>
        {words}
      </Anchor>
    )
  }
  const close = () => setOpen(false)
  return (
    <>
      <Anchor component="button" type="button" onClick={() => setOpen(true)}>
        {words}
      </Anchor>
      {isOpen && kind === 'report' && <ReportDialog reportId={id} close={close} />}
      {isOpen && kind === 'referral' && <OneReferralDialog id={id} onClose={close} />}
    </>
  )
}
