/** The mail server, and a test mail that says at once what came of it. */
import { Button, NumberInput, PasswordInput, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { mailSettingsInput, testMailInput } from '../../../main/clinic/settings/settings.input.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { SaveButton, tellSaved } from './save-button.tsx'
import { Section, Setting } from './setting.tsx'
import classes from './settings.module.css'

type MailSettings = RouterOutputs['settings']['mail']
type Clinic = RouterOutputs['settings']['clinic']
type Outcome = RouterOutputs['notifications']['sendTest']

/** The ways to a mail server, each with the port that usually goes with it. */
const usualPorts = { starttls: 587, tls: 465, none: 25 } as const

type Security = keyof typeof usualPorts

const securities: readonly Security[] = ['starttls', 'tls', 'none']

export function MailSection() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const mail = useQuery(trpc.settings.mail.queryOptions())
  const clinic = useQuery(trpc.settings.clinic.queryOptions())
  return (
    <Section name="mail" lead={t('mail.lead')}>
      {mail.error !== null && <ErrorNote error={mail.error} retry={() => void mail.refetch()} />}
      {mail.data === undefined || clinic.data === undefined ? (
        <Loading />
      ) : (
        <>
          <MailForm key={JSON.stringify(mail.data)} settings={mail.data} clinic={clinic.data} />
          {mail.data !== null && <TestMail to={clinic.data.email ?? ''} />}
        </>
      )}
    </Section>
  )
}

function MailForm({ settings, clinic }: { settings: MailSettings; clinic: Clinic }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const form = useSchemaForm(mailSettingsInput, {
    host: settings?.host ?? '',
    port: settings?.port ?? usualPorts.starttls,
    security: settings?.security ?? 'starttls',
    user: settings?.user ?? null,
    password: null,
    fromAddress: settings?.fromAddress ?? clinic.email ?? '',
    fromName: settings?.fromName ?? clinic.name,
  })
  const save = useMutation(
    trpc.settings.saveMail.mutationOptions({ onSuccess: () => tellSaved(t('mail.saved')) }),
  )
  const fields = useFieldTools(form, save.error)
  const [host, security] = form.watch(['host', 'security'])

  function choose(next: Security): void {
    const port = form.getValues('port')
    form.setValue('security', next, { shouldDirty: true })
    // A port that was chosen on purpose stays.
    if (Object.values(usualPorts).some((usual) => usual === port)) {
      form.setValue('port', usualPorts[next], { shouldDirty: true })
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => void form.handleSubmit((wish) => save.mutate(wish))(event)}
    >
      <Setting name="mail.host">
        {(text) => (
          <TextInput
            {...text}
            {...fields.text('host')}
            placeholder="smtp.example.org"
            withAsterisk
          />
        )}
      </Setting>
      <div className={classes['pair']}>
        <Setting name="mail.security">
          {(text) => (
            <Select
              {...text}
              allowDeselect={false}
              data={securities.map((value) => ({ value, label: t(`mail.way.${value}`) }))}
              value={security}
              onChange={(value) => choose(securities.find((one) => one === value) ?? security)}
              error={fields.error('security')}
            />
          )}
        </Setting>
        <Setting name="mail.port">
          {(text) => (
            <Controller
              name="port"
              control={form.control}
              render={({ field: { onChange, ...field } }) => (
                <NumberInput
                  {...text}
                  {...field}
                  onChange={(value) => onChange(typeof value === 'number' ? value : undefined)}
                  hideControls
                  allowDecimal={false}
                  allowNegative={false}
                  error={fields.error('port')}
                />
              )}
            />
          )}
        </Setting>
      </div>
      {security === 'none' && host.trim() !== '' && !isThisMachine(host) && (
        <div className={classes['outcome']} data-care role="alert">
          {t('mail.openLine')}
        </div>
      )}
      <div className={classes['pair']}>
        <Setting name="mail.user">
          {(text) => (
            <TextInput {...text} {...fields.text('user', { orNull: true })} autoComplete="off" />
          )}
        </Setting>
        <Setting name="mail.password">
          {(text) => (
            <PasswordInput
              {...text}
              {...fields.text('password', { orNull: true })}
              description={
                settings?.hasPassword === true ? t('mail.passwordKept') : text.description
              }
              autoComplete="new-password"
            />
          )}
        </Setting>
      </div>
      <div className={classes['pair']}>
        <Setting name="mail.fromAddress">
          {(text) => <TextInput {...text} {...fields.text('fromAddress')} withAsterisk />}
        </Setting>
        <Setting name="mail.fromName">
          {(text) => <TextInput {...text} {...fields.text('fromName')} withAsterisk />}
        </Setting>
      </div>
      <SaveButton isDirty={form.formState.isDirty} pending={save.isPending} error={save.error} />
    </form>
  )
}

function isThisMachine(host: string): boolean {
  return ['localhost', '127.0.0.1', '::1', '[::1]'].includes(host.trim().toLowerCase())
}

function TestMail({ to }: { to: string }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const form = useSchemaForm(testMailInput, { to })
  const send = useMutation(trpc.notifications.sendTest.mutationOptions())
  const fields = useFieldTools(form, send.error)
  return (
    <form
      noValidate
      onSubmit={(event) => void form.handleSubmit((wish) => send.mutate(wish))(event)}
    >
      <Setting name="mail.test">
        {(text) => (
          <div className={classes['row']}>
            <TextInput
              {...text}
              {...fields.text('to')}
              inputWrapperOrder={['label', 'description', 'error', 'input']}
            />
            <Button type="submit" variant="default" loading={send.isPending}>
              {t('mail.sendTest')}
            </Button>
          </div>
        )}
      </Setting>
      {send.error !== null && <ErrorNote error={send.error} />}
      {send.data !== undefined && !send.isPending && <TestOutcome outcome={send.data} />}
    </form>
  )
}

function TestOutcome({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('settings')
  const isGood = outcome.kind === 'accepted'
  const said = isGood ? outcome.response : outcome.sentence
  return (
    <div className={classes['outcome']} data-good={isGood || undefined} role="status">
      {isGood
        ? t('mail.testAccepted')
        : t(`notifications:error.${outcome.code}`, {
            defaultValue: t('notifications:error.unexpected'),
          })}
      {said !== '' && <q title={t('notifications:serverSaid')}>{said}</q>}
    </div>
  )
}
