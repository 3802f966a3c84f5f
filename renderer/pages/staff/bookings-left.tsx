/** A change of hours moves nobody's booking; this says which ones a person has to move. */
import { Alert } from '@mantine/core'
import { IconCalendarOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useMay } from '../shell/me.ts'
import classes from './staff.module.css'

export type Bookings = RouterOutputs['schedule']['addLeave']['bookings']

/** More would push the hours out of sight; the work list has them all. */
const shownAtMost = 8

/** Nothing at all while every booking still fits. */
export function BookingsLeft({ bookings, onClose }: { bookings: Bookings; onClose: () => void }) {
  const { t } = useTranslation('staff')
  const formats = useFormats()
  const may = useMay()
  if (bookings.length === 0) return null
  return (
    <Alert
      color="orange"
      icon={<IconCalendarOff size={18} />}
      title={t('leave.bookings', { count: bookings.length })}
      withCloseButton
      closeButtonLabel={t('common:clear')}
      onClose={onClose}
      classNames={{ title: classes['leftTitle'] ?? '', message: classes['left'] ?? '' }}
    >
      {t('leave.bookingsHint')}
      <ul>
        {bookings.slice(0, shownAtMost).map(({ id, day, startsAt, patient }) => (
          <li key={id}>
            <Link to={`/day?day=${day}`}>{formats.moment(startsAt)}</Link> {formats.name(patient)}
          </li>
        ))}
      </ul>
      {may('appointments.cancel') && (
        <Link to="/lists/outside-hours">
          {bookings.length > shownAtMost
            ? t('leave.bookingsAll', { count: bookings.length })
            : t('leave.bookingsList')}
        </Link>
      )}
    </Alert>
  )
}
