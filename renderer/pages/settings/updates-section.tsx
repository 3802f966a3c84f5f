/** Where new versions come from, and what there is; nothing is fetched or installed without a click. */
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useTranslation } from 'react-i18next'
import { workstationSettingsInput } from '../../../main/clinic/settings/settings.input.ts'
import { useShowError } from '../../components/errors.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { SaveButton } from './save-button.tsx'
import { Section, Setting } from './setting.tsx'
import { useSaveWorkstation } from './workstation-section.tsx'
import classes from './settings.module.css'

type WorkstationSettings = RouterOutputs['settings']['workstation']

export function UpdatesSection() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const { data: settings } = useQuery(trpc.settings.workstation.queryOptions())
  return (
    <Section name="updates" lead={t('updates.lead')}>
      {settings !== undefined && (
        <>
          <FeedForm key={JSON.stringify(settings)} settings={settings} />
          {settings.updateFeed !== null && <UpdateProgress />}
        </>
      )}
    </Section>
  )
}

function FeedForm({ settings }: { settings: WorkstationSettings }) {
  const form = useSchemaForm(workstationSettingsInput, settings)
  const save = useSaveWorkstation()
  const fields = useFieldTools(form, save.error)
  return (
    <form
      noValidate
      onSubmit={(event) => void form.handleSubmit((wish) => save.mutate(wish))(event)}
    >
      <Setting name="updates.feed">
        {(text) => (
          <TextInput
            {...text}
            {...fields.text('updateFeed', { orNull: true })}
            placeholder="https://"
            type="url"
          />
        )}
      </Setting>
      <SaveButton isDirty={form.formState.isDirty} pending={save.isPending} error={save.error} />
    </form>
  )
}

/** What the feed said, and the one next step. */
function UpdateProgress() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const formats = useFormats()
  const onError = useShowError()
  const { data: state } = useSubscription(trpc.workstation.update.subscriptionOptions())
  const look = useMutation(trpc.workstation.lookForUpdate.mutationOptions({ onError }))
  const download = useMutation(trpc.workstation.downloadUpdate.mutationOptions({ onError }))
  const install = useMutation(trpc.workstation.installUpdate.mutationOptions({ onError }))
  if (state === undefined) return null
  const step = {
    off: { label: t('updates.look'), run: look.mutate },
    newest: { label: t('updates.look'), run: look.mutate },
    failed: { label: t('updates.look'), run: look.mutate },
    available: { label: t('updates.fetch'), run: download.mutate },
    'cut-off': { label: t('updates.fetch'), run: download.mutate },
    ready: { label: t('updates.install'), run: install.mutate },
    checking: null,
    downloading: null,
  }[state.name]
  return (
    <div className={classes['foot']} role="status">
      <span>
        {t(`updates.state.${state.name}`, {
          version: 'version' in state ? state.version : '',
          percent: 'percent' in state ? state.percent : 0,
          time: 'at' in state ? formats.moment(state.at) : '',
        })}
      </span>
      {step !== null && (
        <Button variant={state.name === 'ready' ? 'filled' : 'default'} onClick={() => step.run()}>
          {step.label}
        </Button>
      )}
    </div>
  )
}
