/** The first start as a further workstation: the invitation, then the clinic on its way here. */
import { Button, Divider, PasswordInput, SimpleGrid, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { minimumPassphraseLength } from '../../../main/clinic/staff/staff.rules.ts'
import { useTRPC } from '../../trpc.ts'
import { JoinForm } from '../hub/join-form.tsx'
import { type Progress, ProgressPage } from './progress-page.tsx'
import { QuietPage } from './quiet-page.tsx'

export function JoinClinicPage({
  needsDatabasePassphrase,
  progress,
  back,
}: {
  needsDatabasePassphrase: boolean
  /** While the clinic is on its way. */
  progress: Progress | null
  back: () => void
}) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const join = useMutation(trpc.sync.joinAsNew.mutationOptions())
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const problem =
    passphrase.length < minimumPassphraseLength
      ? t('errors:weak-passphrase', { minimumLength: minimumPassphraseLength })
      : passphrase === again
        ? null
        : t('start:setUp.different')
  return (
    <>
      {/* The form stays below: what was typed is there again when the hub refused. */}
      <div hidden={progress !== null} style={{ height: '100%' }}>
        <QuietPage title={t('start.title')} lead={t('start.lead')} wide>
          <JoinForm
            name={null}
            pending={join.isPending}
            error={join.error}
            join={(wish) => {
              setTried(true)
              if (needsDatabasePassphrase && problem !== null) return
              join.mutate({
                ...wish,
                databasePassphrase: needsDatabasePassphrase ? passphrase : null,
              })
            }}
            more={
              needsDatabasePassphrase && (
                <>
                  <Divider label={t('start:setUp.databaseTitle')} />
                  <Text size="sm" c="var(--soft)" maw="75ch">
                    {t('start:setUp.databaseHint')}
                  </Text>
                  <SimpleGrid cols={2}>
                    <PasswordInput
                      label={t('start:setUp.databasePassphrase')}
                      value={passphrase}
                      error={tried ? problem : null}
                      onChange={(event) => setPassphrase(event.currentTarget.value)}
                      autoComplete="new-password"
                    />
                    <PasswordInput
                      label={t('start:setUp.databaseAgain')}
                      value={again}
                      onChange={(event) => setAgain(event.currentTarget.value)}
                      autoComplete="new-password"
                    />
                  </SimpleGrid>
                </>
              )
            }
            back={
              <Button variant="default" onClick={back}>
                {t('start:setUp.back')}
              </Button>
            }
          />
        </QuietPage>
      </div>
      {progress !== null && (
        // Each part of the way has a time of its own.
        <ProgressPage
          key={progress.phase}
          title={t('joining.title')}
          lead={t('joining.lead')}
          progress={progress}
        >
          {t([`joining.phase.${progress.phase}`, 'joining.phase.connect'])}
        </ProgressPage>
      )}
    </>
  )
}
