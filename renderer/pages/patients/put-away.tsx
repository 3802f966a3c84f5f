/** Putting a patient away, and taking one back: the same place undoes it, so nothing is asked. */
import { Anchor } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import type { Patient } from './types.ts'
import classes from './patients.module.css'

export function PutAway({ patient }: { patient: Patient }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const may = useMay()
  const showError = useShowError()
  const archive = useMutation(trpc.patients.archive.mutationOptions({ onError: showError }))
  if (!may('patients.archive')) return null
  const { id, version, archivedAt } = patient
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      className={classes['putAway'] ?? ''}
      disabled={archive.isPending}
      onClick={() => archive.mutate({ id, version, archived: archivedAt === null })}
    >
      {t(archivedAt === null ? 'archive.put' : 'archive.takeBack')}
    </Anchor>
  )
}
