/** One report over whatever screen it is opened from. */
import { useTranslation } from 'react-i18next'
import { PanelModal } from '../../components/panel-modal.tsx'
import { ReportView } from './report-view.tsx'

export function ReportDialog({ reportId, close }: { reportId: string; close: () => void }) {
  const { t } = useTranslation('labs')
  return (
    <PanelModal title={t('inbox.report')} size={720} onClose={close}>
      <ReportView reportId={reportId} />
    </PanelModal>
  )
}
