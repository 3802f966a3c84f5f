/** The seven days over a week's table: which one is today, and why the clinic is closed. */
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { isoWeekday } from '../../../main/clinic/shared/days.ts'
import { closedDayName } from '../../i18n/closed-day.ts'
import { useFormats } from '../../i18n/formats.ts'
import type { Week } from './week-model.ts'
import classes from './schedule.module.css'

export function DayHeads({ week, today }: { week: Week; today: string }) {
  const { t } = useTranslation('schedule')
  const formats = useFormats()
  return week.days.map(({ day, closed }) => (
    <th key={day} scope="col" data-today={day === today || undefined}>
      <Link to={`/day?day=${day}`} title={t('openDay')}>
        {formats.weekday(isoWeekday(day))}, {formats.shortDay(day)}
      </Link>
      {closed !== null && (
        <span className={classes['closed']}>
          {closedDayName(t, closed) ?? t('common:closedDay')}
        </span>
      )}
    </th>
  ))
}
