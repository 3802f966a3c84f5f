/** How far the booking has come on the day's one path, with the time of each step. */
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import {
  type AppointmentStatus,
  appointmentStatuses,
} from '../../../main/clinic/appointments/appointments.rules.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import classes from './visit.module.css'

/** The path without its ways out. */
const path: readonly AppointmentStatus[] = appointmentStatuses.filter(
  (status) => status !== 'requested' && status !== 'no-show' && status !== 'cancelled',
)

interface StepsParts {
  id: string
  status: AppointmentStatus
  /** The day of the booking; steps of other days say theirs. */
  day: string
}

export function VisitSteps({ id, status, day }: StepsParts) {
  const { t } = useTranslation('visit')
  const trpc = useTRPC()
  const formats = useFormats()
  const { data } = useQuery(trpc.appointments.details.queryOptions({ id }))
  const reached = path.indexOf(status)
  const timeOf = new Map(data?.steps.map((step) => [step.toStatus, step.at]))
  const taken = path.slice(0, reached + 1).filter((step) => timeOf.has(step))
  return (
    <section aria-label={t('steps')}>
      <ol className={classes['steps']} aria-hidden>
        {path.map((step, index) => (
          <li key={step} data-past={index <= reached || undefined} />
        ))}
      </ol>
      <Text fw={620} mb={4}>
        {t(`day:status.${status}`)}
      </Text>
      <dl className={classes['times']}>
        {taken.map((step) => {
          const at = timeOf.get(step) ?? ''
          const onDay = formats.dayOf(at) === day ? '' : `${formats.shortDay(formats.dayOf(at))}, `
          const time = `${onDay}${formats.time(at)}`
          return <StepTime key={step} word={t(`day:status.${step}`)} time={time} at={at} />
        })}
      </dl>
    </section>
  )
}

function StepTime({ word, time, at }: { word: string; time: string; at: string }) {
  return (
    <>
      <dt>{word}</dt>
      <dd>
        <time dateTime={at}>{time}</time>
      </dd>
    </>
  )
}
