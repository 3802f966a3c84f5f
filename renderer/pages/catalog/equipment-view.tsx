/** The clinic's equipment: what it is for, in which room it stands, added, changed, archived. */
import { Autocomplete, Select, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode } from 'react'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { saveEquipmentInput } from '../../../main/clinic/catalog/catalog.input.ts'
import { useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { Facts } from '../../components/two-panes.tsx'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { kindsOf } from './kinds.ts'
import { ListView, useKeptName } from './list-view.tsx'
import type { Room } from './rooms-view.tsx'

type Equipment = RouterOutputs['catalog']['equipment'][number]

export function EquipmentView({
  equipment,
  rooms,
  chips,
}: {
  equipment: readonly Equipment[]
  rooms: readonly Room[]
  chips: ReactNode
}) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const showError = useShowError()
  const keptName = useKeptName()
  const archiving = useMutation(
    trpc.catalog.archiveEquipment.mutationOptions({ onError: showError }),
  )
  return (
    <ListView
      rows={equipment}
      chips={chips}
      texts={{
        title: t('view.equipment'),
        add: t('equipment.new'),
        empty: t('equipment.none'),
        emptyHint: t('equipment.noneHint'),
      }}
      columns={[
        { key: 'name', label: t('column.name'), renderCell: keptName },
        { key: 'kind', label: t('column.kind'), renderCell: ({ kind }) => kind ?? '–' },
        {
          key: 'room',
          label: t('column.room'),
          renderCell: ({ locationName }) => locationName ?? t('equipment.moves'),
        },
      ]}
      archiving={archiving}
      renderSide={({ kind, locationName }) => (
        <>
          <Facts
            facts={[
              [t('column.kind'), kind],
              [t('column.room'), locationName ?? t('equipment.moves')],
            ]}
          />
          <Text c="var(--soft)">{t('equipment.hint')}</Text>
        </>
      )}
      renderForm={(one, close, saved) => (
        <EquipmentForm one={one} all={equipment} rooms={rooms} onClose={close} onSaved={saved} />
      )}
    />
  )
}

function EquipmentForm({
  one,
  all,
  rooms,
  onClose,
  onSaved,
}: {
  /** Null makes a new one. */
  one: Equipment | null
  all: readonly Equipment[]
  rooms: readonly Room[]
  onClose: () => void
  onSaved: (id: string) => void
}) {
  const { t, i18n } = useTranslation('catalog')
  const trpc = useTRPC()
  const form = useSchemaForm(saveEquipmentInput, {
    id: one?.id ?? null,
    version: one?.version ?? null,
    name: one?.name ?? '',
    kind: one?.kind ?? '',
    locationId: one?.locationId ?? null,
  })
  const save = useMutation(
    trpc.catalog.saveEquipment.mutationOptions({
      onSuccess: ({ id }) => {
        onSaved(id)
        onClose()
      },
    }),
  )
  const fields = useFieldTools(form, save.error)
  return (
    <FormModal
      title={one === null ? t('equipment.new') : t('equipment.change')}
      submitLabel={one === null ? t('common:add') : t('common:save')}
      size="md"
      onSubmit={() => void form.handleSubmit((wish) => save.mutate(wish))()}
      onClose={onClose}
      pending={save.isPending}
      error={save.error}
      placed={['invalid-input']}
    >
      <TextInput
        {...fields.text('name')}
        label={t('column.name')}
        description={t('equipment.nameHint')}
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
            description={t('equipment.kindHint')}
            data={kindsOf(all)}
            error={fields.error('kind')}
          />
        )}
      />
      <Controller
        name="locationId"
        control={form.control}
        render={({ field }) => (
          <Select
            ref={field.ref}
            label={t('equipment.room')}
            description={t('equipment.roomHint')}
            placeholder={t('equipment.moves')}
            clearable
            clearButtonProps={{ 'aria-label': t('common:clear') }}
            searchable
            data={rooms
              .filter(({ id, archivedAt }) => archivedAt === null || id === field.value)
              .map(({ id, name }) => ({ value: id, label: name }))
              .toSorted((a, b) => a.label.localeCompare(b.label, i18n.language, { numeric: true }))}
            value={field.value}
            onChange={field.onChange}
            error={fields.error('locationId')}
          />
        )}
      />
    </FormModal>
  )
}
