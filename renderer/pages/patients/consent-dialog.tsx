/** A consent that a patient gives later, or to a newer text. */
import { Button, Group, Select, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Controller, FormProvider, useForm, useWatch } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import * as z from 'zod'
import {
  type ConsentPurpose,
  consentPurposes,
} from '../../../main/clinic/patients/consents.input.ts'
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

const consentInput = registerPatientInput
  .pick({ consent: true })
  .extend({ purpose: z.enum(consentPurposes) })

interface Form {
  purpose: ConsentPurpose
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
      purpose: 'data-processing',
      consent: { textVersion: lastConsentText(), givenOn: today, method: 'paper' },
    },
  })
  const { isDirty } = form.formState
  useEffect(() => setDirty(isDirty), [isDirty, setDirty])
  const record = useMutation(
    trpc.patients.recordConsent.mutationOptions({
      onSuccess: (_id, { purpose, textVersion }) => {
        if (purpose === 'data-processing') rememberConsentText(textVersion)
        onClose()
      },
      onError: (error) => showServerProblems(form, error, (path) => `consent.${path}`),
    }),
  )
  const submit = form.handleSubmit(({ purpose, consent }) =>
    record.mutate({ patientId, purpose, ...consent }),
  )
  return (
    <FormProvider {...form}>
      <form
        noValidate
        onSubmit={(event) => void submit(event)}
        onKeyDown={goOnWithEnter}
        className={classes['smallForm']}
      >
        <Controller
          name="purpose"
          control={form.control}
          render={({ field: { value, onChange } }) => (
            <Select
              label={t('consents.purposeLabel')}
              allowDeselect={false}
              value={value}
              onChange={onChange}
              data={consentPurposes.map((purpose) => ({
                value: purpose,
                label: t(`consents.purpose.${purpose}`),
              }))}
            />
          )}
        />
        <ConsentFields autoFocus />
        <ConsentText />
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

/** What the patient agrees to, when the clinic keeps the text of this version. */
function ConsentText() {
  const { t } = useTranslation('patients')
  const [purpose, version] = useWatch<Form, ['purpose', 'consent.textVersion']>({
    name: ['purpose', 'consent.textVersion'],
  })
  const trpc = useTRPC()
  const { data } = useQuery(trpc.record.consentTexts.queryOptions())
  const own = data?.filter((one) => one.purpose === purpose && one.archivedAt === null) ?? []
  const chosen = own.find((one) => one.textVersion === version.trim())
  if (own.length === 0) return null
  return (
    <Text size="sm" c="var(--soft)" style={{ whiteSpace: 'pre-line' }}>
      {chosen?.text ??
        t('consents.knownVersions', { versions: own.map((one) => one.textVersion).join(', ') })}
    </Text>
  )
}
