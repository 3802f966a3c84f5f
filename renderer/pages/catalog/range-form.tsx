/** What is normal and what is critical, for one sex or both, from one age to another. */
import { Group, NumberInput, SegmentedControl, Select, SimpleGrid, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveRangeInput } from '../../../main/clinic/labs/labs-catalog.input.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useTRPC } from '../../trpc.ts'
import { type AgeSpan, ageUnits, daysOf, spanOf } from './age-span.ts'
import type { Analyte, Range } from './analytes-view.tsx'

const sexes = ['any', 'female', 'male'] as const

export function RangeForm({
  analyte,
  range,
  onClose,
}: {
  analyte: Analyte
  /** Null makes a new one. */
  range: Range | null
  onClose: () => void
}) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const form = useSchemaForm(saveRangeInput, {
    id: range?.id ?? null,
    version: range?.version ?? null,
    definitionId: analyte.id,
    sex: range?.sex ?? null,
    fromDays: range?.fromDays ?? 0,
    toDays: range?.toDays ?? null,
    low: range?.low ?? null,
    high: range?.high ?? null,
    criticalLow: range?.criticalLow ?? null,
    criticalHigh: range?.criticalHigh ?? null,
    normalText: range?.normalText ?? null,
  })
  const save = useMutation(trpc.labs.saveRange.mutationOptions({ onSuccess: onClose }))
  const fields = useFieldTools(form, save.error)
  const sex = form.watch('sex')
  const limit = (name: 'low' | 'high' | 'criticalLow' | 'criticalHigh') => (
    <TextInput
      key={name}
      {...fields.text(name, { orNull: true })}
      label={t(`range.${name}`)}
      data-autofocus={name === 'low' || undefined}
      inputMode="decimal"
      maxLength={20}
    />
  )
  return (
    <FormModal
      title={`${analyte.name}: ${range === null ? t('range.new') : t('range.changeTitle')}`}
      submitLabel={range === null ? t('common:add') : t('common:save')}
      onSubmit={() => void form.handleSubmit((wish) => save.mutate(wish))()}
      onClose={onClose}
      pending={save.isPending}
      error={save.error}
      placed={['invalid-input']}
    >
      <SegmentedControl
        aria-label={t('range.sex')}
        data={sexes.map((one) => ({ value: one, label: t(`range.sexes.${one}`) }))}
        value={sex ?? 'any'}
        onChange={(one) => form.setValue('sex', one === 'any' ? null : one)}
      />
      <SimpleGrid cols={2}>
        <AgeInput
          label={t('range.fromAge')}
          description={t('range.fromHint')}
          days={range?.fromDays ?? 0}
          onChange={(days) => form.setValue('fromDays', days ?? 0)}
          error={fields.error('fromDays')}
        />
        <AgeInput
          label={t('range.toAge')}
          description={t('range.toHint')}
          days={range?.toDays ?? null}
          onChange={(days) => form.setValue('toDays', days)}
          error={fields.error('toDays')}
        />
      </SimpleGrid>
      {analyte.valueKind === 'quantity' ? (
        <SimpleGrid cols={4}>
          {(['criticalLow', 'low', 'high', 'criticalHigh'] as const).map(limit)}
        </SimpleGrid>
      ) : (
        <TextInput
          {...fields.text('normalText', { orNull: true })}
          data-autofocus
          label={t('range.normalText')}
          description={t('range.normalTextHint')}
          maxLength={400}
        />
      )}
    </FormModal>
  )
}

function AgeInput({
  label,
  description,
  days,
  onChange,
  error,
}: {
  label: string
  description: string
  /** As it was; null is no limit. */
  days: number | null
  onChange: (days: number | null) => void
  error: string | undefined
}) {
  const { t } = useTranslation('catalog')
  const [span, setSpan] = useState<AgeSpan | null>(days === null ? null : spanOf(days))
  const [unit, setUnit] = useState(span === null || span.count === 0 ? 'years' : span.unit)
  const change = (next: AgeSpan | null) => {
    setSpan(next)
    onChange(next === null ? null : daysOf(next, days))
  }
  return (
    <Group gap={6} align="flex-end" wrap="nowrap">
      <NumberInput
        label={label}
        description={description}
        value={span?.count ?? ''}
        onChange={(count) => change(typeof count === 'number' ? { count, unit } : null)}
        allowDecimal={false}
        allowNegative={false}
        error={error}
      />
      <Select
        aria-label={t('range.ageUnit', { of: label })}
        w={120}
        flex="none"
        allowDeselect={false}
        data={ageUnits.map((one) => ({ value: one, label: t(`range.units.${one}`) }))}
        value={unit}
        onChange={(next) => {
          if (next === null) return
          setUnit(next)
          if (span !== null) change({ count: span.count, unit: next })
        }}
      />
    </Group>
  )
}
