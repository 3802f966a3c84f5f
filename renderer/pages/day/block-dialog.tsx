/** Keeping time free of bookings, with a reason; and giving it back. */
import { Button, Chip, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { instantOf } from '../../../main/clinic/shared/days.ts'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { TimeInput } from '../../components/time-input.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import type { Doctor } from './board-model.ts'
import type { Block } from './doctor-column.tsx'

const usualReasons = ['meeting', 'training', 'repair', 'private'] as const

export interface BlockPlace {
  doctor: Pick<Doctor, 'id' | 'family' | 'given' | 'patronymic'>
  day: string
  /** Wall times. */
  from: string
  to: string
}

export function BlockDialog({
  place,
  timeZone,
  close,
  blocked,
}: {
  place: BlockPlace
  timeZone: string
  close: () => void
  /** With how many bookings that lie in the time. */
  blocked: (bookings: number) => void
}) {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const formats = useFormats()
  const rooms = useQuery(trpc.catalog.rooms.queryOptions())
  const [whose, setWhose] = useState('doctor')
  const [from, setFrom] = useState(place.from)
  const [to, setTo] = useState(place.to)
  const [reason, setReason] = useState('')
  const add = useMutation(
    trpc.schedule.addBlock.mutationOptions({
      onSuccess: ({ bookings }) => blocked(bookings.length),
    }),
  )
  const at = (time: string) =>
    /^\d\d:\d\d$/.test(time) ? instantOf(place.day, time, timeZone) : null
  const startsAt = at(from)
  const endsAt = at(to)
  const isOrdered = startsAt !== null && endsAt !== null && startsAt < endsAt
  return (
    <FormModal
      title={t('block.title', { day: formats.longDay(place.day) })}
      submitLabel={t('block.add')}
      onSubmit={() => {
        if (startsAt === null || endsAt === null || !isOrdered || reason.trim() === '') return
        const practitionerId = whose === 'doctor' ? place.doctor.id : null
        const locationId = whose === 'doctor' ? null : whose
        add.mutate({ practitionerId, locationId, startsAt, endsAt, reason })
      }}
      onClose={close}
      pending={add.isPending}
      error={add.error}
      size="md"
    >
      <Select
        label={t('block.whose')}
        allowDeselect={false}
        value={whose}
        onChange={(value) => value !== null && setWhose(value)}
        data={[
          { value: 'doctor', label: formats.name(place.doctor) },
          ...(rooms.data ?? [])
            .filter((room) => room.archivedAt === null)
            .map((room) => ({ value: room.id, label: t('block.room', { room: room.name }) })),
        ]}
      />
      <Group grow align="flex-start">
        <TimeInput label={t('block.from')} value={from} onChange={setFrom} />
        <TimeInput
          label={t('block.to')}
          value={to}
          onChange={setTo}
          error={isOrdered ? undefined : t('block.order')}
        />
      </Group>
      <TextInput
        label={t('block.reason')}
        data-autofocus
        value={reason}
        maxLength={200}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Chip.Group value={reason} onChange={(value) => setReason(String(value))}>
        <Group gap={6}>
          {usualReasons.map((name) => (
            <Chip key={name} value={t(`block.usual.${name}`)} size="xs">
              {t(`block.usual.${name}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </FormModal>
  )
}

/** What a block says, and the way to give its time back. */
export function BlockNote({ block, close }: { block: Block; close: () => void }) {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const formats = useFormats()
  const may = useMay()
  const remove = useMutation(
    trpc.schedule.removeBlock.mutationOptions({ onSuccess: close, onError: useShowError() }),
  )
  return (
    <Modal
      opened
      onClose={close}
      title={t('block.note')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <Text fw={600}>{block.reason}</Text>
        <Text size="sm" c="var(--soft)" className="numbers">
          {[block.room, `${formats.moment(block.startsAt)} – ${formats.moment(block.endsAt)}`]
            .filter((part) => part !== null)
            .join(' · ')}
        </Text>
        {remove.error !== null && <ErrorNote error={remove.error} />}
        {may('schedule.block') && (
          <Button
            data-autofocus
            loading={remove.isPending}
            onClick={() => remove.mutate({ id: block.id, version: block.version })}
          >
            {t('block.remove')}
          </Button>
        )}
      </Stack>
    </Modal>
  )
}
