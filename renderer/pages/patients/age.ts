/** How old somebody is, in the words of the language: days and months for the smallest, then years. */
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { nowIso } from '../../clock.ts'
import { useFormats } from '../../i18n/formats.ts'

const monthsUntilYears = 24

/** Days in the first month, whole months below two years, then years; null before the birth. */
export function ageOf(
  bornOn: string,
  today: string,
): { unit: 'days' | 'months' | 'years'; count: number } | null {
  if (today < bornOn) return null
  const { months, days } = Temporal.PlainDate.from(bornOn).until(Temporal.PlainDate.from(today), {
    largestUnit: 'months',
  })
  if (months === 0) return { unit: 'days', count: days }
  if (months < monthsUntilYears) return { unit: 'months', count: months }
  return { unit: 'years', count: Math.floor(months / 12) }
}

/** Today in the clinic's zone. */
export function useToday(): string {
  return useFormats().dayOf(nowIso())
}

/** `48 years`, `9 months`, or nothing. */
export function useAgeText(): (bornOn: string | null) => string {
  const { t } = useTranslation('patients')
  const today = useToday()
  return (bornOn) => {
    const age = bornOn === null ? null : ageOf(bornOn, today)
    return age === null ? '' : t(`age.${age.unit}`, { count: age.count })
  }
}
