/** The day: the board, its cursor and its keys, and the panel of what is selected. */
import { Button, Text } from '@mantine/core'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import {
  canBookOver,
  canCancel,
  canReschedule,
} from '../../../main/clinic/appointments/appointments.rules.ts'
import { addDays, isDay } from '../../../main/clinic/shared/days.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { late } from '../../components/late.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { fetchWhenIdle } from '../../idle.ts'
import { type KeyBinding, useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { PageHead } from '../shell/page-head.tsx'
import { useMay, useMe } from '../shell/me.ts'
import { Board } from './board.tsx'
import {
  type Booking,
  boardModel,
  type Cursor,
  cursorOn,
  type DayBoard,
  findStop,
  firstFree,
  freeMinutes,
  moveCursor,
} from './board-model.ts'
import classes from './board.module.css'
import type { BookPlace } from './book-dialog.tsx'
import { DayHead } from './day-head.tsx'
import { SidePanel } from './side-panel.tsx'
import { useNow } from './use-now.ts'
import { useSteps } from './use-steps.ts'

const BookDialog = late(async () => (await import('./book-dialog.tsx')).BookDialog)
const FindTimeDialog = late(async () => (await import('./find-time-dialog.tsx')).FindTimeDialog)
const CancelDialog = late(async () => (await import('./cancel-dialog.tsx')).CancelDialog)

/** The board is there first; its dialogs come while the person looks at it. */
const fetchDialogs = () =>
  Promise.all([BookDialog, FindTimeDialog, CancelDialog].map(({ fetch }) => fetch()))

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
          patientId={patientId}
          appointmentId={params.get('appointment')}
          forgetPatient={(on) => go(on, null)}
        />
      )}
    </div>
  )
}

interface DayProps {
  board: DayBoard
  day: string
  today: string
  nowMs: number
  setDay: (day: string) => void
  /** Someone who was chosen elsewhere and for whom a time is looked for. */
  patientId: string | null
  /** Stays on a day. */
  forgetPatient: (on: string) => void
  /** A booking that was followed here from another place. */
  appointmentId: string | null
}

function Day(props: DayProps) {
  const { board, day, today, nowMs, setDay, patientId, forgetPatient, appointmentId } = props
  const { t } = useTranslation('day')
  const formats = useFormats()
  const trpc = useTRPC()
  const navigate = useNavigate()
  const may = useMay()
  const me = useMe()
  const showError = useShowError()
  const [view, setView] = useState(0)
  const [followed, setFollowed] = useState<string | null>(null)
  const [cursor, setCursor] = useState<Cursor | null>(null)
  const [cut, setCut] = useState<Booking | null>(null)
  const [finding, setFinding] = useState(false)
  const [place, setPlace] = useState<BookPlace | null>(null)
  const [cancelling, setCancelling] = useState<Booking | null>(null)
  const steps = useSteps()
  const move = useMutation(trpc.appointments.move.mutationOptions({ onError: showError }))
  const patient = useQuery({
    ...trpc.patients.get.queryOptions({ id: patientId ?? '' }),
    enabled: patientId !== null,
  })

  const specialties = useMemo(
    () => [
      ...new Set(
        board.practitioners.map((doctor) => doctor.specialty).filter((name) => name !== null),
      ),
    ],
    [board],
  )
  const wanted = view === 0 ? null : (specialties[view - 1] ?? null)
  const model = useMemo(
    () => boardModel(board, (doctor) => wanted === null || doctor.specialty === wanted, me.id),
    [board, wanted, me.id],
  )
  const isToday = board.day === today
  const nowMinute = model.minuteOf(new Date(nowMs).toISOString())
  const here = findStop(model, cursor)
  const booking = here?.stop.kind === 'booking' ? here.stop.booking : null
  const startMinute = isToday ? nowMinute : model.from

  // A fresh board has its cursor where the day is, so that the arrows work at once.
  useEffect(() => {
    if (cursor === null) setCursor(moveCursor(model, null, 'down', startMinute))
  }, [cursor, model, startMinute])

  // A booking that was followed here gets the cursor once, as soon as its day is there.
  useEffect(() => {
    if (appointmentId === null || appointmentId === followed) return
    const booked = board.appointments.find((one) => one.id === appointmentId)
    if (booked === undefined) return
    setFollowed(appointmentId)
    setCursor({ doctorId: booked.practitioner.id, minute: 0, bookingId: booked.id })
  }, [appointmentId, followed, board.appointments])

  const go = (direction: 'up' | 'down' | 'left' | 'right') => {
    const next = moveCursor(model, cursor, direction, startMinute)
    if (next !== null) setCursor(next)
  }

  function bookHere(): void {
    if (here === null || here.stop.kind !== 'slot' || !may('appointments.book')) return
    if (cut !== null) return paste()
    setPlace({
      doctor: here.column.doctor,
      startsAt: here.stop.startsAt,
      freeMinutes: freeMinutes(here.column, here.stop),
      serviceId: null,
      patientId,
    })
  }

  function paste(): void {
    if (cut === null || here === null || here.stop.kind !== 'slot') return
    const { doctor } = here.column
    move.mutate(
      { id: cut.id, version: cut.version, startsAt: here.stop.startsAt, practitionerId: doctor.id },
      {
        onSuccess: () => {
          setCut(null)
          setCursor({ doctorId: doctor.id, minute: here.stop.from, bookingId: cut.id })
        },
      },
    )
  }

  function nextStep(): void {
    if (booking === null || !may('appointments.steps')) return
    if (booking.status === 'to-pay') void navigate(`/cash/${booking.id}`)
    else if (booking.status === 'in-room' && may('visits.write'))
      void navigate(`/visits/${booking.id}`)
    else steps.takeNext(booking)
  }

  /** A booking in a time that another one has, on purpose. */
  function bookOver(taken: Booking): void {
    setPlace({
      doctor: taken.practitioner,
      startsAt: taken.startsAt,
      freeMinutes: Number.POSITIVE_INFINITY,
      serviceId: null,
      patientId,
      over: {
        patient: formats.name(taken.patient),
        startsAt: taken.startsAt,
        endsAt: taken.endsAt,
      },
    })
  }

  function toFirstFree(): void {
    const column = here?.column ?? model.columns[0]
    const stop = column === undefined ? null : firstFree(column, isToday ? nowMinute : 0)
    if (column !== undefined && stop !== null) setCursor(cursorOn(column, stop))
    else setDay(addDays(day, 1))
  }

  const bindings: KeyBinding[] = [
    { keys: 'ArrowUp', label: t('keys.up'), run: () => go('up') },
    { keys: 'ArrowDown', label: t('keys.down'), run: () => go('down') },
    { keys: 'ArrowLeft', label: t('keys.left'), run: () => go('left') },
    { keys: 'ArrowRight', label: t('keys.right'), run: () => go('right') },
    { keys: 'PageUp', label: t('keys.dayBefore'), run: () => setDay(addDays(day, -1)) },
    { keys: 'PageDown', label: t('keys.dayAfter'), run: () => setDay(addDays(day, 1)) },
    { keys: 'KeyT', label: t('keys.today'), run: () => setDay(today) },
    { keys: 'KeyG', label: t('keys.firstFree'), run: toFirstFree },
    {
      keys: 'KeyF',
      label: t('find.title'),
      run: () => may('appointments.book') && setFinding(true),
    },
    {
      keys: 'Enter',
      label: t('keys.enter'),
      run: () => (booking === null ? bookHere() : void navigate(`/patients/${booking.patient.id}`)),
    },
    { keys: 'Space', label: t('keys.next'), run: nextStep },
    {
      keys: 'Backspace',
      label: t('keys.undo'),
      run: () => booking !== null && steps.undo(booking),
    },
    {
      keys: 'Delete',
      label: t('keys.cancel'),
      run: () =>
        booking !== null &&
        canCancel(booking.status, booking) &&
        may('appointments.cancel') &&
        setCancelling(booking),
    },
    {
      keys: 'Ctrl+KeyX',
      label: t('keys.cut'),
      run: () =>
        booking !== null &&
        canReschedule(booking.status) &&
        may('appointments.book') &&
        setCut(booking),
    },
    {
      keys: 'KeyO',
      label: t('bookOver'),
      run: () =>
        booking !== null &&
        canBookOver(booking) &&
        may('appointments.overbook') &&
        bookOver(booking),
    },
    { keys: 'Ctrl+KeyV', label: t('keys.paste'), run: paste },
    {
      keys: 'Escape',
      label: t('keys.letGo'),
      run: () => (cut === null ? forgetPatient(day) : setCut(null)),
    },
    {
      keys: 'KeyV',
      label: t('keys.visit'),
      run: () => booking !== null && may('visits.read') && void navigate(`/visits/${booking.id}`),
    },
    ...specialties
      .slice(0, 8)
      .concat('')
      .map((_, index) => ({
        keys: `Digit${index + 1}`,
        label: index === 0 ? t('allDoctors') : (specialties[index - 1] ?? ''),
        run: () => setView(index),
      }))
      .slice(0, specialties.length + 1),
  ]
  useKeys(t('title'), bindings)

  return (
    <>
      <PageHead>
        <DayHead
          day={day}
          today={today}
          setDay={setDay}
          specialties={specialties}
          view={view}
          setView={setView}
        />
      </PageHead>
      <div className={classes['page']}>
        <div
          style={{
            display: 'grid',
            gridTemplateRows: 'auto minmax(0, 1fr)',
            minHeight: 0,
            minWidth: 0,
          }}
        >
          <Banner
            cut={cut}
            patient={patientId === null ? null : (patient.data ?? null)}
            letGo={() => (cut === null ? forgetPatient(day) : setCut(null))}
          />
          {model.columns.length === 0 ? (
            <NobodyWorks />
          ) : (
            <Board
              model={model}
              cursor={cursor}
              setCursor={setCursor}
              cutId={cut?.id ?? null}
              nowMs={nowMs}
              isToday={isToday}
              book={bookHere}
            />
          )}
        </div>
        <SidePanel
          booking={booking}
          slot={
            here !== null && here.stop.kind === 'slot'
              ? { doctor: here.column.doctor, startsAt: here.stop.startsAt }
              : null
          }
          pasting={cut !== null}
          actions={{
            book: bookHere,
            find: () => setFinding(true),
            nextStep,
            undo: steps.undo,
            cut: setCut,
            cancel: setCancelling,
            bookOver,
            pending: steps.pending || move.isPending,
          }}
        />
      </div>
      {finding && (
        <FindTimeDialog
          day={day < today ? today : day}
          patientId={patientId}
          close={() => setFinding(false)}
          choose={(chosen, on) => {
            setFinding(false)
            setDay(on)
            setPlace(chosen)
          }}
        />
      )}
      {place !== null && (
        <BookDialog
          place={place}
          day={formats.dayOf(place.startsAt)}
          close={() => setPlace(null)}
          booked={(id) => {
            setPlace(null)
            forgetPatient(formats.dayOf(place.startsAt))
            setCursor({
              doctorId: place.doctor.id,
              minute: model.minuteOf(place.startsAt),
              bookingId: id,
            })
          }}
        />
      )}
      {cancelling !== null && (
        <CancelDialog booking={cancelling} close={() => setCancelling(null)} />
      )}
    </>
  )
}

function Banner({
  cut,
  patient,
  letGo,
}: {
  cut: Booking | null
  patient: { family: string; given: string; patronymic: string | null } | null
  letGo: () => void
}) {
  const { t } = useTranslation('day')
  const formats = useFormats()
  const who = cut?.patient ?? patient
  if (who === null) return <div />
  return (
    <div className={classes['banner']} role="status">
      <span className="cut">
        {t(cut === null ? 'choosingTime' : 'moving', { name: formats.name(who) })}{' '}
        <Key keys={cut === null ? 'Enter' : 'Ctrl+KeyV'} />
      </span>
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={letGo}
        rightSection={<Key keys="Escape" />}
      >
        {t('letGo')}
      </Button>
    </div>
  )
}

function NobodyWorks() {
  const { t } = useTranslation('day')
  const may = useMay()
  const navigate = useNavigate()
  return (
    <Empty
      title={t('nobody.title')}
      hint={t(may('schedule.write') ? 'nobody.hintOffice' : 'nobody.hint')}
      action={
        may('schedule.write') ? (
          <Button variant="default" onClick={() => void navigate('/staff')}>
            {t('nobody.toStaff')}
          </Button>
        ) : (
          <Text c="var(--soft)">
            <Key keys="PageDown" />
          </Text>
        )
      }
    />
  )
}
