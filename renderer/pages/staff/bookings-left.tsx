/** A change of hours moves nobody's booking; this says which ones a person has to move. */
import { Alert } from '@mantine/core'
import { IconCalendarOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'

export type Bookings = RouterOutputs['schedule']['addLeave']['bookings']

/** Nothing at all while every booking still fits. */
export function BookingsLeft({ bookings, onClose }: { bookings: Bookings; onClose: () => void }) {
  const { t } = useTranslation('staff')
  const formats = useFormats()
  if (bookings.length === 0) return null
  return (
    <Alert
      color="orange"
      icon={<IconCalendarOff size={18} />}
      title={t('leave.bookings', { count: bookings.length })}
      withCloseButton
      closeButtonLabel={t('common:clear')}
      onClose={onClose}
    >
      {t('leave.bookingsHint')}
      <ul>
        {bookings.map(({ id, day, startsAt, patient }) => (
          <li key={id}>
            <Link to={`/day?day=${day}`}>{formats.moment(startsAt)}</Link> {formats.name(patient)}
          </li>
        ))}
      </ul>
    </Alert>
  )
}
