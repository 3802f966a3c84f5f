/** A day of the past, typed or picked: a birth day, the day of a consent. */
import type { ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import { DayInput } from '../../components/day-input.tsx'
import { readPastDay } from '../../components/typed-day.ts'
import { useToday } from './age.ts'

type Parts = Omit<ComponentProps<typeof DayInput>, 'read' | 'latestDay' | 'placeholder'>

export function PastDayInput(parts: Parts) {
  const { t } = useTranslation('patients')
  return (
    <DayInput
      {...parts}
      read={readPastDay}
      latestDay={useToday()}
      placeholder={t('dayPlaceholder')}
    />
  )
}
