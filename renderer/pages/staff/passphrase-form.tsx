/** A new passphrase for someone who forgot theirs. */
import { PasswordInput, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { resetPassphraseInput } from '../../../main/clinic/staff/staff.input.ts'
import { minimumPassphraseLength } from '../../../main/clinic/staff/staff.rules.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import type { Person } from './staff-panel.tsx'

export function PassphraseForm({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const formats = useFormats()
  const form = useSchemaForm(resetPassphraseInput, { id: person.id, passphrase: '' })
  const reset = useMutation(
    trpc.staff.resetPassphrase.mutationOptions({
      onSuccess: () => {
        notifications.show({ message: t('passphrase.done'), autoClose: 4000 })
        onClose()
      },
    }),
  )
  const fields = useFieldTools(form, reset.error)
  return (
    <FormModal
      title={t('passphrase.title', { name: formats.name(person) })}
      submitLabel={t('passphrase.set')}
      size="md"
      onSubmit={() => void form.handleSubmit((wish) => reset.mutate(wish))()}
      onClose={onClose}
      pending={reset.isPending}
      error={reset.error}
      placed={['invalid-input']}
    >
      <Text size="sm">{t('passphrase.lead')}</Text>
      <PasswordInput
        {...fields.text('passphrase')}
        label={t('field.passphrase')}
        description={t('field.passphraseHint', { length: minimumPassphraseLength })}
        withAsterisk
        data-autofocus
        autoComplete="new-password"
      />
    </FormModal>
  )
}
