/** A doctor's week: when, in which room, from which day on. */
import { ActionIcon, Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nowIso } from '../../clock.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { type Bookings, BookingsLeft } from './bookings-left.tsx'
import { CopyWeekForm } from './copy-week-form.tsx'
import { type Hours, weekdays } from './hours.ts'
import { AddHoursForm, UpdateHoursForm } from './hours-form.tsx'
import classes from './staff.module.css'

export function WeeklyHours({ practitionerId }: { practitionerId: string }) {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const may = useMay()
  const formats = useFormats()
  const [adding, setAdding] = useState<number | null>(null)
  const [changing, setChanging] = useState<Hours | null>(null)
  const [isCopying, setIsCopying] = useState(false)
  const [left, setLeft] = useState<Bookings>([])
  const hours = useQuery(trpc.schedule.hours.queryOptions({ practitionerId }))
  if (hours.error !== null) {
    return <ErrorNote error={hours.error} retry={() => void hours.refetch()} />
  }
  if (hours.data === undefined) return <Loading />
  const today = formats.dayOf(nowIso())
  const current = hours.data.filter(({ validTo }) => validTo === null || validTo >= today)
  const mayWrite = may('schedule.write')
  return (
    <>
      <BookingsLeft bookings={left} onClose={() => setLeft([])} />
      {current.length === 0 && <Text c="var(--soft)">{t('hours.none')}</Text>}
      <div className={classes['week']}>
        {weekdays.map((weekday) => {
          const spans = current.filter((one) => one.weekday === weekday)
          return (
            <div key={weekday} className={classes['weekday']}>
              <div data-day>{formats.weekday(weekday)}</div>
              <div className={classes['spans']}>
                {spans.length === 0 && <span className={classes['off']}>{t('hours.off')}</span>}
                {spans.map((span) => (
                  <SpanButton
                    key={span.id}
                    hours={span}
                    today={today}
                    disabled={!mayWrite}
                    onClick={() => setChanging(span)}
                  />
                ))}
              </div>
              <div>
                {mayWrite && (
                  <ActionIcon
                    variant="default"
                    aria-label={t('hours.addOn', { weekday: formats.weekday(weekday) })}
                    title={t('hours.addOn', { weekday: formats.weekday(weekday) })}
                    onClick={() => setAdding(weekday)}
                  >
                    <IconPlus size={15} aria-hidden />
                  </ActionIcon>
                )}
              </div>
            </div>
          )
        })}
      </div>
      <Text size="xs" c="var(--soft)">
        {t('hours.hint')}
      </Text>
      {mayWrite && (
        <div>
          <Button variant="default" onClick={() => setIsCopying(true)}>
            {t('copyWeek.open')}
          </Button>
        </div>
      )}
      {isCopying && (
        <CopyWeekForm
          practitionerId={practitionerId}
          today={today}
          onClose={() => setIsCopying(false)}
          onLeft={setLeft}
        />
      )}
      {adding !== null && (
        <AddHoursForm
          practitionerId={practitionerId}
          weekday={adding}
          today={today}
          like={current.findLast((one) => one.weekday <= adding) ?? current[0] ?? null}
          onClose={() => setAdding(null)}
        />
      )}
      {changing !== null && (
        <UpdateHoursForm hours={changing} onClose={() => setChanging(null)} onLeft={setLeft} />
      )}
    </>
  )
}

function SpanButton({
  hours,
  today,
  disabled,
  onClick,
}: {
  hours: Hours
  today: string
  disabled: boolean
  onClick: () => void
}) {
  const { t } = useTranslation('staff')
  const formats = useFormats()
  const { validFrom, validTo, locationName } = hours
  const isLater = validFrom > today
  const notes = [
    locationName,
    isLater ? t('hours.from', { day: formats.day(validFrom) }) : null,
    validTo === null ? null : t('hours.to', { day: formats.day(validTo) }),
  ].filter((note) => note !== null)
  return (
    <button
      type="button"
      className={classes['span']}
      data-later={isLater || undefined}
      disabled={disabled}
      onClick={onClick}
    >
      {hours.startsLocal}–{hours.endsLocal}
      {notes.length > 0 && <small>{notes.join(' · ')}</small>}
    </button>
  )
}
