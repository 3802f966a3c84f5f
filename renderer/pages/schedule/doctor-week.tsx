/** One doctor's week by the hour: where they work, what is booked, when they are away and why. */
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import type { Span } from '../../../main/clinic/shared/days.ts'
import { DayHeads } from './day-heads.tsx'
import {
  type DoctorDay,
  hoursShown,
  minutesOf,
  placed,
  type Week,
  type WeekDoctor,
} from './week-model.ts'
import classes from './schedule.module.css'

export function DoctorWeek({
  week,
  doctor,
  today,
}: {
  week: Week
  doctor: WeekDoctor
  today: string
}) {
  const { t } = useTranslation('schedule')
  const formats = useFormats()
  const { from, to } = hoursShown({ ...week, practitioners: [doctor] })
  const hours = Array.from({ length: (to - from) / 60 }, (_, index) => from / 60 + index)
  return (
    <table
      className={`${classes['week'] ?? ''} ${classes['hourly'] ?? ''}`}
      aria-label={t('weekOf', { name: formats.name(doctor) })}
    >
      <thead>
        <tr>
          <th scope="col">{t('hour')}</th>
          <DayHeads week={week} today={today} />
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row" aria-label={t('load')} />
          {doctor.days.map((day) => (
            <td key={day.day} className={classes['load']}>
              {day.capacityMinutes > 0 &&
                t('booked', {
                  share: Math.round((minutesOf(day.booked) / day.capacityMinutes) * 100),
                })}
            </td>
          ))}
        </tr>
        <tr className={classes['canvas']}>
          <th scope="row" className={classes['scale']} aria-label={t('hour')}>
            {hours.map((hour) => (
              <span key={hour} style={{ top: `${((hour * 60 - from) / (to - from)) * 100}%` }}>
                {String(hour).padStart(2, '0')}:00
              </span>
            ))}
          </th>
          {doctor.days.map((day) => (
            <td key={day.day} data-today={day.day === today || undefined}>
              <HourlyDay week={week} day={day} from={from} to={to} hours={hours} />
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  )
}

function HourlyDay({
  week,
  day,
  from,
  to,
  hours,
}: {
  week: Week
  day: DoctorDay
  from: number
  to: number
  hours: readonly number[]
}) {
  const { t } = useTranslation('schedule')
  const formats = useFormats()
  const shown = { day: day.day, timeZone: week.timeZone, from, to }
  const style = (span: Span) => {
    const place = placed(span, shown)
    return place === null ? { display: 'none' } : { top: `${place.at}%`, height: `${place.size}%` }
  }
  const timesOf = ({ startsAt, endsAt }: Span) =>
    `${formats.time(startsAt)}–${formats.time(endsAt)}`
  const roomOf = (id: string | null) => week.resources.find((one) => one.id === id)?.name ?? ''
  return (
    <div className={classes['column']} data-off={day.leave !== null || undefined}>
      {hours.slice(1).map((hour) => (
        <i key={hour} style={{ top: `${((hour * 60 - from) / (to - from)) * 100}%` }} />
      ))}
      {day.leave !== null && <span className={classes['reason']}>{day.leave}</span>}
      {day.spans.length === 0 && day.leave === null && (
        <span className={classes['none']}>{t('notWorking')}</span>
      )}
      {day.spans.map((span) => (
        <div key={span.startsAt} className={classes['work']} style={style(span)}>
          <span className="numbers">{timesOf(span)}</span>
          <small>{roomOf(span.locationId)}</small>
        </div>
      ))}
      {day.absences.map((absence) => (
        <div
          key={absence.startsAt}
          className={classes['absence']}
          style={style(absence)}
          title={`${timesOf(absence)} ${absence.reason}`}
        >
          {absence.reason}
        </div>
      ))}
      {day.booked.map((booking) => (
        <div
          key={booking.startsAt}
          className={classes['busy']}
          style={style(booking)}
          title={timesOf(booking)}
          aria-hidden
        />
      ))}
    </div>
  )
}
