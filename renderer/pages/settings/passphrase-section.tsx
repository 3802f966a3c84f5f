/** Changing one's own passphrase. */
import { PasswordInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import * as z from 'zod'
import { changeOwnPassphraseInput } from '../../../main/clinic/staff/staff.input.ts'
import { useErrorText } from '../../components/errors.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useTRPC } from '../../trpc.ts'
import { SaveButton, tellSaved } from './save-button.tsx'
import { Section, Setting } from './setting.tsx'
import classes from './settings.module.css'

/** What is sent, and the new passphrase once more against slips of the finger. */
const passphraseForm = changeOwnPassphraseInput
  .extend({ again: z.string() })
  .refine(({ next, again }) => next === again, { path: ['again'], message: 'different' })

const empty = { current: '', next: '', again: '' }

export function PassphraseSection() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const errorText = useErrorText()
  const form = useSchemaForm(passphraseForm, empty)
  const change = useMutation(
    trpc.staff.changeOwnPassphrase.mutationOptions({
      onSuccess: () => {
        form.reset(empty)
        tellSaved(t('passphrase.saved'))
      },
    }),
  )
  const fields = useFieldTools(form, change.error, {
    'wrong-credentials': { at: 'current', text: errorText(change.error) },
  })
  return (
    <Section name="passphrase">
      <form
        noValidate
        onSubmit={(event) =>
          void form.handleSubmit(({ current, next }) => change.mutate({ current, next }))(event)
        }
      >
        <Setting name="passphrase.current">
          {(text) => (
            <PasswordInput {...text} {...fields.text('current')} autoComplete="current-password" />
          )}
        </Setting>
        <div className={classes['pair']}>
          <Setting name="passphrase.next">
            {(text) => (
              <PasswordInput {...text} {...fields.text('next')} autoComplete="new-password" />
            )}
          </Setting>
          <Setting name="passphrase.again">
            {(text) => (
              <PasswordInput {...text} {...fields.text('again')} autoComplete="new-password" />
            )}
          </Setting>
        </div>
        <SaveButton
          isDirty={form.formState.isDirty}
          pending={change.isPending}
          error={change.error}
          placed={['wrong-credentials']}
        />
      </form>
    </Section>
  )
}
