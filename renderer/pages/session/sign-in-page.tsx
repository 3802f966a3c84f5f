/** Signing in: login and passphrase; in the demo clinic one click on a role. */
import {
  Button,
  Divider,
  PasswordInput,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useErrorText } from '../../components/errors.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { QuietPage } from '../start/quiet-page.tsx'
import classes from './sign-in-page.module.css'

export function SignInPage({ demo }: { demo: boolean }) {
  const { t } = useTranslation('start')
  const trpc = useTRPC()
  const errorText = useErrorText()
  const navigate = useNavigate()
  const passphraseField = useRef<HTMLInputElement>(null)
  const [login, setLogin] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const signIn = useMutation(
    trpc.staff.signIn.mutationOptions({
      // Whoever comes now has their own day to look at, not the last person's patient.
      onMutate: () => void navigate('/day', { replace: true }),
      onError: () => {
        setPassphrase('')
        passphraseField.current?.focus()
      },
    }),
  )
  return (
    <QuietPage title={t('signIn.title')}>
      {demo && (
        <DemoAccounts pick={(account) => signIn.mutate(account)} pending={signIn.isPending} />
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          signIn.mutate({ login, passphrase })
        }}
      >
        <Stack>
          <TextInput
            label={t('signIn.login')}
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
            autoComplete="username"
            autoFocus={!demo}
          />
          <PasswordInput
            ref={passphraseField}
            label={t('signIn.passphrase')}
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
            autoComplete="current-password"
            error={signIn.error === null ? undefined : errorText(signIn.error)}
          />
          <Button type="submit" variant={demo ? 'default' : 'filled'} loading={signIn.isPending}>
            {t('signIn.submit')}
          </Button>
        </Stack>
      </form>
    </QuietPage>
  )
}

function DemoAccounts({
  pick,
  pending,
}: {
  pick: (account: { login: string; passphrase: string }) => void
  pending: boolean
}) {
  const { t } = useTranslation('start')
  const trpc = useTRPC()
  const formats = useFormats()
  const { data: accounts } = useQuery(trpc.workstation.demoAccounts.queryOptions())
  return (
    <>
      <Text size="sm" c="var(--soft)">
        {t('signIn.demoHint')}
      </Text>
      <SimpleGrid cols={2} spacing="sm">
        {accounts?.map((account, index) => (
          <UnstyledButton
            key={account.login}
            className={classes['account']}
            disabled={pending}
            autoFocus={index === 0}
            onClick={() => pick({ login: account.login, passphrase: account.passphrase })}
          >
            <Text size="sm" fw={600}>
              {account.roles.map((role) => t(`role.${role}`)).join(', ')}
            </Text>
            <Text size="xs" c="var(--soft)" className="cut">
              {formats.shortName(account)}
              {account.specialty !== null && ` · ${account.specialty}`}
            </Text>
          </UnstyledButton>
        ))}
      </SimpleGrid>
      <Divider label={t('signIn.or')} />
    </>
  )
}
