/** What the clinic says of its queue, at every workstation. */
import { NumberInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { queueSettingsInput } from '../../../main/clinic/settings/settings.input.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useTRPC } from '../../trpc.ts'
import { SaveButton, tellSaved } from './save-button.tsx'
import { Section, Setting } from './setting.tsx'

export function QueueSection() {
  const trpc = useTRPC()
  const settings = useQuery(trpc.settings.queue.queryOptions())
  return (
    <Section name="queue">
      {settings.error !== null && (
        <ErrorNote error={settings.error} retry={() => void settings.refetch()} />
      )}
      {settings.data === undefined ? (
        <Loading />
      ) : (
        <QueueForm
          key={settings.data.longWaitMinutes}
          longWaitMinutes={settings.data.longWaitMinutes}
        />
      )}
    </Section>
  )
}

function QueueForm({ longWaitMinutes }: { longWaitMinutes: number }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const form = useSchemaForm(queueSettingsInput, { longWaitMinutes })
  const save = useMutation(
    trpc.settings.saveQueue.mutationOptions({ onSuccess: () => tellSaved(t('common:saved')) }),
  )
  const fields = useFieldTools(form, save.error)
  return (
    <form
      noValidate
      onSubmit={(event) => void form.handleSubmit((wish) => save.mutate(wish))(event)}
    >
      <Setting name="queue.longWaitMinutes">
        {(text) => (
          <Controller
            name="longWaitMinutes"
            control={form.control}
            render={({ field: { onChange, ...field } }) => (
              <NumberInput
                {...text}
                {...field}
                onChange={(value) => onChange(typeof value === 'number' ? value : undefined)}
                allowDecimal={false}
                allowNegative={false}
                w={180}
                styles={{ description: { width: 'max-content', maxWidth: '560px' } }}
                error={fields.error('longWaitMinutes')}
              />
            )}
          />
        )}
      </Setting>
      <SaveButton isDirty={form.formState.isDirty} pending={save.isPending} error={save.error} />
    </form>
  )
}
