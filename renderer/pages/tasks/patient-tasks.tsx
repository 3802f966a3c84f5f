/** The tasks about a patient that concern whoever looks, with those that are done. */
import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useTRPC } from '../../trpc.ts'
import { DetailsSection } from '../patients/details-section.tsx'
import { DueText, useOwnerText } from './due-text.tsx'
import { TaskDialog, type TaskPatient } from './task-dialog.tsx'
import classes from './tasks.module.css'

export function PatientTasks({ patient }: { patient: TaskPatient }) {
  const { t } = useTranslation('tasks')
  const trpc = useTRPC()
  const ownerText = useOwnerText()
  const [adding, setAdding] = useState(false)
  const { data } = useQuery(trpc.tasks.ofPatient.queryOptions({ patientId: patient.id }))
  return (
    <DetailsSection
      title={t('tasks')}
      add={{ label: t('add'), run: () => setAdding(true) }}
      empty={data?.length === 0 ? t('noneOfPatient') : null}
    >
      {data?.map((task) => (
        <div
          key={task.id}
          className={classes['line']}
          data-ended={task.status !== 'requested' || undefined}
        >
          {task.status === 'requested' ? (
            <Anchor component={Link} to="/lists/tasks">
              {task.title}
            </Anchor>
          ) : (
            <span>{task.title}</span>
          )}
          <span className={classes['by']}>
            {task.status === 'requested' ? <DueText task={task} /> : t(`did.${task.status}`)} ·{' '}
            {ownerText(task)}
          </span>
        </div>
      ))}
      {adding && <TaskDialog patient={patient} onClose={() => setAdding(false)} />}
    </DetailsSection>
  )
}
