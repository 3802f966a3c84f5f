/** Asks why, before something is done that others have to understand later. */
import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import * as z from 'zod'
import { lineInput } from '../../../main/clinic/shared/inputs.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'

const longestReason = 500

const reasonForm = z.object({ reason: lineInput(longestReason) })

export function ReasonDialog({
  title,
  submitLabel,
  hint,
  pending,
  error,
  onSubmit,
  onClose,
}: {
  title: string
  submitLabel: string
  /** What becomes of it. */
  hint: string
  pending: boolean
  error: unknown
  onSubmit: (reason: string) => void
  onClose: () => void
}) {
  const { t } = useTranslation('labs')
  const form = useSchemaForm(reasonForm, { reason: '' })
  const field = useFieldTools(form, error)
  return (
    <FormModal
      title={title}
      submitLabel={submitLabel}
      onSubmit={() => void form.handleSubmit(({ reason }) => onSubmit(reason))()}
      onClose={onClose}
      pending={pending}
      error={error}
      placed={['invalid-input']}
    >
      <TextInput
        data-autofocus
        label={t('order.reason')}
        description={hint}
        withAsterisk
        maxLength={longestReason}
        {...field.text('reason')}
      />
    </FormModal>
  )
}
