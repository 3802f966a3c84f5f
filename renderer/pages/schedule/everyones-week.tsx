/** All doctors by the days of a week: when each works and where, and why not. */
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import { DayHeads } from './day-heads.tsx'
import { type DoctorDay, minutesOf, type Week } from './week-model.ts'
import classes from './schedule.module.css'

export function EveryonesWeek({
  week,
  today,
  open,
}: {
  week: Week
  today: string
  /** Shows one doctor's week. */
  open: (doctorId: string) => void
}) {
  const { t } = useTranslation('schedule')
  const formats = useFormats()
  const rooms = new Map(week.resources.map(({ id, name }) => [id, name]))
  return (
    <table className={classes['week']} aria-label={t('view.everyone')}>
      <thead>
        <tr>
          <th scope="col">{t('doctor')}</th>
          <DayHeads week={week} today={today} />
        </tr>
      </thead>
      <tbody>
        {week.practitioners.map((doctor) => (
          <tr key={doctor.id}>
            <th scope="row">
              <button type="button" className={classes['who']} onClick={() => open(doctor.id)}>
                {formats.name(doctor)}
              </button>
              {doctor.specialty !== null && <small>{doctor.specialty}</small>}
            </th>
            {doctor.days.map((day) => (
              <td
                key={day.day}
                data-today={day.day === today || undefined}
                data-off={day.leave !== null || undefined}
              >
                <DayLines day={day} rooms={rooms} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function DayLines({ day, rooms }: { day: DoctorDay; rooms: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('schedule')
  const formats = useFormats()
  if (day.leave !== null) return <span className={classes['reason']}>{day.leave}</span>
  if (day.spans.length === 0) {
    return (
      <span className={classes['none']} aria-label={t('notWorking')}>
        –
      </span>
    )
  }
  const share = Math.round((minutesOf(day.booked) / day.capacityMinutes) * 100)
  const names = [...new Set(day.spans.map(({ locationId }) => locationId))].flatMap((id) =>
    id === null ? [] : (rooms.get(id) ?? []),
  )
  return (
    <>
      {day.spans.map(({ startsAt, endsAt }) => (
        <div key={startsAt} className="numbers">
          {formats.time(startsAt)}–{formats.time(endsAt)}
        </div>
      ))}
      {day.absences.map(({ startsAt, endsAt, reason }) => (
        <div key={startsAt} className={classes['away']} title={reason}>
          <span className="numbers">
            {formats.time(startsAt)}–{formats.time(endsAt)}
          </span>{' '}
          {reason}
        </div>
      ))}
      <small>{[...names, t('booked', { share })].join(' · ')}</small>
    </>
  )
}
