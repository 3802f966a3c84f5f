/** What the board says hundreds of times over: each sentence is looked up once. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppointmentStatus } from '../../../main/clinic/appointments/appointments.rules.ts'
import { defaultLongWaitMinutes, isLongWait } from '../../../main/clinic/queue/queue.rules.ts'
import { type Formats, useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { remembered } from './remembered.ts'

export interface BoardWords {
  formats: Formats
  /** A status in words. */
  status: (status: AppointmentStatus) => string
  /** The word on the block itself; the usual case, a confirmed booking, needs none. */
  sign: (
    status:
      | AppointmentStatus
      | 'overbooked'
      | 'provisional'
      | 'series'
      | 'call-confirmed'
      | 'call-not-reached',
  ) => string
  /** How long a patient has been waiting, in minutes. */
  waits: (minutes: number) => string
  /** Whether a wait of so many minutes is too long in this clinic. */
  isLong: (minutes: number | null) => boolean
  /** A free slot by its wall time. */
  freeAt: (time: string) => string
  /** The wall time of an instant. */
  time: (instant: string) => string
}

/** The same object until the language changes, so that blocks that did not change stay as they are. */
export function useBoardWords(): BoardWords {
  const { t } = useTranslation('day')
  const formats = useFormats()
  const trpc = useTRPC()
  const { data: settings } = useQuery(trpc.settings.queue.queryOptions())
  const longWaitMinutes = settings?.longWaitMinutes ?? defaultLongWaitMinutes
  return useMemo(
    () => ({
      formats,
      status: remembered((status) => t(`status.${status}`)),
      sign: remembered((status) => (status === 'confirmed' ? '' : t(`sign.${status}`))),
      waits: remembered((count) => t('sign.waits', { count })),
      isLong: (minutes) => isLongWait(minutes, longWaitMinutes),
      freeAt: remembered((time) => t('freeAt', { time })),
      time: remembered(formats.time),
    }),
    [t, formats, longWaitMinutes],
  )
}
