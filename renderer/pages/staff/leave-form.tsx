/** A new absence: whole days or some hours of each, once or by a rule. */
import { SegmentedControl, SimpleGrid, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Controller } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { addLeaveInput } from '../../../main/clinic/schedule/schedule.input.ts'
import { isDay } from '../../../main/clinic/shared/days.ts'
import { DayInput } from '../../components/day-input.tsx'
import { FormModal } from '../../components/form-modal.tsx'
import { useFieldTools, useSchemaForm } from '../../components/schema-form.ts'
import { TimeInput } from '../../components/time-input.tsx'
import { useTRPC } from '../../trpc.ts'
import type { Bookings } from './bookings-left.tsx'
import { once, ruleOf } from './recurrence.ts'
import { RepeatFields } from './repeat-fields.tsx'

/** What an absence by the hour begins as. */
const usualHours = { startsLocal: '13:00', endsLocal: '15:00' }
const wholeDays = { startsLocal: null, endsLocal: null }

export function LeaveForm({
  practitionerId,
  today,
  onClose,
  onAdded,
}: {
  practitionerId: string
  today: string
  onClose: () => void
  /** Told of the bookings that no longer fit. */
  onAdded: (bookings: Bookings) => void
}) {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const [repeats, setRepeats] = useState(() => once(today))
  const form = useSchemaForm(addLeaveInput, {
    practitionerId,
    fromDay: today,
    toDay: today,
    ...wholeDays,
    reason: '',
  })
  const add = useMutation(
    trpc.schedule.addLeave.mutationOptions({
      onSuccess: ({ bookings }) => {
        onAdded(bookings)
        onClose()
      },
    }),
  )
  const fields = useFieldTools(form, add.error)
  const fromDay = form.watch('fromDay')
  const isByHour = form.watch('startsLocal') !== null
  const submit = form.handleSubmit((wish) =>
    add.mutate({ ...wish, recurrence: ruleOf(repeats, wish.fromDay) }),
  )
  function setByHour(byHour: boolean): void {
    const { startsLocal, endsLocal } = byHour ? usualHours : wholeDays
    form.setValue('startsLocal', startsLocal)
    form.setValue('endsLocal', endsLocal)
  }
  return (
    <FormModal
      title={t('leave.addTitle')}
      submitLabel={t('common:add')}
      onSubmit={() => void submit()}
      onClose={onClose}
      pending={add.isPending}
      error={add.error}
      placed={['invalid-input']}
    >
      <TextInput
        {...fields.text('reason')}
        label={t('leave.reason')}
        description={t('leave.reasonHint')}
        withAsterisk
        data-autofocus
      />
      <SimpleGrid cols={2}>
        <Controller
          name="fromDay"
          control={form.control}
          render={({ field: { name: _name, ...field } }) => (
            <DayInput
              {...field}
              onChange={(day) => {
                field.onChange(day)
                // A leave of one day is the commonest; the end follows until it is later.
                if (form.getValues('toDay') < day) form.setValue('toDay', day)
                if (isDay(day)) setRepeats({ ...repeats, weekdays: once(day).weekdays })
              }}
              label={t('leave.from')}
              withAsterisk
              error={fields.error('fromDay')}
            />
          )}
        />
        <Controller
          name="toDay"
          control={form.control}
          render={({ field: { name: _name, ...field } }) => (
            <DayInput {...field} label={t('leave.to')} withAsterisk error={fields.error('toDay')} />
          )}
        />
      </SimpleGrid>
      <SegmentedControl
        aria-label={t('leave.howLong')}
        value={isByHour ? 'hours' : 'days'}
        onChange={(value) => setByHour(value === 'hours')}
        data={[
          { value: 'days', label: t('leave.wholeDays') },
          { value: 'hours', label: t('leave.someHours') },
        ]}
      />
      {isByHour && (
        <SimpleGrid cols={2}>
          {(['startsLocal', 'endsLocal'] as const).map((name) => (
            <Controller
              key={name}
              name={name}
              control={form.control}
              render={({ field: { name: _name, value, ...field } }) => (
                <TimeInput
                  {...field}
                  value={value ?? ''}
                  label={name === 'startsLocal' ? t('hours.starts') : t('hours.ends')}
                  withAsterisk
                  error={fields.error(name)}
                />
              )}
            />
          ))}
        </SimpleGrid>
      )}
      <RepeatFields firstDay={fromDay} value={repeats} onChange={setRepeats} />
    </FormModal>
  )
}
