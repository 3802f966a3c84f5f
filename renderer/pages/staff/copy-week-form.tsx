/** Gives a doctor the hours of a week, their own or another's, for some weeks or from then on. */
import { NumberInput, Select, SimpleGrid, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { copyWeekInput } from '../../../main/clinic/schedule/schedule.input.ts'
import { addDays, isDay, isoWeekday } from '../../../main/clinic/shared/days.ts'
import { DayInput } from '../../components/day-input.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import type { Bookings } from './bookings-left.tsx'

/** The Monday of a day's week; what is no day stays as it is. */
function mondayOf(day: string): string {
  return isDay(day) ? addDays(day, 1 - isoWeekday(day)) : day
}

export function CopyWeekForm({
  practitionerId,
  today,
  onClose,
  onLeft,
}: {
  practitionerId: string
  today: string
  onClose: () => void
  /** Told of the bookings that no longer fit. */
  onLeft: (bookings: Bookings) => void
}) {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const formats = useFormats()
  const { data: staff = [] } = useQuery(trpc.staff.list.queryOptions())
  const monday = mondayOf(today)
  const form = useSchemaForm(copyWeekInput, {
    fromPractitionerId: practitionerId,
    week: monday,
    toPractitionerId: practitionerId,
    firstWeek: addDays(monday, 7),
    weeks: 1,
  })
  const copy = useMutation(
    trpc.schedule.copyWeek.mutationOptions({
      onSuccess: ({ bookings }) => {
        onLeft(bookings)
        onClose()
      },
    }),
  )
  const fields = useFieldTools(form, copy.error)
  const [fromPractitionerId, week] = form.watch(['fromPractitionerId', 'week'])
  return (
    <FormModal
      title={t('copyWeek.title')}
      submitLabel={t('copyWeek.copy')}
      onSubmit={() => void form.handleSubmit((wish) => copy.mutate(wish))()}
      onClose={onClose}
      pending={copy.isPending}
      error={copy.error}
      placed={['invalid-input']}
      focusSubmit
    >
      <SimpleGrid cols={2}>
        <Controller
          name="fromPractitionerId"
          control={form.control}
          render={({ field }) => (
            <Select
              ref={field.ref}
              label={t('copyWeek.whose')}
              allowDeselect={false}
              searchable
              data={staff
                .filter(({ roles, archivedAt }) => archivedAt === null && roles.includes('doctor'))
                .map((person) => ({ value: person.id, label: formats.name(person) }))}
              value={field.value}
              onChange={(id) => field.onChange(id ?? practitionerId)}
            />
          )}
        />
        <Controller
          name="week"
          control={form.control}
          render={({ field: { name: _name, onChange, ...field } }) => (
            <DayInput
              {...field}
              onChange={(day) => onChange(mondayOf(day))}
              label={t('copyWeek.week')}
              withAsterisk
              error={fields.error('week')}
            />
          )}
        />
      </SimpleGrid>
      {isDay(week) && <CopiedWeek practitionerId={fromPractitionerId} monday={week} />}
      <SimpleGrid cols={2}>
        <Controller
          name="firstWeek"
          control={form.control}
          render={({ field: { name: _name, onChange, ...field } }) => (
            <DayInput
              {...field}
              onChange={(day) => onChange(mondayOf(day))}
              label={t('copyWeek.firstWeek')}
              withAsterisk
              error={fields.error('firstWeek')}
            />
          )}
        />
        <Controller
          name="weeks"
          control={form.control}
          render={({ field: { value, onChange, ...field } }) => (
            <NumberInput
              {...field}
              label={t('copyWeek.weeks')}
              placeholder={t('hours.validToHint')}
              min={1}
              max={104}
              allowDecimal={false}
              allowNegative={false}
              value={value ?? ''}
              onChange={(weeks) => onChange(typeof weeks === 'number' ? weeks : null)}
              error={fields.error('weeks')}
            />
          )}
        />
      </SimpleGrid>
      <Text size="sm" c="var(--soft)">
        {t('copyWeek.hint')}
      </Text>
    </FormModal>
  )
}

/** What holds in the week that is copied. */
function CopiedWeek({ practitionerId, monday }: { practitionerId: string; monday: string }) {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const formats = useFormats()
  const { data } = useQuery(trpc.schedule.hours.queryOptions({ practitionerId }))
  if (data === undefined) return null
  const held = data.filter(({ weekday, validFrom, validTo }) => {
    const day = addDays(monday, weekday - 1)
    return validFrom <= day && (validTo === null || day <= validTo)
  })
  const byDay = Map.groupBy(held, ({ weekday }) => weekday)
  return (
    <Text size="sm" className="numbers">
      {held.length === 0
        ? t('copyWeek.empty')
        : [...byDay]
            .map(([weekday, hours]) => {
              const spans = hours.map((one) => `${one.startsLocal}–${one.endsLocal}`).join(', ')
              return `${formats.weekday(weekday)} ${spans}`
            })
            .join(' · ')}
    </Text>
  )
}
