/** Starting a hub here: on which port. */
import { Button, NumberInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { startHostInput } from '../../../main/ipc/sync.input.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useTRPC } from '../../trpc.ts'
import { Setting } from '../settings/setting.tsx'
import classes from '../settings/settings.module.css'

export function HostForm({ host }: { host: { port: number } }) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const form = useSchemaForm(startHostInput, { port: host.port })
  const start = useMutation(trpc.hosting.start.mutationOptions())
  const fields = useFieldTools(form, start.error)
  return (
    <form
      noValidate
      onSubmit={(event) => void form.handleSubmit((wish) => start.mutate(wish))(event)}
    >
      <Setting name="hub:setting.port">
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
                hideControls
                w={180}
                styles={{ description: { width: 'max-content', maxWidth: '560px' } }}
                error={fields.error('port')}
              />
            )}
          />
        )}
      </Setting>
      {start.error !== null && <ErrorNote error={start.error} />}
      <div className={classes['foot']}>
        <Button type="submit" loading={start.isPending}>
          {t('host.start')}
        </Button>
      </div>
    </form>
  )
}
