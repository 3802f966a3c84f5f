/** Beside the form: who is registered already and may be the same person. It warns and never blocks. */
import { Button, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useFormContext, useWatch } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { comparableOf, type PersonForm } from './person-form.ts'
import type { Duplicate } from './types.ts'
import classes from './patients.module.css'

const pauseMs = 200

export interface ExistingPatientAction {
  label: string
  choose: (patientId: string) => void
}

export function LikelyDuplicates({
  exceptId,
  action,
}: {
  exceptId: string | null
  action: ExistingPatientAction
}) {
  const { t } = useTranslation('patients')
  const trpc = useTRPC()
  const { control, getValues } = useFormContext<PersonForm>()
  // Watched so that it is looked up again; read whole, because a watched form may be partial.
  useWatch({ control })
  const [comparable] = useDebouncedValue(comparableOf(getValues(), exceptId), pauseMs)
  const { data } = useQuery({
    ...trpc.patients.duplicates.queryOptions(
      comparable ?? {
        family: null,
        given: null,
        patronymic: null,
        bornOn: null,
        phones: [],
        document: null,
        exceptId,
      },
    ),
    enabled: comparable !== null,
    placeholderData: keepPreviousData,
  })
  const found = comparable === null ? [] : (data ?? [])
  return (
    <aside className={classes['duplicates']} aria-live="polite" data-found={found.length > 0}>
      <Title order={3}>
        {found.length === 0 ? t('duplicates.none') : t('duplicates.title', { count: found.length })}
      </Title>
      <Text size="sm" c="var(--soft)">
        {found.length === 0 ? t('duplicates.noneHint') : t('duplicates.hint')}
      </Text>
      {found.map((duplicate) => (
        <DuplicateNote key={duplicate.id} duplicate={duplicate} action={action} />
      ))}
    </aside>
  )
}

function DuplicateNote({
  duplicate,
  action,
}: {
  duplicate: Duplicate
  action: ExistingPatientAction
}) {
  const { t } = useTranslation('patients')
  const formats = useFormats()
  const { bornOn, cardNumber, phones, reasons } = duplicate
  const known = [
    bornOn === null ? null : formats.day(bornOn),
    cardNumber === null ? null : t('cardOf', { number: cardNumber }),
  ].filter((part) => part !== null)
  return (
    <div className={classes['duplicate']}>
      <b>{formats.name(duplicate)}</b>
      <span className="numbers">{known.join(' · ')}</span>
      {phones.map(({ value }) => (
        <span key={value} className="numbers">
          {value}
        </span>
      ))}
      <span className={classes['reasons']}>
        {reasons.map((reason) => (
          <span key={reason}>{t(`duplicates.reason.${reason}`)}</span>
        ))}
      </span>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => action.choose(duplicate.id)}
        aria-label={`${action.label}: ${formats.name(duplicate)}`}
      >
        {action.label}
      </Button>
    </div>
  )
}
