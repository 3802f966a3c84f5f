/** One laboratory report by itself, to be shown wherever it is opened: where it is from, its results, who saw it. */
import { Button, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote, refusalOf, useShowError } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { PaperOnDemand } from '../documents/paper-on-demand.tsx'
import { usePapers } from '../documents/papers.tsx'
import { useMay } from '../shell/me.ts'
import { FocusTasks } from '../tasks/focus-tasks.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { ReportResults } from './report-results.tsx'
import { ReportTaskDialog } from './report-task-dialog.tsx'
import { Standing } from './standing.tsx'
import type { Report } from './types.ts'
import classes from './labs.module.css'

export function ReportView({ reportId }: { reportId: string }) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.labs.report.queryOptions({ reportId }))
  // Also while it is open: somebody has just taken its match back.
  if (refusalOf(error)?.code === 'not-found') {
    return <Text c="var(--soft)">{t('review.gone')}</Text>
  }
  if (data !== undefined) return <ReportBody report={data} />
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />
  return <Loading />
}

function ReportBody({ report }: { report: Report }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const [isTaskOpen, setTaskOpen] = useState(false)
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
      <div className={classes['reportDoes']}>
        <ReportPaper report={report} />
        <Button size="compact-xs" variant="default" onClick={() => setTaskOpen(true)}>
          {t('task.new')}
        </Button>
      </div>
      <FocusTasks focusId={report.id} />
      {isTaskOpen && <ReportTaskDialog report={report} onClose={() => setTaskOpen(false)} />}
      <MatchNote report={report} />
    </div>
  )
}

/** The report on paper: made when it is first asked for, then opened and saved as every paper is. */
function ReportPaper({ report: { id, patientId } }: { report: Report }) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const paper = usePapers(patientId)('lab-report', id)
  const print = useMutation(trpc.labs.printReport.mutationOptions({ onError: useShowError() }))
  return (
    <PaperOnDemand
      paper={paper}
      label={t('report.print')}
      isMaking={print.isPending}
      make={() => print.mutate({ reportId: id })}
    />
  )
}

/** How it was known whose they are; a wrong match is taken back here. */
function MatchNote({ report: { matchId, matchWay } }: { report: Report }) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const may = useMay()
  const [undoing, setUndoing] = useState(false)
  const undo = useMutation(
    trpc.labs.undoMatch.mutationOptions({ onSuccess: () => setUndoing(false) }),
  )
  if (matchId === null || matchWay === null) return null
  return (
    <div className={classes['blockHead']}>
      <Text c="var(--soft)" size="sm">
        {t(`match.way.${matchWay}`)}
      </Text>
      {may('labs.enter') && (
        <Button size="compact-xs" variant="default" onClick={() => setUndoing(true)}>
          {t('match.undo')}
        </Button>
      )}
      {undoing && (
        <ReasonDialog
          title={t('match.undo')}
          submitLabel={t('match.undoIt')}
          hint={t('match.undoHint')}
          pending={undo.isPending}
          error={undo.error}
          onSubmit={(reason) => undo.mutate({ matchId, reason })}
          onClose={() => setUndoing(false)}
        />
      )}
    </div>
  )
}
