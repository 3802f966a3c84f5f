/** Results that nobody was found for: what the laboratory said, who it could be and why, and what to do with them. */
import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
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
import { labOf, toldName } from './told-name.ts'
import type { UnmatchedReport } from './types.ts'
import { UnmatchedPanel } from './unmatched-panel.tsx'
import { UnmatchedReasonText } from './unmatched-reason.tsx'

export function UnmatchedReports() {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.labs.unmatched.queryOptions())
  if (data === undefined) {
    if (error === null) return <Loading />
    return <ErrorNote error={error} retry={() => void refetch()} />
  }
  if (data.length === 0) {
    return <Empty title={t('unmatched.empty')} hint={t('unmatched.emptyHint')} />
  }
  return <Reports reports={data} />
}

function Reports({ reports }: { reports: readonly UnmatchedReport[] }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const selection = useSelection(reports.map(({ id }) => id))
  useKeys(
    t('laboratory.view.unmatched'),
    moveKeys(selection, { up: t('common:up'), down: t('common:down') }),
  )
  const chosen = reports.find(({ id }) => id === selection.id)
  const columns: Column<UnmatchedReport>[] = [
    {
      key: 'who',
      label: t('unmatched.who'),
      renderCell: (report) => toldName(report) ?? t('unmatched.nobody'),
    },
    {
      key: 'born',
      label: t('unmatched.born'),
      width: '104px',
      renderCell: ({ bornOn }) => (bornOn === null ? '' : formats.day(bornOn)),
    },
    {
      key: 'why',
      label: t('unmatched.why'),
      width: '240px',
      renderCell: ({ reason }) => <UnmatchedReasonText reason={reason} />,
    },
    {
      key: 'lab',
      label: t('unmatched.from'),
      width: '110px',
      renderCell: ({ sender }) => labOf(sender),
    },
    {
      key: 'came',
      label: t('inbox.came'),
      width: '110px',
      renderCell: ({ receivedAt }) => formats.shortMoment(receivedAt),
    },
  ]
  return (
    <TwoPanes
      list={
        <RowTable
          label={t('laboratory.view.unmatched')}
          columns={columns}
          rows={reports}
          selection={selection}
        />
      }
      side={
        chosen === undefined ? (
          <Text c="var(--soft)">{t('common:nothingSelected')}</Text>
        ) : (
          <>
            <div>
              <Title order={2}>{toldName(chosen) ?? t('unmatched.nobody')}</Title>
              <Text size="sm" c="var(--warn)" fw={600}>
                <UnmatchedReasonText reason={chosen.reason} />
              </Text>
            </div>
            <UnmatchedPanel key={chosen.id} messageReportId={chosen.id} />
          </>
        )
      }
      sideLabel={t('unmatched.one')}
    />
  )
}
