/** The keys of the day board. */
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import {
  canBookOver,
  canCancel,
  canReschedule,
} from '../../../main/clinic/appointments/appointments.rules.ts'
import { type KeyBinding, useKeys } from '../../keyboard/keys.ts'
import { useMay } from '../shell/me.ts'
import type { DayProps, DayWork } from './use-day-work.ts'

export function useDayKeys(props: DayProps, work: DayWork): void {
  const { day, today, setDay, stepDay, forgetPatient } = props
  const { booking, cut, pinboard, dayViews, steps, go, bookHere, paste, nextStep, bookOver } = work
  const { toFirstFree, setFinding, setCancelling, setSettingViews, stepLength, blockHere } = work
  const { t } = useTranslation('day')
  const navigate = useNavigate()
  const may = useMay()
  const bindings: KeyBinding[] = [
    { keys: 'ArrowUp', label: t('keys.up'), run: () => go('up') },
    { keys: 'ArrowDown', label: t('keys.down'), run: () => go('down') },
    { keys: 'ArrowLeft', label: t('keys.left'), run: () => go('left') },
    { keys: 'ArrowRight', label: t('keys.right'), run: () => go('right') },
    { action: 'day.before', run: () => stepDay(-1) },
    { action: 'day.after', run: () => stepDay(1) },
    { action: 'day.today', run: () => setDay(today) },
    { action: 'day.firstFree', run: toFirstFree },
    {
      action: 'day.findTime',
      run: () => may('appointments.book') && setFinding(true),
    },
    {
      keys: 'Enter',
      label: t('keys.enter'),
      run: () => (booking === null ? bookHere() : void navigate(`/patients/${booking.patient.id}`)),
    },
    { action: 'day.nextStep', run: nextStep },
    {
      action: 'day.undoStep',
      run: () => booking !== null && steps.undo(booking),
    },
    {
      action: 'day.cancel',
      run: () =>
        booking !== null &&
        canCancel(booking.status, booking) &&
        may('appointments.cancel') &&
        setCancelling(booking),
    },
    {
      action: 'day.cut',
      run: () =>
        booking !== null &&
        canReschedule(booking.status) &&
        may('appointments.book') &&
        pinboard.pin(booking),
    },
    {
      action: 'day.bookOver',
      run: () =>
        booking !== null &&
        canBookOver(booking) &&
        may('appointments.overbook') &&
        bookOver(booking),
    },
    { action: 'day.paste', run: paste },
    { action: 'day.longer', run: () => stepLength(1) },
    { action: 'day.shorter', run: () => stepLength(-1) },
    { action: 'day.block', run: blockHere },
    {
      keys: 'Escape',
      label: t('keys.letGo'),
      run: () => (cut === null ? forgetPatient(day) : pinboard.unpin(cut.id)),
    },
    {
      action: 'day.visit',
      run: () => booking !== null && may('visits.read') && void navigate(`/visits/${booking.id}`),
    },
    ...dayViews.views.map(({ name }, index) => ({
      keys: `Digit${index + 1}`,
      label: name,
      run: () => dayViews.setView(index),
    })),
    { action: 'day.views', run: () => setSettingViews(true) },
  ]
  useKeys(t('title'), bindings)
}
