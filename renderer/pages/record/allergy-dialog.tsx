/** An allergy: substance, what happened, how bad it was, how sure it is. */
import { Autocomplete, Input, SegmentedControl, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { addAllergyInput } from '../../../main/clinic/allergies/allergies.input.ts'
import { severities, verifications } from '../../../main/clinic/allergies/allergies.rules.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useTRPC } from '../../trpc.ts'
import type { Allergy } from './types.ts'

const allergyForm = addAllergyInput.omit({ patientId: true })

/** What people are most often allergic to, so that it is spelled one way. */
const common = ['penicillin', 'nsaid', 'sulfonamide', 'iodine', 'latex', 'pollen', 'nuts', 'egg']

export function AllergyDialog({
  patientId,
  allergy,
  onClose,
}: {
  patientId: string
  allergy: Allergy | null
  onClose: () => void
}) {
  const { t } = useTranslation('record')
  const trpc = useTRPC()
  const add = useMutation(trpc.allergies.add.mutationOptions({ onSuccess: onClose }))
  const update = useMutation(trpc.allergies.update.mutationOptions({ onSuccess: onClose }))
  const error = add.error ?? update.error
  const form = useSchemaForm(allergyForm, {
    substance: allergy?.substance ?? '',
    reaction: allergy?.reaction ?? '',
    severity: allergy?.severity ?? null,
    verification: allergy?.verification ?? 'confirmed',
  })
  const field = useFieldTools(form, error)
  const submit = form.handleSubmit((values) =>
    allergy === null
      ? add.mutate({ patientId, ...values })
      : update.mutate({ id: allergy.id, version: allergy.version, ...values }),
  )
  return (
    <FormModal
      title={t('allergies.one')}
      submitLabel={t('save')}
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={add.isPending || update.isPending}
      error={error}
      placed={['invalid-input']}
    >
      <Controller
        control={form.control}
        name="substance"
        render={({ field: control }) => (
          <Autocomplete
            {...control}
            data-autofocus
            label={t('allergies.substance')}
            withAsterisk
            data={common.map((key) => t(`substances.${key}`))}
            limit={8}
            openOnFocus={false}
            maxLength={200}
            error={field.error('substance')}
          />
        )}
      />
      <TextInput
        label={t('allergies.reaction')}
        placeholder={t('allergies.reactionHint')}
        maxLength={500}
        {...field.text('reaction')}
      />
      <Controller
        control={form.control}
        name="severity"
        render={({ field: control }) => (
          <Choice
            label={t('allergies.severity')}
            value={control.value ?? 'unknown'}
            onChange={(value) =>
              control.onChange(severities.find((severity) => severity === value) ?? null)
            }
            choices={['unknown', ...severities].map((value) => ({
              value,
              label: t(`severity.${value}`),
            }))}
          />
        )}
      />
      <Controller
        control={form.control}
        name="verification"
        render={({ field: control }) => (
          <Choice
            label={t('allergies.verification')}
            value={control.value}
            onChange={control.onChange}
            choices={verifications.map((value) => ({ value, label: t(`verification.${value}`) }))}
          />
        )}
      />
    </FormModal>
  )
}

function Choice({
  label,
  value,
  onChange,
  choices,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  choices: { value: string; label: string }[]
}) {
  return (
    <Input.Wrapper label={label} labelElement="div">
      <SegmentedControl
        fullWidth
        aria-label={label}
        value={value}
        onChange={onChange}
        data={choices}
      />
    </Input.Wrapper>
  )
}
