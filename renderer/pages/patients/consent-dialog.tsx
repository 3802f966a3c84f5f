/** A consent that a patient gives later, or to a newer text. */
import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import { registerPatientInput } from '../../../main/clinic/patients/patients.input.ts'
import { ErrorNote, refusalOf } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { useTRPC } from '../../trpc.ts'
import { useToday } from './age.ts'
import { ConsentFields } from './consent-fields.tsx'
import { goOnWithEnter } from './enter-goes-on.ts'
import { FormDialog, type FormDialogTools } from './form-dialog.tsx'
import {
  type ConsentForm,
  lastConsentText,
  rememberConsentText,
  schemaResolver,
} from './person-form.ts'
import { showServerProblems } from './server-problems.ts'
import classes from './patients.module.css'

const consentInput = registerPatientInput.pick({ consent: true })

interface Form {
  consent: ConsentForm
}

const resolver = schemaResolver<Form, z.output<typeof consentInput>>(consentInput, (form) => form)

interface Parts {
  patientId: string
  onClose: () => void
}

export function ConsentDialog({ patientId, onClose }: Parts) {
  const { t } = useTranslation('patients')
  return (
    <FormDialog title={t('consent.record')} size={720} onClose={onClose}>
      {(tools) => <RecordForm patientId={patientId} onClose={onClose} {...tools} />}
    </FormDialog>
  )
}

function RecordForm({ patientId, onClose, cancel, setDirty }: Parts & FormDialogTools) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const today = useToday()
  const form = useForm<Form, unknown, z.output<typeof consentInput>>({
    resolver,
    mode: 'onTouched',
    defaultValues: {
      consent: { textVersion: lastConsentText(), givenOn: today, method: 'paper' },
    },
  })
  const { isDirty } = form.formState
  useEffect(() => setDirty(isDirty), [isDirty, setDirty])
  const record = useMutation(
    trpc.patients.recordConsent.mutationOptions({
      onSuccess: (_id, { textVersion }) => {
        rememberConsentText(textVersion)
        onClose()
      },
      onError: (error) => showServerProblems(form, error, (path) => `consent.${path}`),
    }),
  )
  const submit = form.handleSubmit(({ consent }) => record.mutate({ patientId, ...consent }))
  return (
    <FormProvider {...form}>
      <form
        noValidate
        onSubmit={(event) => void submit(event)}
        onKeyDown={goOnWithEnter}
        className={classes['smallForm']}
      >
        <ConsentFields autoFocus />
        {record.error !== null && refusalOf(record.error)?.code !== 'invalid-input' && (
          <ErrorNote error={record.error} />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={cancel} rightSection={<Key keys="Escape" />}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={record.isPending} rightSection={<Key keys="Ctrl+Enter" />}>
            {t('save')}
          </Button>
        </Group>
      </form>
    </FormProvider>
  )
}
