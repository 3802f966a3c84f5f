/** The board: doctors as columns, the hours down the side, a line for now. */
import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import { useSize } from '../../components/size.ts'
import { useStable } from '../../components/stable.ts'
import {
  type BoardModel,
  type Booking,
  type Column,
  type Cursor,
  cursorOn,
  type Doctor,
  findStop,
  type Stop,
} from './board-model.ts'
import classes from './board.module.css'
import { useBoardWords } from './board-words.ts'
import { type Block, DoctorColumn } from './doctor-column.tsx'
import { type Drop, useBoardDrag } from './use-board-drag.ts'

/** Narrower than this a name is no longer read. */
const narrowestColumn = 128
const hoursWidth = 48
/** From this width on a column has room for the whole name. */
const wholeNameColumn = 190
const shortestHour = 78

export interface BoardProps {
  model: BoardModel
  cursor: Cursor | null
  setCursor: (cursor: Cursor) => void
  cutIds: ReadonlySet<string>
  nowMs: number
  isToday: boolean
  book: () => void
  mayDrag: (booking: Booking, kind: Drop['kind']) => boolean
  drop: (drop: Drop) => void
  openBlock: (block: Block) => void
}

export function Board(props: BoardProps) {
  const { model, cursor, setCursor, cutIds, nowMs, isToday, book, openBlock } = props
  const { t } = useTranslation('day')
  const words = useBoardWords()
  const [ref, outer] = useSize<HTMLElement>()
  const [scroll, inner] = useSize<HTMLDivElement>()
  const width = outer?.width ?? 0
  const height = inner?.height ?? 0
  const fit = Math.max(1, Math.floor((width - hoursWidth) / narrowestColumn))
  const [first, setFirst] = useState(0)
  const here = findStop(model, cursor)
  const currentColumn = here === null ? -1 : model.columns.indexOf(here.column)
  const lastFirst = Math.max(0, model.columns.length - fit)
  const start = Math.min(first, lastFirst)
  // Nothing is drawn at a size that is a guess: it would be drawn twice.
  const shown = inner === null ? [] : model.columns.slice(start, start + fit)
  const hours = (model.to - model.from) / 60
  const perMinute = Math.max(shortestHour, (height - 8) / hours) / 60
  const y = (minute: number) => (minute - model.from) * perMinute

  // The columns follow the cursor, so that nothing has to scroll sideways; they follow each move
  // of it once, or they could not be turned away from it.
  const [followed, setFollowed] = useState<Cursor | null>(null)
  useEffect(() => {
    if (currentColumn === -1 || cursor === followed) return
    setFollowed(cursor)
    setFirst((last) => {
      if (currentColumn < last) return currentColumn
      return currentColumn >= last + fit ? currentColumn - fit + 1 : last
    })
  }, [cursor, currentColumn, fit, followed])

  const choose = useStable((column: Column, stop: Stop) => setCursor(cursorOn(column, stop)))
  const bookHere = useStable(book)
  const open = useStable(openBlock)
  const narrow = (width - hoursWidth) / Math.max(1, shown.length) < wholeNameColumn
  const canvas = useRef<HTMLDivElement>(null)
  const ghost = useRef<HTMLDivElement>(null)
  const doctorNames = new Map(
    shown.map(({ doctor }) => [doctor.id, words.formats.shortName(doctor)]),
  )
  const drag = useBoardDrag({
    canvas,
    ghost,
    model,
    shown,
    hoursWidth,
    perMinute,
    mayDrag: props.mayDrag,
    drop: props.drop,
    label: ({ booking, startMinute, minutes, doctorId }) =>
      `${model.labelOf(startMinute)}–${model.labelOf(startMinute + minutes)} ${words.formats.shortName(booking.patient)} · ${doctorNames.get(doctorId) ?? ''}`,
  })
  const columns = {
    gridTemplateColumns: `${hoursWidth}px repeat(${Math.max(1, shown.length)}, minmax(0, 1fr))`,
  }
  return (
    <section
      className={classes['board']}
      ref={ref}
      aria-label={t('board')}
      style={{ gridRow: 'auto' }}
    >
      <div className={classes['heads']} style={columns}>
        <div className={classes['pager']}>
          {lastFirst > 0 && (
            <>
              <ActionIcon
                variant="subtle"
                size="sm"
                aria-label={t('earlierDoctors')}
                disabled={start === 0}
                onClick={() => setFirst(Math.max(0, start - fit))}
              >
                <IconChevronLeft size={16} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                size="sm"
                aria-label={t('laterDoctors')}
                disabled={start >= lastFirst}
                onClick={() => setFirst(Math.min(lastFirst, start + fit))}
              >
                <IconChevronRight size={16} />
              </ActionIcon>
            </>
          )}
        </div>
        {shown.map((column) => (
          <DoctorHead
            key={column.doctor.id}
            doctor={column.doctor}
            current={column === here?.column}
          />
        ))}
      </div>
      <div className={classes['scroll']} ref={scroll}>
        <ScrollToStart
          at={isToday ? y(model.minuteOf(new Date(nowMs).toISOString())) : 0}
          model={model}
        />
        <div
          ref={canvas}
          className={classes['canvas']}
          style={{ ...columns, height: y(model.to) + 8 }}
          {...drag}
        >
          <Hours model={model} y={y} />
          {shown.map((column) => (
            <DoctorColumn
              key={column.doctor.id}
              column={column}
              model={model}
              perMinute={perMinute}
              cursor={here?.column === column ? here.stop : null}
              choose={choose}
              cutIds={cutIds}
              openBlock={open}
              narrow={narrow}
              nowMs={nowMs}
              words={words}
              book={bookHere}
            />
          ))}
          <div ref={ghost} className={classes['ghost']} hidden />
          {isToday && <NowLine model={model} y={y} nowMs={nowMs} />}
        </div>
      </div>
    </section>
  )
}

function DoctorHead({ doctor, current }: { doctor: Doctor; current: boolean }) {
  const { t } = useTranslation('day')
  const formats = useFormats()
  const { load } = doctor
  const share =
    load.capacityMinutes === 0
      ? null
      : Math.round((load.bookedMinutes / load.capacityMinutes) * 100)
  return (
    <div
      className={classes['doctor']}
      data-current={current || undefined}
      title={formats.name(doctor)}
    >
      <div className={classes['doctorLine']}>
        <b className="cut">{formats.shortName(doctor)}</b>
        {share !== null && (
          <span
            className={`${classes['soft']} numbers`}
            title={t('load', { bookings: load.bookings, share })}
          >
            {share}%
          </span>
        )}
      </div>
      <div className={`${classes['soft']} cut`}>{doctor.leave ?? doctor.specialty ?? ''}</div>
    </div>
  )
}

function Hours({ model, y }: { model: BoardModel; y: (minute: number) => number }) {
  const marks = useMemo(() => {
    const found: number[] = []
    for (let minute = model.from; minute < model.to; minute += 60) found.push(minute)
    return found
  }, [model])
  return (
    <>
      <div className={classes['hours']}>
        {marks.map((minute) =>
          minute === model.from ? null : (
            <span key={minute} style={{ top: y(minute) }}>
              {model.labelOf(minute)}
            </span>
          ),
        )}
      </div>
      {marks.map((minute) => (
        <div key={minute} className={classes['hourLine']} style={{ top: y(minute) }} />
      ))}
    </>
  )
}

function NowLine({
  model,
  y,
  nowMs,
}: {
  model: BoardModel
  y: (minute: number) => number
  nowMs: number
}) {
  const minute = model.minuteOf(new Date(nowMs).toISOString())
  if (minute < model.from || minute > model.to) return null
  return (
    <div className={classes['now']} style={{ top: y(minute) }}>
      <time>{model.labelOf(minute)}</time>
    </div>
  )
}

/** Opens the board with now (or the first hour) in sight; afterwards the person scrolls. */
function ScrollToStart({ at, model }: { at: number; model: BoardModel }) {
  const anchor = useRef<HTMLDivElement>(null)
  const done = useRef<string | null>(null)
  const key = `${model.instantOf(0)}`
  useLayoutEffect(() => {
    const box = anchor.current?.parentElement
    if (box === null || box === undefined || done.current === key || box.clientHeight === 0) return
    done.current = key
    box.scrollTop = Math.max(0, at - box.clientHeight / 3)
  })
  return <div ref={anchor} />
}
