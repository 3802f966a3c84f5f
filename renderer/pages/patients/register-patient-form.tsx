/** Registration: the form, the consent, and beside them who may be registered already. */
import { Button, Checkbox, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useContext, useEffect } from 'react'
import { FormProvider, useForm, useFormContext } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type * as z from 'zod'
import { documentKindsOf } from '../../../main/clinic/patients/identity.rules.ts'
import { registerPatientInput } from '../../../main/clinic/patients/patients.input.ts'
import { isLanguage } from '../../../main/clinic/shared/languages.ts'
import { ErrorNote, refusalOf } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { ClinicFrameContext, useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { useToday } from './age.ts'
import { ConsentFields } from './consent-fields.tsx'
import { goOnWithEnter } from './enter-goes-on.ts'
import { type ExistingPatientAction, LikelyDuplicates } from './likely-duplicates.tsx'
import { FormPart, PersonFields } from './person-fields.tsx'
import {
  emptyPerson,
  formPath,
  lastConsentText,
  type PersonForm,
  personOf,
  type RegisterForm,
  rememberConsentText,
  schemaResolver,
} from './person-form.ts'
import { showServerProblems } from './server-problems.ts'
import classes from './patients.module.css'

type RegisterOutput = z.output<typeof registerPatientInput>

const resolver = schemaResolver<RegisterForm, RegisterOutput>(
  registerPatientInput,
  ({ consent, withCard, ...person }) => ({ ...personOf(person), consent, withCard }),
)

interface Parts {
  /** What is known already, from a search or a call. */
  initial?: Partial<PersonForm>
  onDone: (patientId: string) => void
  onCancel?: () => void
  /** What can be done with a patient who is there already; opening the page when left out. */
  existing?: ExistingPatientAction
  /** Told when there is something that would be lost. */
  onDirty?: (isDirty: boolean) => void
}

/** Focus goes to the first name; Enter goes on, Ctrl+Enter registers. */
export function RegisterPatientForm(parts: Parts) {
  const { initial, onDone, onDirty } = parts
  const form = useRegisterForm(initial)
  const { isDirty } = form.formState
  useEffect(() => onDirty?.(isDirty), [isDirty, onDirty])
  const { submit, error, isPending } = useRegistration(form, onDone)
  const navigate = useNavigate()
  const { t } = useTranslation('patients')
  const existing = parts.existing ?? {
    label: t('open'),
    choose: (id: string) => void navigate(`/patients/${id}`),
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
          <FormPart title={t('consent.title')}>
            <ConsentFields />
          </FormPart>
        </div>
        <LikelyDuplicates exceptId={null} action={existing} />
        <footer className={classes['formFoot']}>
          {error !== null && refusalOf(error)?.code !== 'invalid-input' && (
            <ErrorNote error={error} />
          )}
          <WithCard />
          <Group gap="xs">
            {parts.onCancel !== undefined && (
              <Button
                variant="default"
                onClick={parts.onCancel}
                rightSection={<Key keys="Escape" />}
              >
                {t('cancel')}
              </Button>
            )}
            <Button type="submit" loading={isPending} rightSection={<Key keys="Ctrl+Enter" />}>
              {t('register')}
            </Button>
          </Group>
        </footer>
      </form>
    </FormProvider>
  )
}

function useRegisterForm(initial: Partial<PersonForm> = {}) {
  const trpc = useTRPC()
  const today = useToday()
  const may = useMay()
  const { country } = useContext(ClinicFrameContext)
  const clinic = useQuery(trpc.settings.clinic.queryOptions())
  const spoken = clinic.data?.language ?? 'en'
  const [documentKind = 'passport'] = documentKindsOf(country)
  return useForm<RegisterForm, unknown, RegisterOutput>({
    resolver,
    mode: 'onTouched',
    defaultValues: {
      ...emptyPerson(isLanguage(spoken) ? spoken : 'en', documentKind),
      ...initial,
      consent: { textVersion: lastConsentText(), givenOn: today, method: 'paper' },
      withCard: may('cards.write'),
    },
  })
}

function useRegistration(
  form: ReturnType<typeof useRegisterForm>,
  onDone: (patientId: string) => void,
) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const formats = useFormats()
  const register = useMutation(
    trpc.patients.register.mutationOptions({
      onError: (error) =>
        showServerProblems(form, error, (path) => formPath(path, form.getValues())),
    }),
  )
  const submit = form.handleSubmit((input) =>
    register.mutate(input, {
      onSuccess: ({ id, cardNumber }) => {
        rememberConsentText(input.consent.textVersion)
        notifications.show({
          color: 'petrol',
          closeButtonProps: { 'aria-label': t('close') },
          message: [
            t('registered', { name: formats.name(input) }),
            cardNumber === null ? '' : t('cardOf', { number: cardNumber }),
          ]
            .filter((part) => part !== '')
            .join(' · '),
        })
        onDone(id)
      },
    }),
  )
  return { submit, error: register.error, isPending: register.isPending }
}

/** An empty card at once, for those who may fill one in. */
function WithCard() {
  const { t } = useTranslation('patients')
  const may = useMay()
  const { register } = useFormContext<RegisterForm>()
  if (!may('cards.write')) return <span />
  return <Checkbox label={t('withCard')} {...register('withCard')} />
}
