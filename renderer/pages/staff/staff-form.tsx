/** Adding someone to the staff, and changing who they are and what they may do. */
import { Checkbox, PasswordInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Controller, FormProvider, useFormContext } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import { isLanguage, languages } from '../../../main/clinic/shared/languages.ts'
import { isRole, roles } from '../../../main/clinic/shared/permissions.ts'
import { createStaffInput, updateStaffInput } from '../../../main/clinic/staff/staff.input.ts'
import { minimumPassphraseLength } from '../../../main/clinic/staff/staff.rules.ts'
import { useErrorText } from '../../components/errors.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { type FieldTools, useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { spokenLanguage } from '../../i18n/i18n.ts'
import { useTRPC } from '../../trpc.ts'
import { languageNames } from '../start/quiet-page.tsx'
import type { Person } from './staff-panel.tsx'
import classes from './staff.module.css'

type PersonFields = Omit<z.input<typeof createStaffInput>, 'login' | 'passphrase'>

export function CreateStaffForm({
  onClose,
  onCreated,
}: {
  onClose: () => void
  onCreated: (id: string) => void
}) {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const errorText = useErrorText()
  const form = useSchemaForm(createStaffInput, {
    family: '',
    given: '',
    patronymic: null,
    roles: ['receptionist'],
    specialty: null,
    email: null,
    phone: null,
    language: spokenLanguage(),
    login: '',
    passphrase: '',
  })
  const create = useMutation(
    trpc.staff.create.mutationOptions({
      onSuccess: ({ id }) => {
        onCreated(id)
        onClose()
      },
    }),
  )
  const fields = useFieldTools(form, create.error, {
    'login-taken': { at: 'login', text: errorText(create.error) },
  })
  return (
    <FormModal
      title={t('newTitle')}
      submitLabel={t('create')}
      size={640}
      onSubmit={() => void form.handleSubmit((wish) => create.mutate(wish))()}
      onClose={onClose}
      pending={create.isPending}
      error={create.error}
      placed={['login-taken', 'invalid-input']}
    >
      <FormProvider {...form}>
        <Names fields={fields} />
        <SimpleGrid cols={2}>
          <TextInput
            {...fields.text('login')}
            label={t('field.login')}
            description={t('field.loginHint')}
            withAsterisk
            autoComplete="off"
          />
          <PasswordInput
            {...fields.text('passphrase')}
            label={t('field.passphrase')}
            description={t('field.passphraseHint', { length: minimumPassphraseLength })}
            withAsterisk
            autoComplete="new-password"
          />
        </SimpleGrid>
        <Work fields={fields} />
        <Contact fields={fields} />
      </FormProvider>
    </FormModal>
  )
}

export function UpdateStaffForm({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const { id, version, family, given, patronymic, specialty, email, phone, language } = person
  const form = useSchemaForm(updateStaffInput, {
    id,
    version,
    family,
    given,
    patronymic,
    roles: person.roles,
    specialty,
    email,
    phone,
    language: isLanguage(language) ? language : 'en',
  })
  const update = useMutation(trpc.staff.update.mutationOptions({ onSuccess: onClose }))
  const errorText = useErrorText()
  const fields = useFieldTools(form, update.error, {
    'last-administrator': { at: 'roles', text: errorText(update.error) },
  })
  return (
    <FormModal
      title={t('editTitle')}
      submitLabel={t('common:save')}
      size={640}
      onSubmit={() => void form.handleSubmit((wish) => update.mutate(wish))()}
      onClose={onClose}
      pending={update.isPending}
      error={update.error}
      placed={['last-administrator', 'invalid-input']}
    >
      <FormProvider {...form}>
        <Names fields={fields} />
        <Work fields={fields} />
        <Contact fields={fields} />
      </FormProvider>
    </FormModal>
  )
}

/** In the order of the language; a patronymic where there is one. */
function Names({ fields }: { fields: FieldTools<PersonFields> }) {
  const { t, i18n } = useTranslation('staff')
  const { getValues } = useFormContext<PersonFields>()
  const familyFirst = i18n.language === 'ru'
  const hasPatronymic = familyFirst || getValues('patronymic') !== null
  const family = <TextInput {...fields.text('family')} label={t('field.family')} withAsterisk />
  const given = <TextInput {...fields.text('given')} label={t('field.given')} withAsterisk />
  const patronymic = (
    <TextInput {...fields.text('patronymic', { orNull: true })} label={t('field.patronymic')} />
  )
  return (
    <SimpleGrid cols={hasPatronymic ? 3 : 2}>
      {familyFirst ? (
        <>
          <TextInput
            {...fields.text('family')}
            label={t('field.family')}
            withAsterisk
            data-autofocus
          />
          {given}
          {patronymic}
        </>
      ) : (
        <>
          <TextInput
            {...fields.text('given')}
            label={t('field.given')}
            withAsterisk
            data-autofocus
          />
          {hasPatronymic && patronymic}
          {family}
        </>
      )}
    </SimpleGrid>
  )
}

function Work({ fields }: { fields: FieldTools<PersonFields> }) {
  const { t } = useTranslation('staff')
  const { control, watch } = useFormContext<PersonFields>()
  const isClinician = watch('roles').some((role) => role === 'doctor' || role === 'nurse')
  return (
    <>
      <Controller
        name="roles"
        control={control}
        render={({ field }) => (
          <Checkbox.Group
            label={t('field.roles')}
            withAsterisk
            value={field.value}
            onChange={(words) => field.onChange(words.filter(isRole))}
            error={fields.error('roles')}
          >
            <Stack gap={6} mt={6}>
              {roles.map((role, index) => (
                <Checkbox
                  key={role}
                  value={role}
                  size="sm"
                  {...(index === 0 ? { ref: field.ref } : {})}
                  label={t(`start:role.${role}`)}
                  description={t(`roleHint.${role}`)}
                  classNames={{ body: classes['role'] ?? '' }}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
      />
      {isClinician && (
        <TextInput
          {...fields.text('specialty', { orNull: true })}
          label={t('field.specialty')}
          description={t('field.specialtyHint')}
        />
      )}
    </>
  )
}

function Contact({ fields }: { fields: FieldTools<PersonFields> }) {
  const { t } = useTranslation('staff')
  const { control } = useFormContext<PersonFields>()
  return (
    <>
      <SimpleGrid cols={3}>
        <TextInput
          {...fields.text('phone', { orNull: true })}
          label={t('field.phone')}
          type="tel"
        />
        <TextInput
          {...fields.text('email', { orNull: true })}
          label={t('field.email')}
          type="email"
        />
        <Controller
          name="language"
          control={control}
          render={({ field }) => (
            <Select
              ref={field.ref}
              label={t('field.language')}
              data={languages.map((value) => ({ value, label: languageNames[value] }))}
              value={field.value}
              onChange={(value) => field.onChange(value ?? field.value)}
              allowDeselect={false}
              error={fields.error('language')}
            />
          )}
        />
      </SimpleGrid>
      <Text size="xs" c="var(--soft)">
        {t('field.contactHint')}
      </Text>
    </>
  )
}
