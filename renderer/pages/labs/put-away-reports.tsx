/** Results that were nobody's here, with why; what was put away by mistake comes back from here. */
import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { type Column, moveKeys, RowTable, useSelection } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { labOf, toldName } from './told-name.ts'
import type { PutAwayReport } from './types.ts'

export function PutAwayReports() {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.labs.putAwayList.queryOptions())
  if (data === undefined) {
    if (error === null) return <Loading />
    return <ErrorNote error={error} retry={() => void refetch()} />
  }
  if (data.length === 0) return <Empty title={t('away.empty')} hint={t('away.emptyHint')} />
  return <Rows rows={data} />
}

function Rows({ rows }: { rows: readonly PutAwayReport[] }) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const formats = useFormats()
  const selection = useSelection(rows.map(({ id }) => id))
  const bringBack = useMutation(trpc.labs.bringBack.mutationOptions({ onError: useShowError() }))
  useKeys(
    t('laboratory.view.away'),
    moveKeys(selection, { up: t('common:up'), down: t('common:down') }),
  )
  const columns: Column<PutAwayReport>[] = [
    {
      key: 'who',
      label: t('unmatched.who'),
      width: '200px',
      renderCell: (row) => toldName(row) ?? t('unmatched.nobody'),
    },
    {
      key: 'lab',
      label: t('unmatched.from'),
      width: '110px',
      renderCell: ({ sender }) => labOf(sender),
    },
    { key: 'why', label: t('order.reason'), renderCell: ({ reason }) => reason },
    {
      key: 'by',
      label: t('away.by'),
      width: '150px',
      renderCell: ({ by }) => (by === null ? '' : formats.shortName(by)),
    },
    {
      key: 'at',
      label: t('away.at'),
      width: '120px',
      renderCell: ({ putAwayAt }) => formats.shortMoment(putAwayAt),
    },
    {
      key: 'back',
      label: '',
      width: '150px',
      atEnd: true,
      renderCell: ({ id, version, ...row }) => (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`${t('common:bringBack')}: ${toldName(row) ?? t('unmatched.nobody')}`}
          onClick={() => bringBack.mutate({ id, version })}
        >
          {t('common:bringBack')}
        </Button>
      ),
    },
  ]
  return (
    <RowTable
      label={t('laboratory.view.away')}
      columns={columns}
      rows={rows}
      selection={selection}
    />
  )
}
