/** Confirmation calls: who comes tomorrow, and whether they said so. */
import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays } from '../../../main/clinic/shared/days.ts'
import { nowIso } from '../../clock.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { moveKeys, RowTable, TwoPanes, useSelection } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { PageHead } from '../shell/page-head.tsx'
import { CallPanel } from './call-panel.tsx'

type Row = RouterOutputs['calls']['confirmations'][number]

/** Nobody called, or nobody was reached: these come first. */
const isOpen = ({ last }: Row) => last === null || last === 'not-reached'

export function ConfirmationsList() {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const formats = useFormats()
  const [day, setDay] = useState(() => addDays(formats.dayOf(nowIso()), 1))
  const { data, error, refetch } = useQuery(trpc.calls.confirmations.queryOptions({ day }))
  useKeys(t('calls.confirmations'), [
    { keys: 'PageUp', label: t('day:keys.dayBefore'), run: () => setDay(addDays(day, -1)) },
    { keys: 'PageDown', label: t('day:keys.dayAfter'), run: () => setDay(addDays(day, 1)) },
  ])
  const rows = (data ?? []).toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)))
  return (
    <>
      <PageHead>
        <Title order={1}>{t('calls.confirmations')}</Title>
        <Text c="var(--soft)">
          {formats.longDay(day)} <Key keys="PageUp" /> <Key keys="PageDown" />
        </Text>
      </PageHead>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && (
        <Empty title={t('calls.nobodyThatDay')} hint={t('calls.nobodyHint')} />
      )}
      {rows.length > 0 && <Rows rows={rows} />}
    </>
  )
}

function Rows({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation('booking')
  const formats = useFormats()
  const selection = useSelection(rows.map(({ id }) => id))
  useKeys(
    t('calls.confirmations'),
    moveKeys(selection, { up: t('day:keys.up'), down: t('day:keys.down') }),
  )
  const chosen = rows.find(({ id }) => id === selection.id)
  return (
    <TwoPanes
      list={
        <RowTable
          label={t('calls.confirmations')}
          rows={rows}
          selection={selection}
          isFaded={(row) => !isOpen(row)}
          columns={[
            {
              key: 'time',
              label: t('fact.time'),
              width: '64px',
              renderCell: (row) => formats.time(row.startsAt),
            },
            {
              key: 'patient',
              label: t('day:patient'),
              renderCell: (row) => formats.name(row.patient),
            },
            {
              key: 'phone',
              label: t('caller.phone'),
              width: '160px',
              renderCell: (row) => row.patient.phones[0] ?? '–',
            },
            {
              key: 'doctor',
              label: t('fact.doctor'),
              width: '150px',
              renderCell: (row) => formats.shortName(row.practitioner),
            },
            {
              key: 'last',
              label: t('calls.lastWord'),
              width: '140px',
              renderCell: (row) => (row.last === null ? '–' : t(`calls.result.${row.last}`)),
            },
          ]}
        />
      }
      side={
        chosen !== undefined && <CallPanel key={chosen.id} one={chosen} purpose="confirmation" />
      }
      sideLabel={t('calls.panel')}
    />
  )
}
