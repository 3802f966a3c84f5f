/** What was and what is to come: each booking with its doctor, diagnosis, bill and papers. */
import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { timeTakenReason } from '../../../main/clinic/appointments/appointments.rules.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { type Entry, timelineOf } from './timeline.ts'
import classes from './patients.module.css'

export function PatientTimeline({ patientId }: { patientId: string }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const may = useMay()
  const list = useRef<HTMLDivElement>(null)
  const bookings = useQuery(trpc.appointments.ofPatient.queryOptions({ patientId }))
  const visits = useQuery({
    ...trpc.visits.ofPatient.queryOptions({ patientId }),
    enabled: may('visits.read'),
  })
  const invoices = useQuery({
    ...trpc.billing.ofPatient.queryOptions({ patientId }),
    enabled: may('billing.read'),
  })
  useKeys(t('timeline.title'), [
    { keys: 'ArrowDown', label: t('timeline.later'), run: () => step(list.current, 1) },
    { keys: 'ArrowUp', label: t('timeline.earlier'), run: () => step(list.current, -1) },
  ])
  if (bookings.error !== null) {
    return <ErrorNote error={bookings.error} retry={() => void bookings.refetch()} />
  }
  if (bookings.data === undefined) return <Loading />
  const { upcoming, years } = timelineOf({
    ...bookings.data,
    visits: visits.data ?? [],
    invoices: invoices.data ?? [],
  })
  if (upcoming.length === 0 && years.length === 0) {
    return <Empty title={t('timeline.empty')} hint={t('timeline.emptyHint')} />
  }
  return (
    <div ref={list}>
      {upcoming.length > 0 && (
        <section className={classes['period']}>
          <Title order={2}>{t('timeline.upcoming')}</Title>
          {upcoming.map((entry) => (
            <EntryLine key={entry.booking.id} entry={entry} isToCome />
          ))}
        </section>
      )}
      {years.map(({ year, entries }) => (
        <section key={year} className={classes['period']}>
          <Title order={2} className="numbers">
            {year}
          </Title>
          {entries.map((entry) => (
            <EntryLine key={entry.booking.id} entry={entry} />
          ))}
        </section>
      ))}
    </div>
  )
}

/** Moves the focus along the lines; the first or the last when none has it. */
function step(list: HTMLElement | null, by: 1 | -1): void {
  const lines = [...(list?.querySelectorAll<HTMLElement>('a') ?? [])]
  const at = lines.findIndex((line) => line === document.activeElement)
  const next = at === -1 ? (by === 1 ? 0 : lines.length - 1) : at + by
  lines[Math.max(0, Math.min(lines.length - 1, next))]?.focus()
}

function EntryLine({ entry, isToCome = false }: { entry: Entry; isToCome?: boolean }) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const address = useAddressOf(entry)
  const { booking, visit } = entry
  const { practitioner, service, status } = booking
  return (
    <Link
      to={address}
      className={classes['entry'] ?? ''}
      data-over={status === 'cancelled' || status === 'no-show' || undefined}
      style={{ ['--edge' as string]: `var(--status-${status}-edge)` }}
    >
      <span className={classes['entryDay']}>
        <b className="numbers">{formats.shortDay(booking.day)}</b>
        <span className="numbers">{formats.time(booking.startsAt)}</span>
      </span>
      <span className={classes['entryMain']}>
        <b className="cut" title={service.name}>
          {service.name}
        </b>
        <span className="cut">
          {[formats.shortName(practitioner), practitioner.specialty]
            .filter((part) => part !== null)
            .join(', ')}
        </span>
        {visit !== null && visit.diagnosis !== '' && (
          <Text span lineClamp={2} className={classes['diagnosis'] ?? ''}>
            {visit.diagnosis}
            {visit.diagnosisCode !== null && ` · ${visit.diagnosisCode}`}
          </Text>
        )}
        {booking.cancelReason !== null && (
          <span className="cut">
            {t('timeline.reason', {
              reason:
                booking.cancelReason === timeTakenReason
                  ? t('day:reason.time-taken')
                  : booking.cancelReason,
            })}
          </span>
        )}
        {isToCome && booking.note !== null && <span className="cut">{booking.note}</span>}
      </span>
      <EntryState entry={entry} />
    </Link>
  )
}

function EntryState({ entry: { booking, invoice, visit } }: { entry: Entry }) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  return (
    <span className={classes['entryState']}>
      <span>
        {t(`day:status.${booking.status}`)}
        {visit !== null && visit.signedAt === null && ` · ${t('timeline.unsigned')}`}
      </span>
      {invoice === null ? (
        <span className="numbers">{formats.money(booking.priceMinor, booking.currency)}</span>
      ) : (
        <span className="numbers" data-open={invoice.dueMinor > 0 || undefined}>
          {invoice.number} · {formats.money(invoice.totalMinor, invoice.currency)} ·{' '}
          {t(`invoiceState.${invoice.state}`)}
        </span>
      )}
    </span>
  )
}

/** Where a line leads: the visit for those who read visits, the till for a bill, else the day. */
function useAddressOf({ booking, visit, invoice }: Entry): string {
  const may = useMay()
  if (visit !== null) return `/visits/${booking.id}`
  if (invoice !== null && may('billing.read')) return `/cash/${booking.id}`
  return `/day?day=${booking.day}&appointment=${booking.id}`
}
