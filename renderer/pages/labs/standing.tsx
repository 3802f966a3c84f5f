/** How far a report is and what is in it: in words, coloured where a doctor has to look. */
import { useTranslation } from 'react-i18next'
import classes from './labs.module.css'
import type { InboxReport } from './types.ts'
import type { Worry } from './worry.ts'

export function Standing({
  report,
}: {
  report: Pick<InboxReport, 'isCritical' | 'isAbnormal' | 'isOverdue' | 'status'>
}) {
  const { t } = useTranslation('labs')
  const worry: Worry = report.isCritical ? 'critical' : report.isAbnormal ? 'abnormal' : 'normal'
  return (
    <span>
      <b className={classes['worry']} data-worry={worry}>
        {t(`worry.${worry}`)}
      </b>{' '}
      · {t(`status.${report.status}`)}
      {report.isOverdue && (
        <>
          {' '}
          · <span className={classes['overdue']}>{t('inbox.overdue')}</span>
        </>
      )}
    </span>
  )
}
