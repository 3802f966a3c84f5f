/** Cancelling with a reason; says what it does with money that was paid. */
import { Button, Chip, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { ErrorNote } from '../../components/errors.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import type { Booking } from './board-model.ts'
import { type Scope, ScopeChoice } from './series-dialog.tsx'

const usualReasons = ['patient', 'ill', 'doctor', 'mistake'] as const

export function CancelDialog({
  booking,
  close,
  cancelled,
}: {
  booking: Booking
  close: () => void
  /** The time is free: somebody may be waiting for it. */
  cancelled: () => void
}) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const may = useMay()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const [scope, setScope] = useState<Scope>('one')
  const cancel = useMutation(
    trpc.appointments.cancel.mutationOptions({
      onSuccess: ({ refundDueMinor }) => {
        close()
        if (refundDueMinor > 0 && may('billing.refund')) void navigate(`/cash/${booking.id}`)
        else cancelled()
      },
    }),
  )
  const cancelSeries = useMutation(
    trpc.appointments.cancelSeries.mutationOptions({
      onSuccess: () => {
        close()
        cancelled()
      },
    }),
  )
  const error = cancel.error ?? cancelSeries.error
  return (
    <Modal
      opened
      onClose={close}
      title={t('cancelTitle', { name: formats.name(booking.patient) })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (scope === 'one') cancel.mutate({ id: booking.id, version: booking.version, reason })
          else cancelSeries.mutate({ id: booking.id, scope, reason })
        }}
      >
        <Stack>
          <Text size="sm" c="var(--soft)">
            {formats.longDay(booking.day)}, {formats.time(booking.startsAt)} ·{' '}
            {booking.service.name}
          </Text>
          <TextInput
            label={t('cancelReason')}
            data-autofocus
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Chip.Group value={reason} onChange={(value) => setReason(String(value))}>
            <Group gap={6}>
              {usualReasons.map((name) => (
                <Chip key={name} value={t(`reason.${name}`)} size="xs">
                  {t(`reason.${name}`)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          {booking.isPaid && (
            <Text size="sm" c="var(--warn)">
              {t('cancelPaid')}
            </Text>
          )}
          {booking.seriesId !== null && <ScopeChoice scope={scope} setScope={setScope} />}
          {error !== null && <ErrorNote error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('keep')}
            </Button>
            <Button
              type="submit"
              color="red"
              disabled={reason.trim() === ''}
              loading={cancel.isPending || cancelSeries.isPending}
            >
              {t('cancelBooking')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
