/** One task over whatever screen it is opened from, one that has ended too. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { PanelModal } from '../../components/panel-modal.tsx'
import { useTRPC } from '../../trpc.ts'
import { type RenderFocus, TaskPanel } from './task-panel.tsx'

export function OneTaskDialog({
  id,
  renderFocus,
  onClose,
}: {
  id: string
  /** Left out where it is opened from what it is about. */
  renderFocus: RenderFocus | undefined
  onClose: () => void
}) {
  const { t } = useTranslation('tasks')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.tasks.get.queryOptions({ id }))
  return (
    <PanelModal title={t('one')} onClose={onClose}>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && <TaskPanel task={data} renderFocus={renderFocus} />}
    </PanelModal>
  )
}
