/** The tasks about a document, a result or a referral that concern whoever looks; nothing where there are none. */
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import panel from '../../components/panel.module.css'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { TaskLines } from './task-lines.tsx'

export function FocusTasks({ focusId }: { focusId: string }) {
  const { t } = useTranslation('tasks')
  const trpc = useTRPC()
  const { data } = useQuery({
    ...trpc.tasks.ofFocus.queryOptions({ focusId }),
    enabled: useMay()('tasks.work'),
  })
  if (data === undefined || data.length === 0) return null
  return (
    <section aria-label={t('tasks')} className={panel['history']}>
      <Text fw={600} size="sm">
        {t('tasks')}
      </Text>
      <TaskLines tasks={data} />
    </section>
  )
}
