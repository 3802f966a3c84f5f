/** The line on which laboratories and analysers send results to this workstation, and what became of it. */
import { Alert, NumberInput, SegmentedControl, Switch, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { labLineInput } from '../../../main/clinic/labs/lab-line.input.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { SaveButton, tellSaved } from './save-button.tsx'
import { Section, Setting } from './setting.tsx'
import classes from './settings.module.css'

type Line = RouterOutputs['labs']['line']

/** The state changes without a row of the database: it is asked for again while it is looked at. */
const askAgainMs = 5000

export function LabsSection() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const line = useQuery({ ...trpc.labs.line.queryOptions(), refetchInterval: askAgainMs })
  return (
    <Section name="labs" lead={t('labs.lead')}>
      {line.error !== null && <ErrorNote error={line.error} retry={() => void line.refetch()} />}
      {line.data === undefined ? (
        <Loading />
      ) : (
        <>
          <LineState line={line.data} />
          <LineForm
            key={`${line.data.isOn} ${line.data.reach} ${line.data.port}`}
            line={line.data}
            saved={() => void line.refetch()}
          />
        </>
      )}
    </Section>
  )
}

function LineState({ line: { state, last } }: { line: Line }) {
  const { t } = useTranslation('settings')
  const formats = useFormats()
  return (
    <div className={classes['setting']} role="status">
      {state.name === 'failed' ? (
        <Alert color="red" p="xs">
          {t('labs.failed', { port: state.port, context: state.reason, reason: state.reason })}
        </Alert>
      ) : (
        <Text size="sm" fw={600}>
          {state.name === 'off'
            ? t('labs.off')
            : t('labs.listening', { host: state.host, port: state.port })}
        </Text>
      )}
      <Text size="sm" c="var(--soft)">
        {last === null
          ? t('labs.noMessage')
          : t('labs.lastMessage', {
              at: formats.moment(last.at),
              answer: [last.code, last.text].filter((part) => part !== '').join(' · '),
            })}
      </Text>
    </div>
  )
}

function LineForm({ line, saved }: { line: Line; saved: () => void }) {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const { isOn, reach, port } = line
  const form = useSchemaForm(labLineInput, { isOn, reach, port })
  const save = useMutation(
    trpc.labs.saveLine.mutationOptions({
      onSuccess: () => {
        tellSaved(t('common:saved'))
        saved()
      },
    }),
  )
  const fields = useFieldTools(form, save.error)
  return (
    <form
      noValidate
      onSubmit={(event) => void form.handleSubmit((wish) => save.mutate(wish))(event)}
    >
      <Setting name="labs.isOn">
        {(text) => (
          <Controller
            name="isOn"
            control={form.control}
            render={({ field: { value, onChange, ref } }) => (
              <Switch
                {...text}
                ref={ref}
                checked={value}
                onChange={(event) => onChange(event.currentTarget.checked)}
              />
            )}
          />
        )}
      </Setting>
      <Setting name="labs.reach">
        {({ label, description }) => (
          <>
            <Text size="sm" fw={550}>
              {label}
            </Text>
            <p className={classes['lead']}>{description}</p>
            <Controller
              name="reach"
              control={form.control}
              render={({ field: { value, onChange } }) => (
                <SegmentedControl
                  aria-label={label}
                  data={(['computer', 'network'] as const).map((one) => ({
                    value: one,
                    label: t(`labs.reaches.${one}`),
                  }))}
                  value={value}
                  onChange={onChange}
                />
              )}
            />
          </>
        )}
      </Setting>
      <Setting name="labs.port">
        {(text) => (
          <Controller
            name="port"
            control={form.control}
            render={({ field: { onChange, ...field } }) => (
              <NumberInput
                {...text}
                {...field}
                onChange={(value) => onChange(typeof value === 'number' ? value : undefined)}
                allowDecimal={false}
                allowNegative={false}
                thousandSeparator=""
                w={180}
                styles={{ description: { width: 'max-content', maxWidth: '560px' } }}
                error={fields.error('port')}
              />
            )}
          />
        )}
      </Setting>
      <SaveButton isDirty={form.formState.isDirty} pending={save.isPending} error={save.error} />
    </form>
  )
}
