/** One booking on the board: who, what, and how it stands, in colour and in words. */
import { memo } from 'react'
import {
  canChangeLength,
  statusTone,
} from '../../../main/clinic/appointments/appointments.rules.ts'
import { msOf } from '../../../main/clinic/shared/days.ts'
import type { Booking } from './board-model.ts'
import type { BoardWords } from './board-words.ts'
import classes from './board.module.css'

export interface BlockProps {
  booking: Booking
  top: number
  height: number
  /** Which of how many at the same time, from the left. */
  lane: number
  lanes: number
  current: boolean
  cut: boolean
  /** Whether the column has room for no more than a short name. */
  narrow: boolean
  /** Whole minutes since the arrival; null when nobody waits. */
  waited: number | null
  words: BoardWords
  choose: (booking: Booking) => void
}

export const BookingBlock = memo(function BookingBlock(props: BlockProps) {
  const { booking, top, height, current, cut, waited, words, choose } = props
  const { formats } = words
  const name = formats.name(booking.patient)
  const written = props.narrow ? formats.shortName(booking.patient) : name
  const usual = waited === null ? words.sign(booking.status) : words.waits(waited)
  const isProvisional =
    statusTone(booking.status, { provisional: booking.isProvisional }) === 'amber'
  const marks = [
    booking.isOverbooked ? words.sign('overbooked') : '',
    isProvisional ? words.sign('provisional') : '',
    booking.seriesId === null ? '' : words.sign('series'),
    booking.confirmation === null ? '' : words.sign(`call-${booking.confirmation}`),
  ]
  const isShort = height < 34
  // Where there is one line alone, the name has it; a letter's room is left for the rest.
  const shown = isShort ? shortMarks(booking, isProvisional) : marks
  const sign = [...shown, usual].filter((part) => part !== '').join(isShort ? ' ' : ' · ')
  const title = [
    `${words.time(booking.startsAt)}–${words.time(booking.endsAt)} ${name}`,
    booking.service.name,
    words.status(booking.status),
    ...marks,
    booking.note ?? '',
  ]
    .filter((part) => part !== '')
    .join('\n')
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes['block']}
      style={{ top, height, ...sideOf(props) }}
      title={title}
      data-status={booking.status}
      data-provisional={isProvisional || undefined}
      data-overbooked={booking.isOverbooked || undefined}
      data-quiet={booking.status === 'done' || booking.status === 'no-show' || undefined}
      data-current={current || undefined}
      data-cut={cut || undefined}
      data-booking={booking.id}
      data-starts={booking.startsAt}
      data-minutes={(msOf(booking.endsAt) - msOf(booking.startsAt)) / 60_000}
      data-screen-keys
      aria-label={`${title.replaceAll('\n', ', ')}`}
      aria-current={current || undefined}
      onClick={() => choose(booking)}
    >
      <span className={classes['line']}>
        <b className="cut">{written}</b>
        {isShort && <Sign text={sign} late={words.isLong(waited)} />}
      </span>
      {!isShort && (
        <>
          {height >= 50 && <span className={`${classes['soft']} cut`}>{booking.service.name}</span>}
          <Sign text={sign} late={words.isLong(waited)} />
        </>
      )}
      {canChangeLength(booking.status) && <i className={classes['edge']} data-length aria-hidden />}
    </button>
  )
})

/** One sign each, for a line that has to hold the name. */
function shortMarks(booking: Booking, isProvisional: boolean): string[] {
  return [
    booking.isOverbooked ? '+' : '',
    isProvisional ? '?' : '',
    booking.seriesId === null ? '' : '↻',
    booking.confirmation === null ? '' : booking.confirmation === 'confirmed' ? '☎✓' : '☎–',
  ]
}

/** Bookings of one time share the column's width. */
function sideOf({ lane, lanes }: Pick<BlockProps, 'lane' | 'lanes'>) {
  if (lanes === 1) return {}
  const share = (part: number) => `calc(${((part / lanes) * 100).toFixed(2)}% + 3px)`
  return { left: share(lane), right: share(lanes - 1 - lane) }
}

function Sign({ text, late }: { text: string; late: boolean }) {
  return text === '' ? null : (
    <span className={classes['sign']} data-late={late || undefined}>
      {text}
    </span>
  )
}
