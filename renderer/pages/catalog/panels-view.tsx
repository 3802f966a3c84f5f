/** Panels: analytes that are ordered together, in the order in which they are shown. */
import { MultiSelect, SimpleGrid, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { savePanelInput } from '../../../main/clinic/labs/labs-catalog.input.ts'
import { ErrorNote, useErrorText, useShowError } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { Facts } from '../../components/two-panes.tsx'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import type { Analyte } from './analytes-view.tsx'
import { ListView, useKeptName } from './list-view.tsx'

type Panel = RouterOutputs['labs']['catalog']['panels'][number]

export function PanelsView({ chips }: { chips: ReactNode }) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const keptName = useKeptName()
  const { data, error, refetch } = useQuery(trpc.labs.catalog.queryOptions())
  const archiving = useMutation(trpc.labs.archivePanel.mutationOptions({ onError: useShowError() }))
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading />
  const namesOf = ({ definitionIds }: Panel) =>
    definitionIds.flatMap((id) => data.definitions.find((one) => one.id === id)?.name ?? [])
  return (
    <ListView
      rows={data.panels}
      chips={chips}
      texts={{
        title: t('view.panels'),
        add: t('panel.new'),
        empty: t('panel.none'),
        emptyHint: t('panel.noneHint'),
      }}
      columns={[
        { key: 'code', label: t('column.code'), width: '100px', renderCell: ({ code }) => code },
        { key: 'name', label: t('column.name'), width: '220px', renderCell: keptName },
        {
          key: 'what',
          label: t('view.analytes'),
          renderCell: (panel) => namesOf(panel).join(', '),
        },
      ]}
      archiving={archiving}
      renderSide={(panel) => (
        <Facts
          facts={[
            [t('column.code'), panel.code],
            [t('view.analytes'), namesOf(panel).join(', ')],
          ]}
        />
      )}
      renderForm={(one, close, saved) => (
        <PanelForm one={one} analytes={data.definitions} onClose={close} onSaved={saved} />
      )}
    />
  )
}

function PanelForm({
  one,
  analytes,
  onClose,
  onSaved,
}: {
  /** Null makes a new one. */
  one: Panel | null
  analytes: readonly Analyte[]
  onClose: () => void
  onSaved: (id: string) => void
}) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const errorText = useErrorText()
  const form = useSchemaForm(savePanelInput, {
    id: one?.id ?? null,
    version: one?.version ?? null,
    code: one?.code ?? '',
    name: one?.name ?? '',
    definitionIds: one?.definitionIds ?? [],
  })
  const save = useMutation(
    trpc.labs.savePanel.mutationOptions({
      onSuccess: ({ id }) => {
        onSaved(id)
        onClose()
      },
    }),
  )
  const fields = useFieldTools(form, save.error, {
    'code-taken': { at: 'code', text: errorText(save.error) },
  })
  return (
    <FormModal
      title={one === null ? t('panel.new') : t('panel.change')}
      submitLabel={one === null ? t('common:add') : t('common:save')}
      onSubmit={() => void form.handleSubmit((wish) => save.mutate(wish))()}
      onClose={onClose}
      pending={save.isPending}
      error={save.error}
      placed={['code-taken', 'invalid-input']}
    >
      <SimpleGrid cols={2}>
        <TextInput {...fields.text('name')} label={t('column.name')} withAsterisk data-autofocus />
        <TextInput {...fields.text('code')} label={t('column.code')} withAsterisk />
      </SimpleGrid>
      <Controller
        name="definitionIds"
        control={form.control}
        render={({ field }) => (
          <MultiSelect
            ref={field.ref}
            label={t('view.analytes')}
            description={t('panel.order')}
            withAsterisk
            searchable
            hidePickedOptions
            data={analytes
              .filter(({ id, archivedAt }) => archivedAt === null || field.value.includes(id))
              .map(({ id, name, code }) => ({ value: id, label: `${name} (${code})` }))}
            value={field.value}
            onChange={field.onChange}
            onBlur={field.onBlur}
            error={fields.error('definitionIds')}
          />
        )}
      />
    </FormModal>
  )
}
