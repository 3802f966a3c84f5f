/** Orders whose results have not all come: typed in here when they come on paper or from the clinic's own analyser. */
import { Badge, Button, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import {
  type Column,
  Facts,
  moveKeys,
  RowTable,
  TwoPanes,
  useSelection,
} from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useAgeText } from '../patients/age.ts'
import { EntryDialog } from './entry-dialog.tsx'
import { namesOf } from './order-model.ts'
import type { AwaitedOrder } from './types.ts'

export function AwaitedOrders() {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.labs.awaited.queryOptions())
  if (data === undefined) {
    if (error === null) return <Loading />
    return <ErrorNote error={error} retry={() => void refetch()} />
  }
  if (data.length === 0) return <Empty title={t('awaited.empty')} hint={t('awaited.emptyHint')} />
  return <Orders orders={data} />
}

function Orders({ orders }: { orders: readonly AwaitedOrder[] }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const selection = useSelection(orders.map(({ id }) => id))
  const [entered, setEntered] = useState<string | null>(null)
  const chosen = orders.find(({ id }) => id === selection.id)
  const enter = () => setEntered(selection.id)
  useKeys(t('laboratory.view.awaited'), [
    ...moveKeys(selection, { up: t('common:up'), down: t('common:down') }),
    { keys: 'Enter', label: t('entry.open'), run: enter },
  ])
  const columns: Column<AwaitedOrder>[] = [
    {
      key: 'patient',
      label: t('inbox.patient'),
      renderCell: ({ patient }) => formats.name(patient),
    },
    {
      key: 'what',
      label: t('specimens.what'),
      renderCell: ({ items }) => namesOf(items).join(', '),
    },
    {
      key: 'order',
      label: t('inbox.order'),
      width: '130px',
      renderCell: ({ number }) => number,
    },
    {
      key: 'state',
      label: t('specimens.step'),
      width: '140px',
      renderCell: ({ isPartial }) => t(isPartial ? 'state.partial' : 'awaited.nothing'),
    },
  ]
  return (
    <>
      <TwoPanes
        list={
          <RowTable
            label={t('laboratory.view.awaited')}
            columns={columns}
            rows={orders}
            selection={selection}
            onOpen={({ id }) => setEntered(id)}
          />
        }
        side={chosen !== undefined && <AwaitedPanel order={chosen} enter={enter} />}
        sideLabel={t('awaited.one')}
      />
      {entered !== null && <EntryDialog orderId={entered} close={() => setEntered(null)} />}
    </>
  )
}

function AwaitedPanel({ order, enter }: { order: AwaitedOrder; enter: () => void }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const age = useAgeText()
  return (
    <>
      <div>
        <Title order={2}>{formats.name(order.patient)}</Title>
        <Text c="var(--soft)" size="sm" className="numbers">
          {age(order.bornOn)}
        </Text>
        {order.priority !== 'routine' && (
          <Badge variant="light" color="red" tt="none">
            {t(`visit:priority.${order.priority}`)}
          </Badge>
        )}
      </div>
      <Facts
        facts={[
          [t('inbox.order'), order.number],
          [t('specimens.what'), order.items.map(({ name }) => name).join(', ')],
          [t('specimens.ordered'), formats.shortMoment(order.orderedAt)],
        ]}
      />
      <Button fullWidth justify="space-between" rightSection={<Key keys="Enter" />} onClick={enter}>
        {t('entry.open')}
      </Button>
    </>
  )
}
