/** The bookings of a patient that are still to come, the next first. */
import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { ErrorNote } from '../../components/errors.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import type { Booking } from './types.ts'
import classes from './patients.module.css'

export function UpcomingBookings({ patientId }: { patientId: string }) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.appointments.ofPatient.queryOptions({ patientId }))
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />
  const upcoming = data?.upcoming ?? []
  if (upcoming.length === 0) return null
  return (
    <section className={classes['period']}>
      <Title order={2}>{t('timeline.upcoming')}</Title>
      {upcoming.map((booking) => (
        <Upcoming key={booking.id} booking={booking} />
      ))}
    </section>
  )
}

function Upcoming({ booking }: { booking: Booking }) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const { practitioner, service, status } = booking
  return (
    <Link
      data-entry
      to={`/day?day=${booking.day}&appointment=${booking.id}`}
      className={classes['entry'] ?? ''}
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
        {booking.note !== null && <span className="cut">{booking.note}</span>}
      </span>
      <span className={classes['entryState']}>
        <span>{t(`day:status.${status}`)}</span>
        <span className="numbers">{formats.money(booking.priceMinor, booking.currency)}</span>
      </span>
    </Link>
  )
}
