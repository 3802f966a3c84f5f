/** Copying the hub to a file: under a passphrase, unless somebody says that the file needs none. */
import { Button, Group, Modal, PasswordInput, Stack, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import * as z from 'zod'
import { copyHubInput } from '../../../main/ipc/sync.input.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'

/** What is sent, and the passphrase once more against slips of the finger. */
const sealedForm = z
  .object({ passphrase: copyHubInput.shape.passphrase.unwrap(), again: z.string() })
  .refine(({ passphrase, again }) => passphrase === again, {
    path: ['again'],
    message: 'different',
  })

const empty = { passphrase: '', again: '' }

export function CopyDialog({
  pending,
  error,
  copy,
  close,
}: {
  pending: boolean
  error: unknown
  copy: (passphrase: string | null) => void
  close: () => void
}) {
  const { t } = useTranslation('hub')
  const [isSealed, setSealed] = useState(true)
  const form = useSchemaForm(sealedForm, empty)
  const fields = useFieldTools(form, null)
  return (
    <Modal
      opened
      onClose={close}
      title={t('copy.title')}
      size={520}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (isSealed) void form.handleSubmit(({ passphrase }) => copy(passphrase))(event)
          else copy(null)
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="var(--soft)">
            {t('copy.lead')}
          </Text>
          <Switch
            label={t('copy.sealed')}
            checked={isSealed}
            onChange={(event) => setSealed(event.currentTarget.checked)}
          />
          {isSealed ? (
            <>
              <PasswordInput
                label={t('copy.passphrase')}
                description={t('copy.passphraseHint')}
                {...fields.text('passphrase')}
                autoComplete="new-password"
                data-autofocus
              />
              <PasswordInput
                label={t('copy.again')}
                {...fields.text('again')}
                autoComplete="new-password"
              />
            </>
          ) : (
            <Text size="sm" c="var(--warn)" fw={600}>
              {t('copy.open')}
            </Text>
          )}
          {error !== null && <ErrorNote error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={pending}>
              {t('copy.choose')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
