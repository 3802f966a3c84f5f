/** A visit that nobody has opened yet: the doctor starts it, others see why there is nothing to read. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AppointmentStatus } from '../../../main/clinic/appointments/appointments.rules.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay, useMe } from '../shell/me.ts'
import type { Visit } from './use-visit.ts'
import { VisitFacts } from './visit-facts.tsx'
import { VisitPapers } from './visit-papers.tsx'
import classes from './visit.module.css'

const startable: readonly AppointmentStatus[] = ['arrived', 'called', 'in-room', 'to-pay', 'done']

export function UnopenedVisit({ visit }: { visit: Visit }) {
  const { t } = useTranslation('visit')
  const trpc = useTRPC()
  const formats = useFormats()
  const may = useMay()
  const me = useMe()
  const start = useMutation(trpc.visits.start.mutationOptions())
  const { appointment } = visit
  const isOwn = appointment.practitionerId === me.id && may('visits.write')
  const mayStart = isOwn && startable.includes(appointment.status)

  function startVisit(): void {
    if (mayStart && !start.isPending) start.mutate({ appointmentId: appointment.id })
  }

  useKeys(t('page'), mayStart ? [{ keys: 'Space', label: t('start.button'), run: startVisit }] : [])
  const why = isOwn ? reasonOf(appointment.status) : 'notYours'
  return (
    <div className={classes['page']}>
      <VisitFacts visit={visit} />
      <div className={classes['middle']}>
        <div className={classes['sheet']}>
          {start.error !== null && <ErrorNote error={start.error} retry={startVisit} />}
          <Empty
            title={t(`start.${why}.title`)}
            hint={t(`start.${why}.hint`, { doctor: formats.name(appointment.practitioner) })}
            action={
              mayStart && (
                <Button
                  mt="sm"
                  size="md"
                  autoFocus
                  loading={start.isPending}
                  rightSection={<Key keys="Space" />}
                  onClick={startVisit}
                >
                  {t('start.button')}
                </Button>
              )
            }
          />
        </div>
      </div>
      <VisitPapers visit={visit} />
    </div>
  )
}

/** Which sentence says where the booking stands. */
function reasonOf(status: AppointmentStatus): string {
  if (startable.includes(status)) return 'ready'
  return status === 'requested' || status === 'confirmed' ? 'notArrived' : 'over'
}
