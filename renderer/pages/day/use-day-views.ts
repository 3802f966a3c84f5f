/** Which view of the day board is on, and keeping views of one's own. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DayView } from '../../../main/clinic/preferences/preferences.input.ts'
import { useTRPC } from '../../trpc.ts'
import { useMe } from '../shell/me.ts'
import type { DayBoard } from './board-model.ts'
import { everyone, isInView, roomsOfDay, usualViews } from './day-views.ts'

/** The view that was on when the person left the board for another place. */
let left: { ownerId: string; view: number } = { ownerId: '', view: 0 }

export function useDayViews(board: DayBoard) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const { id: ownerId } = useMe()
  const { data } = useQuery(trpc.preferences.mine.queryOptions())
  const keep = useMutation(
    trpc.preferences.saveDayViews.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.preferences.mine.queryFilter()),
    }),
  )
  const [chosen, setChosen] = useState<number | null>(left.ownerId === ownerId ? left.view : 0)
  const own = data?.dayViews ?? []
  const usual = useMemo(
    () => usualViews(board.practitioners, t('allDoctors')),
    [board.practitioners, t],
  )
  const views: readonly DayView[] = own.length === 0 ? usual : own
  const view = chosen === null ? null : Math.min(chosen, views.length - 1)
  const all = useMemo(() => ({ name: t('allDoctors'), ...everyone }), [t])
  const filter = (view === null ? undefined : views[view]) ?? all
  const rooms = useMemo(() => roomsOfDay(board), [board])

  function setView(next: number): void {
    left = { ownerId, view: next }
    setChosen(next)
  }

  /** Shows whose column the view leaves out: in the first view that has it, else in none. */
  function showDoctor(doctorId: string): void {
    const doctor = board.practitioners.find(({ id }) => id === doctorId)
    if (doctor === undefined) return
    const has = (one: DayView) => isInView(doctor, one, rooms.get(doctor.id))
    if (has(filter)) return
    const next = views.findIndex(has)
    setChosen(next === -1 ? null : next)
  }

  return {
    views,
    /** Which of them is on; null when everyone is shown for the sake of a booking. */
    view,
    setView,
    showDoctor,
    /** What is on. */
    filter,
    rooms,
    save: (next: DayView[], done: () => void) => keep.mutate({ views: next }, { onSuccess: done }),
    isSaving: keep.isPending,
    error: keep.error,
  }
}

export type DayViews = ReturnType<typeof useDayViews>
