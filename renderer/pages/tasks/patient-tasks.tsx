/** The tasks about a patient that concern whoever looks, with those that are done. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../trpc.ts'
import { DetailsSection } from '../patients/details-section.tsx'
import { FocusLink } from './focus-link.tsx'
import { TaskDialog, type TaskPatient } from './task-dialog.tsx'
import { TaskLines } from './task-lines.tsx'

export function PatientTasks({ patient }: { patient: TaskPatient }) {
  const { t } = useTranslation('tasks')
  const trpc = useTRPC()
  const [adding, setAdding] = useState(false)
  const { data } = useQuery(trpc.tasks.ofPatient.queryOptions({ patientId: patient.id }))
  return (
    <DetailsSection
      title={t('tasks')}
      add={{ label: t('add'), run: () => setAdding(true) }}
      empty={data?.length === 0 ? t('noneOfPatient') : null}
    >
      {data !== undefined && <TaskLines tasks={data} renderFocus={FocusLink} />}
      {adding && <TaskDialog patient={patient} onClose={() => setAdding(false)} />}
    </DetailsSection>
  )
}
