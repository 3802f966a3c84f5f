/** Pairs who look like one person: the list left, the two beside each other right; one key decides. */
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
import { PageHead } from '../shell/page-head.tsx'
import { MergePanel } from './merge-panel.tsx'
import type { DuplicatePair } from './types.ts'

export function DuplicatesList() {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.duplicates.pairs.queryOptions())
  return (
    <>
      <PageHead>
        <Title order={1}>{t('pairs.title')}</Title>
        {data !== undefined && data.waiting > 0 && (
          <Text size="sm" c="var(--soft)" className="numbers" role="status">
            {t('pairs.waiting', { count: data.waiting })}
          </Text>
        )}
      </PageHead>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.pairs.length === 0 && data.waiting === 0 && (
        <Empty title={t('pairs.empty')} hint={t('pairs.emptyHint')} />
      )}
      {data !== undefined && data.pairs.length > 0 && <Pairs pairs={data.pairs} />}
    </>
  )
}

function Pairs({ pairs }: { pairs: readonly DuplicatePair[] }) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const selection = useSelection(pairs.map(({ id }) => id))
  const selected = pairs.find(({ id }) => id === selection.id)
  useKeys(t('pairs.title'), moveKeys(selection, { up: t('pairs.up'), down: t('pairs.down') }))
  const columns: Column<DuplicatePair>[] = [
    { key: 'one', label: t('pairs.one'), renderCell: ({ one }) => formats.name(one) },
    { key: 'other', label: t('pairs.other'), renderCell: ({ other }) => formats.name(other) },
    {
      key: 'score',
      label: t('pairs.score'),
      width: '76px',
      atEnd: true,
      renderCell: ({ score }) => formats.number(score),
    },
  ]
  return (
    <TwoPanes
      sideLabel={t('pairs.selected')}
      wideSide
      list={
        <RowTable label={t('pairs.title')} columns={columns} rows={pairs} selection={selection} />
      }
      side={
        selected === undefined ? (
          <Text c="var(--soft)">{t('common:nothingSelected')}</Text>
        ) : (
          <MergePanel
            key={selected.id}
            oneId={selected.one.id}
            otherId={selected.other.id}
            reasons={selected.reasons}
          />
        )
      }
    />
  )
}
