/** Consent to data processing: which text, on which day, how it was given. */
import { Input, SegmentedControl, TextInput } from '@mantine/core'
import { Controller, useFormContext } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { consentMethods } from '../../../main/clinic/patients/patients.input.ts'
import { PastDayInput } from './past-day-input.tsx'
import { useFieldProblem } from './field-problem.ts'
import type { ConsentForm } from './person-form.ts'
import classes from './patients.module.css'

export function ConsentFields({ autoFocus = false }: { autoFocus?: boolean }) {
  const { t } = useTranslation('patients')
  const problem = useFieldProblem()
  const { control, register, formState } = useFormContext<{ consent: ConsentForm }>()
  const errors = formState.errors.consent
  return (
    <div className={classes['consentFields']}>
      <Controller
        name="consent.method"
        control={control}
        render={({ field: { value, onChange } }) => (
          <Input.Wrapper
            label={t('consent.method')}
            labelElement="div"
            ref={autoFocus ? focusChosen : null}
          >
            <SegmentedControl
              fullWidth
              size="sm"
              aria-label={t('consent.method')}
              value={value}
              onChange={onChange}
              data={consentMethods.map((method) => ({
                value: method,
                label: t(`consent.by.${method}`),
              }))}
            />
          </Input.Wrapper>
        )}
      />
      <Controller
        name="consent.givenOn"
        control={control}
        render={({ field: { value, onChange, onBlur, ref } }) => (
          <PastDayInput
            ref={ref}
            label={t('consent.givenOn')}
            value={value}
            onChange={onChange}
            onBlur={onBlur}
            error={problem(errors?.givenOn)}
          />
        )}
      />
      <TextInput
        label={t('consent.textVersion')}
        maxLength={60}
        {...register('consent.textVersion')}
        error={problem(errors?.textVersion)}
      />
    </div>
  )
}

/** Of a row of choices a dialog can focus the chosen one alone: the row itself takes no keys. */
function focusChosen(row: HTMLElement | null): void {
  row?.querySelector('input:checked')?.setAttribute('data-autofocus', '')
}
