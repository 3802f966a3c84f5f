/** The lock screen: covers the work without touching it. */
import { Button, Group, Overlay, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useErrorText } from '../../components/errors.tsx'
import { PinEntry } from './pin-entry.tsx'
import { Logo } from '../../components/logo.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'

export function LockScreen() {
  const { t } = useTranslation('start')
  const trpc = useTRPC()
  const formats = useFormats()
  const errorText = useErrorText()
  const { data: who } = useQuery(trpc.staff.whoLocked.queryOptions())
  const { data: people } = useQuery({ ...trpc.staff.pinPeople.queryOptions(), staleTime: 0 })
  const mayUsePin = people?.some(({ id }) => id === who?.id) === true
  const [passphrase, setPassphrase] = useState('')
  const unlock = useMutation(
    trpc.staff.unlock.mutationOptions({ onError: () => setPassphrase('') }),
  )
  const signOut = useMutation(trpc.staff.signOut.mutationOptions())
  return (
    <Overlay fixed color="var(--ground)" backgroundOpacity={1} zIndex={1000} center>
      <Paper
        withBorder
        radius="lg"
        p="xl"
        w={380}
        bg="var(--paper)"
        role="dialog"
        aria-label={t('lock.title')}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault()
            unlock.mutate({ passphrase })
          }}
        >
          <Stack>
            <Group gap="sm">
              <Logo size={24} />
              <Title order={1}>{t('lock.title')}</Title>
            </Group>
            <Text size="sm" c="var(--soft)">
              {t('lock.lead', { name: who === undefined || who === null ? '' : formats.name(who) })}
            </Text>
            <PasswordInput
              label={t('signIn.passphrase')}
              value={passphrase}
              onChange={(event) => setPassphrase(event.currentTarget.value)}
              error={unlock.error === null ? undefined : errorText(unlock.error)}
              autoFocus
            />
            {mayUsePin && who !== undefined && who !== null && (
              <PinEntry practitionerId={who.id} label={t('lock.withPin')} takesFocus={false} />
            )}
            <Button type="submit" loading={unlock.isPending}>
              {t('lock.unlock')}
            </Button>
            <Button variant="subtle" onClick={() => signOut.mutate()}>
              {t('lock.someoneElse')}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Overlay>
  )
}
