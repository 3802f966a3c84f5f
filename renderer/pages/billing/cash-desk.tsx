/** The till at work: the list on the left, the chosen bill in the middle, how it is paid on the right. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Lines, Loading } from '../../components/loading.tsx'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import type { BillParts } from './bill.ts'
import { BookingBill } from './booking-bill.tsx'
import { type CashItem, cashItems, neighbour, openItems, readKey } from './cash-items.ts'
import { CashList } from './cash-list.tsx'
import { InvoiceBill } from './invoice-bill.tsx'
import { useToday } from './use-today.ts'
import classes from './cash.module.css'

/** What the list holds now, or why it cannot be shown. */
function useCashItems() {
  const trpc = useTRPC()
  const today = useToday()
  const open = useQuery(trpc.billing.open.queryOptions())
  const day = useQuery(trpc.appointments.day.queryOptions({ day: today }))
  const moved = useQuery(trpc.billing.ofDay.queryOptions({ day: today }))
  const isThere = open.data !== undefined && day.data !== undefined && moved.data !== undefined
  return {
    items: isThere ? cashItems(open.data, day.data.appointments, moved.data) : null,
    error: isThere ? null : (open.error ?? day.error ?? moved.error),
    retry: () => void Promise.all([open.refetch(), day.refetch(), moved.refetch()]),
  }
}

export function CashDesk({ selected }: { selected: string | null }) {
  const { t } = useTranslation('cash')
  const navigate = useNavigate()
  const { items, error, retry } = useCashItems()
  const asking = items === null ? [] : openItems(items)
  const first = asking[0]?.key
  const key = selected ?? first ?? null
  const [next, setNext] = useState<{ from: string; to: string | null } | null>(null)

  function select(to: string | null): void {
    if (to !== null) void navigate(addressOf(to), { replace: true })
  }
  // Pinned in the address: whoever comes to the head of the list must not push a bill away.
  useEffect(() => {
    if (selected === null && first !== undefined) void navigate(addressOf(first), { replace: true })
  }, [selected, first, navigate])
  const move = (step: 1 | -1) => {
    if (items !== null && key !== null) select(neighbour(items, key, step))
  }
  useKeys(t('list'), [
    { keys: 'ArrowDown', label: t('next'), run: () => move(1), inText: true },
    { keys: 'ArrowUp', label: t('previous'), run: () => move(-1), inText: true },
  ])

  if (error !== null) return <ErrorNote error={error} retry={retry} />
  if (items === null) return <Loading shape={<Lines count={8} />} />
  /** Where to go from a bill that leaves the list when it is settled. */
  const remember = (from: string) =>
    setNext({ from, to: neighbour(asking, from, 1) ?? neighbour(asking, from, -1) })
  const goOn = () => select(next?.from === key ? next.to : nextOf(asking, key))
  const hasMore = (next?.from === key ? next.to : nextOf(asking, key)) !== null
  return (
    <div className={classes['page']}>
      <CashList items={items} selected={key} select={select} />
      {key === null ? (
        <div className={classes['middle']} style={{ gridColumn: '2 / -1' }}>
          <Empty title={t('nothing.title')} hint={t('nothing.hint')} />
        </div>
      ) : (
        <Chosen
          key={key}
          itemKey={key}
          settled={() => remember(key)}
          goOn={hasMore ? goOn : null}
        />
      )}
    </div>
  )
}

function addressOf(key: string): string {
  return 'appointmentId' in readKey(key) ? `/cash/${key}` : `/cash?item=${key}`
}

function nextOf(items: readonly CashItem[], key: string | null): string | null {
  return items.find((item) => item.key !== key)?.key ?? null
}

function Chosen({ itemKey, ...parts }: { itemKey: string } & BillParts) {
  const what = readKey(itemKey)
  return 'appointmentId' in what ? (
    <ChosenBooking appointmentId={what.appointmentId} {...parts} />
  ) : (
    <InvoiceById invoiceId={what.invoiceId} {...parts} />
  )
}

function ChosenBooking({ appointmentId, ...parts }: { appointmentId: string } & BillParts) {
  const trpc = useTRPC()
  const invoice = useQuery(trpc.billing.ofAppointment.queryOptions({ appointmentId }))
  if (invoice.data === undefined) return <Waiting query={invoice} />
  if (invoice.data === null) return <BookingBill appointmentId={appointmentId} {...parts} />
  return <InvoiceBill invoice={invoice.data} {...parts} />
}

function InvoiceById({ invoiceId, ...parts }: { invoiceId: string } & BillParts) {
  const trpc = useTRPC()
  const invoice = useQuery(trpc.billing.invoice.queryOptions({ invoiceId }))
  if (invoice.data === undefined) return <Waiting query={invoice} />
  return <InvoiceBill invoice={invoice.data} {...parts} />
}

function Waiting({ query }: { query: { error: unknown; refetch: () => unknown } }) {
  return (
    <div className={classes['middle']} style={{ gridColumn: '2 / -1' }}>
      {query.error === null ? (
        <Loading />
      ) : (
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      )}
    </div>
  )
}
