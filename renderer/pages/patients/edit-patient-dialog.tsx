/** A patient's own data, changed: the registration's fields without the consent. */
import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useContext, useEffect, useState } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import { documentKindsOf } from '../../../main/clinic/patients/identity.rules.ts'
import { personInput } from '../../../main/clinic/patients/patients.input.ts'
import { ErrorNote, refusalOf } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { ClinicFrameContext } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { goOnWithEnter } from './enter-goes-on.ts'
import { FormDialog, type FormDialogTools } from './form-dialog.tsx'
import { LikelyDuplicates } from './likely-duplicates.tsx'
import { PersonFields } from './person-fields.tsx'
import { formOf, formPath, type PersonForm, personOf, schemaResolver } from './person-form.ts'
import { showServerProblems } from './server-problems.ts'
import type { Patient } from './types.ts'
import classes from './patients.module.css'

type Person = z.output<typeof personInput>

const resolver = schemaResolver<PersonForm, Person>(personInput, personOf)

export function EditPatientDialog({
  patient,
  onClose,
  openOther,
}: {
  patient: Patient
  onClose: () => void
  openOther: (patientId: string) => void
}) {
  const { t } = useTranslation('patients')
  return (
    <FormDialog title={t('editTitle')} onClose={onClose}>
      {(tools) => <EditForm patient={patient} onClose={onClose} openOther={openOther} {...tools} />}
    </FormDialog>
  )
}

function EditForm({
  patient,
  onClose,
  openOther,
  cancel,
  setDirty,
}: {
  patient: Patient
  onClose: () => void
  openOther: (patientId: string) => void
} & FormDialogTools) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const { country } = useContext(ClinicFrameContext)
  const [documentKind = 'passport'] = documentKindsOf(country)
  // The version that the form shows: another desk's change meanwhile must not be overwritten.
  const [version, setVersion] = useState(patient.version)
  const form = useForm<PersonForm, unknown, Person>({
    resolver,
    mode: 'onTouched',
    defaultValues: formOf(patient, documentKind),
  })
  const { isDirty } = form.formState
  useEffect(() => setDirty(isDirty), [isDirty, setDirty])
  const update = useMutation(
    trpc.patients.update.mutationOptions({
      onSuccess: onClose,
      onError: (error) =>
        showServerProblems(form, error, (path) => formPath(path, form.getValues())),
    }),
  )
  const submit = form.handleSubmit((person) =>
    update.mutate({ id: patient.id, version, ...person }),
  )
  const refusal = refusalOf(update.error)

  function takeNewest(): void {
    form.reset(formOf(patient, documentKind))
    setVersion(patient.version)
    update.reset()
  }

  return (
    <FormProvider {...form}>
      <form
        className={classes['register']}
        noValidate
        onSubmit={(event) => void submit(event)}
        onKeyDown={goOnWithEnter}
      >
        <div className={classes['registerFields']}>
          <PersonFields />
        </div>
        <LikelyDuplicates exceptId={patient.id} action={{ label: t('open'), choose: openOther }} />
        <footer className={classes['formFoot']}>
          {update.error !== null && refusal?.code !== 'invalid-input' ? (
            <ErrorNote error={update.error} />
          ) : (
            <span />
          )}
          <Group gap="xs">
            {refusal?.code === 'version-conflict' && (
              <Button variant="default" onClick={takeNewest}>
                {t('takeNewest')}
              </Button>
            )}
            <Button variant="default" onClick={cancel} rightSection={<Key keys="Escape" />}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              loading={update.isPending}
              rightSection={<Key keys="Ctrl+Enter" />}
            >
              {t('save')}
            </Button>
          </Group>
        </footer>
      </form>
    </FormProvider>
  )
}
