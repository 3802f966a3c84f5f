/** When a task is due, in red once it is late; and whose it is, in words. */
import { useTranslation } from 'react-i18next'
import type { HumanName } from '../../../main/clinic/shared/names.ts'
import { useFormats } from '../../i18n/formats.ts'
import classes from './tasks.module.css'
import type { Task } from './types.ts'

export function DueText({ task: { dueOn, due } }: { task: Pick<Task, 'dueOn' | 'due'> }) {
  const { t } = useTranslation('tasks')
  const formats = useFormats()
  if (dueOn === null) return <span className={classes['soft']}>{t('noDue')}</span>
  const worry = due === 'overdue' || due === 'today' ? ` · ${t(`due.${due}`)}` : ''
  return (
    <span className={classes['due']} data-due={due}>
      {formats.shortDay(dueOn)}
      {worry}
    </span>
  )
}

export function useOwnerText(): (task: {
  owner: HumanName | null
  ownerRole: string | null
}) => string {
  const { t } = useTranslation('tasks')
  const formats = useFormats()
  return ({ owner, ownerRole }) =>
    owner === null
      ? ownerRole === null
        ? ''
        : t('owner.anyOf', { role: t(`start:role.${ownerRole}`) })
      : formats.name(owner)
}
