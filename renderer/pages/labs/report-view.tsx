/** One laboratory report by itself, to be shown wherever it is opened: where it is from, its results, who saw it. */
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { ReportResults } from './report-results.tsx'
import { Standing } from './standing.tsx'
import type { Report } from './types.ts'
import classes from './labs.module.css'

export function ReportView({ reportId }: { reportId: string }) {
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.labs.report.queryOptions({ reportId }))
  if (data !== undefined) return <ReportBody report={data} />
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />
  return <Loading />
}

function ReportBody({ report }: { report: Report }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const { patientId, orderNumber, performer, effectiveAt, issuedAt, review } = report
  return (
    <div className={classes['report']}>
      <Standing report={report} />
      <Text c="var(--soft)" size="sm" className="numbers">
        {[
          orderNumber,
          performer,
          t('inbox.taken', { at: formats.moment(effectiveAt) }),
          t('inbox.cameAt', { at: formats.moment(issuedAt) }),
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </Text>
      <ReportResults patientId={patientId} observations={report.observations} />
      <Text c="var(--soft)" size="sm">
        {review === null
          ? t('review.none')
          : t('review.by', {
              at: formats.moment(review.reviewedAt),
              name: review.reviewer === null ? '' : formats.shortName(review.reviewer),
            })}
      </Text>
      {review !== null && review.note !== null && (
        <Text size="sm" className={classes['note'] ?? ''}>
          {review.note}
        </Text>
      )}
    </div>
  )
}
