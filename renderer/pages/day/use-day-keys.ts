/** The keys of the day board. */
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import {
  canBookOver,
  canCancel,
  canReschedule,
} from '../../../main/clinic/appointments/appointments.rules.ts'
import { addDays } from '../../../main/clinic/shared/days.ts'
import { type KeyBinding, useKeys } from '../../keyboard/keys.ts'
import { useMay } from '../shell/me.ts'
import type { DayProps, DayWork } from './use-day-work.ts'

export function useDayKeys(props: DayProps, work: DayWork): void {
  const { day, today, setDay, forgetPatient } = props
  const { booking, cut, specialties, steps, go, bookHere, paste, nextStep, bookOver } = work
  const { toFirstFree, setFinding, setCancelling, setCut, setView } = work
  const { t } = useTranslation('day')
  const navigate = useNavigate()
  const may = useMay()
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
}
