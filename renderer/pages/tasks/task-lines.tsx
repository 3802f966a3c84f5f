/** Tasks as lines, each with whose it is and how it stands; one is opened over the screen. */
import { Anchor } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DueText, useOwnerText } from './due-text.tsx'
import { OneTaskDialog } from './one-task-dialog.tsx'
import type { RenderFocus } from './task-panel.tsx'
import panel from '../../components/panel.module.css'
import classes from './tasks.module.css'
import type { Task } from './types.ts'

export function TaskLines({
  tasks,
  renderFocus,
}: {
  tasks: readonly Task[]
  renderFocus?: RenderFocus
}) {
  const { t } = useTranslation('tasks')
  const ownerText = useOwnerText()
  const [openId, setOpenId] = useState<string | null>(null)
  return (
    <>
      {tasks.map((task) => (
        <div
          key={task.id}
          className={classes['line']}
          data-ended={task.status !== 'requested' || undefined}
        >
          <Anchor
            component="button"
            type="button"
            size="sm"
            ta="start"
            onClick={() => setOpenId(task.id)}
          >
            {task.title}
          </Anchor>
          <span className={panel['by']}>
            {task.status === 'requested' ? <DueText task={task} /> : t(`did.${task.status}`)} ·{' '}
            {ownerText(task)}
          </span>
        </div>
      ))}
      {openId !== null && (
        <OneTaskDialog id={openId} renderFocus={renderFocus} onClose={() => setOpenId(null)} />
      )}
    </>
  )
}
