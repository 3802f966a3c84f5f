/** The clinic's rooms with what they are for: added, changed, archived. */
import { Autocomplete, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { createRoomInput } from '../../../main/clinic/catalog/catalog.input.ts'
import { useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { Facts } from '../../components/two-panes.tsx'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { kindsOf } from './kinds.ts'
import { ListView, useKeptName } from './list-view.tsx'

export type Room = RouterOutputs['catalog']['rooms'][number]

export function RoomsView({ rooms, chips }: { rooms: readonly Room[]; chips: ReactNode }) {
  const { t, i18n } = useTranslation('catalog')
  const trpc = useTRPC()
  const showError = useShowError()
  const keptName = useKeptName()
  const archiving = useMutation(trpc.catalog.archiveRoom.mutationOptions({ onError: showError }))
  return (
    <ListView
      // Room 10 after room 9.
      rows={rooms.toSorted((a, b) =>
        a.name.localeCompare(b.name, i18n.language, { numeric: true }),
      )}
      chips={chips}
      texts={{
        title: t('view.rooms'),
        add: t('newRoom'),
        empty: t('noRooms'),
        emptyHint: t('noRoomsHint'),
      }}
      columns={[
        { key: 'name', label: t('column.room'), renderCell: keptName },
        {
          key: 'kind',
          label: t('column.kind'),
          width: '45%',
          renderCell: ({ kind }) => kind ?? '–',
        },
      ]}
      archiving={archiving}
      renderSide={({ kind }) => (
        <>
          <Facts facts={[[t('column.kind'), kind]]} />
          <Text c="var(--soft)">{t('roomHint')}</Text>
        </>
      )}
      renderForm={(room, close, saved) => (
        <RoomForm room={room} rooms={rooms} onClose={close} onSaved={saved} />
      )}
    />
  )
}

function RoomForm({
  room,
  rooms,
  onClose,
  onSaved,
}: {
  /** Null makes a new one. */
  room: Room | null
  rooms: readonly Room[]
  onClose: () => void
  onSaved: (id: string) => void
}) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const form = useSchemaForm(createRoomInput, { name: room?.name ?? '', kind: room?.kind ?? '' })
  const create = useMutation(
    trpc.catalog.createRoom.mutationOptions({
      onSuccess: ({ id }) => {
        onSaved(id)
        onClose()
      },
    }),
  )
  const update = useMutation(trpc.catalog.updateRoom.mutationOptions({ onSuccess: onClose }))
  const error = create.error ?? update.error
  const fields = useFieldTools(form, error)
  const submit = form.handleSubmit(({ name, kind = null }) =>
    room === null
      ? create.mutate({ name, kind })
      : update.mutate({ id: room.id, version: room.version, name, kind }),
  )
  return (
    <FormModal
      title={room === null ? t('newRoom') : t('renameRoom')}
      submitLabel={room === null ? t('common:add') : t('common:save')}
      size="md"
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={create.isPending || update.isPending}
      error={error}
      placed={['invalid-input']}
    >
      <TextInput
        {...fields.text('name')}
        label={t('column.name')}
        description={t('field.roomHint')}
        withAsterisk
        data-autofocus
      />
      <Controller
        name="kind"
        control={form.control}
        render={({ field: { value, ...field } }) => (
          <Autocomplete
            {...field}
            value={value ?? ''}
            label={t('column.kind')}
            description={t('field.roomKindHint')}
            data={kindsOf(rooms)}
            error={fields.error('kind')}
          />
        )}
      />
    </FormModal>
  )
}
