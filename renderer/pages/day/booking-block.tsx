/** One booking on the board: who, what, and how it stands, in colour and in words. */
import type { TFunction } from 'i18next'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppointmentStatus } from '../../../main/clinic/appointments/appointments.rules.ts'
import { useFormats } from '../../i18n/formats.ts'
import type { Booking } from './board-model.ts'
import classes from './board.module.css'
import { waitedMinutes } from './waiting.ts'

/** Past this many minutes a wait is shown as too long. */
const longWaitMinutes = 20

export interface BlockProps {
  booking: Booking
  top: number
  height: number
  current: boolean
  cut: boolean
  /** Whether the column has room for no more than a short name. */
  narrow: boolean
  nowMs: number
  choose: (booking: Booking) => void
}

export const BookingBlock = memo(function BookingBlock(props: BlockProps) {
  const { booking, top, height, current, cut, choose } = props
  const { t } = useTranslation('day')
  const formats = useFormats()
  const waited = waitedMinutes(booking, props.nowMs)
  const name = formats.name(booking.patient)
  const written = props.narrow ? formats.shortName(booking.patient) : name
  const sign = waited === null ? plainSign(booking.status, t) : t('sign.waits', { count: waited })
  const title = [
    `${formats.time(booking.startsAt)}–${formats.time(booking.endsAt)} ${name}`,
    booking.service.name,
    t(`status.${booking.status}`),
    booking.note ?? '',
  ]
    .filter((part) => part !== '')
    .join('\n')
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes['block']}
      style={{
        top,
        height,
        ['--fill' as string]: `var(--status-${booking.status}-fill)`,
        ['--edge' as string]: `var(--status-${booking.status}-edge)`,
      }}
      title={title}
      data-status={booking.status}
      data-quiet={booking.status === 'done' || booking.status === 'no-show' || undefined}
      data-current={current || undefined}
      data-cut={cut || undefined}
      data-booking={booking.id}
      data-screen-keys
      aria-label={`${title.replaceAll('\n', ', ')}`}
      aria-current={current || undefined}
      onClick={() => choose(booking)}
    >
      <span className={classes['line']}>
        <b className="cut">{written}</b>
        {height < 34 && <Sign text={sign} late={waited !== null && waited > longWaitMinutes} />}
      </span>
      {height >= 34 && (
        <>
          {height >= 50 && <span className={`${classes['soft']} cut`}>{booking.service.name}</span>}
          <Sign text={sign} late={waited !== null && waited > longWaitMinutes} />
        </>
      )}
    </button>
  )
})

/** A confirmed booking is the usual case and needs no word. */
function plainSign(status: AppointmentStatus, t: TFunction<'day'>): string {
  return status === 'confirmed' ? '' : t(`sign.${status}`)
}

function Sign({ text, late }: { text: string; late: boolean }) {
  return text === '' ? null : (
    <span className={classes['sign']} data-late={late || undefined}>
      {text}
    </span>
  )
}
