/** A booking that lost its time: which, to whom, and the two ways out of it. */
import { Button, Chip, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { nowIso } from '../../clock.ts'
import { useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { Key } from '../../components/key.tsx'
import { Facts } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import { useTRPC } from '../../trpc.ts'
import { FindTimeDialog } from '../day/find-time-dialog.tsx'
import { useMay } from '../shell/me.ts'
import classes from './hub.module.css'
import type { RebookTask } from './use-decisions.ts'

export function RebookPanel({ task }: { task: RebookTask }) {
  const { t } = useTranslation('hub')
  const formats = useFormats()
  const { appointment, heldBy, resource, toldAt } = task
  const { patient } = appointment
  const span = (at: { startsAt: string; endsAt: string }) =>
    `${formats.longDay(formats.dayOf(at.startsAt))}, ${formats.time(at.startsAt)}–${formats.time(at.endsAt)}`
  return (
    <>
      <div>
        <Title order={2}>{formats.name(patient)}</Title>
        <Text size="sm" c="var(--soft)" className="numbers">
          {[patient.bornOn === null ? '' : formats.day(patient.bornOn), patient.phone ?? '']
            .filter((part) => part !== '')
            .join(' · ')}
        </Text>
      </div>
      <p className={classes['lead']}>{t('rebook.lead')}</p>
      {appointment.isLost && (
        <p className={toldAt === null ? classes['lead'] : classes['why']}>
          {toldAt === null
            ? t('rebook.notTold')
            : t('rebook.toldAt', { time: formats.moment(toldAt) })}
        </p>
      )}
      <div className={classes['box']} data-tone="care">
        <h3>{t('rebook.wanted')}</h3>
        <Facts
          facts={[
            [
              t('rebook.lostTime'),
              <span key="span" className={`${classes['struck']} numbers`}>
                {span(task)}
              </span>,
            ],
            [t('rebook.doctor'), formats.name(appointment.practitioner)],
            [t('rebook.service'), appointment.service.name],
            [t('rebook.note'), appointment.note],
          ]}
        />
      </div>
      <div className={classes['box']}>
        <h3>{t('rebook.holder')}</h3>
        {heldBy === null ? (
          <>
            <Facts facts={[[t('rebook.resource'), resource]]} />
            {t('rebook.elsewhere')}
          </>
        ) : (
          <Facts
            facts={[
              [t('rebook.resource'), resource],
              [t('rebook.patient'), formats.name(heldBy.patient)],
              [t('rebook.time'), span(heldBy)],
              [t('rebook.doctor'), formats.name(heldBy.practitioner)],
              [t('rebook.service'), heldBy.service.name],
            ]}
          />
        )}
      </div>
      {appointment.isLost ? <Ways task={task} /> : <AlreadySettled task={task} />}
    </>
  )
}

function Ways({ task }: { task: RebookTask }) {
  const { t } = useTranslation('hub')
  const may = useMay()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'find' | 'dismiss' | null>(null)
  const toPatient = () => void navigate(`/patients/${task.appointment.patient.id}`)
  const mayFind = may('appointments.book')
  const mayDismiss = may('appointments.cancel')
  useKeys(t('decide.title'), [
    { keys: 'Enter', label: t('rebook.find'), run: () => mayFind && setOpen('find') },
    { keys: 'Delete', label: t('rebook.dismiss'), run: () => mayDismiss && setOpen('dismiss') },
    { keys: 'KeyP', label: t('rebook.openPatient'), run: toPatient },
  ])
  const common = { fullWidth: true, justify: 'space-between', variant: 'default' } as const
  return (
    <Stack gap={7}>
      {mayFind && (
        <Button
          fullWidth
          justify="space-between"
          rightSection={<Key keys="Enter" />}
          onClick={() => setOpen('find')}
        >
          {t('rebook.find')}
        </Button>
      )}
      <Button {...common} rightSection={<Key keys="KeyP" />} onClick={toPatient}>
        {t('rebook.openPatient')}
      </Button>
      {mayDismiss && (
        <Button
          {...common}
          c="var(--bad)"
          rightSection={<Key keys="Delete" />}
          onClick={() => setOpen('dismiss')}
        >
          {t('rebook.dismiss')}
        </Button>
      )}
      {open === 'find' && <NewTime task={task} close={() => setOpen(null)} />}
      {open === 'dismiss' && <Dismiss task={task} close={() => setOpen(null)} />}
    </Stack>
  )
}

/** The usual way to a free time; the booking stays the same, with all that stands on it. */
function NewTime({ task, close }: { task: RebookTask; close: () => void }) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const formats = useFormats()
  const { appointment } = task
  const name = formats.name(appointment.patient)
  const rebook = useMutation(
    trpc.appointments.rebook.mutationOptions({ onError: useShowError(), onSuccess: close }),
  )
  const today = formats.dayOf(nowIso())
  return (
    <FindTimeDialog
      title={t('rebook.findTitle', { name })}
      day={appointment.day < today ? today : appointment.day}
      patientId={appointment.patient.id}
      booking={{
        serviceId: appointment.service.id,
        practitionerId: appointment.practitioner.id,
      }}
      close={close}
      choose={({ doctor, startsAt }) => {
        if (rebook.isPending) return
        rebook.mutate(
          { id: appointment.id, version: appointment.version, startsAt, practitionerId: doctor.id },
          {
            onSuccess: () =>
              notifications.show({
                autoClose: 5000,
                message: t('rebook.done', {
                  name,
                  moment: formats.moment(startsAt),
                  doctor: formats.shortName(doctor),
                }),
              }),
          },
        )
      }}
    />
  )
}

const usualReasons = ['reasonNoTime', 'reasonNoAnswer', 'reasonDouble'] as const

function Dismiss({ task, close }: { task: RebookTask; close: () => void }) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const dismiss = useMutation(
    trpc.appointments.dismissRebook.mutationOptions({
      onSuccess: ({ appointmentId, refundDueMinor }) => {
        close()
        if (refundDueMinor > 0 && may('billing.refund')) void navigate(`/cash/${appointmentId}`)
      },
    }),
  )
  return (
    <FormModal
      title={t('rebook.dismissTitle', { name: formats.name(task.appointment.patient) })}
      submitLabel={t('rebook.dismiss')}
      onSubmit={() => dismiss.mutate({ id: task.id, version: task.version, reason })}
      onClose={close}
      pending={dismiss.isPending}
      error={dismiss.error}
    >
      <Text size="sm" c="var(--soft)">
        {t('rebook.dismissLead')}
      </Text>
      <TextInput
        label={t('rebook.reason')}
        data-autofocus
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Chip.Group value={reason} onChange={(value) => setReason(String(value))}>
        <Group gap={6}>
          {usualReasons.map((key) => (
            <Chip key={key} value={t(`rebook.${key}`)} size="xs">
              {t(`rebook.${key}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </FormModal>
  )
}

/** What is left of a task when another desk was quicker: nothing but putting it away. */
function AlreadySettled({ task }: { task: RebookTask }) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const may = useMay()
  const putAway = useMutation(
    trpc.appointments.dismissRebook.mutationOptions({ onError: useShowError() }),
  )
  const run = () =>
    putAway.mutate({ id: task.id, version: task.version, reason: t('rebook.settled') })
  const mayPutAway = may('appointments.cancel')
  useKeys(t('decide.title'), [
    { keys: 'Enter', label: t('rebook.putAway'), run: () => mayPutAway && run() },
  ])
  return (
    <Stack gap={7}>
      <Text fw={600}>{t('rebook.settled')}</Text>
      {mayPutAway && (
        <Button
          fullWidth
          justify="space-between"
          loading={putAway.isPending}
          rightSection={<Key keys="Enter" />}
          onClick={run}
        >
          {t('rebook.putAway')}
        </Button>
      )}
    </Stack>
  )
}
