/** The name of what has little more than one, a category or a room: new or changed. */
import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'

interface Named {
  name: string
}

interface NameFormParts {
  title: string
  submitLabel: string
  schema: z.ZodType<Named, Named>
  /** What it is called now; nothing for a new one. */
  name?: string
  hint?: string
  /** What saving does, as a mutation stands. */
  save: { isPending: boolean; error: unknown }
  onSave: (wish: Named) => void
  onClose: () => void
  /** What went wrong with what the children do. */
  otherError?: unknown
  children?: ReactNode
}

export function NameForm({ schema, name = '', hint, save, onSave, ...parts }: NameFormParts) {
  const { t } = useTranslation('catalog')
  const form = useSchemaForm(schema, { name })
  const fields = useFieldTools(form, save.error)
  return (
    <FormModal
      title={parts.title}
      submitLabel={parts.submitLabel}
      size="md"
      onSubmit={() => void form.handleSubmit(onSave)()}
      onClose={parts.onClose}
      pending={save.isPending}
      error={save.error ?? parts.otherError ?? null}
      placed={['invalid-input']}
    >
      <TextInput
        {...fields.text('name')}
        label={t('column.name')}
        description={hint}
        withAsterisk
        data-autofocus
      />
      {parts.children}
    </FormModal>
  )
}
