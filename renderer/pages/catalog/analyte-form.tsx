/** An analyte, new or changed: how it is called and coded, in which unit, and from which specimen. */
import { NumberInput, SegmentedControl, Select, SimpleGrid, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { saveDefinitionInput } from '../../../main/clinic/labs/labs-catalog.input.ts'
import { specimenKinds, valueKinds } from '../../../main/clinic/labs/labs.rules.ts'
import { useErrorText } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useTRPC } from '../../trpc.ts'
import type { Analyte } from './analytes-view.tsx'

const mostDecimals = 6

export function AnalyteForm({
  one,
  onClose,
  onSaved,
}: {
  /** Null makes a new one. */
  one: Analyte | null
  onClose: () => void
  onSaved: (id: string) => void
}) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const errorText = useErrorText()
  const form = useSchemaForm(saveDefinitionInput, {
    id: one?.id ?? null,
    version: one?.version ?? null,
    code: one?.code ?? '',
    name: one?.name ?? '',
    unit: one?.unit ?? '',
    valueKind: one?.valueKind ?? 'quantity',
    decimals: one?.decimals ?? 1,
    loinc: one?.loinc ?? null,
    specimenKind: specimenKinds.find((kind) => kind === one?.specimenKind) ?? 'serum',
  })
  const save = useMutation(
    trpc.labs.saveDefinition.mutationOptions({
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
      title={one === null ? t('analyte.new') : t('analyte.change')}
      submitLabel={one === null ? t('common:add') : t('common:save')}
      onSubmit={() => void form.handleSubmit((wish) => save.mutate(wish))()}
      onClose={onClose}
      pending={save.isPending}
      error={save.error}
      placed={['code-taken', 'invalid-input']}
    >
      <TextInput {...fields.text('name')} label={t('column.name')} withAsterisk data-autofocus />
      <SimpleGrid cols={2}>
        <TextInput
          {...fields.text('code')}
          label={t('column.code')}
          description={t('analyte.codeHint')}
          withAsterisk
        />
        <TextInput
          {...fields.text('loinc', { orNull: true })}
          label={t('analyte.loinc')}
          description={t('analyte.loincHint')}
        />
      </SimpleGrid>
      <Controller
        name="valueKind"
        control={form.control}
        render={({ field: { value, onChange } }) => (
          <SegmentedControl
            aria-label={t('analyte.kind')}
            data={valueKinds.map((kind) => ({ value: kind, label: t(`analyte.kinds.${kind}`) }))}
            value={value}
            onChange={onChange}
          />
        )}
      />
      <SimpleGrid cols={3}>
        <TextInput {...fields.text('unit')} label={t('analyte.unit')} />
        <Controller
          name="decimals"
          control={form.control}
          render={({ field: { onChange, ...field } }) => (
            <NumberInput
              {...field}
              onChange={(value) => onChange(typeof value === 'number' ? value : undefined)}
              label={t('analyte.decimals')}
              min={0}
              max={mostDecimals}
              allowDecimal={false}
              error={fields.error('decimals')}
            />
          )}
        />
        <Controller
          name="specimenKind"
          control={form.control}
          render={({ field }) => (
            <Select
              ref={field.ref}
              label={t('labs:specimens.one')}
              allowDeselect={false}
              data={specimenKinds.map((kind) => ({
                value: kind,
                label: t(`labs:specimen.${kind}`),
              }))}
              value={field.value}
              onChange={field.onChange}
            />
          )}
        />
      </SimpleGrid>
    </FormModal>
  )
}
