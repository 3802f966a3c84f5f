/** A rule of days in words: every two weeks on Monday and Friday, until some day. */
import { useTranslation } from 'react-i18next'
import { isoWeekday } from '../../../main/clinic/shared/days.ts'
import { useFormats } from '../../i18n/formats.ts'
import { repeatsOf, weekOfMonth } from './recurrence.ts'

/** Takes the rule and the day from which it is counted. */
export function useRuleText(): (rule: string, firstDay: string) => string {
  const { t } = useTranslation('staff')
  const formats = useFormats()
  return (rule, firstDay) => {
    const repeats = repeatsOf(rule, firstDay)
    if (repeats === null) return t('leave.byRule')
    const { frequency, interval, weekdays, until } = repeats
    const week = weekOfMonth(firstDay)
    const days = {
      weekdays: weekdays.map((day) => formats.weekday(day)).join(', '),
      weekday: formats.weekday(isoWeekday(firstDay)),
      from: (week - 1) * 7 + 1,
      to: week * 7,
      date: Number(firstDay.slice(8)),
      day: formats.longDay(firstDay).split(', ').at(-1),
    }
    const key = frequency === 'monthly-weekday' && week === -1 ? 'monthly-last' : frequency
    const text = t(`repeat.says.${key}`, { ...days, count: interval })
    return until === null ? text : `${text}, ${t('hours.to', { day: formats.day(until) })}`
  }
}
