/** Results that no doctor has seen: the list left, the report right; one key acknowledges and goes on to the next. */
import { Anchor, Button, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import {
  type Column,
  moveKeys,
  RowTable,
  TwoPanes,
  useSelection,
} from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useAgeText } from '../patients/age.ts'
import { PageHead } from '../shell/page-head.tsx'
import { FocusTasks } from '../tasks/focus-tasks.tsx'
import { followable, ReportResults } from './report-results.tsx'
import { ReportTaskDialog } from './report-task-dialog.tsx'
import { Standing } from './standing.tsx'
import { type Analyte, TrendDialog } from './trend-dialog.tsx'
import type { InboxReport } from './types.ts'
import { worryOf } from './worry.ts'

/** What is overdue becomes so by the clock alone, which nobody writes. */
const overdueAgainMs = 10 * 60_000

export function ResultsList() {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery({
    ...trpc.labs.inbox.queryOptions({ whose: 'mine' }),
    refetchInterval: overdueAgainMs,
  })
  return (
    <>
      <PageHead>
        <Title order={1}>{t('inbox.title')}</Title>
        {data !== undefined && data.length > 0 && (
          <Text c="var(--soft)">{t('inbox.count', { count: data.length })}</Text>
        )}
      </PageHead>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && <Empty title={t('inbox.empty')} hint={t('inbox.emptyHint')} />}
      {data !== undefined && data.length > 0 && <Reports reports={data} />}
    </>
  )
}

function Reports({ reports }: { reports: readonly InboxReport[] }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const selection = useSelection(reports.map(({ id }) => id))
  useKeys(t('inbox.title'), moveKeys(selection, { up: t('common:up'), down: t('common:down') }))
  const chosen = reports.find(({ id }) => id === selection.id)
  const columns: Column<InboxReport>[] = [
    {
      key: 'patient',
      label: t('inbox.patient'),
      renderCell: ({ patient }) => formats.name(patient),
    },
    {
      key: 'order',
      label: t('inbox.order'),
      width: '130px',
      renderCell: ({ orderNumber }) => orderNumber ?? '–',
    },
    {
      key: 'what',
      label: t('inbox.what'),
      width: '270px',
      renderCell: (report) => <Standing report={report} />,
    },
    {
      key: 'came',
      label: t('inbox.came'),
      width: '110px',
      renderCell: ({ issuedAt }) => formats.shortMoment(issuedAt),
    },
  ]
  return (
    <TwoPanes
      list={
        <RowTable label={t('inbox.title')} columns={columns} rows={reports} selection={selection} />
      }
      side={chosen !== undefined && <ReportPanel key={chosen.id} report={chosen} />}
      sideLabel={t('inbox.report')}
    />
  )
}

function ReportPanel({ report }: { report: InboxReport }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const age = useAgeText()
  const trpc = useTRPC()
  const review = useMutation(trpc.labs.review.mutationOptions({ onError: useShowError() }))
  const acknowledge = () => {
    if (!review.isPending) review.mutate({ reportId: report.id, note: null })
  }
  const [followed, setFollowed] = useState<Analyte | null>(null)
  const [isTaskOpen, setTaskOpen] = useState(false)
  const gravest = gravestOf(report)
  useKeys(t('inbox.report'), [
    { keys: 'KeyA', label: t('inbox.acknowledge'), run: acknowledge },
    { keys: 'KeyD', label: t('task.new'), run: () => setTaskOpen(true) },
    ...(gravest === null
      ? []
      : [{ keys: 'KeyT', label: t('trend.key'), run: () => setFollowed(gravest) }]),
  ])
  const { patient, bornOn, patientId, orderNumber, effectiveAt, performer } = report
  return (
    <>
      <div>
        <Title order={2}>
          <Anchor component={Link} to={`/patients/${patientId}`}>
            {formats.name(patient)}
          </Anchor>
        </Title>
        <Text c="var(--soft)" size="sm">
          {[
            age(bornOn),
            orderNumber,
            performer,
            t('inbox.taken', { at: formats.moment(effectiveAt) }),
          ]
            .filter((part) => part !== null && part !== '')
            .join(' · ')}
        </Text>
        <Standing report={report} />
      </div>
      <ReportResults patientId={patientId} observations={report.observations} />
      <Button loading={review.isPending} onClick={acknowledge} rightSection={<Key keys="KeyA" />}>
        {t('inbox.acknowledge')}
      </Button>
      <Button
        variant="default"
        onClick={() => setTaskOpen(true)}
        rightSection={<Key keys="KeyD" />}
      >
        {t('task.new')}
      </Button>
      {gravest !== null && (
        <Button
          variant="default"
          onClick={() => setFollowed(gravest)}
          rightSection={<Key keys="KeyT" />}
        >
          {t('trend.open', { name: gravest.name })}
        </Button>
      )}
      <FocusTasks focusId={report.id} />
      {isTaskOpen && <ReportTaskDialog report={report} onClose={() => setTaskOpen(false)} />}
      {followed !== null && (
        <TrendDialog patientId={patientId} analyte={followed} close={() => setFollowed(null)} />
      )}
    </>
  )
}

/** The result whose course a doctor asks for first: the one that worries most, of several the first. */
function gravestOf({ observations }: InboxReport): Analyte | null {
  const numbers = observations.filter((one) => followable(one) !== null)
  const worst =
    numbers.find(({ interpretation }) => worryOf(interpretation) === 'critical') ??
    numbers.find(({ interpretation }) => worryOf(interpretation) === 'abnormal') ??
    numbers[0]
  return worst === undefined ? null : followable(worst)
}
