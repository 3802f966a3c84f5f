/** One booking on the board: who, what, and how it stands, in colour and in words. */
import { memo } from 'react'
import type { Booking } from './board-model.ts'
import type { BoardWords } from './board-words.ts'
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
  words: BoardWords
  choose: (booking: Booking) => void
}

export const BookingBlock = memo(function BookingBlock(props: BlockProps) {
  const { booking, top, height, current, cut, words, choose } = props
  const { formats } = words
  const waited = waitedMinutes(booking, props.nowMs)
  const name = formats.name(booking.patient)
  const written = props.narrow ? formats.shortName(booking.patient) : name
  const sign = waited === null ? words.sign(booking.status) : words.waits(waited)
  const title = [
    `${words.time(booking.startsAt)}–${words.time(booking.endsAt)} ${name}`,
    booking.service.name,
    words.status(booking.status),
    booking.note ?? '',
  ]
    .filter((part) => part !== '')
    .join('\n')
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes['block']}
      style={{ top, height }}
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

function Sign({ text, late }: { text: string; late: boolean }) {
  return text === '' ? null : (
    <span className={classes['sign']} data-late={late || undefined}>
      {text}
    </span>
  )
}
