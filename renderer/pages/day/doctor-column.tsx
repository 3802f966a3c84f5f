/** One doctor's column: free slots, bookings, and what is hatched. */
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStable } from '../../components/stable.ts'
import type { BoardModel, Booking, Column, Stop } from './board-model.ts'
import classes from './board.module.css'
import type { BoardWords } from './board-words.ts'
import { BookingBlock } from './booking-block.tsx'
import { timeOff } from './time-off.ts'
import { waitedMinutes } from './waiting.ts'

export type Block = Column['doctor']['blocks'][number]

interface ColumnProps {
  column: Column
  model: BoardModel
  /** Pixels. */
  perMinute: number
  cursor: Stop | null
  choose: (column: Column, stop: Stop) => void
  cutIds: ReadonlySet<string>
  openBlock: (block: Block) => void
  narrow: boolean
  nowMs: number
  words: BoardWords
  book: () => void
}

/** Drawn again only when something in it is another: the cursor goes through twenty of these. */
export const DoctorColumn = memo(function DoctorColumn({
  column,
  model,
  perMinute,
  cursor,
  choose,
  cutIds,
  openBlock,
  narrow,
  nowMs,
  words,
  book,
}: ColumnProps) {
  const y = (minute: number) => (minute - model.from) * perMinute
  const chooseBooking = useStable((booking: Booking) => {
    const stop = column.stops.find((one) => one.kind === 'booking' && one.booking.id === booking.id)
    if (stop !== undefined) choose(column, stop)
  })
  return (
    <div className={classes['column']}>
      <TimeOff column={column} model={model} y={y} />
      {column.doctor.blocks.map((block) => (
        <BlockedTime key={block.id} block={block} model={model} y={y} open={openBlock} />
      ))}
      {column.stops.map((stop) =>
        stop.kind === 'slot' ? (
          <button
            key={`slot-${stop.from}`}
            type="button"
            tabIndex={-1}
            className={classes['slot']}
            style={{
              top: y(stop.from) + 1,
              height: Math.max(16, (stop.to - stop.from) * perMinute - 2),
            }}
            data-current={stop === cursor || undefined}
            data-screen-keys
            aria-label={`${words.freeAt(model.labelOf(stop.from))}${stop === cursor ? ' · Enter' : ''}`}
            onClick={() => choose(column, stop)}
            onDoubleClick={book}
          >
            <span>
              {model.labelOf(stop.from)}
              {stop === cursor && ` · Enter`}
            </span>
          </button>
        ) : (
          <BookingBlock
            key={stop.booking.id}
            booking={stop.booking}
            top={y(stop.from) + 1}
            height={Math.max(18, y(stop.to) - y(stop.from) - 3)}
            lane={stop.lane}
            lanes={stop.lanes}
            current={stop === cursor}
            cut={cutIds.has(stop.booking.id)}
            narrow={narrow || stop.lanes > 1}
            waited={waitedMinutes(stop.booking, nowMs)}
            words={words}
            choose={chooseBooking}
          />
        ),
      )}
    </div>
  )
})

/** Hatched: before and after work, breaks, absences and leave with their reason. */
function TimeOff({
  column,
  model,
  y,
}: {
  column: Column
  model: BoardModel
  y: (minute: number) => number
}) {
  const { t } = useTranslation('day')
  const words = {
    before: (minute: number) => t('fromTime', { time: model.labelOf(minute) }),
    break: t('break'),
    notWorking: t('notWorking'),
  }
  return timeOff(column.doctor, model, words).map(({ from, to, text, isAway }) => (
    <div
      key={from}
      className={classes['off']}
      data-away={isAway || undefined}
      style={{ top: y(from), height: y(to) - y(from) }}
      title={isAway ? text : undefined}
    >
      {y(to) - y(from) >= 20 && text}
    </div>
  ))
}

/** Time that is kept free of bookings, with its reason; a click offers to give it back. */
function BlockedTime({
  block,
  model,
  y,
  open,
}: {
  block: Block
  model: BoardModel
  y: (minute: number) => number
  open: (block: Block) => void
}) {
  const { t } = useTranslation('booking')
  const from = Math.max(model.from, model.minuteOf(block.startsAt))
  const to = Math.min(model.to, model.minuteOf(block.endsAt))
  if (to <= from) return null
  const text = [block.reason, block.room].filter((part) => part !== null).join(' · ')
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes['blocked']}
      style={{ top: y(from) + 1, height: y(to) - y(from) - 2 }}
      title={text}
      aria-label={t('block.on', {
        reason: text,
        from: model.labelOf(from),
        to: model.labelOf(to),
      })}
      onClick={() => open(block)}
    >
      {text}
    </button>
  )
}
