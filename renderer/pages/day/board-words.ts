/** What the board says hundreds of times over: each sentence is looked up once. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppointmentStatus } from '../../../main/clinic/appointments/appointments.rules.ts'
import { type Formats, useFormats } from '../../i18n/formats.ts'
import { remembered } from './remembered.ts'

export interface BoardWords {
  formats: Formats
  /** A status in words. */
  status: (status: AppointmentStatus) => string
  /** The word on the block itself; the usual case, a confirmed booking, needs none. */
  sign: (status: AppointmentStatus | 'overbooked' | 'provisional') => string
  /** How long a patient has been waiting, in minutes. */
  waits: (minutes: number) => string
  /** A free slot by its wall time. */
  freeAt: (time: string) => string
  /** The wall time of an instant. */
  time: (instant: string) => string
}

/** The same object until the language changes, so that blocks that did not change stay as they are. */
export function useBoardWords(): BoardWords {
  const { t } = useTranslation('day')
  const formats = useFormats()
  return useMemo(
    () => ({
      formats,
      status: remembered((status) => t(`status.${status}`)),
      sign: remembered((status) => (status === 'confirmed' ? '' : t(`sign.${status}`))),
      waits: remembered((count) => t('sign.waits', { count })),
      freeAt: remembered((time) => t('freeAt', { time })),
      time: remembered(formats.time),
    }),
    [t, formats],
  )
}
