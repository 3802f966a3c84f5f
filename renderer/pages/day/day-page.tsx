/** The day: the board, its cursor and its keys, and the panel of what is selected. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { useSearchParams } from 'react-router'
import { addDays, isDay } from '../../../main/clinic/shared/days.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { fetchWhenIdle } from '../../idle.ts'
import { useTRPC } from '../../trpc.ts'
import { PageHead } from '../shell/page-head.tsx'
import type { Doctor } from './board-model.ts'
import { Board } from './board.tsx'
import classes from './board.module.css'
import { Banner, NobodyWorks } from './day-banner.tsx'
import { DayDialogs, fetchDialogs } from './day-dialogs.tsx'
import { DayHead } from './day-head.tsx'
import { SidePanel } from './side-panel.tsx'
import { useDayKeys } from './use-day-keys.ts'
import { type DayProps, useDayWork } from './use-day-work.ts'
import { useNow } from './use-now.ts'

export function DayPage() {
  const formats = useFormats()
  const trpc = useTRPC()
  const [params, setParams] = useSearchParams()
  const nowMs = useNow()
  useEffect(() => fetchWhenIdle(fetchDialogs), [])
  const today = formats.dayOf(new Date(nowMs).toISOString())
  const asked = params.get('day')
  const day = asked !== null && isDay(asked) ? asked : today
  const board = useQuery({
    ...trpc.appointments.day.queryOptions({ day }),
    placeholderData: keepPreviousData,
  })
  const patientId = params.get('patient')
  // Both at once: an address that was just written is not read again before the next painting.
  const go = (next: string, forWhom: string | null) =>
    setParams(
      {
        ...(next === today ? {} : { day: next }),
        ...(forWhom === null ? {} : { patient: forWhom }),
      },
      { replace: true },
    )
  // Keys may come faster than days are drawn: each step goes on from the one before it, and a day that
  // is drawn late on the way there is no other wish.
  const steps = useRef({ wanted: day, onTheWay: new Set<string>() })
  useEffect(() => {
    const { wanted, onTheWay } = steps.current
    if (day !== wanted && onTheWay.has(day)) return
    steps.current = { wanted: day, onTheWay: new Set() }
  }, [day])
  const stepDay = (days: number) => {
    const { wanted, onTheWay } = steps.current
    onTheWay.add(wanted)
    steps.current.wanted = addDays(wanted, days)
    go(steps.current.wanted, patientId)
  }
  return (
    <div aria-busy={board.isPlaceholderData} style={{ display: 'contents' }}>
      {board.error !== null && <ErrorNote error={board.error} retry={() => void board.refetch()} />}
      {board.data === undefined ? (
        board.error === null && <Loading />
      ) : (
        <Day
          board={board.data}
          day={day}
          today={today}
          nowMs={nowMs}
          setDay={(next) => go(next, patientId)}
          stepDay={stepDay}
          patientId={patientId}
          appointmentId={params.get('appointment')}
          forgetPatient={(on) => go(on, null)}
        />
      )}
    </div>
  )
}

/** Whether the day has something of the doctor to show. */
const isAtWork = ({ spans, leave }: Doctor) => spans.length > 0 || leave !== null

function Day(props: DayProps) {
  const { day, today, nowMs, setDay, forgetPatient } = props
  const work = useDayWork(props)
  useDayKeys(props, work)
  const { model, here, cut, pinboard } = work
  const cutIds = useMemo(() => new Set(pinboard.bookings.map(({ id }) => id)), [pinboard.bookings])
  return (
    <>
      <PageHead>
        <DayHead
          day={day}
          today={today}
          setDay={setDay}
          dayViews={work.dayViews}
          changeViews={() => work.setSettingViews(true)}
        />
      </PageHead>
      <div className={classes['page']}>
        <div className={classes['middle']}>
          <Banner
            pinboard={pinboard}
            patient={work.patient}
            letGo={() => (cut === null ? forgetPatient(day) : pinboard.unpin(cut.id))}
            goOn={work.setPlace}
            isBooking={work.place !== null}
          />
          {model.columns.length === 0 ? (
            <NobodyWorks isFiltered={props.board.practitioners.some(isAtWork)} />
          ) : (
            <Board
              model={model}
              cursor={work.cursor}
              setCursor={work.setCursor}
              cutIds={cutIds}
              nowMs={nowMs}
              isToday={work.isToday}
              book={work.bookHere}
              mayDrag={work.mayDrag}
              drop={work.drop}
              openBlock={work.setOpenBlock}
            />
          )}
        </div>
        <SidePanel
          booking={work.booking}
          slot={
            here !== null && here.stop.kind === 'slot'
              ? { doctor: here.column.doctor, startsAt: here.stop.startsAt }
              : null
          }
          pasting={cut !== null}
          actions={{
            book: work.bookHere,
            find: () => work.setFinding(true),
            nextStep: work.nextStep,
            undo: work.steps.undo,
            cut: pinboard.pin,
            cancel: work.setCancelling,
            bookOver: work.bookOver,
            block: work.blockHere,
            pending: work.steps.pending || work.isBoardPending,
          }}
        />
      </div>
      <DayDialogs {...props} work={work} />
    </>
  )
}
