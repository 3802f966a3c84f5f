/** The fields of a person, in the order in which the desk asks for them. */
import {
  ActionIcon,
  Button,
  Checkbox,
  Input,
  SegmentedControl,
  Select,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type ReactNode, useContext } from 'react'
import { Controller, useFieldArray, useFormContext } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import {
  documentKindsOf,
  formatDocument,
  isDocumentKind,
} from '../../../main/clinic/patients/identity.rules.ts'
import { contactChannels, phoneUses, sexes } from '../../../main/clinic/patients/patients.input.ts'
import { formatPhone } from '../../../main/clinic/patients/phones.rules.ts'
import { isDay } from '../../../main/clinic/shared/days.ts'
import { isLanguage, languages } from '../../../main/clinic/shared/languages.ts'
import { ClinicFrameContext } from '../../i18n/formats.ts'
import { languageNames } from '../start/quiet-page.tsx'
import { useAgeText } from './age.ts'
import { useFieldProblem } from './field-problem.ts'
import { PastDayInput } from './past-day-input.tsx'
import { type PersonForm, type PhoneUse, sexOfPatronymic } from './person-form.ts'
import classes from './patients.module.css'

const mostPhones = 5

export function PersonFields() {
  return (
    <div className={classes['fields']}>
      <NameFields />
      <div className={classes['row']}>
        <BirthDay />
        <SexField />
      </div>
      <Phones />
      <ContactFields />
      <ReachFields />
      <IdentityDocument />
      <NoteField />
    </div>
  )
}

function NameFields() {
  const { t, i18n } = useTranslation('patients')
  const problem = useFieldProblem()
  const { register, formState, getValues, setValue, getFieldState } = useFormContext<PersonForm>()
  const { errors } = formState
  const isRussian = i18n.language === 'ru'
  const hasPatronymic = isRussian || formState.defaultValues?.patronymic !== ''
  const family = (
    <TextInput
      key="family"
      label={t('family')}
      withAsterisk
      maxLength={100}
      autoComplete="off"
      spellCheck={false}
      data-autofocus={isRussian || undefined}
      {...register('family')}
      error={problem(errors.family)}
    />
  )
  const given = (
    <TextInput
      key="given"
      label={t('given')}
      withAsterisk
      maxLength={100}
      autoComplete="off"
      spellCheck={false}
      data-autofocus={!isRussian || undefined}
      {...register('given')}
      error={problem(errors.given)}
    />
  )
  const patronymic = hasPatronymic && (
    <TextInput
      key="patronymic"
      label={t('patronymic')}
      maxLength={100}
      autoComplete="off"
      spellCheck={false}
      {...register('patronymic', {
        onBlur: () => {
          const sex = sexOfPatronymic(getValues('patronymic'))
          // Only where nobody chose: the desk knows better than a name's ending.
          if (sex !== null && getValues('sex') === 'unknown' && !getFieldState('sex').isDirty)
            setValue('sex', sex)
        },
      })}
      error={problem(errors.patronymic)}
    />
  )
  return (
    <div className={classes[hasPatronymic ? 'row' : 'rowOfTwo']}>
      {isRussian ? [family, given, patronymic] : [given, patronymic, family]}
    </div>
  )
}

function BirthDay() {
  const { t } = useTranslation('patients')
  const problem = useFieldProblem()
  const ageText = useAgeText()
  const { control } = useFormContext<PersonForm>()
  return (
    <Controller
      name="bornOn"
      control={control}
      render={({ field: { value, onChange, onBlur, ref }, fieldState }) => (
        <PastDayInput
          ref={ref}
          label={joined(t('bornOn'), isDay(value) ? ageText(value) : '')}
          openOn="decade"
          value={value}
          onChange={onChange}
          onBlur={onBlur}
          error={problem(fieldState.error)}
        />
      )}
    />
  )
}

function SexField() {
  const { t } = useTranslation('patients')
  const { control } = useFormContext<PersonForm>()
  return (
    <Controller
      name="sex"
      control={control}
      render={({ field: { value, onChange } }) => (
        <Input.Wrapper label={t('sex')} labelElement="div" className={classes['twice'] ?? ''}>
          <SegmentedControl
            fullWidth
            size="sm"
            aria-label={t('sex')}
            value={value}
            onChange={onChange}
            data={sexes.map((sex) => ({ value: sex, label: t(`sexes.${sex}`) }))}
          />
        </Input.Wrapper>
      )}
    />
  )
}

function Phones() {
  const { t } = useTranslation('patients')
  const problem = useFieldProblem()
  const { country } = useContext(ClinicFrameContext)
  const { control, register, formState, setValue, setFocus } = useFormContext<PersonForm>()
  const { fields, append, remove } = useFieldArray({ control, name: 'phones' })
  const errors = formState.errors.phones
  return (
    <div className={classes['phones']}>
      {fields.map((phone, index) => (
        <div key={phone.id} className={classes['phone']}>
          <TextInput
            className={classes['twice'] ?? ''}
            label={index === 0 ? t('phone') : undefined}
            aria-label={t('phoneNumber', { number: index + 1 })}
            type="tel"
            maxLength={40}
            autoComplete="off"
            {...register(`phones.${index}.value`, {
              onBlur: (event: React.FocusEvent<HTMLInputElement>) => {
                if (event.target.value.trim() !== '')
                  setValue(`phones.${index}.value`, formatPhone(event.target.value, country))
              },
            })}
            error={problem(errors?.[index]?.value)}
          />
          <div className={classes['phoneUse']}>
            <Controller
              name={`phones.${index}.use`}
              control={control}
              render={({ field: { value, onChange } }) => (
                <Select
                  label={index === 0 ? t('phoneKind') : undefined}
                  aria-label={t('phoneUse', { number: index + 1 })}
                  allowDeselect={false}
                  value={value}
                  onChange={onChange}
                  data={phoneUses.map((use) => ({ value: use, label: t(`phoneUses.${use}`) }))}
                />
              )}
            />
            {fields.length > 1 && (
              <ActionIcon
                mt={index === 0 ? 20 : 0}
                variant="subtle"
                color="gray"
                size={36}
                aria-label={t('removePhone', { number: index + 1 })}
                onClick={() => {
                  remove(index)
                  setFocus('phones.0.value')
                }}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            )}
          </div>
        </div>
      ))}
      {fields.length < mostPhones && (
        <Button
          className={classes['phoneAdd'] ?? ''}
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => append({ use: nextUse(fields.map(({ use }) => use)), value: '' })}
        >
          {t('addPhone')}
        </Button>
      )}
    </div>
  )
}

function ContactFields() {
  const { t } = useTranslation('patients')
  const problem = useFieldProblem()
  const { control, register, formState } = useFormContext<PersonForm>()
  const { errors } = formState
  return (
    <>
      <div className={classes['row']}>
        <TextInput
          className={classes['twice'] ?? ''}
          label={t('email')}
          type="email"
          maxLength={200}
          autoComplete="off"
          {...register('email')}
          error={problem(errors.email)}
        />
        <Controller
          name="language"
          control={control}
          render={({ field: { value, onChange } }) => (
            <Select
              label={t('language')}
              allowDeselect={false}
              value={value}
              onChange={(next) => {
                if (next !== null && isLanguage(next)) onChange(next)
              }}
              data={languages.map((tag) => ({ value: tag, label: languageNames[tag] }))}
            />
          )}
        />
      </div>
      <TextInput
        label={t('address')}
        maxLength={500}
        autoComplete="off"
        {...register('address')}
        error={problem(errors.address)}
      />
    </>
  )
}

/** How the patient wants to be reached, and whether at all without need. */
function ReachFields() {
  const { t } = useTranslation('patients')
  const { control, register } = useFormContext<PersonForm>()
  return (
    <div className={classes['row']}>
      <Controller
        name="contactChannel"
        control={control}
        render={({ field: { value, onChange } }) => (
          <Input.Wrapper
            label={t('contact.channel')}
            labelElement="div"
            className={classes['twice'] ?? ''}
          >
            <SegmentedControl
              fullWidth
              size="sm"
              aria-label={t('contact.channel')}
              value={value}
              onChange={onChange}
              data={contactChannels.map((channel) => ({
                value: channel,
                label: t(`contact.channels.${channel}`),
              }))}
            />
          </Input.Wrapper>
        )}
      />
      <Checkbox
        className={classes['besideFields'] ?? ''}
        label={t('contact.doNotDisturb')}
        {...register('doNotDisturb')}
      />
    </div>
  )
}

function IdentityDocument() {
  const { t } = useTranslation('patients')
  const problem = useFieldProblem()
  const { country } = useContext(ClinicFrameContext)
  const { control, register, formState, getValues, setValue, trigger } =
    useFormContext<PersonForm>()
  const { errors } = formState
  const offered = documentKindsOf(country)
  const known = formState.defaultValues?.document?.kind
  const kinds = known === undefined || offered.includes(known) ? offered : [...offered, known]
  return (
    <div className={classes['row']}>
      <Controller
        name="document.kind"
        control={control}
        render={({ field: { value, onChange } }) => (
          <Select
            label={t('document')}
            allowDeselect={false}
            value={value}
            onChange={(kind) => {
              if (kind === null || !isDocumentKind(kind)) return
              onChange(kind)
              if (getValues('document.number') !== '') void trigger('document.number')
            }}
            data={kinds.map((kind) => ({ value: kind, label: t(`documentKinds.${kind}`) }))}
          />
        )}
      />
      <TextInput
        className={classes['twice'] ?? ''}
        label={t('documentNumber')}
        maxLength={60}
        autoComplete="off"
        spellCheck={false}
        {...register('document.number', {
          onBlur: (event: React.FocusEvent<HTMLInputElement>) =>
            setValue(
              'document.number',
              formatDocument(getValues('document.kind'), event.target.value),
            ),
        })}
        error={problem(errors.document?.number)}
      />
    </div>
  )
}

function NoteField() {
  const { t } = useTranslation('patients')
  const problem = useFieldProblem()
  const { register, formState } = useFormContext<PersonForm>()
  return (
    <Textarea
      label={t('note')}
      autosize
      minRows={1}
      maxRows={4}
      maxLength={2000}
      {...register('note')}
      error={problem(formState.errors.note)}
    />
  )
}

/** The use that is not among the phones yet. */
function nextUse(used: readonly PhoneUse[]): PhoneUse {
  return phoneUses.find((use) => !used.includes(use)) ?? 'mobile'
}

/** A label with what its value says beside it. */
function joined(label: string, said: string): string {
  return said === '' ? label : `${label} · ${said}`
}

/** A part of a form under its own small heading. */
export function FormPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={classes['part']}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  )
}
