/** The clinic's own data: the letterhead, and what money and times are counted in. */
import { Select, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { organizationInput } from '../../../main/clinic/settings/settings.input.ts'
import { languages } from '../../../main/clinic/shared/languages.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { countryChoices, currencyChoices, timeZoneChoices } from '../../i18n/choices.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { languageNames } from '../start/quiet-page.tsx'
import { SaveButton, tellSaved } from './save-button.tsx'
import { Section, Setting, WithCare } from './setting.tsx'
import classes from './settings.module.css'

type Clinic = RouterOutputs['settings']['clinic']

export function ClinicSection() {
  const { t } = useTranslation('settings')
  const trpc = useTRPC()
  const clinic = useQuery(trpc.settings.clinic.queryOptions())
  return (
    <Section name="clinic" lead={t('clinic.lead')}>
      {clinic.error !== null && (
        <ErrorNote error={clinic.error} retry={() => void clinic.refetch()} />
      )}
      {clinic.data === undefined ? (
        <Loading />
      ) : (
        // What another desk saved meanwhile is what the form begins with again.
        <ClinicForm key={clinic.data.version} clinic={clinic.data} />
      )}
    </Section>
  )
}

/** Lines of the letterhead that may be left empty, in pairs as they stand beside each other. */
const optionalLines = ['legalName', 'address'] as const
const contactLines = ['phone', 'email'] as const

function ClinicForm({ clinic }: { clinic: Clinic }) {
  const { t, i18n } = useTranslation('settings')
  const trpc = useTRPC()
  const { id: _id, createdAt: _created, updatedAt: _updated, ...values } = clinic
  const form = useSchemaForm(organizationInput, values)
  const save = useMutation(
    trpc.settings.updateClinic.mutationOptions({ onSuccess: () => tellSaved(t('common:saved')) }),
  )
  const fields = useFieldTools(form, save.error)
  const choices = {
    country: countryChoices(i18n.language, clinic.country),
    currency: currencyChoices(i18n.language),
    timeZone: timeZoneChoices(clinic.timeZone),
    language: languages.map((value) => ({ value, label: languageNames[value] })),
  }
  const choose = (name: keyof typeof choices) => (
    <Setting name={`clinic.${name}`}>
      {(text) => (
        <Controller
          name={name}
          control={form.control}
          render={({ field }) => (
            <Select
              {...text}
              ref={field.ref}
              searchable
              allowDeselect={false}
              data={choices[name]}
              value={field.value}
              onChange={(value) => field.onChange(value ?? field.value)}
              error={fields.error(name)}
            />
          )}
        />
      )}
    </Setting>
  )
  return (
    <form
      noValidate
      onSubmit={(event) => void form.handleSubmit((wish) => save.mutate(wish))(event)}
    >
      <Setting name="clinic.name">
        {(text) => <TextInput {...text} {...fields.text('name')} withAsterisk />}
      </Setting>
      {optionalLines.map((name) => (
        <Setting key={name} name={`clinic.${name}`}>
          {(text) => <TextInput {...text} {...fields.text(name, { orNull: true })} />}
        </Setting>
      ))}
      <div className={classes['pair']}>
        {contactLines.map((name) => (
          <Setting key={name} name={`clinic.${name}`}>
            {(text) => <TextInput {...text} {...fields.text(name, { orNull: true })} />}
          </Setting>
        ))}
      </div>
      <div className={classes['pair']}>
        <Setting name="clinic.taxId">
          {(text) => <TextInput {...text} {...fields.text('taxId', { orNull: true })} />}
        </Setting>
        {choose('language')}
      </div>
      <WithCare>
        <div className={classes['pair']}>
          {choose('country')}
          {choose('currency')}
        </div>
        {choose('timeZone')}
      </WithCare>
      <SaveButton isDirty={form.formState.isDirty} pending={save.isPending} error={save.error} />
    </form>
  )
}
