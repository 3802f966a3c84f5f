/** Where the computer has no key store: the passphrase that opens the clinic's database. */
import { Button, PasswordInput, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../trpc.ts'
import { QuietPage } from './quiet-page.tsx'

export function DatabasePassphrasePage({ wrong }: { wrong: boolean }) {
  const { t } = useTranslation('start')
  const trpc = useTRPC()
  const give = useMutation(trpc.workstation.giveDatabasePassphrase.mutationOptions())
  const [passphrase, setPassphrase] = useState('')
  return (
    <QuietPage title={t('database.title')} lead={t('database.lead')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          give.mutate({ passphrase })
        }}
      >
        <Stack>
          <PasswordInput
            label={t('database.passphrase')}
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
            error={wrong && !give.isPending ? t('database.wrong') : undefined}
            autoFocus
          />
          <Button type="submit" loading={give.isPending}>
            {t('database.open')}
          </Button>
        </Stack>
      </form>
    </QuietPage>
  )
}
