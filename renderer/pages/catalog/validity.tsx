/** From which day to which something holds: as words, and as two fields of a form. */
import { SimpleGrid } from '@mantine/core'
import { Controller, useFormContext } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { DayInput } from '../../components/day-input.tsx'
import { useFormats } from '../../i18n/formats.ts'

interface Validity {
  validFrom: string
  /** Last day; null while it goes on. */
  validTo: string | null
}

/** `from 01.01.2027`, `01.01.2027 – 30.06.2027`. */
export function useValidity(): (validity: Validity) => string {
  const { t } = useTranslation('catalog')
  const formats = useFormats()
  return ({ validFrom, validTo }) =>
    validTo === null
      ? t('days.from', { day: formats.day(validFrom) })
      : t('days.between', { from: formats.day(validFrom), to: formats.day(validTo) })
}

/** Inside of a `FormProvider` whose form has these two fields. */
export function ValidityFields({
  error,
}: {
  error: (name: 'validFrom' | 'validTo') => string | undefined
}) {
  const { t } = useTranslation('catalog')
  const { control } = useFormContext<Validity>()
  return (
    <SimpleGrid cols={2}>
      <Controller
        name="validFrom"
        control={control}
        render={({ field: { name: _name, ...field } }) => (
          <DayInput {...field} label={t('days.first')} withAsterisk error={error('validFrom')} />
        )}
      />
      <Controller
        name="validTo"
        control={control}
        render={({ field: { name: _name, value, onChange, ...field } }) => (
          <DayInput
            {...field}
            value={value ?? ''}
            onChange={(day) => onChange(day === '' ? null : day)}
            label={t('days.last')}
            placeholder={t('days.open')}
            error={error('validTo')}
          />
        )}
      />
    </SimpleGrid>
  )
}
