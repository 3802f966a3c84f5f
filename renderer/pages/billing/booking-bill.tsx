/** A booking without an invoice: what was booked, what was done beside it, and the invoice to issue. */
import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
  Title,
  Tooltip,
  VisuallyHidden,
} from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { IconX } from '@tabler/icons-react'
import type { inferRouterOutputs } from '@trpc/server'
import { type Ref, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { invoiceTotal, lineTotal } from '../../../main/clinic/billing/billing.rules.ts'
import type { AppRouter } from '../../../main/ipc/app-router.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import type { BillParts } from './bill.ts'
import { LineHeads } from './line-heads.tsx'
import classes from './cash.module.css'

type Outputs = inferRouterOutputs<AppRouter>
type Booking = Outputs['appointments']['details']
type Service = Outputs['catalog']['services']['services'][number]

interface ExtraLine {
  service: Service
  quantity: number
}

/** What the service takes: so many kinds of services beside the booked one, so many of each. */
const mostLines = 20
const mostOfOne = 99

const addKey = 'Alt+KeyA'

export function BookingBill({ appointmentId, goOn }: { appointmentId: string } & BillParts) {
  const trpc = useTRPC()
  const booking = useQuery(trpc.appointments.details.queryOptions({ id: appointmentId }))
  if (booking.data === undefined) {
    return (
      <div className={classes['middle']} style={{ gridColumn: '2 / -1' }}>
        {booking.error === null ? <Loading /> : <ErrorNote error={booking.error} />}
      </div>
    )
  }
  return <Unbilled booking={booking.data} goOn={goOn} />
}

function Unbilled({ booking, goOn }: { booking: Booking; goOn: BillParts['goOn'] }) {
  const [extras, setExtras] = useState<ExtraLine[]>([])
  const issueButton = useRef<HTMLButtonElement>(null)
  const lines = [
    { quantity: 1, unitPriceMinor: booking.priceMinor },
    ...extras.map(({ service, quantity }) => ({ quantity, unitPriceMinor: service.priceMinor })),
  ]
  const totalMinor = invoiceTotal(lines)
  return (
    <>
      <section className={classes['middle']}>
        <div className={classes['sheet']}>
          <BookingHead booking={booking} />
          <UnbilledLines
            booking={booking}
            extras={extras}
            change={setExtras}
            added={() => issueButton.current?.focus()}
          />
        </div>
      </section>
      <IssueInvoice
        booking={booking}
        extras={extras}
        totalMinor={totalMinor}
        goOn={goOn}
        ref={issueButton}
      />
    </>
  )
}

function BookingHead({ booking }: { booking: Booking }) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  return (
    <div className={classes['head']}>
      <div>
        <Title order={2}>{formats.name(booking.patient)}</Title>
        <Text size="sm" c="var(--soft)" className="numbers">
          {t('bookingOf', {
            day: formats.day(booking.day),
            time: formats.time(booking.startsAt),
            doctor: formats.shortName(booking.practitioner),
          })}{' '}
          · {t(`day:status.${booking.status}`)}
        </Text>
      </div>
    </div>
  )
}

interface LinesParts {
  booking: Booking
  extras: ExtraLine[]
  change: (extras: ExtraLine[]) => void
  /** A service was added: the hand goes back to the next step. */
  added: () => void
}

function UnbilledLines({ booking, extras, change, added }: LinesParts) {
  const { t } = useTranslation('cash')
  const formats = useFormats()
  const money = (minor: number) => formats.money(minor, booking.currency)
  return (
    <>
      <table className={classes['lines']}>
        <thead>
          <tr>
            <LineHeads />
            <th scope="col">
              <VisuallyHidden>{t('line.remove')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>{booking.service.name}</td>
            <td className={classes['right']}>1</td>
            <td className={classes['right']}>{money(booking.priceMinor)}</td>
            <td className={classes['right']}>{money(booking.priceMinor)}</td>
            <td>
              <VisuallyHidden>{t('line.booked')}</VisuallyHidden>
            </td>
          </tr>
          {extras.map((extra) => (
            <ExtraRow
              key={extra.service.id}
              extra={extra}
              money={money}
              count={(quantity) => change(withQuantity(extras, extra.service.id, quantity))}
              remove={() => change(extras.filter((one) => one !== extra))}
            />
          ))}
        </tbody>
      </table>
      {extras.length < mostLines && (
        <AddService
          add={(service) => {
            change(withService(extras, service))
            added()
          }}
        />
      )}
    </>
  )
}

/** One more of a service that is there already, else a line of its own. */
function withService(extras: ExtraLine[], service: Service): ExtraLine[] {
  const known = extras.find((extra) => extra.service.id === service.id)
  return known === undefined
    ? [...extras, { service, quantity: 1 }]
    : withQuantity(extras, service.id, Math.min(mostOfOne, known.quantity + 1))
}

function withQuantity(extras: ExtraLine[], id: string, quantity: number): ExtraLine[] {
  return extras.map((extra) => (extra.service.id === id ? { ...extra, quantity } : extra))
}

function ExtraRow({
  extra,
  money,
  count,
  remove,
}: {
  extra: ExtraLine
  money: (minor: number) => string
  count: (quantity: number) => void
  remove: () => void
}) {
  const { t } = useTranslation('cash')
  const { service, quantity } = extra
  const unitPriceMinor = service.priceMinor
  return (
    <tr>
      <td>{service.name}</td>
      <td className={classes['right']}>
        <NumberInput
          aria-label={t('line.quantityOf', { service: service.name })}
          size="xs"
          w={64}
          ml="auto"
          min={1}
          max={mostOfOne}
          clampBehavior="strict"
          allowDecimal={false}
          allowNegative={false}
          value={quantity}
          onChange={(value) => {
            if (typeof value === 'number' && value >= 1) count(value)
          }}
        />
      </td>
      <td className={classes['right']}>{money(unitPriceMinor)}</td>
      <td className={classes['right']}>{money(lineTotal({ quantity, unitPriceMinor }))}</td>
      <td>
        <Tooltip label={t('line.remove')}>
          <ActionIcon
            variant="subtle"
            size={24}
            aria-label={t('line.removeOne', { service: service.name })}
            onClick={remove}
          >
            <IconX size={15} />
          </ActionIcon>
        </Tooltip>
      </td>
    </tr>
  )
}

function AddService({ add }: { add: (service: Service) => void }) {
  const { t } = useTranslation('cash')
  const trpc = useTRPC()
  const formats = useFormats()
  const { data } = useQuery(trpc.catalog.services.queryOptions({}))
  const services = data?.services ?? []
  const field = useRef<HTMLInputElement>(null)
  useKeys(t('addService'), [
    { keys: addKey, label: t('addServiceHint'), run: () => field.current?.focus() },
  ])
  return (
    <Select
      ref={field}
      mt="sm"
      maw={460}
      searchable
      clearable={false}
      label={
        <Group gap={8} component="span" display="inline-flex">
          {t('addService')} <Key keys={addKey} />
        </Group>
      }
      placeholder={t('addServiceHint')}
      nothingFoundMessage={t('noService')}
      limit={40}
      value={null}
      data={services.map((service) => ({
        value: service.id,
        label: `${service.name} · ${formats.money(service.priceMinor, data?.currency)}`,
      }))}
      onChange={(id) => {
        const service = services.find((one) => one.id === id)
        if (service !== undefined) add(service)
      }}
    />
  )
}

interface IssueParts {
  booking: Booking
  extras: ExtraLine[]
  totalMinor: number
  goOn: BillParts['goOn']
  ref: Ref<HTMLButtonElement>
}

function IssueInvoice({ booking, extras, totalMinor, goOn, ref }: IssueParts) {
  const { t } = useTranslation('cash')
  const trpc = useTRPC()
  const formats = useFormats()
  const may = useMay()
  const issue = useMutation(trpc.billing.issueInvoice.mutationOptions())
  const isOff = booking.status === 'cancelled' || booking.status === 'no-show'
  const mayIssue = may('billing.invoice') && !isOff

  function issueInvoice(): void {
    if (!mayIssue || issue.isPending || issue.isSuccess) return
    const extraLines = extras.map(({ service, quantity }) => ({ serviceId: service.id, quantity }))
    issue.mutate({ appointmentId: booking.id, extraLines })
  }

  useKeys(
    t('issue.title'),
    mayIssue
      ? [{ keys: 'Enter', label: t('issue.button'), run: issueInvoice }]
      : goOn === null
        ? []
        : [{ keys: 'Enter', label: t('next'), run: goOn }],
  )
  return (
    <aside className={classes['till']} aria-label={t('issue.title')}>
      <Stack gap="md">
        <div>
          <Text size="sm" c="var(--soft)">
            {t('issue.total')}
          </Text>
          <div className={classes['toPay']}>{formats.money(totalMinor, booking.currency)}</div>
        </div>
        {isOff ? (
          <Text size="sm" c="var(--soft)">
            {t('issue.off')}
          </Text>
        ) : (
          <Button
            size="md"
            justify="space-between"
            fullWidth
            ref={ref}
            autoFocus
            disabled={!mayIssue}
            loading={issue.isPending}
            rightSection={<Key keys="Enter" />}
            onClick={issueInvoice}
          >
            {t('issue.button')}
          </Button>
        )}
        {mayIssue && (
          <Text size="xs" c="var(--soft)">
            {t('issue.hint')}
          </Text>
        )}
        {issue.error !== null && <ErrorNote error={issue.error} />}
      </Stack>
    </aside>
  )
}
