/** Rooms and machines by the days of a week: who works there, and how much of it bookings hold. */
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import { DayHeads } from './day-heads.tsx'
import {
  hoursShown,
  minutesOf,
  placed,
  type Week,
  type WeekResource,
  workersIn,
} from './week-model.ts'
import classes from './schedule.module.css'

export function RoomsWeek({ week, today }: { week: Week; today: string }) {
  const { t, i18n } = useTranslation('schedule')
  const shown = { timeZone: week.timeZone, ...hoursShown(week) }
  const ordered = week.resources.toSorted(
    (a, b) =>
      Number(a.target === 'equipment') - Number(b.target === 'equipment') ||
      a.name.localeCompare(b.name, i18n.language, { numeric: true }),
  )
  return (
    <table className={classes['week']} aria-label={t('view.rooms')}>
      <thead>
        <tr>
          <th scope="col">{t('resource')}</th>
          <DayHeads week={week} today={today} />
        </tr>
      </thead>
      <tbody>
        {ordered.map((resource) => (
          <tr key={resource.id}>
            <th scope="row">
              {resource.name}
              {resource.kind !== null && <small>{resource.kind}</small>}
            </th>
            {week.days.map(({ day }) => (
              <td key={day} data-today={day === today || undefined}>
                <Occupation week={week} resource={resource} shown={{ ...shown, day }} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Occupation({
  week,
  resource,
  shown,
}: {
  week: Week
  resource: WeekResource
  shown: { day: string; timeZone: string; from: number; to: number }
}) {
  const { t } = useTranslation('schedule')
  const formats = useFormats()
  const workers = workersIn(week, resource.id, shown.day)
  const claims = resource.claims.filter((claim) => placed(claim, shown) !== null)
  if (workers.length === 0 && claims.length === 0) {
    return (
      <span className={classes['none']} aria-label={t('free')}>
        –
      </span>
    )
  }
  const bars = [
    ...workers.map(({ span }) => ({ span, isBooked: false })),
    ...claims.map((span) => ({ span, isBooked: true })),
  ]
  const names = [...new Set(workers.map(({ doctor }) => formats.shortName(doctor)))]
  const minutes = minutesOf(claims)
  const held = t('held', { hours: formats.number(Math.round(minutes / 6) / 10) })
  return (
    <>
      <div className={classes['occupied']} aria-hidden>
        {bars.map(({ span, isBooked }) => {
          const place = placed(span, shown)
          if (place === null) return null
          return (
            <i
              key={`${span.startsAt}${isBooked ? ' booked' : ''}`}
              data-booked={isBooked || undefined}
              style={{ left: `${place.at}%`, width: `${place.size}%` }}
              title={`${formats.time(span.startsAt)}–${formats.time(span.endsAt)}`}
            />
          )
        })}
      </div>
      {names.map((name) => (
        <div key={name}>{name}</div>
      ))}
      <small>{held}</small>
    </>
  )
}
