/** A task about a report: what it says and whom it is about stand there; for whom and until when is to be said. */
import { useTranslation } from 'react-i18next'
import { TaskDialog } from '../tasks/task-dialog.tsx'
import { toldResults } from './told-results.ts'
import type { InboxReport } from './types.ts'

export function ReportTaskDialog({
  report: { id, patientId, patient, orderNumber, observations },
  onClose,
}: {
  report: Pick<InboxReport, 'id' | 'patientId' | 'patient' | 'orderNumber' | 'observations'>
  onClose: () => void
}) {
  const { t } = useTranslation('labs')
  const results = toldResults(observations)
  return (
    <TaskDialog
      patient={{ ...patient, id: patientId }}
      focus={{ kind: 'report', id }}
      title={
        orderNumber === null
          ? t('task.title', { results })
          : t('task.ofOrder', { results, number: orderNumber })
      }
      onClose={onClose}
    />
  )
}
