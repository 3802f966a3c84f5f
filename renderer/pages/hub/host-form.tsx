/** Starting a hub here: who can reach it, and on which port. */
import { Button, NumberInput, Radio, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { startHostInput } from '../../../main/ipc/sync.input.ts'
import { useShowError } from '../../components/errors.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useTRPC } from '../../trpc.ts'
import { Setting } from '../settings/setting.tsx'
import classes from '../settings/settings.module.css'

const reaches = ['this-computer', 'network'] as const

export function HostForm({ host }: { host: { port: number; reach: 'this-computer' | 'network' } }) {
  const { t } = useTranslation('hub')
  const trpc = useTRPC()
  const form = useSchemaForm(startHostInput, { port: host.port, reach: host.reach })
  const tryNow = useMutation(trpc.sync.now.mutationOptions())
  const start = useMutation(
    trpc.hosting.start.mutationOptions({
      // Told beside the form, which makes room for how the hub stands while it starts.
      onError: useShowError(),
      // A member that had lost its own hub need not wait for its next try.
      onSuccess: () => tryNow.mutate(),
    }),
  )
  const fields = useFieldTools(form, start.error)
  return (
    <form
      noValidate
      onSubmit={(event) => void form.handleSubmit((wish) => start.mutate(wish))(event)}
    >
      <Setting name="hub:setting.reach">
        {(text) => (
          <Controller
            name="reach"
            control={form.control}
            render={({ field }) => (
              <Radio.Group {...text} value={field.value} onChange={field.onChange}>
                <Stack gap={6} mt={4}>
                  {reaches.map((value) => (
                    <Radio key={value} value={value} label={t(`host.reach.${value}`)} />
                  ))}
                </Stack>
              </Radio.Group>
            )}
          />
        )}
      </Setting>
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
      <div className={classes['foot']}>
        <Button type="submit" loading={start.isPending}>
          {t('host.start')}
        </Button>
      </div>
    </form>
  )
}
