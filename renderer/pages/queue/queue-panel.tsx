/** Who is selected in the queue, with the next step as the one filled button. */
import { Button, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { primaryNextStep } from '../../../main/clinic/appointments/appointments.rules.ts'
import { Key } from '../../components/key.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { Booking } from '../day/board-model.ts'
import { waitedMinutes } from '../day/waiting.ts'
import classes from './queue.module.css'

interface PanelActions {
  nextStep: () => void
  requeue: () => void
  undo: () => void
  /** Null while nobody waits in front of this room. */
  callNext: (() => void) | null
  pending: boolean
}

export function QueuePanel({
  booking,
  nowMs,
  actions,
  open,
}: {
  booking: Booking
  nowMs: number
  /** Null for who may only look. */
  actions: PanelActions | null
  open: () => void
}) {
  const { t } = useTranslation('queue')
  const formats = useFormats()
  const waited = waitedMinutes(booking, nowMs)
  return (
    <>
      <div>
        <div className={`${classes['big']} numbers`}>{booking.ticket ?? '—'}</div>
        <Title order={2}>{formats.name(booking.patient)}</Title>
        <Text size="sm" c="var(--soft)">
          {t(`day:status.${booking.status}`)}
          {waited !== null && ` · ${t('waits', { count: waited })}`}
        </Text>
      </div>
      {actions !== null && <Actions booking={booking} actions={actions} />}
      <Button {...wide} onClick={open} rightSection={<Key keys="Enter" />}>
        {t('openPatient')}
      </Button>
      <Facts
        facts={[
          [t('fact.time'), formats.time(booking.startsAt)],
          [t('fact.practitioner'), formats.name(booking.practitioner)],
          [t('fact.room'), booking.location?.name],
          [t('fact.service'), booking.service.name],
          [t('fact.phone'), booking.patient.phone],
          [t('fact.note'), booking.note],
        ]}
      />
    </>
  )
}

const wide = { variant: 'default', fullWidth: true, justify: 'space-between' } as const

function Actions({ booking, actions }: { booking: Booking; actions: PanelActions }) {
  const { t } = useTranslation('queue')
  const next = primaryNextStep(booking.status)
  const { pending } = actions
  return (
    <Stack gap="xs">
      {next !== null && (
        <Button
          fullWidth
          justify="space-between"
          size="md"
          disabled={pending}
          onClick={actions.nextStep}
          rightSection={<Key action="queue.nextStep" />}
        >
          {t(`day:next.${next}`)}
        </Button>
      )}
      {booking.status === 'called' && (
        <Button
          {...wide}
          disabled={pending}
          onClick={actions.requeue}
          rightSection={<Key action="queue.requeue" />}
        >
          {t('requeue')}
        </Button>
      )}
      {actions.callNext !== null && booking.status !== 'arrived' && (
        <Button
          {...wide}
          disabled={pending}
          onClick={actions.callNext}
          rightSection={<Key action="queue.callNext" />}
        >
          {t('callNext')}
        </Button>
      )}
      <Button
        {...wide}
        disabled={pending}
        onClick={actions.undo}
        rightSection={<Key action="queue.undoStep" />}
      >
        {t('day:undo')}
      </Button>
    </Stack>
  )
}
