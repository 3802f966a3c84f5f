/** One's own PIN at this workstation: with it one takes the desk over from a colleague in a moment. */
import { Button, Group, PasswordInput, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import * as z from 'zod'
import { pinLength } from '../../../main/clinic/staff/pin.rules.ts'
import { setPinInput } from '../../../main/clinic/staff/staff.input.ts'
import { useErrorText } from '../../components/errors.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useTRPC } from '../../trpc.ts'
import { SaveButton, tellSaved } from './save-button.tsx'
import { Section, Setting } from './setting.tsx'
import classes from './settings.module.css'

/** Typed anew for setting one; taking it away sends none. */
const pinForm = z.object({ current: z.string().max(200), pin: setPinInput.shape.pin.unwrap() })

const empty = { current: '', pin: '' }

export function PinSection() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const errorText = useErrorText()
  const { data: own } = useQuery(trpc.staff.ownPin.queryOptions())
  const form = useSchemaForm(pinForm, empty)
  const save = useMutation(
    trpc.staff.setPin.mutationOptions({
      onSuccess: async (_nothing, { pin }) => {
        form.reset(empty)
        tellSaved(t(pin === null ? 'pin.removed' : 'pin.saved'))
        await queries.invalidateQueries(trpc.staff.ownPin.queryFilter())
      },
    }),
  )
  const fields = useFieldTools(form, save.error, {
    'wrong-credentials': { at: 'current', text: errorText(save.error) },
  })
  return (
    <Section name="pin" lead={t('pin.lead')}>
      <form
        noValidate
        onSubmit={(event) => void form.handleSubmit((wish) => save.mutate(wish))(event)}
      >
        <div className={classes['pair']}>
          <Setting name="pin.current">
            {(text) => (
              <PasswordInput
                {...text}
                {...fields.text('current')}
                autoComplete="current-password"
              />
            )}
          </Setting>
          <Setting name="pin.pin">
            {(text) => (
              <PasswordInput
                {...text}
                {...fields.text('pin')}
                inputMode="numeric"
                maxLength={pinLength}
                autoComplete="off"
              />
            )}
          </Setting>
        </div>
        {own?.isSet === true && (
          <Group gap="sm" mb="xs">
            <Text size="sm" c="var(--soft)">
              {t('pin.isSet')}
            </Text>
            <Button
              size="xs"
              variant="default"
              loading={save.isPending}
              onClick={() => save.mutate({ current: form.getValues('current'), pin: null })}
            >
              {t('pin.remove')}
            </Button>
          </Group>
        )}
        <SaveButton
          isDirty={form.formState.isDirty}
          pending={save.isPending}
          error={save.error}
          placed={['wrong-credentials']}
        />
      </form>
    </Section>
  )
}
