/** What a day took and gave back, by method, with every receipt. */
import { Group, Text, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { addDays, isDay } from '../../../main/clinic/shared/days.ts'
import type { AppRouter } from '../../../main/ipc/app-router.ts'
import { DayInput } from '../../components/day-input.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { PageHead } from '../shell/page-head.tsx'
import { invoiceKey } from './cash-items.ts'
import { useToday } from './use-today.ts'
import classes from './cash.module.css'

type Day = inferRouterOutputs<AppRouter>['billing']['day']

const keys = { back: 'PageUp', today: 'KeyT', ahead: 'PageDown' }

export function CashDay({ day: asked }: { day: string }) {
  const { t } = useTranslation('cash')
  const trpc = useTRPC()
  const navigate = useNavigate()
  const today = useToday()
  const day = isDay(asked) ? asked : today
  const till = useQuery({
    ...trpc.billing.day.queryOptions({ day }),
    placeholderData: keepPreviousData,
  })
  const show = (one: string) => void navigate(`/cash?day=${one}`, { replace: true })
  useKeys(t('view.day'), [
    { keys: keys.back, label: t('day.back'), run: () => show(addDays(day, -1)) },
    { keys: keys.today, label: t('day.today'), run: () => show(today) },
    { keys: keys.ahead, label: t('day.ahead'), run: () => show(addDays(day, 1)) },
  ])
  return (
    <>
      <PageHead>
        <DayHead day={day} today={today} show={show} />
      </PageHead>
      <section className={classes['day']} aria-label={t('view.day')}>
        <div className={classes['cards']}>
          <DayInput
            label={t('day.pick')}
            value={day}
            onChange={(picked) => {
              if (isDay(picked)) show(picked)
            }}
          />
          {till.data !== undefined && <Totals day={till.data} />}
        </div>
        {till.data === undefined ? (
          till.error === null ? (
            <Loading />
          ) : (
            <ErrorNote error={till.error} retry={() => void till.refetch()} />
          )
        ) : (
          <Entries day={till.data} />
        )}
      </section>
    </>
  )
}

interface PickerParts {
  day: string
  today: string
  show: (day: string) => void
}

/** The day and the keys that move it. */
function DayHead({ day, today, show }: PickerParts) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  return (
    <Group gap={6} wrap="nowrap" miw={0}>
      <Text fw={650} className="cut" mr={4}>
        {formats.longDay(day)}
      </Text>
      <KeyButton keys={keys.back} label={t('day.back')} run={() => show(addDays(day, -1))} />
      <KeyButton keys={keys.today} label={t('day.today')} run={() => show(today)} />
      <KeyButton keys={keys.ahead} label={t('day.ahead')} run={() => show(addDays(day, 1))} />
    </Group>
  )
}

function KeyButton({ keys, label, run }: { keys: string; label: string; run: () => void }) {
  return (
    <Tooltip label={label}>
      <UnstyledButton onClick={run}>
        <VisuallyHidden>{label}</VisuallyHidden>
        <Key keys={keys} />
      </UnstyledButton>
    </Tooltip>
  )
}

function Totals({ day }: { day: Day }) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  const money = (minor: number) => formats.money(minor, day.currency)
  return (['cash', 'terminal', 'all'] as const).map((method) => {
    const { takenMinor, refundedMinor, netMinor } = day.totals[method]
    return (
      <section key={method} className={classes['card']} aria-label={t(`day.${method}`)}>
        <Text size="sm" c="var(--soft)">
          {t(`day.${method}`)}
        </Text>
        <b>{money(netMinor)}</b>
        <Text size="xs" c="var(--soft)" className="numbers">
          {refundedMinor === 0
            ? t('day.taken', { sum: money(takenMinor) })
            : t('day.takenAndBack', { sum: money(takenMinor), back: money(refundedMinor) })}
        </Text>
      </section>
    )
  })
}

function Entries({ day }: { day: Day }) {
  const { t } = useTranslation('cash')
  if (day.entries.length === 0) {
    return <Empty title={t('day.none.title')} hint={t('day.none.hint')} />
  }
  return (
    <table className={classes['lines']}>
      <thead>
        <tr>
          <th scope="col">{t('entry.time')}</th>
          <th scope="col">{t('entry.patient')}</th>
          <th scope="col">{t('entry.number')}</th>
          <th scope="col">{t('entry.method')}</th>
          <th scope="col">{t('entry.by')}</th>
          <th scope="col" className={classes['right']}>
            {t('entry.sum')}
          </th>
        </tr>
      </thead>
      <tbody>
        {day.entries.map((entry) => (
          <Entry key={entry.id} entry={entry} currency={day.currency} />
        ))}
      </tbody>
    </table>
  )
}

function Entry({ entry, currency }: { entry: Day['entries'][number]; currency: string }) {
  const { t } = useTranslation('cash')
  const navigate = useNavigate()
  const formats = useFormats()
  const isRefund = entry.kind === 'refund'
  return (
    <tr>
      <td>
        <time dateTime={entry.at}>{formats.time(entry.at)}</time>
      </td>
      <td>
        <UnstyledButton
          fw={600}
          fz="inherit"
          style={{ overflowWrap: 'anywhere' }}
          onClick={() => void navigate(`/cash?item=${invoiceKey(entry.invoiceId)}`)}
        >
          {formats.name(entry.patient)}
        </UnstyledButton>
      </td>
      <td>
        {entry.number}
        <Text size="xs" c="var(--soft)">
          {t('invoiceNumber', { number: entry.invoiceNumber })}
          {entry.billState !== null && ` · ${t(`state.${entry.billState}`)}`}
        </Text>
      </td>
      <td>
        {t(`way.${entry.method}`)}
        {isRefund && (
          <Text size="xs" c="var(--bad)">
            {t('entry.refund')}
          </Text>
        )}
      </td>
      <td>{entry.by === null ? '' : formats.shortName(entry.by)}</td>
      <td
        className={classes['right']}
        style={{ fontWeight: 600, color: isRefund ? 'var(--bad)' : undefined }}
      >
        {formats.money(isRefund ? -entry.amountMinor : entry.amountMinor, currency)}
      </td>
    </tr>
  )
}
