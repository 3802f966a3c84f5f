/** One report over whatever screen it is opened from. */
import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ReportView } from './report-view.tsx'

export function ReportDialog({ reportId, close }: { reportId: string; close: () => void }) {
  const { t } = useTranslation('labs')
  return (
    <Modal
      opened
      onClose={close}
      title={t('inbox.report')}
      size={720}
      yOffset="4vh"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <ReportView reportId={reportId} />
    </Modal>
  )
}
