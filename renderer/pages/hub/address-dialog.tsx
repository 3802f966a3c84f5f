/** Where the hub is now, for a workstation that does not find it by itself. */
import { Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { hubAddressInput } from '../../../main/ipc/sync.input.ts'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useTRPC } from '../../trpc.ts'
import { tellSaved } from '../settings/save-button.tsx'

export function AddressDialog({ address, close }: { address: string; close: () => void }) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const form = useSchemaForm(hubAddressInput, { address })
  const change = useMutation(
    trpc.sync.changeAddress.mutationOptions({
      onSuccess: () => {
        close()
        tellSaved(t('address.done'))
      },
    }),
  )
  const fields = useFieldTools(form, change.error)
  return (
    <FormModal
      title={t('address.title')}
      submitLabel={t('address.save')}
      onSubmit={() => void form.handleSubmit((wish) => change.mutate(wish))()}
      onClose={close}
      pending={change.isPending}
      error={change.error}
    >
      <Text size="sm" c="var(--soft)">
        {t('address.lead')}
      </Text>
      <TextInput
        label={t('address.field')}
        description={t('address.hint')}
        {...fields.text('address')}
        data-autofocus
        spellCheck={false}
      />
    </FormModal>
  )
}
