/** What this workstation alone keeps: its name, and when it locks itself. */
import { NumberInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { workstationSettingsInput } from '../../../main/clinic/settings/settings.input.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { SaveButton, tellSaved } from './save-button.tsx'
import { Section, Setting } from './setting.tsx'

type WorkstationSettings = RouterOutputs['settings']['workstation']

export function WorkstationSection() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const settings = useQuery(trpc.settings.workstation.queryOptions())
  return (
    <Section name="workstation" lead={t('workstation.lead')}>
      {settings.error !== null && (
        <ErrorNote error={settings.error} retry={() => void settings.refetch()} />
      )}
      {settings.data === undefined ? (
        <Loading />
      ) : (
        <WorkstationForm key={JSON.stringify(settings.data)} settings={settings.data} />
      )}
    </Section>
  )
}

/** Saves, and reads again by itself: what is this workstation's own is told to no other screen. */
export function useSaveWorkstation() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const queries = useQueryClient()
  return useMutation(
    trpc.settings.saveWorkstation.mutationOptions({
      onSuccess: async () => {
        tellSaved(t('common:saved'))
        await queries.invalidateQueries(trpc.settings.workstation.queryFilter())
      },
    }),
  )
}

function WorkstationForm({ settings }: { settings: WorkstationSettings }) {
  const form = useSchemaForm(workstationSettingsInput, settings)
  const save = useSaveWorkstation()
  const fields = useFieldTools(form, save.error)
  return (
    <form
      noValidate
      onSubmit={(event) => void form.handleSubmit((wish) => save.mutate(wish))(event)}
    >
      <Setting name="workstation.name">
        {(text) => <TextInput {...text} {...fields.text('name')} withAsterisk />}
      </Setting>
      <Setting name="workstation.idleLockMinutes">
        {(text) => (
          <Controller
            name="idleLockMinutes"
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
                error={fields.error('idleLockMinutes')}
              />
            )}
          />
        )}
      </Setting>
      <SaveButton isDirty={form.formState.isDirty} pending={save.isPending} error={save.error} />
    </form>
  )
}
