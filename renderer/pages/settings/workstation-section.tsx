/** What this workstation alone keeps: its name, and when it locks itself. */
import { NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { waitingRoomLooks, waitingRoomSounds } from '../../../main/clinic/queue/queue.rules.ts'
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

/** A hint may be longer than its field is wide. */
const wideHint = { description: { width: 'max-content', maxWidth: '560px' } }

function WorkstationForm({ settings }: { settings: WorkstationSettings }) {
  const form = useSchemaForm(workstationSettingsInput, settings)
  const save = useSaveWorkstation()
  const fields = useFieldTools(form, save.error)
  const { t } = useTranslation('settings')
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
                styles={wideHint}
                error={fields.error('idleLockMinutes')}
              />
            )}
          />
        )}
      </Setting>
      <Setting name="workstation.pinHours">
        {(text) => (
          <Controller
            name="pinHours"
            control={form.control}
            render={({ field: { onChange, ...field } }) => (
              <NumberInput
                {...text}
                {...field}
                onChange={(value) => onChange(typeof value === 'number' ? value : undefined)}
                allowDecimal={false}
                allowNegative={false}
                w={180}
                styles={wideHint}
                error={fields.error('pinHours')}
              />
            )}
          />
        )}
      </Setting>
      <Setting name="workstation.waitingRoomSound">
        {(text) => (
          <Controller
            name="waitingRoomSound"
            control={form.control}
            render={({ field }) => (
              <Select
                {...text}
                {...field}
                w={260}
                styles={wideHint}
                allowDeselect={false}
                data={waitingRoomSounds.map((value) => ({
                  value,
                  label: t(`workstation.sound.${value}`),
                }))}
              />
            )}
          />
        )}
      </Setting>
      <Setting name="workstation.waitingRoomLook">
        {(text) => (
          <Controller
            name="waitingRoomLook"
            control={form.control}
            render={({ field }) => (
              <Select
                {...text}
                {...field}
                w={260}
                styles={wideHint}
                allowDeselect={false}
                data={waitingRoomLooks.map((value) => ({
                  value,
                  label: t(`workstation.look.${value}`),
                }))}
              />
            )}
          />
        )}
      </Setting>
      <Setting name="workstation.waitingRoomAtStart">
        {(text) => <Switch {...text} {...form.register('waitingRoomAtStart')} />}
      </Setting>
      <Setting name="workstation.scanFolder">
        {(text) => (
          <TextInput
            {...text}
            {...fields.text('scanFolder', { orNull: true })}
            placeholder={t('workstation.scanFolderNone')}
          />
        )}
      </Setting>
      <SaveButton isDirty={form.formState.isDirty} pending={save.isPending} error={save.error} />
    </form>
  )
}
