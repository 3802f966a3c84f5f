/** What is done on the day board: the cursor, what was picked up, and what each action does. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import {
  canChangeLength,
  canReschedule,
} from '../../../main/clinic/appointments/appointments.rules.ts'
import { addDays, msOf } from '../../../main/clinic/shared/days.ts'
import { offerUndo } from '../../components/undo.tsx'
import { useShowError } from '../../components/errors.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay, useMe } from '../shell/me.ts'
import {
  type Booking,
  boardModel,
  type Cursor,
  cursorOn,
  type DayBoard,
  dragStepMinutes,
  findStop,
  firstFree,
  freeMinutes,
  moveCursor,
} from './board-model.ts'
import { isInView } from './day-views.ts'
import type { BlockPlace } from './block-dialog.tsx'
import type { BookPlace } from './book-dialog.tsx'
import type { Block } from './doctor-column.tsx'
import { usePinboard } from './pinboard.ts'
import type { SeriesMove } from './series-dialog.tsx'
import type { Drop } from './use-board-drag.ts'
import { useDayViews } from './use-day-views.ts'
import { useSteps } from './use-steps.ts'
import type { FreedTime } from './waitlist-offers.tsx'

/** How long time is blocked until someone says otherwise. */
const usualBlockMinutes = 60

export interface DayProps {
  board: DayBoard
  day: string
  today: string
  nowMs: number
  setDay: (day: string) => void
  /** So many days on, or back when negative. */
  stepDay: (days: number) => void
  /** Someone who was chosen elsewhere and for whom a time is looked for. */
  patientId: string | null
  /** Stays on a day. */
  forgetPatient: (on: string) => void
  /** A booking that was followed here from another place. */
  appointmentId: string | null
}

/** The state of a day's work and everything that its keys and buttons do. */
export function useDayWork(props: DayProps) {
  const { board, day, today, nowMs, setDay, patientId, appointmentId } = props
  const { t } = useTranslation('day')
  const formats = useFormats()
  const trpc = useTRPC()
  const navigate = useNavigate()
  const may = useMay()
  const me = useMe()
  const showError = useShowError()
  const dayViews = useDayViews(board)
  const { filter, rooms, showDoctor } = dayViews
  const [settingViews, setSettingViews] = useState(false)
  const [followed, setFollowed] = useState<string | null>(null)
  const [cursor, setCursor] = useState<Cursor | null>(null)
  const pinboard = usePinboard(me.id)
  const [blocking, setBlocking] = useState<BlockPlace | null>(null)
  const [openBlock, setOpenBlock] = useState<Block | null>(null)
  const [freed, setFreed] = useState<FreedTime | null>(null)
  const [seriesMove, setSeriesMove] = useState<SeriesMove | null>(null)
  const [finding, setFinding] = useState(false)
  const [place, setPlace] = useState<BookPlace | null>(null)
  const [cancelling, setCancelling] = useState<Booking | null>(null)
  const steps = useSteps()
  const move = useMutation(trpc.appointments.move.mutationOptions({ onError: showError }))
  const length = useMutation(trpc.appointments.changeLength.mutationOptions({ onError: showError }))
  // As the board has it now: somebody may have changed it since it was cut.
  const pinned = pinboard.current
  const cut = board.appointments.find((one) => one.id === pinned?.id) ?? pinned
  const patient = useQuery({
    ...trpc.patients.get.queryOptions({ id: patientId ?? '' }),
    enabled: patientId !== null,
  })

  const model = useMemo(
    () => boardModel(board, (doctor) => isInView(doctor, filter, rooms.get(doctor.id)), me.id),
    [board, filter, rooms, me.id],
  )
  const isToday = board.day === today
  const nowMinute = model.minuteOf(new Date(nowMs).toISOString())
  const here = findStop(model, cursor)
  const booking = here?.stop.kind === 'booking' ? here.stop.booking : null
  const startMinute = isToday ? nowMinute : model.from

  // A fresh board has its cursor where the day is, so that the arrows work at once; so has another view.
  useEffect(() => {
    const doctor = board.practitioners.find(({ id }) => id === cursor?.doctorId)
    const isLeftOut = doctor !== undefined && !isInView(doctor, filter, rooms.get(doctor.id))
    if (cursor === null || isLeftOut) setCursor(moveCursor(model, null, 'down', startMinute))
  }, [board, cursor, filter, rooms, model, startMinute])

  // A booking that was followed here gets the cursor once, as soon as its day is there.
  useEffect(() => {
    if (appointmentId === null || appointmentId === followed) return
    const booked = board.appointments.find((one) => one.id === appointmentId)
    if (booked === undefined) return
    setFollowed(appointmentId)
    showDoctor(booked.practitioner.id)
    setCursor({ doctorId: booked.practitioner.id, minute: 0, bookingId: booked.id })
  }, [appointmentId, followed, board, showDoctor])

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
    const place = { startsAt: here.stop.startsAt, practitionerId: here.column.doctor.id }
    if (cut.seriesId !== null) setSeriesMove({ booking: cut, ...place })
    else moveTo(cut, place)
  }

  /** Moves a booking, takes it off the pinboard, and offers the way back. */
  function moveTo(
    booked: Booking,
    { startsAt, practitionerId }: { startsAt: string; practitionerId: string },
  ): void {
    const { id, version } = booked
    move.mutate(
      { id, version, startsAt, practitionerId },
      {
        onSuccess: (placed) => {
          pinboard.unpin(id)
          setSeriesMove(null)
          setCursor({ doctorId: practitionerId, minute: model.minuteOf(startsAt), bookingId: id })
          const moment = `${formats.longDay(placed.day)}, ${formats.time(startsAt)}`
          const done = t('booking:moved', { name: formats.name(booked.patient), moment })
          const back = { startsAt: booked.startsAt, practitionerId: booked.practitioner.id }
          if (placed.version !== version) {
            offerUndo(done, () => move.mutate({ id, version: placed.version, ...back }))
          }
        },
      },
    )
  }

  function changeLength(booked: Booking, durationMinutes: number): void {
    if (length.isPending || durationMinutes < dragStepMinutes) return
    length.mutate({ id: booked.id, version: booked.version, durationMinutes })
  }

  /** One step longer or shorter, by a key. */
  function stepLength(by: 1 | -1): void {
    if (booking === null || !canChangeLength(booking.status) || !may('appointments.book')) return
    const minutes = (msOf(booking.endsAt) - msOf(booking.startsAt)) / 60_000
    changeLength(booking, minutes + by * dragStepMinutes)
  }

  function mayDrag(booked: Booking, kind: Drop['kind']): boolean {
    const isAllowed =
      kind === 'length' ? canChangeLength(booked.status) : canReschedule(booked.status)
    return isAllowed && may('appointments.book')
  }

  function drop({ booking: booked, doctorId, startMinute, minutes, kind }: Drop): void {
    if (kind === 'length') return changeLength(booked, minutes)
    const place = { startsAt: model.instantOf(startMinute), practitionerId: doctorId }
    if (booked.seriesId === null) moveTo(booked, place)
    else setSeriesMove({ booking: booked, ...place })
  }

  /** Keeps the selected time free of bookings. */
  function blockHere(): void {
    if (here === null || !may('schedule.block')) return
    const { stop, column } = here
    setBlocking({
      doctor: column.doctor,
      day,
      from: model.labelOf(stop.from),
      to: model.labelOf(Math.min(model.to, stop.from + usualBlockMinutes)),
    })
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

  return {
    model,
    dayViews,
    settingViews,
    setSettingViews,
    isToday,
    here,
    booking,
    cursor,
    setCursor,
    cut,
    pinboard,
    isBoardPending: move.isPending || length.isPending,
    moveTo,
    mayDrag,
    drop,
    stepLength,
    blockHere,
    blocking,
    setBlocking,
    openBlock,
    setOpenBlock,
    freed,
    setFreed,
    seriesMove,
    setSeriesMove,
    finding,
    setFinding,
    place,
    setPlace,
    cancelling,
    setCancelling,
    steps,
    patient: patientId === null ? null : (patient.data ?? null),
    go,
    bookHere,
    paste,
    nextStep,
    bookOver,
    toFirstFree,
  }
}

export type DayWork = ReturnType<typeof useDayWork>
